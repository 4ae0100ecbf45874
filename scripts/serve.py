#!/usr/bin/env python3
"""Run the web server and the worker together; when one ends, or on Ctrl-C, both end.

    .venv/bin/python scripts/serve.py --port 8000

For a trial or a developer's machine. A real server lets its init system run the two.
"""

import argparse
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
STOP_SECONDS = 15


def commands(port: int) -> dict[str, list[str]]:
    """What runs, by name."""
    return {
        "web": [
            sys.executable, "-m", "gunicorn", "shop.wsgi:application",
            "--bind", f"127.0.0.1:{port}", "--workers", "2", "--threads", "4",
            "--no-control-socket", "--log-level", "warning",
        ],
        "worker": [sys.executable, "-m", "shop.worker", "--quiet"],
    }  # fmt: skip


def start(port: int) -> dict[str, subprocess.Popen]:
    """Start both in sessions of their own, so that Ctrl-C reaches only us."""
    environment = {
        "DJANGO_SETTINGS_MODULE": "shop.settings.development",
        "SITE_URL": f"http://127.0.0.1:{port}",
    } | os.environ
    return {
        name: subprocess.Popen(command, cwd=ROOT, env=environment, start_new_session=True)
        for name, command in commands(port).items()
    }


def stop(running: dict[str, subprocess.Popen]) -> None:
    """Ask both to end, and end what does not listen."""
    for process in running.values():
        if process.poll() is None:
            process.terminate()
    deadline = time.monotonic() + STOP_SECONDS
    for process in running.values():
        try:
            process.wait(max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--port", type=int, default=8000)
    port = parser.parse_args().port
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    running = start(port)
    try:
        while True:
            for name, process in running.items():
                if process.poll() is not None:
                    print(f"The {name} process ended ({process.returncode}); stopping.")
                    return 1
            time.sleep(0.5)
    except KeyboardInterrupt:
        print("\nStopping.")
        return 0
    finally:
        stop(running)


if __name__ == "__main__":
    sys.exit(main())
