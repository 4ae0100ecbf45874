"""What a listing must have before buyers may see it.

Upper storeys add rules of their own with `register` (in `ready()`): a function that takes
the locked listing inside the transaction and raises a `refusals.ListingRefused`.
"""

from collections.abc import Callable

from catalogue.models import Product

from . import refusals
from .models import StockRecord, TakeDown
from .sale_unit import LIVE_TERMS, WAYS, is_sent, require_whole

Check = Callable[[Product], None]

#: Columns, and the category, whose change on a published listing asks the rules again.
TOUCHING = (
    LIVE_TERMS | frozenset(WAYS) | {"category", "is_live", "pirt", "halal", "is_declared_not_halal"}
)

_checks: list[Check] = []


def register(check: Check) -> None:
    """Let a rule be asked whenever a listing is published or stays so with other facts."""
    if check not in _checks:
        _checks.append(check)


def require_complete(product: Product, stockrecord: StockRecord) -> None:
    """Refuse a listing that may not be shown; raises refusals.ListingRefused.

    Both rows must be locked.
    """
    require_not_down(product)
    if not stockrecord.price:
        raise refusals.NeedsPrice
    require_whole(product)
    require_rules(product)


def require_not_down(product: Product) -> None:
    """Refuse a listing that was taken down; raises refusals.TakenDown."""
    take_down = TakeDown.objects.filter(product=product, lifted_at=None).first()
    if take_down:
        raise refusals.TakenDown(take_down.reason)


def require_rules(product: Product) -> None:
    """Refuse live goods without terms, and what a registered rule refuses."""
    if product.is_live and is_sent(product) and missing_terms(product):
        raise refusals.NeedsLiveTerms
    for check in _checks:
        check(product)


def missing_terms(product: Product) -> list[str]:
    """Return which terms of sending live goods are not stated yet, by column."""
    return sorted(name for name in LIVE_TERMS if not getattr(product, name))
