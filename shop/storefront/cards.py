"""Stock records as cards: what a buyer sees of a listing on a shelf or in a list."""

from collections.abc import Iterable
from datetime import date
from pathlib import PurePath

from django.templatetags.static import static
from django.utils.translation import gettext as _

from catalogue.models import Product, ProductImage
from catalogue.prices import unit_prices
from catalogue.units import unit_label
from shop.basket.refusals import Why, find_closure
from shop.look.cards import Card, State
from shop.money import format_rupiah
from shop.partner.models import StockRecord
from shop.shipping.quotes import Parcel, Reach

from .goods import first_picture

STATES: dict[Why, State] = {
    Why.GONE: "sold_out",
    Why.SOLD_OUT: "sold_out",
    Why.CLOSED: "closed",
    Why.OUT_OF_SEASON: "out_of_season",
}


def cards(
    goods: Iterable[StockRecord], *, on: date, to: str = "", reach: Reach | None = None
) -> list[Card]:
    """Return the cards of goods loaded by `goods.with_cards`, without any query.

    `to` is the destination's code, which links carry on; `reach` says what is not delivered
    there, and may be missing.
    """
    return [card(record, on=on, to=to, reach=reach) for record in goods]


def card(record: StockRecord, *, on: date, to: str = "", reach: Reach | None = None) -> Card:
    """Return one listing's card."""
    product = record.product
    state, state_text = state_of(record, on=on)
    if state == "on_sale" and reach:
        parcel = Parcel(product, product.min_quantity)
        if refusal := reach.why_not(record.partner, [parcel]):
            state, state_text = "not_there", refusal.removesuffix(".")
    picture = first_picture(record)
    address = product.get_absolute_url()
    return Card(
        title=product.title,
        url=f"{address}?ke={to}" if to else address,
        price=record.rupiah,
        unit=unit_label(product.unit),
        unit_price_text=unit_price_text(product, record.rupiah),
        place=place_of(record),
        sector=record.sector or "",
        picture=picture.sources(alt="") if picture and picture.is_ready else None,
        icon=stand_in(picture, record.category_icon),
        state=state,
        state_text=state_text,
        flag=flag_of(product) if state == "on_sale" else "",
    )


def state_of(record: StockRecord, *, on: date) -> tuple[State, str]:
    """Return the card's state and what it says: sold out, closed and until when, …"""
    shut = find_closure(record.product, record, on=on)
    return ("on_sale", "") if shut is None else (STATES[shut.why], str(shut).removesuffix("."))


def flag_of(product: Product) -> str:
    """Return the word on the picture: what is special about these goods."""
    if product.is_preorder:
        return _("Pre-order")
    if product.is_live:
        return _("Alive")
    if product.facts.get("panen") == "harian":
        return _("Harvested daily")
    return ""


def unit_price_text(product: Product, rupiah: int) -> str:
    """Return the prices that let packs compare: "Rp1.767/butir · Rp26.500/kg"."""
    return " · ".join(
        f"{format_rupiah(price.amount)}/{price.per}" for price in unit_prices(product, rupiah)
    )


def place_of(record: StockRecord) -> str:
    """Return village and district of who sells."""
    village = record.partner.village
    return village.label if village else ""


def stand_in(picture: ProductImage | None, category_icon: str | None) -> str:
    """Return the address of the icon that stands in for a photo; empty without any."""
    return icon_address(picture.icon if picture and picture.icon else category_icon)


def icon_address(name: str | None) -> str:
    """Return the address of an icon by its name, with or without folder and suffix."""
    return static(f"img/icons/{PurePath(name).stem}.webp") if name else ""
