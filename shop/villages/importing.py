"""Bring a regency of Indonesia into the table of regions, as often as one likes."""

import csv
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from django.db import transaction
from django.utils.text import slugify

from shop.history.models import record
from shop.people.actors import Actor
from shop.villages import indonesia
from shop.villages.models import FormerCode, Region

DATA = Path(__file__).parent / "data"
BLITAR = "35.05"
POINTS = {BLITAR: DATA / "kabupaten-blitar.csv"}

WIB, WITA, WIT = "Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura"
# Keppres 41/1987 gives the zone by province; the provinces made since lie in their mother's zone.
_WITA = frozenset(["51", "52", "53", "63", "64", "65", "71", "72", "73", "74", "75", "76"])
_WIT = frozenset(["81", "82", "91", "92", "93", "94", "95", "96"])


class UnknownRegency(ValueError):
    """No regency or city of Indonesia has that code."""


class BadVillageFile(ValueError):
    """The file's rows are not villages of the regency, or a number in it is none."""


class UnknownFormerCode(ValueError):
    """A renaming names a code that no region has, or a new code that another region has."""


@dataclass(frozen=True, slots=True)
class Detail:
    """What a file adds to a village: WGS 84 degrees, metres, and the postal code to show."""

    latitude: float
    longitude: float
    elevation_m: int | None
    postal_code: str


@dataclass(slots=True)
class Report:
    """Codes by what happened to them; `missing`: in the table, no longer in the source."""

    added: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    left: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)


def import_regency(
    code: str,
    *,
    by: Actor,
    file: Path | None = None,
    renamed: Mapping[str, str] | None = None,
    report: Callable[[str], None] = lambda line: None,
) -> Report:
    """Add and update a regency with its province, districts and villages; delete nothing.

    `file` is a CSV with points (default: ours, where we have one). Slugs stay as first given,
    since addresses hold them, and so does a point that is there, since volunteers correct it.
    `renamed` maps old codes to new ones: the region keeps its row and answers to both.
    Raises `UnknownRegency`, `BadVillageFile`, `UnknownFormerCode`; then nothing is changed.
    """
    regency = indonesia.entry(code)
    if regency is None or regency.level != Region.Level.REGENCY:
        raise UnknownRegency(code)
    details = _read_details(file or POINTS.get(code))
    entries = [indonesia.entry(code[:2]), regency, *_below(code)]
    unknown = details.keys() - {entry.code for entry in entries}
    if unknown:
        raise BadVillageFile(f"not in {regency.name}: {', '.join(sorted(unknown))}")
    result = Report()
    with transaction.atomic():
        for old, new in (renamed or {}).items():
            if _rename(old, new):
                result.changed.append(new)
        _write(entries, details, result, report)
        known = Region.objects.filter(code__startswith=f"{code}.").values_list("code", flat=True)
        result.missing = sorted(set(known) - {entry.code for entry in entries})
        if result.added or result.changed:
            _record(Region.objects.get(code=code), result, renamed or {}, by=by)
    return result


def time_zone_of(province_code: str) -> str:
    """The IANA time zone of a province (WIB, WITA or WIT)."""
    return WITA if province_code in _WITA else WIT if province_code in _WIT else WIB


def _record(regency: Region, result: Report, renamed: Mapping[str, str], *, by: Actor) -> None:
    counts = {name: len(getattr(result, name)) for name in ("added", "changed", "left", "missing")}
    record("regions.imported", regency, by=by, after=counts | {"renamed": dict(renamed)})


def _below(code: str) -> Iterator[indonesia.Entry]:
    for district in indonesia.children(code):
        yield district
        yield from indonesia.children(district.code)


def _write(
    entries: list[indonesia.Entry],
    details: Mapping[str, Detail],
    result: Report,
    report: Callable[[str], None],
) -> None:
    rows = {
        row.code: row for row in Region.objects.filter(code__in=[entry.code for entry in entries])
    }
    slugs = set(
        Region.objects.filter(parent__code__in=[entry.code for entry in entries]).values_list(
            "parent", "slug"
        )
    )
    for entry in entries:
        parent = rows.get(entry.code.rpartition(".")[0])
        row = rows.get(entry.code)
        if entry.level == Region.Level.DISTRICT:
            report(f"{entry.code} {entry.name}")
        wanted = _columns(entry, parent, details.get(entry.code))
        if row is None:
            slug = _free_slug(
                entry, taken={slug for owner, slug in slugs if owner == (parent and parent.pk)}
            )
            row = rows[entry.code] = Region.objects.create(code=entry.code, slug=slug, **wanted)
            slugs.add((row.parent_id, slug))
            result.added.append(entry.code)
        elif _update(row, wanted) and entry.code not in result.changed:
            result.changed.append(entry.code)
        elif entry.code not in result.changed:
            result.left.append(entry.code)


def _columns(entry: indonesia.Entry, parent: Region | None, detail: Detail | None) -> dict:
    columns = {
        "level": entry.level,
        "kind": entry.kind,
        "name": entry.name,
        "parent": parent,
        "postal_code": (detail and detail.postal_code) or entry.postal_code,
        "time_zone": time_zone_of(entry.code[:2]) if entry.level == Region.Level.REGENCY else "",
    }
    if detail:
        columns |= {
            "latitude": detail.latitude,
            "longitude": detail.longitude,
            "elevation_m": detail.elevation_m,
        }
    return columns


def _update(row: Region, wanted: dict) -> bool:
    has_point = row.latitude is not None
    changed = [
        name
        for name, value in wanted.items()
        if getattr(row, name) != value
        and not (has_point and name in ("latitude", "longitude", "elevation_m"))
    ]
    for name in changed:
        setattr(row, name, wanted[name])
    if changed:
        row.save(update_fields=changed)
    return bool(changed)


def _free_slug(entry: indonesia.Entry, *, taken: set[str]) -> str:
    """The name's slug; with the kind, then the code's end, where a neighbour has it already."""
    plain = slugify(entry.name.removeprefix("Kabupaten "))
    by_kind = f"{plain}-{slugify(entry.kind.replace('_', '-'))}"
    by_code = f"{plain}-{entry.code.rpartition('.')[2]}"
    return next(slug for slug in (plain, by_kind, by_code) if slug not in taken)


def _rename(old: str, new: str) -> bool:
    """Give a region its new code; say whether it had the old one still."""
    region = Region.objects.filter(code=old).first()
    if region is None:
        if Region.objects.filter(code=new, former_codes__code=old).exists():
            return False
        raise UnknownFormerCode(f"no region has the code {old}")
    if Region.objects.filter(code=new).exists():
        raise UnknownFormerCode(f"another region has the code {new}")
    region.code = new
    region.save(update_fields=["code"])
    FormerCode.objects.update_or_create(code=old, defaults={"region": region})
    return True


def _read_details(file: Path | None) -> dict[str, Detail]:
    if file is None:
        return {}
    with file.open(encoding="utf-8", newline="") as lines:
        try:
            return {row["code"]: _detail(row) for row in csv.DictReader(lines)}
        except (KeyError, ValueError, TypeError) as error:
            raise BadVillageFile(f"{file.name}: {error!r}") from error


def _detail(row: dict[str, str]) -> Detail:
    latitude, longitude = float(row["latitude"]), float(row["longitude"])
    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
        raise ValueError(f"{row['code']} lies nowhere on earth")
    elevation = row.get("elevation_m", "")
    return Detail(
        latitude, longitude, int(elevation) if elevation else None, row.get("postal_code", "")
    )
