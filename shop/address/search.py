"""Address search: every village of Indonesia by a few letters of its names or its postal code."""

import sqlite3
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from shop.address.places import OWN
from shop.villages.names import words

MOST_LETTERS = 100
MOST_WORDS = 8
# Words that say what a place is, not which: nobody means a name by them.
_KINDS = frozenset({"desa", "ds", "kelurahan", "kel", "kecamatan", "kec", "provinsi", "prov"})

_open = threading.local()


class PlacesNotBuilt(Exception):
    """The file of places is missing: run `manage.py build_places`."""


@dataclass(frozen=True, slots=True)
class Place:
    """A village and the names above it; `regency` says Kabupaten or Kota."""

    code: str
    village: str
    district: str
    regency: str
    province: str
    postal_code: str

    @property
    def label(self) -> str:
        return (
            f"{self.village}, {self.district}, {self.regency}, {self.province} {self.postal_code}"
        )


def find_places(text: str, limit: int = 20) -> list[Place]:
    """Villages whose names hold every word of `text` from its beginning, in any order.

    Villages of regencies we serve come first, and among equals those whose own name was
    written. Any text is safe; nothing but spaces finds nothing. Raises `PlacesNotBuilt`.
    """
    asked = _asked_words(text)
    if not asked:
        return []
    connection = _connection()
    found = _numbers(connection, asked, limit)
    if not found:
        for joined in _joined(asked):
            found = _numbers(connection, joined, limit)
            if found:
                break
    return [_read(connection, "place.id", number) for number in found]


def place(code: str) -> Place | None:
    """The village of that Kemendagri code. Raises `PlacesNotBuilt`."""
    return _read(_connection(), "place.code", code)


def provinces() -> list[tuple[str, str]]:
    """Code and name of every province. Raises `PlacesNotBuilt`."""
    return _upper("length(code) = 2", ())


def regencies_of(province: str) -> list[tuple[str, str]]:
    """Code and name of a province's regencies and cities. Raises `PlacesNotBuilt`."""
    return _upper("length(code) = 5 AND substr(code, 1, 2) = ?", (province,))


def name_of(code: str) -> str:
    """The name of a province, regency or district; empty for none. Raises `PlacesNotBuilt`."""
    found = _upper("code = ?", (code,))
    return found[0][1] if found else ""


def _upper(condition: str, values: tuple[str, ...]) -> list[tuple[str, str]]:
    rows = _connection().execute(
        f"SELECT code, name FROM upper WHERE {condition} ORDER BY code", values
    )
    return rows.fetchall()


def _asked_words(text: str) -> list[str]:
    asked = [
        # Beginnings of up to four letters are indexed; this longer one stands in 78,000 rows.
        "kab" if len(word) > 3 and "kabupaten".startswith(word) else word
        for word in words(text[:MOST_LETTERS])[:MOST_WORDS]
    ]
    return [word for word in asked if word not in _KINDS] or asked


def _joined(asked: list[str]) -> Iterator[list[str]]:
    """The same words with two neighbours written as one: "suruh wadang" is Suruhwadang."""
    for at in range(len(asked) - 1):
        yield [*asked[:at], asked[at] + asked[at + 1], *asked[at + 2 :]]


def _numbers(connection: sqlite3.Connection, asked: list[str], limit: int) -> list[int]:
    (served_until,) = connection.execute("SELECT served_until FROM about").fetchone()
    found: dict[int, None] = {}
    for condition in (f"rowid <= {served_until}", f"rowid > {served_until}"):
        for expression in _tiers(asked):
            rows = connection.execute(
                f"SELECT rowid FROM words WHERE words MATCH ? AND {condition}"
                " ORDER BY rowid LIMIT ?",
                (expression, limit),
            )
            found.update(dict.fromkeys(number for (number,) in rows))
            if len(found) >= limit:
                return list(found)[:limit]
    return list(found)


def _tiers(asked: list[str]) -> list[str]:
    """FTS5 expressions, the closest first.

    The village's own name holds the first word, holds any word, begins with any; or all
    words are found in any of its names.
    """
    everywhere = " AND ".join(f'"{word}"*' for word in asked)
    first = f'"{OWN}{asked[0]}"'
    written_out = " OR ".join(f'"{OWN}{word}"' for word in asked)
    begun = " OR ".join(f'"{OWN}{word}"*' for word in asked)
    return [*(f"{everywhere} AND ({own})" for own in (first, written_out, begun)), everywhere]


def _read(connection: sqlite3.Connection, column: str, value: int | str) -> Place | None:
    row = connection.execute(
        "SELECT place.code, place.name, district.name, regency.name, province.name, postal_code"
        " FROM place"
        " JOIN upper AS district ON district.code = substr(place.code, 1, 8)"
        " JOIN upper AS regency ON regency.code = substr(place.code, 1, 5)"
        " JOIN upper AS province ON province.code = substr(place.code, 1, 2)"
        f" WHERE {column} = ?",
        (value,),
    ).fetchone()
    return Place(*row) if row else None


def _connection() -> sqlite3.Connection:
    """This thread's connection, opened again when the file was replaced."""
    path = Path(settings.PLACES_INDEX)
    try:
        status = path.stat()
    except FileNotFoundError:
        raise PlacesNotBuilt(path) from None
    version = (str(path), status.st_ino, status.st_mtime_ns)
    if getattr(_open, "version", None) != version:
        _open.connection = sqlite3.connect(
            f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True
        )
        _open.version = version
    return _open.connection
