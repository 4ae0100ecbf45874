"""Parcel tariffs from a CSV table, all of it or nothing, as often as staff like.

Columns: courier, service (regular or express), origin, destination (prefixes of Kemendagri
codes, empty for all of Indonesia), first_kg, next_kg (whole rupiah), max_grams (optional),
days_min, days_max. The separator is a comma or a semicolon; lines that are not in the table stay
as they are.
"""

import csv
import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils.translation import gettext as _

from shop.history.models import record
from shop.people.actors import Actor

from .models import ParcelTariff, Service

KEY = ("courier", "service", "origin", "destination")
NUMBERS = ("first_kg", "next_kg", "max_grams", "days_min", "days_max")
COLUMNS = (*KEY, *NUMBERS)
HEAVIEST = 30_000
MOST_RUPIAH = 100_000_000
MOST = {
    "first_kg": MOST_RUPIAH,
    "next_kg": MOST_RUPIAH,
    "max_grams": 1_000_000,
    "days_min": 60,
    "days_max": 60,
}
PREFIX = re.compile(r"([0-9]{2}(\.[0-9]{2}(\.[0-9]{2}(\.[0-9]{4})?)?)?)?")
MOST_ROWS = 100_000


@dataclass(frozen=True)
class RowError:
    """What is wrong with a row; rows count from 1, which is the heading."""

    row: int
    text: str

    def __str__(self) -> str:
        return _("Row %(row)s: %(text)s") % {"row": self.row, "text": self.text}


class BadTable(ValueError):
    """Nothing was imported; `errors` say row by row what is wrong."""

    def __init__(self, errors: list[RowError]):
        super().__init__("; ".join(str(error) for error in errors[:5]))
        self.errors = errors


@dataclass
class Report:
    """What an import did: tariffs by name."""

    added: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    left: list[str] = field(default_factory=list)


def read(text: str) -> list[ParcelTariff]:
    """Return the table's tariffs, unsaved; raise BadTable with every row that is wrong."""
    head = text.lstrip("\ufeff")
    separator = ";" if head.partition("\n")[0].count(";") else ","
    table = csv.DictReader(head.splitlines(), delimiter=separator)
    columns = [name.strip().lower() for name in _heading(table)]
    table.fieldnames = columns
    if missing := [name for name in COLUMNS if name not in columns and name != "max_grams"]:
        raise BadTable([RowError(1, _("Missing: %(names)s.") % {"names": ", ".join(missing)})])
    tariffs, errors, seen = [], [], {}
    for number, row in enumerate(_rows(table), start=2):
        if number > MOST_ROWS:
            raise BadTable([RowError(number, _("The table is too long."))])
        cells = {name: (row.get(name) or "").strip() for name in COLUMNS}
        wrong = list(_wrong(cells))
        key = tuple(cells[name].lower() for name in KEY)
        if key in seen:
            wrong.append(_("the same as row %(row)s") % {"row": seen[key]})
        seen.setdefault(key, number)
        errors += [RowError(number, text) for text in wrong]
        if not wrong:
            tariffs.append(_tariff(cells))
    if errors or not tariffs:
        raise BadTable(errors or [RowError(1, _("The table has no rows."))])
    return tariffs


@transaction.atomic
def import_tariffs(text: str, *, by: Actor) -> Report:
    """Add and change parcel tariffs by a table; raises BadTable, and then nothing changed."""
    report = Report()
    kept = {_key(tariff): tariff for tariff in ParcelTariff.objects.select_for_update()}
    for tariff in read(text):
        before = kept.get(_key(tariff))
        if before is None:
            tariff.save()
            report.added.append(str(tariff))
        elif _numbers(before) == _numbers(tariff):
            report.left.append(str(tariff))
        else:
            tariff.pk = before.pk
            tariff.save(force_update=True)
            report.changed.append(str(tariff))
    if report.added or report.changed:
        record(
            "tariffs.imported",
            ContentType.objects.get_for_model(ParcelTariff),
            by=by,
            after={"added": len(report.added), "changed": len(report.changed)},
        )
    return report


@transaction.atomic
def remove_tariff(tariff: ParcelTariff, *, by: Actor) -> None:
    """Take a tariff away; orders keep the fee they were placed with."""
    before = {name: getattr(tariff, name) for name in COLUMNS}
    record("tariff.removed", tariff, by=by, before=before)
    tariff.delete()


def _heading(table: csv.DictReader) -> list[str]:
    """Return the names of the columns; raise BadTable for a line that is no CSV."""
    try:
        return list(table.fieldnames or [])
    except csv.Error as error:
        raise _unreadable(table) from error


def _rows(table: csv.DictReader) -> Iterable[dict]:
    """Yield the rows below the heading; raise BadTable at one that is no CSV."""
    try:
        yield from table
    except csv.Error as error:
        raise _unreadable(table) from error


def _unreadable(table: csv.DictReader) -> BadTable:
    return BadTable([RowError(table.line_num + 1, _("this line can't be read as CSV"))])


def _key(tariff: ParcelTariff) -> tuple:
    return tuple(getattr(tariff, name) for name in KEY)


def _numbers(tariff: ParcelTariff) -> tuple:
    return tuple(getattr(tariff, name) for name in NUMBERS)


def _wrong(cells: dict[str, str]) -> Iterable[str]:
    # A name that begins with a sign would be a formula when the table is opened again.
    courier = cells["courier"]
    is_name = len(courier) <= 40 and courier[:1].isalnum() and courier.isprintable()
    if not is_name or ":" in courier:
        yield _(
            "courier: write a name of 1 to 40 characters that begins with a letter, without a colon"
        )
    if cells["service"].lower() not in Service.values:
        yield _("service: write regular or express")
    for name in ("origin", "destination"):
        if not PREFIX.fullmatch(cells[name]):
            yield _("%(name)s: write a code such as 35, 35.05 or nothing") % {"name": name}
    for name in NUMBERS:
        value = cells[name]
        if name == "max_grams" and not value:
            continue
        if not re.fullmatch(r"[0-9]{1,9}", value) or int(value) > MOST[name]:
            most = {"name": name, "most": MOST[name]}
            yield _("%(name)s: write digits only, 0 to %(most)s") % most
    days = cells["days_min"], cells["days_max"]
    if all(re.fullmatch(r"[0-9]{1,9}", day) for day in days) and int(days[0]) > int(days[1]):
        yield _("days_min is more than days_max")


def _tariff(cells: dict[str, str]) -> ParcelTariff:
    numbers = {name: int(cells[name]) for name in NUMBERS if cells[name]}
    return ParcelTariff(
        courier=cells["courier"],
        service=cells["service"].lower(),
        origin=cells["origin"],
        destination=cells["destination"],
        **{"max_grams": HEAVIEST, **numbers},
    )
