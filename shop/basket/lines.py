"""The basket's verbs: add, set a quantity, remove.

A basket is its owner's own note, so these verbs take no actor and write no history. A
refusal (`refusals`) leaves the basket as it was. Prices come from the stock record only, by
the quantity; a line keeps the one its buyer saw when choosing.
"""

from django.db import transaction

from catalogue.models import Product
from shop.partner.models import StockRecord
from shop.partner.strategy import price_for

from .models import Basket, Line
from .parts import Notice, Part, PartLine, group
from .refusals import (
    AlreadyOrdered,
    BadQuantity,
    NotForSale,
    Refusal,
    TooFew,
    TooMany,
    Why,
    find_closure,
    find_refusal,
    not_for_sale_any_more,
)

__all__ = [
    "AlreadyOrdered",
    "BadQuantity",
    "NotForSale",
    "Notice",
    "Part",
    "PartLine",
    "Refusal",
    "TooFew",
    "TooMany",
    "Why",
    "add",
    "find_closure",
    "find_refusal",
    "group",
    "read_quantity",
    "remove",
    "set_quantity",
]

MOST_DIGITS = 18


def read_quantity(value: int | str) -> int:
    """Return a count ≥ 1 from a number or what somebody typed; raise BadQuantity.

    "1.5", "1,5", "1e3", "NaN", "-1", "" and 0 are refused, "003" is three.
    """
    text = str(value).strip()
    if not text.isdecimal() or len(text) > MOST_DIGITS or int(text) < 1:
        raise BadQuantity
    return int(text)


@transaction.atomic
def add(basket: Basket, product: Product, quantity: int | str) -> Line:
    """Put a listing into the basket, or more of it, and return its line.

    Saves a new basket. Raises BadQuantity, NotForSale, TooFew or TooMany; the sum with
    what lies in the basket already counts.
    """
    count = read_quantity(quantity)
    stockrecord = StockRecord.objects.select_related("partner").filter(product=product).first()
    if stockrecord is None:
        raise not_for_sale_any_more()
    if basket.pk is not None:
        _hold(basket)
    line = Line.objects.filter(basket=basket.pk, stockrecord=stockrecord).first()
    total = count + (line.quantity if line else 0)
    if refusal := find_refusal(product, stockrecord, total):
        raise refusal
    if basket.pk is None:
        basket.save()
    line = line or Line(
        basket=basket,
        product=product,
        stockrecord=stockrecord,
        line_reference=f"{product.pk}_{stockrecord.pk}",
        price_currency=stockrecord.price_currency,
    )
    line.quantity = total
    line.price_excl_tax = line.price_incl_tax = price_for(stockrecord, total)
    line.save()
    basket._lines = None
    return line


@transaction.atomic
def set_quantity(line: Line, quantity: int | str) -> None:
    """Change how many of a line are wanted. Raises as `add` does."""
    count = read_quantity(quantity)
    _hold(line.basket)
    stockrecord = StockRecord.objects.select_related("partner").get(pk=line.stockrecord_id)
    if refusal := find_refusal(line.product, stockrecord, count):
        raise refusal
    line.quantity = count
    line.price_excl_tax = line.price_incl_tax = price_for(stockrecord, count)
    line.save(update_fields=["quantity", "price_excl_tax", "price_incl_tax"])
    line.basket._lines = None


@transaction.atomic
def remove(line: Line) -> None:
    """Take a line out of the basket; one that is gone already is no error."""
    _hold(line.basket)
    Line.objects.filter(pk=line.pk).delete()
    line.basket._lines = None


def _hold(basket: Basket) -> None:
    """Lock the basket's row, so that two tabs and the placing take turns."""
    status = Basket.objects.select_for_update().values_list("status", flat=True).get(pk=basket.pk)
    if status != Basket.OPEN:
        raise AlreadyOrdered
