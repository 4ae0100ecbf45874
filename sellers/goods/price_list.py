"""Many prices and stocks at once: what changed meanwhile is told, never overwritten."""

from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from shop.money import format_rupiah
from shop.partner import listings
from shop.partner.models import StockRecord
from shop.partner.refusals import ListingRefused
from shop.people.actors import Actor


@dataclass(frozen=True)
class Figures:
    """A listing's price (whole rupiah, None without one) and its stock in sale units."""

    price: int | None
    stock: int


class ChangedMeanwhile(ListingRefused):
    """Someone else or an order changed the row; `now` is what it holds, nothing was written."""

    def __init__(self, now: Figures):
        super().__init__(now)
        self.now = now

    def __str__(self) -> str:
        price = "–" if self.now.price is None else format_rupiah(self.now.price)
        return _(
            "This changed in the meantime and was not saved. Now: %(price)s, stock %(stock)d."
        ) % {"price": price, "stock": self.now.stock}


def figures_of(record: StockRecord) -> Figures:
    """Return what a stock record holds."""
    return Figures(record.rupiah, record.num_in_stock)


def change_figures(record: StockRecord, *, seen: Figures, wanted: Figures, by: Actor) -> bool:
    """Write what the person changed of what she saw; say whether anything changed.

    Raises ChangedMeanwhile if what she changed is no longer as she saw it, else what
    `listings.set_price` and `set_stock` raise; then nothing is written.
    """
    if wanted == seen:
        return False
    with transaction.atomic():
        current = (
            StockRecord.objects.select_for_update().select_related("product").get(pk=record.pk)
        )
        now = figures_of(current)
        new_price = wanted.price != seen.price and wanted.price != now.price
        new_stock = wanted.stock != seen.stock and wanted.stock != now.stock
        if (new_price and now.price != seen.price) or (new_stock and now.stock != seen.stock):
            raise ChangedMeanwhile(now)
        if new_price:
            listings.set_price(current.product, wanted.price, by=by)
        if new_stock:
            listings.set_stock(current.product, wanted.stock, by=by)
    return new_price or new_stock
