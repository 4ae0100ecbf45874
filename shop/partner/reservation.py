"""Stock: reserve, release and consume by one conditional UPDATE each, in primary-key order.

Oscar's `StockRecord.allocate` never checks supply; nothing here calls it. Every function
runs inside the caller's transaction and notes a `ListingChange` for the search indexes.
"""

from collections.abc import Mapping

from django.db.models import F
from django.utils import timezone

from catalogue.models import Product, note_change
from catalogue.season import is_open

from .models import StockRecord


class OutOfStock(Exception):
    """A stock record cannot give what is asked; `stockrecord_id` says which."""

    def __init__(self, stockrecord_id: int):
        super().__init__(f"stock record {stockrecord_id} has too little")
        self.stockrecord_id = stockrecord_id


class StockMismatch(Exception):
    """A release or consumption does not fit what is allocated."""


def is_buyable(product: Product, stockrecord: StockRecord, on=None) -> bool:
    """Say whether a listing may be bought on a day (default: today), stock aside.

    `stockrecord.partner` must be loaded, or this costs a query.
    """
    day = on or timezone.localdate()
    return (
        product.state == Product.State.PUBLISHED
        and stockrecord.price is not None
        and stockrecord.partner.accepts_orders
        and not stockrecord.partner.is_on_holiday(day)
        and is_open(product.season_mask, day.month)
    )


def reserve(quantities: Mapping[int, int]) -> None:
    """Allocate units of stock records, all or none.

    `quantities` maps a stock record's id to a count ≥ 1. Raises OutOfStock for the first
    record that has too little; the caller's transaction must then roll back.
    """
    _move(
        quantities,
        lambda count: {"num_in_stock__gte": F("num_allocated") + count},
        lambda count: {"num_allocated": F("num_allocated") + count},
        OutOfStock,
    )


def release(quantities: Mapping[int, int]) -> None:
    """Give allocated units back to sale. Raises StockMismatch if they were not allocated."""
    _move(
        quantities,
        lambda count: {"num_allocated__gte": count},
        lambda count: {"num_allocated": F("num_allocated") - count},
        StockMismatch,
    )


def consume(quantities: Mapping[int, int]) -> None:
    """Take allocated units out of stock (goods handed over). Raises StockMismatch."""
    _move(
        quantities,
        lambda count: {"num_allocated__gte": count, "num_in_stock__gte": count},
        lambda count: {
            "num_allocated": F("num_allocated") - count,
            "num_in_stock": F("num_in_stock") - count,
        },
        StockMismatch,
    )


def _move(quantities, condition, change, refusal) -> None:
    for stockrecord_id in sorted(quantities):
        count = quantities[stockrecord_id]
        if count < 1:
            raise ValueError("a quantity is at least 1")
        moved = StockRecord.objects.filter(pk=stockrecord_id, **condition(count)).update(
            **change(count), date_updated=timezone.now()
        )
        if not moved:
            raise refusal(stockrecord_id)
    note_change(*StockRecord.objects.filter(pk__in=quantities).values_list("product_id", flat=True))
