"""What is due for an order and its parts: ordered amounts plus their adjustments, in rupiah."""

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Sum

from shop.money import round_half_up, share

from .models import Adjustment, Line, Order, SellerOrder

FIELDS = ("goods", "delivery_own", "delivery_courier", "commission")


@dataclass(frozen=True)
class Amounts:
    """What a seller order comes to; `commission` is the platform's share of `goods`."""

    goods: int
    delivery_own: int
    delivery_courier: int
    commission: int

    @property
    def total(self) -> int:
        """The buyer's part: goods and delivery."""
        return self.goods + self.delivery_own + self.delivery_courier


def commission_on(line: Line) -> int:
    """Return the commission on a line as ordered, rounded half up."""
    return round_half_up(line.price * line.commission_bp, 10_000)


def units_left(line: Line) -> int:
    """Return the units of a line that are still supplied: ordered less what fell short."""
    return line.quantity - sum(adjustment.units for adjustment in line.adjustments.all())


def ordered(part: SellerOrder) -> Amounts:
    """Return what a part came to when it was placed."""
    return Amounts(
        part.goods,
        part.delivery_own,
        part.delivery_courier,
        sum(commission_on(line) for line in part.lines.all()),
    )


def outstanding(part: SellerOrder) -> Amounts:
    """Return what a part comes to now, after every adjustment; never below nothing."""
    was = ordered(part)
    changes = part.adjustments.aggregate(**{name: Sum(name, default=0) for name in FIELDS})
    return Amounts(**{name: getattr(was, name) + changes[name] for name in FIELDS})


def outstanding_of(parts: Collection[SellerOrder]) -> dict[int, Amounts]:
    """Return `outstanding` of several parts by their keys: one query for all adjustments.

    Their lines are read one part at a time unless they were prefetched.
    """
    changes = {
        row.pop("seller_order"): row
        for row in Adjustment.objects.filter(seller_order__in=[part.pk for part in parts])
        .order_by()
        .values("seller_order")
        .annotate(**{f"all_{name}": Sum(name) for name in FIELDS})
    }
    result = {}
    for part in parts:
        was, change = ordered(part), changes.get(part.pk, {})
        result[part.pk] = Amounts(
            **{name: getattr(was, name) + change.get(f"all_{name}", 0) for name in FIELDS}
        )
    return result


def due(order: Order) -> int:
    """Return what the buyer owes for all parts together, after adjustments."""
    return sum(outstanding(part).total for part in order.seller_orders.all())


def falls_to(amount: int, units: int, *, left: int, of: int) -> int:
    """Return the share of a line's amount that leaves with `units` of the `left` units.

    Shares of successive departures add up to the whole to the rupiah.
    """
    return share(amount, left, of) - share(amount, left - units, of)
