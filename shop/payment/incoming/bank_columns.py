"""What people chose about a bank's columns, and the movements that its rows then say."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date, timedelta

from django.db import models
from django.utils.translation import gettext_lazy as _

from shop.order.refusals import NotPossible
from shop.payment.incoming.bank_files import Cells

LONGEST_TEXT = 500
LONGEST_NUMBER = 13
OLDEST = timedelta(days=366)
#: First letters of the months, in Indonesian and English and as banks shorten them.
MONTHS = {
    "jan": 1,
    "feb": 2,
    "mar": 3,
    "apr": 4,
    "mei": 5,
    "may": 5,
    "jun": 6,
    "jul": 7,
    "agu": 8,
    "ags": 8,
    "agt": 8,
    "aug": 8,
    "sep": 9,
    "okt": 10,
    "oct": 10,
    "nov": 11,
    "nop": 11,
    "des": 12,
    "dec": 12,
}
DAY = re.compile(
    r"(?:(?P<iso_year>20\d{2})(?P<bar>[-/.]?)(?P<iso_month>\d{2})(?P=bar)(?P<iso_day>\d{2})"
    r"|(?P<day>\d{1,2})[-/. ](?P<month>\d{1,2}|[A-Za-z]{3,9})(?:[-/. ](?P<year>\d{4}|\d{2}))?)"
    r"(?:[ T,].*)?"
)
NUMBER = re.compile(
    r"(?P<whole>\d{1,3}(?P<mark>[.,])\d{3}(?:(?P=mark)\d{3})*|\d+)(?P<rest>[.,]\d+)?"
)
OUT_WORDS = {"d", "db", "dr", "debit", "debet", "keluar"}
IN_WORDS = {"k", "kr", "kredit", "c", "cr", "credit", "masuk"}


class NotTheseColumns(NotPossible):
    """With the columns that were chosen hardly a row makes sense."""

    message = _("No row can be read with these columns. Look at the first rows and choose again.")


class SideMissing(NotPossible):
    """The file says in a column of its own what went in and out, and it was not chosen."""

    message = _("One column says in or out (D/K, DB/CR). Choose it too.")


class Skip(models.TextChoices):
    """Why a row of the file is no movement."""

    NO_DAY = "no_day", _("no day (headings, sums, what the bank hasn't booked yet)")
    NO_AMOUNT = "no_amount", _("no amount")
    UNREADABLE = "unreadable", _("an amount that can't be read")
    FRACTION = "fraction", _("fractions of a rupiah")
    NO_SIDE = "no_side", _("neither in nor out is said")
    FUTURE = "future", _("a day to come")
    OLD = "old", _("more than a year ago")


class _Skipped(Exception):
    """A row says no movement; the argument is the Skip."""


@dataclass(frozen=True)
class Columns:
    """Which columns (from 0) hold what. Either `amount`, signed or with `side` ("D"/"K",
    "DB"/"CR"), or `out` (debit) and `into` (credit).
    """

    day: int
    text: tuple[int, ...]
    amount: int | None = None
    side: int | None = None
    out: int | None = None
    into: int | None = None

    @classmethod
    def from_json(cls, kept: dict) -> "Columns":
        """Return what `to_json` wrote."""
        return cls(**{**kept, "text": tuple(kept["text"])})

    def to_json(self) -> dict:
        """Return it as plain values."""
        return {**asdict(self), "text": list(self.text)}


@dataclass(frozen=True)
class Movement:
    """One movement of an account: rupiah, + in, − out. `occurrence` counts equal ones of a day.

    It is counted within a file, so equal movements of one day are told apart as long as each
    file holds whole days: of a day that one file has only the morning of and another only the
    evening, two movements equal in amount and text would count as one.
    """

    booked_on: date
    amount: int
    text: str
    occurrence: int

    @property
    def key(self) -> tuple[date, int, str, int]:
        """What it is known by on its account."""
        return (self.booked_on, self.amount, self.text, self.occurrence)


@dataclass(frozen=True)
class Reading:
    """What a file says: its movements, and how many rows were left out for which reason."""

    movements: list[Movement]
    skipped: dict[Skip, int]


def movements(cells: Cells, columns: Columns, *, today: date) -> Reading:
    """Read rows into movements, in the file's order.

    Raises NotTheseColumns if none can be, or SideMissing where all would come in though the file
    says otherwise.
    """
    found: list[Movement] = []
    skipped: Counter[Skip] = Counter()
    seen: Counter[tuple[date, int, str]] = Counter()
    for row in cells:
        try:
            booked_on, amount = _day(row, columns, today), _amount(row, columns)
        except _Skipped as reason:
            skipped[reason.args[0]] += 1
            continue
        text = " ".join(filter(None, (_cell(row, at) for at in columns.text)))[:LONGEST_TEXT]
        known_by = (booked_on, amount, text)
        found.append(Movement(*known_by, occurrence=seen[known_by]))
        seen[known_by] += 1
    if not found:
        raise NotTheseColumns
    is_unsigned = columns.amount is not None and columns.side is None
    if is_unsigned and all(one.amount > 0 for one in found) and side_column(cells) is not None:
        raise SideMissing
    return Reading(found, dict(skipped))


def side_column(cells: Cells) -> int | None:
    """Return the column that only says in or out below its heading, if there is one."""
    for at in range(width(cells)):
        words = [_cell(row, at).strip(" .()").lower() for row in cells]
        said = [word for word in words if word in IN_WORDS | OUT_WORDS]
        if said and len(said) * 2 > len([word for word in words if word]):
            return at
    return None


def _cell(row: list[str], at: int | None) -> str:
    return row[at] if at is not None and at < len(row) else ""


def _day(row: list[str], columns: Columns, today: date) -> date:
    day = to_day(_cell(row, columns.day), today=today)
    if day is None:
        raise _Skipped(Skip.NO_DAY)
    if day > today:
        raise _Skipped(Skip.FUTURE)
    if today - day > OLDEST:
        raise _Skipped(Skip.OLD)
    return day


def _amount(row: list[str], columns: Columns) -> int:
    if columns.amount is None:
        into, out = _number(_cell(row, columns.into)), _number(_cell(row, columns.out))
        if into and out:
            raise _Skipped(Skip.UNREADABLE)
        amount = abs(into) - abs(out)
    elif columns.side is None:
        amount = _number(_cell(row, columns.amount))
    else:
        amount = abs(_number(_cell(row, columns.amount)))
        amount *= _sign(_cell(row, columns.side)) if amount else 1
    if not amount:
        raise _Skipped(Skip.NO_AMOUNT)
    return amount


def _sign(side: str) -> int:
    word = side.strip(" .()").lower()
    if word in IN_WORDS or word == "+":
        return 1
    if word in OUT_WORDS or word == "-":
        return -1
    raise _Skipped(Skip.NO_SIDE)


def to_day(text: str, *, today: date) -> date | None:
    """Read a day: 23/11/2026, 23/11 (the last such day), 2026-11-23, 23-Nov-26, 3 Agustus 2026.

    The day stands before the month, as people here write it; a time behind it is left out.
    """
    match = DAY.fullmatch(text.strip())
    if match is None:
        return None
    if match["iso_year"]:
        return _made(int(match["iso_year"]), int(match["iso_month"]), int(match["iso_day"]))
    word = match["month"].lower()
    month = int(word) if word.isdecimal() else MONTHS.get(word[:3], 0)
    if match["year"]:
        year = int(match["year"])
        return _made(year + 2000 if year < 100 else year, month, int(match["day"]))
    this_year = _made(today.year, month, int(match["day"]))
    if this_year is not None and this_year <= today:
        return this_year
    return _made(today.year - 1, month, int(match["day"]))


def _made(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _number(text: str) -> int:
    """Read whole rupiah; nothing is 0. Raises _Skipped for a fraction or something else."""
    bare = text.strip().replace("\N{MINUS SIGN}", "-")
    if bare in ("", "-"):
        return 0
    # "Rp50.000,-" says "and no cents".
    bare = re.sub(r"[.,]-$", "", bare)
    bare, suffix = _without_side(bare)
    is_out = suffix < 0 or bare.startswith(("-", "(")) or bare.endswith(("-", ")"))
    bare = re.sub(r"^(?:rp|idr)\.?\s*", "", bare.strip("()+- "), flags=re.IGNORECASE).strip("+- ")
    match = NUMBER.fullmatch(bare)
    if match is None or not bare.isascii():
        raise _Skipped(Skip.UNREADABLE)
    if match["rest"] and match["rest"][0] == match["mark"]:
        raise _Skipped(Skip.UNREADABLE)
    whole = re.sub(r"[.,]", "", match["whole"])
    if len(whole.lstrip("0")) > LONGEST_NUMBER:
        raise _Skipped(Skip.UNREADABLE)
    if match["rest"] and match["rest"][1:].strip("0"):
        raise _Skipped(Skip.FRACTION)
    return -int(whole) if is_out else int(whole)


def _without_side(text: str) -> tuple[str, int]:
    """Take a "DB" or "CR" off the end of an amount; returns −1, 1 or 0 with the rest."""
    number, _space, word = text.rpartition(" ")
    if number and word.lower() in OUT_WORDS:
        return number, -1
    if number and word.lower() in IN_WORDS:
        return number, 1
    return text, 0


def width(cells: Iterable[list[str]]) -> int:
    """Return how many columns the widest row has."""
    return max((len(row) for row in cells), default=0)
