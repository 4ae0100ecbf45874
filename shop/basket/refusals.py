"""Why a listing can't be bought as asked; each refusal says so in words for the buyer."""

from datetime import date, timedelta
from enum import StrEnum

from django.utils import formats, timezone
from django.utils.translation import gettext as _

from catalogue.models import Product
from catalogue.season import is_open, next_month
from shop.partner.models import StockRecord


class Why(StrEnum):
    """The reason a listing is not for sale at all."""

    GONE = "gone"
    CLOSED = "closed"
    OUT_OF_SEASON = "out_of_season"
    SOLD_OUT = "sold_out"


class Refusal(Exception):
    """The basket stays as it is; `str()` of it tells the buyer why."""


class BadQuantity(Refusal):
    """The quantity is no whole number from 1 up."""

    def __init__(self):
        super().__init__(_("Write the quantity as a whole number, 1 or more."))


class NotForSale(Refusal):
    """The listing can't be bought now; `why` is the reason."""

    def __init__(self, why: Why, text: str):
        super().__init__(text)
        self.why = why


class TooFew(Refusal):
    """The quantity is below the listing's minimum."""

    def __init__(self, minimum: int, unit: str):
        super().__init__(_("The smallest order is %(count)s %(unit)s.") % _count(minimum, unit))
        self.minimum = minimum


class TooMany(Refusal):
    """The quantity is above what is there."""

    def __init__(self, available: int, unit: str):
        super().__init__(_("Only %(count)s %(unit)s left.") % _count(available, unit))
        self.available = available


class AlreadyOrdered(Refusal):
    """The basket was ordered meanwhile, in another tab perhaps."""

    def __init__(self):
        super().__init__(_("This basket has been ordered already. Please start a new one."))


def find_refusal(
    product: Product, stockrecord: StockRecord, quantity: int, *, on: date | None = None
) -> Refusal | None:
    """Return why this quantity can't be bought on a day (default: today), None when it can.

    Asks the database nothing if `stockrecord.partner` is loaded.
    """
    shut = find_closure(product, stockrecord, on=on)
    if shut:
        return shut
    if quantity < product.min_quantity:
        return TooFew(product.min_quantity, product.unit)
    available = stockrecord.net_stock_level
    return TooMany(available, product.unit) if quantity > available else None


def find_closure(
    product: Product, stockrecord: StockRecord, *, on: date | None = None
) -> NotForSale | None:
    """Return why not even the smallest quantity can be bought, None when it can."""
    day = on or timezone.localdate()
    partner = stockrecord.partner
    if product.state != Product.State.PUBLISHED or stockrecord.price is None:
        return not_for_sale_any_more()
    if not partner.accepts_orders:
        return NotForSale(Why.CLOSED, _("The stall takes no orders now."))
    if partner.is_on_holiday(day):
        return NotForSale(Why.CLOSED, _closed_text(partner.closed_to))
    if not is_open(product.season_mask, day.month):
        month = date(2000, next_month(product.season_mask, day.month), 1)
        return NotForSale(
            Why.OUT_OF_SEASON,
            _("Not in season yet, from %(month)s.") % {"month": formats.date_format(month, "F")},
        )
    if stockrecord.net_stock_level < product.min_quantity:
        return NotForSale(Why.SOLD_OUT, _("Sold out."))
    return None


def not_for_sale_any_more() -> NotForSale:
    """Return the refusal of a listing that is a draft, paused, archived or without price."""
    return NotForSale(Why.GONE, _("This is no longer for sale."))


def _closed_text(last_day: date | None) -> str:
    if last_day is None:
        return _("The stall is closed.")
    opens = formats.date_format(last_day + timedelta(days=1), "l j F")
    return _("The stall is closed, open again on %(day)s.") % {"day": opens}


def _count(count: int, unit: str) -> dict[str, str]:
    return {"count": f"{count:,}".replace(",", "."), "unit": unit}
