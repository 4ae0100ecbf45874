"""Packing lists for paper (A4 or a 58 mm roll): what goes to whom; no price but cash to collect."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from sellers.desk.access import Desk, Right, desk_view, page
from sellers.desk.orders.cards import Card, Goods, cards, shown_of
from sellers.desk.orders.pages import card_of
from sellers.desk.orders.steps import PREPARED


@dataclass
class Pick:
    """How many units of one listing all the orders together need."""

    title: str
    unit: str
    units: int = 0


@desk_view(Right.SELL)
def packing_list(request: HttpRequest, desk: Desk, number: str) -> HttpResponse:
    """Show one order's packing list."""
    return _show(request, desk, [card_of(desk, number)], is_single=True)


@desk_view(Right.SELL)
def all_packing_lists(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Show everything that is to be prepared now, what was promised first first."""
    parts = shown_of(desk.seller.partner).filter(status__in=PREPARED)
    return _show(request, desk, cards(parts.order_by("promised_to", "pk")))


def picks(found: Iterable[Card]) -> list[Pick]:
    """Add up what to fetch, by name of the listing."""
    sums: dict[tuple[str, str], Pick] = {}
    for card in found:
        for goods in packed(card):
            line = goods.line
            key = (line.title, line.unit)
            sums.setdefault(key, Pick(line.title, goods.unit)).units += goods.units
    return sorted(sums.values(), key=lambda pick: pick.title)


def packed(card: Card) -> list[Goods]:
    """Return the lines of which something goes into the parcel."""
    return [goods for goods in card.goods if goods.units]


def _show(
    request: HttpRequest, desk: Desk, found: list[Card], *, is_single: bool = False
) -> HttpResponse:
    return page(
        request,
        desk,
        "desk/packing.html",
        {
            "rows": [(card, packed(card)) for card in found],
            "picks": [] if is_single else picks(found),
            "single": found[0] if is_single else None,
            "today": timezone.localdate(),
        },
        tab="orders",
    )
