"""Prices by quantity: from how many sale units on one costs less (Harga grosir)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from django.db import transaction

from catalogue.models import Product
from shop.people.actors import Actor

from . import refusals
from .amounts import MAX_STOCK, checked_price, is_count
from .models import StockRecord
from .writing import locked_stock, tell, write_stock

MOST_BREAKS = 5


@dataclass(frozen=True)
class Break:
    """From `min_quantity` sale units on one costs `price` rupiah."""

    min_quantity: int
    price: int


def set_breaks(product: Product, breaks: Mapping[int, int], *, by: Actor) -> bool:
    """Set the wholesale prices: rupiah of one by how many are bought; {} takes them away.

    Says whether anything changed. Raises refusals.BadBreaks for more than five or a quantity
    below 2, BadPrice, BreaksNotBelow unless prices fall with every step and stay below the
    listing's price, NeedsPrice without one.
    """
    if len(breaks) > MOST_BREAKS or not all(is_count(least, 2, MAX_STOCK) for least in breaks):
        raise refusals.BadBreaks
    wanted = [[least, checked_price(breaks[least])] for least in sorted(breaks)]
    with transaction.atomic():
        stockrecord = locked_stock(product)
        before = stockrecord.price_breaks
        if before == wanted:
            return False
        if wanted and not stockrecord.price:
            raise refusals.NeedsPrice
        require_below(wanted, stockrecord.rupiah)
        write_stock(stockrecord, price_breaks=wanted)
        tell(
            "listing.wholesale_priced",
            product,
            by=by,
            before={"breaks": before},
            after={"breaks": wanted},
        )
    return True


def require_below(breaks: Sequence[Sequence[int]], price: int | None) -> None:
    """Refuse steps that don't fall, from the price of one on. Raises refusals.BreaksNotBelow."""
    prices = [price or 0, *(step_price for _least, step_price in breaks)]
    if any(later >= earlier for earlier, later in pairwise(prices)):
        raise refusals.BreaksNotBelow


def breaks_of(stockrecord: StockRecord) -> list[Break]:
    """Return the wholesale prices, the smallest quantity first; asks nothing."""
    return [Break(least, price) for least, price in stockrecord.price_breaks]


def price_for(stockrecord: StockRecord, quantity: int) -> int:
    """Return the rupiah of one when so many are bought; 0 while there is no price.

    Every price that anybody pays comes from here. Asks nothing.
    """
    price = stockrecord.rupiah or 0
    for step in breaks_of(stockrecord):
        if quantity >= step.min_quantity:
            price = step.price
    return price


def next_break(stockrecord: StockRecord, quantity: int) -> Break | None:
    """Return the next wholesale price above a quantity, if the stock is enough for it."""
    return next(
        (
            step
            for step in breaks_of(stockrecord)
            if quantity < step.min_quantity <= stockrecord.net_stock_level
        ),
        None,
    )
