"""Live goods on their way: the days on which they leave, and how long they endure.

A promise is in whole days, so a way of a day may take 24 hours; one that arrives on the day it
leaves is short enough for everything. Goods whose owner states no hours go any way.
"""

from collections.abc import Iterable
from datetime import date, timedelta

from catalogue.models import Product
from catalogue.weekdays import DAYS, weekdays_of

HOURS_PER_DAY = 24


def endured_hours(products: Iterable[Product]) -> int | None:
    """Return the hours that all live goods endure, None where none of them states any."""
    stated = [p.endures_hours for p in products if p.is_live and p.endures_hours is not None]
    return min(stated, default=None)


def endure(products: Iterable[Product], leaves: date, arrives: date) -> bool:
    """Say whether all live goods endure a way from its day of dispatch to its last promised day."""
    hours = endured_hours(products)
    return hours is None or (arrives - leaves).days * HOURS_PER_DAY <= hours


def too_far_for(products: Iterable[Product], days: int) -> list[Product]:
    """Return the live goods that don't endure a way of so many days."""
    way = days * HOURS_PER_DAY
    return [
        product
        for product in products
        if product.is_live and product.endures_hours is not None and product.endures_hours < way
    ]


def next_dispatch(ready: date, products: Iterable[Product]) -> date | None:
    """Return the first day from `ready` on which all live goods are dispatched, None for never."""
    common = set(DAYS)
    for product in products:
        if product.is_live and product.dispatch_days:
            common &= set(weekdays_of(product.dispatch_days))
    days = (ready + timedelta(days=ahead) for ahead in DAYS)
    return next((day for day in days if day.weekday() in common), None)
