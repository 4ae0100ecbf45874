"""Real processes for tests: gunicorn and the worker, on the database the test uses."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import connection

ROOT = Path(__file__).resolve().parent.parent
START_SECONDS = 90
STOP_SECONDS = 10


@dataclass(frozen=True)
class LiveProcess:
    """A process group of ours with its log."""

    process: subprocess.Popen
    log: Path

    def kill(self) -> None:
        """End all of it at once, as a power cut would (SIGKILL)."""
        self._signal(signal.SIGKILL)
        self.process.wait()

    def stop(self) -> None:
        """Ask it to end; after ten seconds don't ask."""
        self._signal(signal.SIGTERM)
        try:
            self.process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self.kill()

    def _signal(self, number: int) -> None:
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, number)


@dataclass(frozen=True)
class LiveServer(LiveProcess):
    """A web server that answers at `url` (without a slash at its end)."""

    url: str


class LiveWorker(LiveProcess):
    """The worker with its queue and follower."""


def database_url() -> str:
    """The address of the database that this test's `default` connection uses."""
    used = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{used['NAME']}"
    return (
        f"postgresql://{used['USER']}:{used['PASSWORD']}"
        f"@{used['HOST']}:{used['PORT']}/{used['NAME']}"
    )


def live_server(*, workers: int, environment: dict[str, str]) -> LiveServer:
    """Start gunicorn with `workers` processes and wait until it answers."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen(256)
        url = f"http://127.0.0.1:{listener.getsockname()[1]}"
        process, log = _start(
            ["-m", "gunicorn", "shop.wsgi:application", "--preload", "--bind",
             f"fd://{listener.fileno()}", "--workers", str(workers), "--threads", "4",
             "--timeout", "60", "--graceful-timeout", "3", "--no-control-socket"],
            environment=environment,
            listener=listener,
        )  # fmt: skip
    server = LiveServer(process=process, log=log, url=url)
    _wait_until_answering(server)
    return server


def live_worker(*, environment: dict[str, str]) -> LiveWorker:
    """Start the worker; it polls its queue, so there is nothing to wait for."""
    process, log = _start(["-m", "shop.worker"], environment=environment)
    return LiveWorker(process=process, log=log)


def _start(
    arguments: list[str], *, environment: dict[str, str], listener: socket.socket | None = None
) -> tuple[subprocess.Popen, Path]:
    folder = Path(settings.SCRATCH) / "logs"
    folder.mkdir(parents=True, exist_ok=True)
    log = folder / f"{time.monotonic_ns()}.log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, *arguments],
            cwd=ROOT,
            env=os.environ
            | {
                "DJANGO_SETTINGS_MODULE": "shop.settings.test",
                "DATABASE_URL": database_url(),
                "TEST_SCRATCH": str(settings.SCRATCH),
            }
            | environment,
            stdout=output,
            stderr=subprocess.STDOUT,
            pass_fds=[listener.fileno()] if listener else [],
            start_new_session=True,
        )
    return process, log


def _wait_until_answering(server: LiveServer) -> None:
    """The socket listens already, so one patient request waits for the first worker."""
    try:
        with urllib.request.urlopen(f"{server.url}/healthz", timeout=START_SECONDS):
            pass
    except OSError as error:
        server.kill()
        raise RuntimeError(f"the server does not answer:\n{server.log.read_text()}") from error
