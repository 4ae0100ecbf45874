"""The file that address search reads: every village of Indonesia, about 17 MB, read-only.

Built by `manage.py build_places` and replaced as a whole, so a reader sees the old file
or the new one. Rows are numbered in the order in which they should be shown: villages of
the regencies we serve, then of their provinces, then the rest, each by code.
"""

import hashlib
import os
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from pathlib import Path

from shop.villages import indonesia
from shop.villages.names import words

FORMAT = "1"
# Put before a word of a village's own name, so that it can be asked for apart from the same
# word in a name above: no name and no postal code begins with it.
OWN = "0"

_SCHEMA = """
CREATE TABLE about (served_until INTEGER NOT NULL, fingerprint TEXT NOT NULL);
CREATE TABLE upper (code TEXT PRIMARY KEY, name TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE place (
    id INTEGER PRIMARY KEY, code TEXT NOT NULL UNIQUE, name TEXT NOT NULL, postal_code TEXT NOT NULL
);
CREATE VIRTUAL TABLE words USING fts5(
    all_names, content='', columnsize=0, detail=none, prefix='1 2 3 4', tokenize="unicode61"
);
"""


def build(path: Path, *, ours: Mapping[str, str], report: Callable[[str], None]) -> int:
    """Write the file anew and put it in place in one step; the number of villages.

    `ours` maps the Kemendagri codes of the villages we serve to their postal codes: their
    regencies come first, and theirs is the postal code shown, though both are found.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    draft.unlink(missing_ok=True)
    try:
        with closing(sqlite3.connect(draft, isolation_level=None)) as connection:
            connection.executescript(
                f"PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; {_SCHEMA} BEGIN;"
            )
            count = _fill(connection, ours, report)
            connection.execute("INSERT INTO words(words) VALUES ('optimize')")
            connection.execute("COMMIT")
            connection.execute("VACUUM")
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
    return count


def is_current(path: Path, *, ours: Mapping[str, str]) -> bool:
    """Whether the file holds what `build` would write now."""
    if not path.exists():
        return False
    try:
        with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as connection:
            row = connection.execute("SELECT fingerprint FROM about").fetchone()
    except sqlite3.DatabaseError:
        return False
    return row == (_fingerprint(ours),)


def _fill(
    connection: sqlite3.Connection, ours: Mapping[str, str], report: Callable[[str], None]
) -> int:
    count = served_until = reported = 0
    served = {code[:5] for code in ours}
    for regency in _in_order_of_interest(served):
        province = indonesia.entry(regency.code[:2])
        connection.execute(
            "INSERT OR IGNORE INTO upper VALUES (?, ?)", (province.code, province.name)
        )
        connection.execute("INSERT INTO upper VALUES (?, ?)", (regency.code, regency.name))
        for district in indonesia.children(regency.code):
            connection.execute("INSERT INTO upper VALUES (?, ?)", (district.code, district.name))
            for village in indonesia.children(district.code):
                count += 1
                names = (district.name, regency.name, province.name)
                _insert(
                    connection, count, village, names, ours.get(village.code) or village.postal_code
                )
        if regency.code in served:
            served_until = count
        if count >= reported + 10_000:
            reported = count
            report(f"{count} villages")
    connection.execute("INSERT INTO about VALUES (?, ?)", (served_until, _fingerprint(ours)))
    return count


def _insert(
    connection: sqlite3.Connection,
    number: int,
    village: indonesia.Entry,
    upper: tuple[str, str, str],
    shown: str,
) -> None:
    own = _spellings(village.name)
    district, *higher = upper
    above = [*_spellings(district), *words(" ".join(higher))]
    connection.execute(
        "INSERT INTO place VALUES (?, ?, ?, ?)", (number, village.code, village.name, shown)
    )
    connection.execute(
        "INSERT INTO words (rowid, all_names) VALUES (?, ?)",
        (
            number,
            " ".join([*own, *(OWN + word for word in own), *above, village.postal_code, shown]),
        ),
    )


def _in_order_of_interest(served: set[str]) -> Iterator[indonesia.Entry]:
    provinces = {code[:2] for code in served}
    yield from sorted(
        indonesia.regencies(),
        key=lambda regency: (
            regency.code not in served,
            regency.code[:2] not in provinces,
            regency.code,
        ),
    )


def _spellings(name: str) -> list[str]:
    """The words of a name, and several also as one: "Karang Tengah" is found as "karangtengah"."""
    parts = words(name)
    return parts if len(parts) == 1 else [*parts, "".join(parts)]


def _fingerprint(ours: Mapping[str, str]) -> str:
    content = "\n".join(
        [FORMAT, indonesia.PACKAGE_VERSION, *(f"{code} {ours[code]}" for code in sorted(ours))]
    )
    return hashlib.sha256(content.encode()).hexdigest()
