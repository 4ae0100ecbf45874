"""The first minute of a listing: photo, name, price, unit, stock; the category says the rest."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.core.files.base import File

from catalogue.models import Category, Product
from sellers.models import Seller
from shop.images.refusals import PictureRefused
from shop.partner import listings
from shop.partner.refusals import ListingRefused
from shop.people.actors import Actor

#: What one unit holds where its word says it: amount and measure.
CONTENT = {
    "kg": (1_000, Product.Measure.GRAM),
    "ons": (100, Product.Measure.GRAM),
    "kuintal": (100_000, Product.Measure.GRAM),
    "liter": (1_000, Product.Measure.MILLILITRE),
}
#: Grams of one with its packing, where a unit's word says about how heavy it is.
GROSS_GRAMS = {"butir": 75, "ikat": 300, "tray": 2_100}


@dataclass
class Started:
    """A new listing; `refusals` say why a photo is missing or why it is still a draft."""

    product: Product
    refusals: list[ListingRefused | PictureRefused] = field(default_factory=list)


def content_of(unit: str) -> dict:
    """Return what a unit's own word says of content and weight; nothing for "pak"."""
    if unit in GROSS_GRAMS:
        return {"gross_grams": GROSS_GRAMS[unit]}
    if unit not in CONTENT:
        return {}
    amount, measure = CONTENT[unit]
    return {"net_amount": amount, "net_measure": measure, "gross_grams": amount}


def start_listing(
    seller: Seller,
    *,
    by: Actor,
    title: str,
    category: Category,
    price: int | None,
    stock: int,
    unit: str = "",
    photos: Sequence[File] = (),
    public_id: str | None = None,
    is_published: bool,
) -> Started:
    """Make a listing with its photos, and publish it if asked and possible.

    `price` is whole rupiah for one `unit` (the category's, if empty). Raises ListingRefused
    with nothing made; what is refused afterwards leaves a draft and is told in the answer.
    """
    unit = unit or category.default_unit or "pak"
    product = listings.create_listing(
        seller.partner,
        by=by,
        title=title,
        category=category,
        price=price,
        stock=stock,
        public_id=public_id,
        unit=unit,
        **content_of(unit),
    )
    started = Started(product)
    for photo in photos:
        try:
            listings.add_picture(product, photo, by=by)
        except PictureRefused as refusal:
            started.refusals.append(refusal)
    if is_published:
        try:
            listings.publish(product, by=by)
        except ListingRefused as refusal:
            started.refusals.append(refusal)
    return started
