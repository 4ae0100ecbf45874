"""The taxonomy: sectors, groups and leaf categories, brought in from a JSON file."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from django.db import transaction
from oscar.apps.catalogue.models import ProductClass

from shop.history.models import record
from shop.people.actors import Actor

from .models import Category
from .season import mask_of

FILE = Path(__file__).parent / "data" / "taxonomy.json"
PRODUCT_CLASS = "Listing"


class BadTaxonomy(ValueError):
    """An entry has no slug, no name, or a parent that does not stand before it."""


@dataclass(slots=True)
class Report:
    """Slugs by what happened to them; `missing`: in the table, no longer in the file."""

    added: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    left: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)


def load_taxonomy(*, by: Actor, file: Path = FILE) -> Report:
    """Add and update every category of the file; delete nothing, move nothing.

    A category is known by its slug, which Oscar's `code` keeps unique. Raises BadTaxonomy;
    then nothing is changed.
    """
    entries = json.loads(file.read_text(encoding="utf-8"))["categories"]
    result = Report()
    with transaction.atomic():
        listing, _created = ProductClass.objects.get_or_create(
            slug=PRODUCT_CLASS.lower(), defaults={"name": PRODUCT_CLASS}
        )
        known = {category.code: category for category in Category.objects.exclude(code=None)}
        result.missing = sorted(known.keys() - {entry.get("slug") for entry in entries})
        _write(entries, known, result)
        if result.added or result.changed:
            counts = {name: len(getattr(result, name)) for name in ("added", "changed", "left")}
            record("taxonomy.loaded", listing, by=by, after=counts)
    return result


def _write(entries: Iterable[dict], known: dict[str, Category], result: Report) -> None:
    for entry in entries:
        slug, parent = entry.get("slug"), known.get(entry.get("parent"))
        if not slug or not entry.get("name_id") or (entry.get("parent") and parent is None):
            raise BadTaxonomy(f"{slug!r}: no name, or its parent does not stand before it")
        wanted = _columns(entry, sector=parent.sector if parent else slug)
        category = known.get(slug)
        if category is None:
            known[slug] = _add(parent, code=slug, slug=slug, **wanted)
            result.added.append(slug)
        elif _update(category, wanted):
            result.changed.append(slug)
        else:
            result.left.append(slug)


def _columns(entry: dict, *, sector: str) -> dict:
    return {
        "name": entry["name_id"],
        "name_en": entry.get("name_en") or "",
        "icon": entry.get("icon") or "",
        "sector": sector,
        "aliases": entry.get("aliases") or [],
        "units": entry.get("units") or [],
        "default_unit": entry.get("default_unit") or "",
        "is_food": bool(entry.get("is_food")),
        "is_perishable": bool(entry.get("perishable")),
        "storage": entry.get("storage") or "",
        "shelf_life_days": entry.get("shelf_life_days"),
        "season_mask": mask_of(entry.get("harvest_months")),
        "is_live": bool(entry.get("sold_live")),
        "pirt": entry.get("pirt") or "-",
        "halal": entry.get("halal") or "-",
    }


def _add(parent: Category | None, **columns) -> Category:
    if parent is None:
        return Category.add_root(**columns)
    # Treebeard numbers children from the parent's row as it stands, not as we read it.
    parent.refresh_from_db()
    return parent.add_child(**columns)


def _update(category: Category, wanted: dict) -> bool:
    changed = [name for name, value in wanted.items() if getattr(category, name) != value]
    for name in changed:
        setattr(category, name, wanted[name])
    if changed:
        category.save(update_fields=changed)
    return bool(changed)
