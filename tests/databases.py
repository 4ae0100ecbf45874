"""Migrated databases for tests: one template for each state of the migrations, copied as needed.

Migrating takes half a minute and more, so it happens once; a copy takes milliseconds.
"""

import fcntl
import hashlib
import os
import secrets
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from django.apps import apps
from django.conf import settings
from django.db import connections
from psycopg import sql

from shop.settings.databases import main_database

ROOT = Path(__file__).resolve().parent.parent
CACHE = ROOT / ".cache"
POSTGRES_POINTER = ROOT / ".local" / "postgresql.url"


def migrations_digest() -> str:
    """A digest of every installed app's migrations; another state means another template."""
    digest = hashlib.sha256()
    for config in apps.get_app_configs():
        digest.update(config.name.encode())
        for file in sorted(Path(config.path, "migrations").glob("*.py")):
            digest.update(file.name.encode() + b"\0" + file.read_bytes())
    return digest.hexdigest()[:16]


@contextmanager
def one_at_a_time(name: str) -> Iterator[None]:
    """Let one test process of this checkout in; the others wait and find the work done."""
    CACHE.mkdir(exist_ok=True)
    with (CACHE / f"{name}.lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def migrate(url: str) -> None:
    """Migrate the database at `url` in a process of its own."""
    subprocess.run(
        [sys.executable, "manage.py", "migrate", "--verbosity", "0"],
        cwd=ROOT,
        env=os.environ | {"DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "shop.settings.test"},
        check=True,
    )


def sqlite_template() -> Path:
    """The migrated SQLite file; made at the first call after a migration changed."""
    path = CACHE / f"migrated-{migrations_digest()}.sqlite3"
    with one_at_a_time("sqlite"):
        if not path.exists():
            unfinished = path.with_suffix(f".{os.getpid()}")
            started = time.monotonic()
            migrate(f"sqlite:///{unfinished}")
            unfinished.rename(path)
            print(f"\nmigrated {path.name} in {time.monotonic() - started:.0f} s", file=sys.stderr)
            _forget_old_templates(keep=path)
        path.touch()
    return path


def _forget_old_templates(*, keep: Path) -> None:
    for path in CACHE.glob("migrated-*.sqlite3"):
        if path != keep and time.time() - path.stat().st_mtime > 24 * 3600:
            path.unlink(missing_ok=True)


def copy_sqlite(path: Path) -> str:
    """Put a fresh migrated SQLite database at `path` and return its address."""
    for leftover in (path, *(path.with_name(path.name + end) for end in ("-wal", "-shm"))):
        leftover.unlink(missing_ok=True)
    path.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(sqlite_template(), path)
    return f"sqlite:///{path}"


def postgres_server() -> str | None:
    """The address of a PostgreSQL server that tests may use, if there is one."""
    named = os.environ.get("TEST_POSTGRES_URL")
    if named or not POSTGRES_POINTER.exists():
        return named
    url = POSTGRES_POINTER.read_text().strip()
    try:
        psycopg.connect(url, connect_timeout=5).close()
    except psycopg.OperationalError:
        return None
    return url


@contextmanager
def postgres_copy(server: str) -> Iterator[str]:
    """A fresh migrated PostgreSQL database, dropped afterwards; gives its address."""
    template = _postgres_template(server)
    name = f"sambung_test_{secrets.token_hex(6)}"
    with one_at_a_time("postgres"):
        _administer(server, "CREATE DATABASE {} TEMPLATE {}", name, template)
    try:
        yield _at(server, name)
    finally:
        _administer(server, "DROP DATABASE {} WITH (FORCE)", name)


def _postgres_template(server: str) -> str:
    name = f"sambung_migrated_{migrations_digest()}"
    with one_at_a_time("postgres"), psycopg.connect(server, autocommit=True) as connection:
        found = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
        if not found.fetchone():
            unfinished = f"{name}_{os.getpid()}"
            _administer(server, "CREATE DATABASE {}", unfinished)
            migrate(_at(server, unfinished))
            _administer(server, "ALTER DATABASE {} RENAME TO {}", unfinished, name)
            _forget_other_templates(connection, keep=name)
    return name


def _forget_other_templates(connection: psycopg.Connection, *, keep: str) -> None:
    others = connection.execute(
        "SELECT datname FROM pg_database"
        " WHERE datname LIKE 'sambung_migrated_%%' AND datname <> %s",
        [keep],
    )
    for (name,) in others.fetchall():
        connection.execute(
            sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name))
        )


def _administer(server: str, statement: str, *names: str) -> None:
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))


def _at(server: str, name: str) -> str:
    return f"{server.rsplit('/', 1)[0]}/{name}"


def use(url: str) -> dict:
    """Let every thread's `default` be the database at `url`; returns the former settings."""
    former = connections.settings["default"]
    _switch(connections.configure_settings({"default": main_database(url)})["default"])
    return former


def _switch(database: dict) -> None:
    connections.close_all()
    connections.settings["default"] = settings.DATABASES["default"] = database
    if hasattr(connections._connections, "default"):
        del connections["default"]


@contextmanager
def using(url: str) -> Iterator[str]:
    """Use the database at `url` for a while."""
    former = use(url)
    try:
        yield url
    finally:
        _switch(former)
