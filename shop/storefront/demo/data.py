"""The files of the demo, and who acts for it."""

import csv
import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from shop.people.actors import Actor

FOLDER = Path(__file__).resolve().parent.parent.parent / "demo_data"
DEMO = Actor("demo", is_system=True)

#: Listings sold by their final weight: the fish is alive, so a kilogram is never exact.
BY_WEIGHT = {"P024", "P028", "P031"}
SOLD_OUT = {"P079", "P096"}
ON_HOLIDAY = {"U37"}
HOLIDAY_DAYS = 14
PREORDER_DAYS = 3
FRAGILE = {"telur-ayam", "telur-kampung", "telur-bebek", "telur-puyuh", "telur-asin"}
#: Photographs by the listing they show.
PHOTOS = {
    "P004": "ayam-ras.webp",
    "P015": "bebek.webp",
    "P023": "ikan-koki.webp",
    "P041": "domba.webp",
    "P047": "sapi-perah.webp",
}
#: Wholesale prices (rupiah of one) by the quantity from which on they count.
WHOLESALE = {
    "P001": {10: 27_000, 30: 26_000},
    "P080": {10: 7_500, 50: 7_000},
    "P091": {12: 15_000},
}
#: Tastes of one thing, by the listings that are them; all of one stall.
GROUPS = {"Keripik pisang": {"P091": "Manis", "P092": "Cokelat"}}
#: From which amount the village courier is free (rupiah).
FREE_ABOVE = {"U01": 150_000, "U28": 75_000}
SELLER_PHOTOS = {"U06": "ikan-discus.webp"}
PILOTS = 20


@cache
def _products_file() -> dict:
    return json.loads((FOLDER / "products.json").read_text(encoding="utf-8"))


def sellers() -> list[dict]:
    """The 42 businesses, as the file has them."""
    return _products_file()["umkm"]


def listings() -> list[dict]:
    """The 144 listings, as the file has them."""
    return _products_file()["products"]


def pilot_codes() -> list[str]:
    """The villages that the demo marks as pilots: its own choice, where its sellers are."""
    return list(dict.fromkeys(seller["village_code"] for seller in sellers()))[:PILOTS]


def rows(name: str) -> Iterator[dict[str, str]]:
    """The rows of a CSV file of the demo."""
    with (FOLDER / name).open(encoding="utf-8", newline="") as lines:
        yield from csv.DictReader(lines)


@cache
def credits() -> dict[str, str]:
    """What stands under each photograph, by its file name."""
    photos = json.loads((FOLDER / "photos.json").read_text(encoding="utf-8"))["photos"]
    return {
        Path(photo["file"]).name: f"Foto: {photo['author']} ({photo['licence']})"
        for photo in photos
    }
