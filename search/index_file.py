"""The embedded engine's file: one SQLite database per generation, and a link to the current one.

A rebuild writes a new generation and moves the link in one step; SQLite's own side files
belong to the generation's name, so an old journal never meets a new database. Readers see
that the link moved and open the new file.
"""

import fcntl
import secrets
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from search.contract import SearchUnavailable
from search.queries import BOOSTS

FORMAT = 1
BUSY_SECONDS = 5

_SCHEMA = f"""
PRAGMA journal_mode=WAL;
PRAGMA user_version={FORMAT};
CREATE TABLE about (built_at REAL NOT NULL, settled INTEGER NOT NULL);
CREATE TABLE applied (change INTEGER PRIMARY KEY);
CREATE TABLE listing (
    id INTEGER PRIMARY KEY, sector TEXT NOT NULL, category_path TEXT NOT NULL,
    regency INTEGER, district INTEGER, village INTEGER, seller INTEGER NOT NULL,
    price INTEGER NOT NULL, unit_price INTEGER, season_mask INTEGER NOT NULL,
    in_stock INTEGER NOT NULL, is_preorder INTEGER NOT NULL, takes_orders INTEGER NOT NULL,
    closed_from TEXT, closed_to TEXT, deliveries INTEGER NOT NULL, published_at INTEGER NOT NULL
);
CREATE VIRTUAL TABLE words USING fts5(
    {", ".join(BOOSTS)}, tokenize="unicode61 remove_diacritics 0", prefix='2 3'
);
CREATE VIRTUAL TABLE vocabulary USING fts5vocab(words, 'col');
"""

_readers = threading.local()


def reader(link: Path) -> sqlite3.Connection:
    """This thread's connection to the current generation. Raises `SearchUnavailable`."""
    current = _current(link)
    if not hasattr(_readers, "opened"):
        _readers.opened = {}
    generation, connection = _readers.opened.get(link, (None, None))
    if generation != current:
        if connection is not None:
            connection.close()
            del _readers.opened[link]
        current, connection = _open_current(link)
        _readers.opened[link] = (current, connection)
    return connection


@contextmanager
def writer(link: Path) -> Iterator[sqlite3.Connection]:
    """A connection to the current generation inside one transaction. Raises `SearchUnavailable`."""
    _generation, connection = _open_current(link)
    with closing(connection), _transaction(connection):
        yield connection


@contextmanager
def new_generation(link: Path) -> Iterator[sqlite3.Connection]:
    """A new, empty file that becomes the current one when the block ends well.

    One process at a time makes one; another waits for it.
    """
    link.parent.mkdir(parents=True, exist_ok=True)
    with (link.parent / f"{link.name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        draft = link.with_name(f"{link.name}-{secrets.token_hex(4)}")
        try:
            with closing(_connect(draft, create=True)) as connection:
                connection.executescript(_SCHEMA)
                with _transaction(connection):
                    yield connection
                connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            _point(link, draft)
        except BaseException:
            _remove(draft)
            raise
        for old in link.parent.glob(f"{link.name}-{'[0-9a-f]' * 8}"):
            if old != draft:
                _remove(old)


def _current(link: Path) -> Path:
    try:
        return link.parent / link.readlink()
    except OSError as error:
        raise SearchUnavailable(f"{link} is not built: run manage.py rebuild_search") from error


def _open_current(link: Path) -> tuple[Path, sqlite3.Connection]:
    """Open what the link points to, once more if a rebuild removed it in between."""
    generation = _current(link)
    try:
        return generation, _connect(generation)
    except SearchUnavailable:
        newer = _current(link)
        if newer == generation:
            raise
        return newer, _connect(newer)


def _connect(file: Path, *, create: bool = False) -> sqlite3.Connection:
    mode = "rwc" if create else "rw"
    try:
        connection = sqlite3.connect(
            f"{file.absolute().as_uri()}?mode={mode}",
            uri=True,
            timeout=BUSY_SECONDS,
            isolation_level=None,
        )
        # The index can be built again: losing its last second in a power cut is no loss.
        connection.execute("PRAGMA synchronous=OFF")
        (found,) = connection.execute("PRAGMA user_version").fetchone()
    except sqlite3.Error as error:
        raise SearchUnavailable(f"{file} can't be opened") from error
    if not create and found != FORMAT:
        connection.close()
        raise SearchUnavailable(f"{file} has format {found}, not {FORMAT}")
    return connection


@contextmanager
def _transaction(connection: sqlite3.Connection) -> Iterator[None]:
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        connection.execute("ROLLBACK")
        raise
    connection.execute("COMMIT")


def _point(link: Path, target: Path) -> None:
    draft = link.with_name(f"{target.name}.link")
    draft.unlink(missing_ok=True)
    draft.symlink_to(target.name)
    draft.replace(link)


def _remove(generation: Path) -> None:
    for suffix in ("", "-wal", "-shm"):
        generation.with_name(generation.name + suffix).unlink(missing_ok=True)
