"""What a listing's and a stall's page say in words; pure but for today's date."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.conf import settings
from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from catalogue.models import Product, Storage
from catalogue.season import is_open, months_of, next_month
from catalogue.units import amount_text, content_text, unit_label
from shop.look.pieces import Month, year_of
from shop.partner.models import Partner

# Below this many units a page says how many are left; above, that there are enough.
FEW = 100
# The language in which sellers write.
SELLERS = "id"
# What sellers also write as a fact, while the page says it from the listing's own columns.
SAID_ELSEWHERE = frozenset({"musim"})


@dataclass(frozen=True)
class Fact:
    """A word and what is true; `language` is set where the seller wrote it."""

    name: str
    text: str
    language: str = ""


def left(listing: Product, units: int) -> str:
    """Say how many are left: "Sisa 60 tray"."""
    if units < listing.min_quantity:
        return ""
    if units > FEW:
        return _("In stock")
    return _("%(count)s %(unit)s left") % {"count": units, "unit": unit_label(listing.unit)}


def notes(listing: Product) -> list[str]:
    """Return what a buyer must mind before he orders."""
    said = []
    if listing.price_basis == Product.PriceBasis.WEIGHT:
        percent = settings.WEIGHT_TOLERANCE_BP // 100
        weighed = _(
            "Weighed when it is prepared; it may differ by up to %(percent)s. "
            "Lighter: the difference comes back to you. "
            "Heavier: you pay no more, or with cash or card at most %(percent)s more."
        )
        said.append(weighed % {"percent": f"{percent}%"})
    if listing.is_preorder:
        ready = ngettext(
            "Pre-order: made for you, ready %(days)s day after you order.",
            "Pre-order: made for you, ready %(days)s days after you order.",
            listing.preorder_days,
        )
        sometime = _("Pre-order: made for you after you order.")
        said.append(ready % {"days": listing.preorder_days} if listing.preorder_days else sometime)
    if listing.is_fragile and listing.allows_parcel:
        said.append(_("Breaks easily: parcel couriers take it by express only."))
    if listing.min_quantity > 1:
        smallest = {"count": listing.min_quantity, "unit": unit_label(listing.unit)}
        said.append(_("The smallest order is %(count)s %(unit)s.") % smallest)
    return said


def facts(listing: Product) -> list[Fact]:
    """Return content, weight and what the seller wrote about kind, size, taste."""
    said = []
    if content := content_text(listing):
        said.append(Fact(pgettext("listing", "Content"), content))
    weight = amount_text(listing.gross_grams, Product.Measure.GRAM)
    said.append(Fact(_("Weight with packing"), weight))
    said += [
        Fact(name.capitalize(), str(text), SELLERS)
        for name, text in listing.facts.items()
        if name.casefold() not in SAID_ELSEWHERE
    ]
    return said


def freshness(listing: Product, on: date) -> list[Fact]:
    """Return how to keep the goods, how long, and when they are harvested.

    Nobody stores an animal: of live goods only a season is said, if they have one.
    """
    if listing.is_live:
        return [Fact(_("Season"), season(listing.season_mask, on))] if listing.season_mask else []
    said = []
    where = str(Storage(listing.storage).label) if listing.storage else ""
    if listing.shelf_life_days:
        keeps = ngettext("keeps %(days)s day", "keeps %(days)s days", listing.shelf_life_days)
        keeps %= {"days": listing.shelf_life_days}
        said.append(Fact(_("Storage"), f"{where}, {keeps}" if where else keeps))
    elif where:
        said.append(Fact(_("Storage"), where))
    said.append(Fact(_("Season"), season(listing.season_mask, on)))
    return said


def season(mask: int, on: date) -> str:
    """Say whether it is the season, and which months it has."""
    if not mask:
        return _("All year round")
    names = months_text(months_of(mask))
    if is_open(mask, on.month):
        return _("In season now (%(months)s)") % {"months": names}
    begins = formats.date_format(date(on.year, next_month(mask, on.month), 1), "F")
    return _("Not in season yet, from %(month)s (%(months)s)") % {"month": begins, "months": names}


def months_text(months: list[int]) -> str:
    """Write months as runs: "Oktober–Februari", "Maret, Juni–Juli"."""
    starts = [m for m in months if (m - 2) % 12 + 1 not in months]
    return ", ".join(run_text(start, months) for start in starts)


def run_text(start: int, months: list[int]) -> str:
    """Write the run of months that begins here; it may pass the end of the year."""
    end = start
    while end % 12 + 1 in months:
        end = end % 12 + 1
    first, last = (formats.date_format(date(2000, month, 1), "F") for month in (start, end))
    return first if start == end else f"{first}–{last}"


def months(listing: Product, on: date) -> list[Month]:
    """Return the harvest calendar; nothing for goods of the whole year."""
    return year_of(months_of(listing.season_mask), now=on.month) if listing.season_mask else []


def closed_text(partner: Partner, on: date) -> str:
    """Say that a stall takes no orders and until when; empty while it is open."""
    if partner.is_on_holiday(on):
        if partner.closed_to is None:
            return _("The stall is closed for holidays.")
        opens = formats.date_format(partner.closed_to + timedelta(days=1), "l j F")
        return _("The stall is closed for holidays, open again on %(day)s.") % {"day": opens}
    return "" if partner.accepts_orders else _("The stall takes no orders now.")
