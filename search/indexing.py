"""What the embedded engine writes: documents, and the listing changes it has applied.

Everything here runs inside the caller's transaction on the index file and may run twice.
"""

import sqlite3
from collections.abc import Iterable
from datetime import timedelta

from django.db.models import Max
from django.utils import timezone

from catalogue.models import ListingChange
from search import queries
from search.documents import Document, findable, project

# A change may become visible later than one with a higher number: transactions commit in
# any order. No transaction lasts over a second; numbers are looked at again for this long.
OVERLAP = timedelta(minutes=2)
_CHANGES_AT_ONCE = 500


def follow(index: sqlite3.Connection) -> int:
    """Apply the changes not applied yet; how many listings were looked at anew."""
    settled_before = settled = seen = settled_change(index)
    applied = {change for (change,) in index.execute("SELECT change FROM applied")}
    looked_at = 0
    settles_before = timezone.now() - OVERLAP
    while changes := list(
        ListingChange.objects.filter(pk__gt=seen)
        .order_by("pk")
        .values_list("pk", "product_id", "at")[:_CHANGES_AT_ONCE]
    ):
        seen = changes[-1][0]
        fresh = {product for number, product, _at in changes if number not in applied}
        if fresh:
            _apply(index, fresh)
        looked_at += len(fresh)
        index.executemany(
            "INSERT INTO applied VALUES (?)",
            [(number,) for number, _product, _at in changes if number not in applied],
        )
        settled = max([settled, *(number for number, _p, at in changes if at < settles_before)])
    if settled > settled_before:
        index.execute("UPDATE about SET settled = ?", (settled,))
        index.execute("DELETE FROM applied WHERE change <= ?", (settled,))
    return looked_at


def _apply(index: sqlite3.Connection, listings: set[int]) -> None:
    found = set()
    for document in project(findable().filter(pk__in=listings)):
        found.add(document.id)
        put(index, document)
    remove(index, listings - found)


def put(index: sqlite3.Connection, document: Document) -> None:
    """Write a listing's document in place of its former one."""
    remove(index, [document.id])
    words = {
        "title_exact": [term.word for term in document.title],
        "title_stem": [term.stem for term in document.title],
        "category": [term.stem for term in document.category],
        "seller": [term.word for term in document.seller_name],
        "place": [term.word for term in document.place],
        "description": [term.stem for term in document.description],
    }
    index.execute(
        f"INSERT INTO words (rowid, {', '.join(words)}) VALUES (?, ?, ?, ?, ?, ?, ?)",
        (document.id, *(" ".join(column) for column in words.values())),
    )
    columns = {
        "id": document.id,
        "sector": document.sector,
        "category_path": document.category_path,
        "regency": document.regency,
        "district": document.district,
        "village": document.village,
        "seller": document.seller,
        "price": document.price,
        "unit_price": document.unit_price,
        "season_mask": document.season_mask,
        "in_stock": document.in_stock,
        "is_preorder": document.is_preorder,
        "takes_orders": document.takes_orders,
        "closed_from": document.closed_from and document.closed_from.isoformat(),
        "closed_to": document.closed_to and document.closed_to.isoformat(),
        "deliveries": queries.delivery_bits(document.deliveries),
        "published_at": document.published_at,
    }
    names = ", ".join(columns)
    marks = ", ".join(f":{name}" for name in columns)
    index.execute(f"INSERT INTO listing ({names}) VALUES ({marks})", columns)


def remove(index: sqlite3.Connection, listings: Iterable[int]) -> None:
    """Take listings out, whether or not they are there."""
    for number in listings:
        index.execute("DELETE FROM words WHERE rowid = ?", (number,))
        index.execute("DELETE FROM listing WHERE id = ?", (number,))


def settled_change(index: sqlite3.Connection) -> int:
    """The change up to which every change is applied and none can appear any more."""
    (settled,) = index.execute("SELECT settled FROM about").fetchone()
    return settled


def last_change() -> int:
    """The highest listing change, 0 without any."""
    return ListingChange.objects.aggregate(last=Max("pk"))["last"] or 0


def settled_now() -> int:
    """The highest change that is old enough for all lower ones to be visible."""
    settled = ListingChange.objects.filter(at__lt=timezone.now() - OVERLAP)
    return settled.aggregate(last=Max("pk"))["last"] or 0
