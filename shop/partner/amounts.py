"""Prices and counts that an owner writes: whole, within bounds, or refused."""

from decimal import Decimal

from shop.money import NotWholeRupiah, to_rupiah

from . import refusals

MAX_PRICE = 9_999_999_999
MAX_STOCK = 1_000_000


def checked_price(value: int | Decimal) -> int:
    """Return whole rupiah from 1 on. Raises refusals.BadPrice."""
    try:
        rupiah = to_rupiah(value)
    except NotWholeRupiah as error:
        raise refusals.BadPrice from error
    if not 1 <= rupiah <= MAX_PRICE:
        raise refusals.BadPrice
    return rupiah


def checked_units(value: int) -> int:
    """Return a count of sale units from 0 on. Raises refusals.BadStock."""
    if not is_count(value, 0, MAX_STOCK):
        raise refusals.BadStock
    return value


def is_count(value: object, least: int, most: int) -> bool:
    """Say whether this is a whole number within the bounds, both inclusive."""
    return isinstance(value, int) and not isinstance(value, bool) and least <= value <= most
