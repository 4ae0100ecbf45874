"""Web and worker start together and end together."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

from tests import databases

PATIENCE = 60


@pytest.fixture
def serving(tmp_path):
    """The script running on an installation of its own: its process and its address."""
    databases.copy_sqlite(tmp_path / "sambung.sqlite3")
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port = listener.getsockname()[1]
    settings = {"DJANGO_SETTINGS_MODULE": "shop.settings.development", "LOCAL_DIR": str(tmp_path)}
    process = subprocess.Popen(
        [sys.executable, "scripts/serve.py", "--port", str(port)],
        cwd=databases.ROOT,
        env={name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
        | settings,
    )
    url = f"http://127.0.0.1:{port}"
    _wait_until(lambda: _answers(url), process)
    yield process, url
    if process.poll() is None:
        process.terminate()
        process.wait(PATIENCE)


def test_ctrl_c_ends_both(serving):
    process, url = serving
    web, worker = _children(process.pid)
    process.send_signal(signal.SIGINT)
    assert process.wait(PATIENCE) == 0
    assert not _answers(url)
    assert not _is_alive(web)
    assert not _is_alive(worker)


def test_when_one_dies_the_other_ends_too(serving):
    process, url = serving
    web, worker = _children(process.pid)
    os.kill(worker, signal.SIGKILL)
    assert process.wait(PATIENCE) == 1
    assert not _answers(url)
    assert not _is_alive(web)


def _children(pid: int) -> list[int]:
    """The processes it started, in that order (web, worker)."""
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def _is_alive(pid: int) -> bool:
    return Path(f"/proc/{pid}").exists()


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(f"{url}/healthz", timeout=PATIENCE) as answer:
            return answer.status == 200
    except OSError:
        return False


def _wait_until(condition, process: subprocess.Popen) -> None:
    deadline = time.monotonic() + PATIENCE
    while not condition():
        assert process.poll() is None, "it ended instead of serving"
        assert time.monotonic() < deadline, "it does not answer"
        time.sleep(0.2)
