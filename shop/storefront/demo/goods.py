"""The demo's listings with their pictures, through the verbs of people's own."""

from pathlib import Path

from django.core.files.base import File
from django.db import transaction

from catalogue.models import Category, Product
from shop.partner import groups, listings, wholesale

from . import data, papers
from .data import DEMO
from .sale_units import sale_unit
from .stalls import find_seller

WAYS = {
    "allows_pickup": {"ambil"},
    "allows_village_courier": {"kurir-desa"},
    "allows_parcel": {"ekspedisi", "ekspedisi-kilat"},
    "allows_arrangement": {"ekspedisi-hidup", "antar-pickup"},
}
# Live goods packed for a night bus, or fed and watered on a pickup, endure more than they must
# by default; in hours, long enough for the zones in `stalls`, but not for the farthest.
ENDURES_HOURS = {"ekspedisi-hidup": 48, "antar-pickup": 72}


def load_listing(entry: dict) -> bool:
    """Make and publish a listing as the file has it; False if it is there already."""
    product = Product.objects.filter(upc=entry["id"]).first()
    is_new = product is None
    if is_new:
        product = _make(entry)
    if product.is_demo and not product.images.exists():
        _add_picture(product, entry)
    return is_new


def _make(entry: dict) -> Product:
    seller = next(seller for seller in data.sellers() if seller["id"] == entry["umkm_id"])
    with transaction.atomic():
        product = listings.create_listing(
            find_seller(seller).partner,
            by=DEMO,
            title=entry["title"],
            category=Category.objects.get(code=entry["category"]),
            price=entry["price_idr"],
            stock=0 if entry["id"] in data.SOLD_OUT else entry["stock"],
            upc=entry["id"],
            is_demo=True,
            **_fields(entry),
        )
        papers.say_halal(product, seller)
        listings.publish(product, by=DEMO)
        wholesale.set_breaks(product, data.WHOLESALE.get(entry["id"], {}), by=DEMO)
        _group(product, entry["id"])
    return product


def _group(product: Product, upc: str) -> None:
    """Put a listing among its siblings; the first that comes makes their group."""
    for name, choices in data.GROUPS.items():
        if upc in choices:
            partner = product.stockrecords.get().partner
            group = partner.listing_groups.filter(name=name).first()
            group = group or groups.make_group(partner, name, by=DEMO)
            groups.join(product, group, choices[upc], by=DEMO)


def _fields(entry: dict) -> dict:
    ways = set(entry["shipping"])
    fields = {name: bool(ways & allowing) for name, allowing in WAYS.items()}
    endured = [hours for way, hours in ENDURES_HOURS.items() if way in ways and entry["live"]]
    if endured:
        fields["endures_hours"] = min(endured)
    return fields | {
        "description": entry["description"],
        "unit": entry["unit"],
        "gross_grams": entry["weight_g"],
        "min_quantity": entry["min_order"],
        "price_basis": "weight" if entry["id"] in data.BY_WEIGHT else "unit",
        "storage": entry["storage"],
        "shelf_life_days": entry["shelf_life_days"],
        "season_months": entry["season_months"],
        "is_perishable": entry["perishable"],
        "is_fragile": entry["category"] in data.FRAGILE,
        "is_live": entry["live"],
        "is_preorder": entry["preorder"],
        "preorder_days": data.PREORDER_DAYS if entry["preorder"] else 0,
        "pirt": entry["pirt_applies"],
        "halal": entry["halal_applies"],
        "express_only": "ekspedisi-kilat" in ways and "ekspedisi" not in ways,
        "facts": entry["attributes"],
        **sale_unit(unit=entry["unit"], content=entry["content"]),
    }


def _add_picture(product: Product, entry: dict) -> None:
    name = data.PHOTOS.get(entry["id"])
    if name is None:
        listings.add_picture(product, Path(entry["icon"]).name, by=DEMO)
        return
    with (data.FOLDER / "photos" / name).open("rb") as photo:
        listings.add_picture(product, File(photo, name=name), by=DEMO, caption=data.credits()[name])
