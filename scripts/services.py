#!/usr/bin/env python3
"""Start and stop what tests want to talk to: a private PostgreSQL and `stripe-mock`.

    python3 scripts/services.py start [--if-installed]
    python3 scripts/services.py stop
    python3 scripts/services.py url [postgresql | stripe-mock]

Both listen on loopback only; PostgreSQL has its own data and password. Uses nothing but Python
itself, Debian's `postgresql` package and, for `stripe-mock`, Go. As root it runs the PostgreSQL
server as user `postgres`, who must be able to reach the data; where the checkout lies in a
folder closed to him, the data go to the machine's temporary folder.
"""

import argparse
import hashlib
import os
import re
import secrets
import shutil
import socket
import subprocess
import sys
import tempfile
from pathlib import Path

import stripe_mock

ROOT = Path(__file__).resolve().parent.parent
POINTER = ROOT / ".local" / "postgresql.url"
MISSING = "PostgreSQL is not installed (Debian: apt-get install postgresql)."


def programs() -> Path | None:
    """The folder of the newest PostgreSQL server on this machine."""
    found = [path.parent for path in Path("/usr/lib/postgresql").glob("*/bin/initdb")]
    return max(found, key=lambda path: int(re.sub(r"\D", "", path.parent.name)), default=None)


def as_server_user(*command: str | Path) -> list[str]:
    """The command, run as `postgres` when we are root: the server refuses to run as root."""
    words = [str(word) for word in command]
    return ["runuser", "-u", "postgres", "--", *words] if os.geteuid() == 0 else words


def home() -> Path:
    """The folder of the server's data and log, reachable for the user who runs it."""
    inside = ROOT / ".local" / "postgresql"
    inside.mkdir(parents=True, exist_ok=True)
    reachable = subprocess.run(as_server_user("test", "-x", inside), cwd="/", check=False)
    if reachable.returncode == 0:
        return inside
    name = hashlib.sha256(str(ROOT).encode()).hexdigest()[:12]
    outside = Path(tempfile.gettempdir()) / f"sambung-postgresql-{name}"
    outside.mkdir(mode=0o755, exist_ok=True)
    return outside


def is_running(binaries: Path, data: Path) -> bool:
    status = subprocess.run(
        as_server_user(binaries / "pg_ctl", "status", "-D", data),
        cwd="/",
        check=False,
        capture_output=True,
    )
    return status.returncode == 0


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def make_cluster(binaries: Path, folder: Path) -> str:
    """Make an empty cluster with a random password, and return that password."""
    password = secrets.token_urlsafe(24)
    data = folder / "data"
    if os.geteuid() == 0:
        shutil.chown(folder, "postgres", "postgres")
    with tempfile.NamedTemporaryFile("w", dir=tempfile.gettempdir()) as file:
        file.write(password)
        file.flush()
        if os.geteuid() == 0:
            shutil.chown(file.name, "postgres")
        command = as_server_user(
            binaries / "initdb", "-D", data, "-U", "sambung", "-E", "UTF8", "--locale=C.UTF-8",
            "--auth=scram-sha-256", f"--pwfile={file.name}", "--no-sync",
        )  # fmt: skip
        subprocess.run(command, cwd="/", check=True, stdout=subprocess.DEVNULL)
    return password


def start(*, if_installed: bool) -> int:
    """Start the server if it does not run yet, and leave its address in `.local`."""
    binaries = programs()
    if binaries is None:
        print(MISSING)
        return 0 if if_installed else 1
    folder = home()
    data = folder / "data"
    if POINTER.exists() and is_running(binaries, data):
        return 0
    if (data / "PG_VERSION").exists() and POINTER.exists():
        password = POINTER.read_text().split(":")[2].split("@")[0]
    else:
        shutil.rmtree(data, ignore_errors=True)
        password = make_cluster(binaries, folder)
    port = free_port()
    # Nothing here outlives a test run, so nothing waits for the disk.
    options = (
        f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories= "
        "-c fsync=off -c synchronous_commit=off -c full_page_writes=off -c max_connections=200"
    )
    command = as_server_user(
        binaries / "pg_ctl", "start", "-w", "-D", data, "-l", folder / "log", "-o", options
    )
    subprocess.run(command, cwd="/", check=True, stdout=subprocess.DEVNULL)
    POINTER.touch(mode=0o600)
    POINTER.write_text(f"postgresql://sambung:{password}@127.0.0.1:{port}/postgres\n")
    print(f"PostgreSQL {binaries.parent.name} answers on 127.0.0.1:{port}.")
    return 0


def stop() -> int:
    """Stop the server if it runs; its data stay."""
    binaries = programs()
    data = home() / "data"
    if binaries and is_running(binaries, data):
        command = as_server_user(binaries / "pg_ctl", "stop", "-D", data, "-m", "fast")
        subprocess.run(command, cwd="/", check=True, stdout=subprocess.DEVNULL)
        print("PostgreSQL stopped.")
    return 0


POINTERS = {"postgresql": POINTER, "stripe-mock": stripe_mock.POINTER}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("action", choices=["start", "stop", "url"])
    parser.add_argument("--if-installed", action="store_true", help="a missing server is no error")
    parser.add_argument("service", nargs="?", choices=POINTERS, default="postgresql")
    asked = parser.parse_args()
    if asked.action == "start":
        failed = start(if_installed=asked.if_installed)
        return stripe_mock.start(if_installed=asked.if_installed) or failed
    if asked.action == "stop":
        return stripe_mock.stop() or stop()
    pointer = POINTERS[asked.service]
    print(pointer.read_text().strip() if pointer.exists() else "")
    return 0


if __name__ == "__main__":
    sys.exit(main())
