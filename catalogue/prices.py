"""Prices that compare packs: per kilogram or litre of net content, and per piece."""

from dataclasses import dataclass

from shop.money import round_half_up

from .models import Product
from .units import unit_label

_PER = {Product.Measure.GRAM: "kg", Product.Measure.MILLILITRE: "liter"}
_PER_THOUSAND = 1000


@dataclass(frozen=True)
class UnitPrice:
    """Whole rupiah, rounded half up, for one `per` in the reader's language ("kg", "butir")."""

    amount: int
    per: str


def unit_prices(product: Product, rupiah: int) -> list[UnitPrice]:
    """Return the price per piece and per kilogram or litre of net content, in this order.

    Pieces count only when their number is exact. A price that the sale unit says already (a
    kilogram's per kilogram, a single piece's) is left out, so the list may be empty.
    """
    prices = []
    if product.piece_count and product.piece_count > 1:
        per = unit_label(product.piece_unit or "buah")
        prices.append(UnitPrice(round_half_up(rupiah, product.piece_count), per))
    per = _PER.get(product.net_measure)
    if (
        per
        and product.net_amount
        and not (product.unit == per and product.net_amount == _PER_THOUSAND)
    ):
        amount = round_half_up(rupiah * _PER_THOUSAND, product.net_amount)
        prices.append(UnitPrice(amount, unit_label(per)))
    return prices
