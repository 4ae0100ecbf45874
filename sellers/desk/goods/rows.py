"""A listing as its owner sees it in a row: picture, price, stock, state and one thing to do."""

from dataclasses import dataclass
from pathlib import PurePath

from django.http import Http404
from django.templatetags.static import static
from django.utils.translation import gettext as _

from catalogue.models import Product
from catalogue.units import unit_label
from sellers.desk.access import Desk
from sellers.goods.shelf import Shelf, goods_of, shelf_of, with_faces
from shop.images.sources import PictureSources
from shop.look.cards import ground
from shop.partner.models import StockRecord

STATES = {
    Shelf.ON_SALE: "is-on",
    Shelf.SOLD_OUT: "is-out",
    Shelf.TAKEN_DOWN: "is-down",
}


@dataclass(frozen=True, kw_only=True)
class Row:
    """One listing; `price` is whole rupiah or None, `free` is how many may still be ordered."""

    public_id: str
    title: str
    unit: str
    price: int | None
    stock: int
    allocated: int
    free: int
    shelf: Shelf
    kind: str
    choice: str
    picture: PictureSources | None
    icon: str
    ground: str
    can_publish: bool
    can_pause: bool
    is_one_animal: bool

    @property
    def word(self) -> str:
        """How it stands, in a word; the one animal that is gone is sold, not sold out."""
        if self.is_one_animal and self.shelf == Shelf.SOLD_OUT:
            return _("Sold")
        return self.shelf.label

    @property
    def can_be_filled_up(self) -> bool:
        return self.shelf == Shelf.SOLD_OUT and not self.is_one_animal


def row_of(record: StockRecord) -> Row:
    """Make the row of a record that `shelf.with_faces` fetched."""
    product = record.product
    place = product.places[0].category if product.places else None
    first = next(iter(product.images.all()), None)
    icon = (first.icon if first else "") or (place.icon if place else "")
    shelf = shelf_of(record)
    return Row(
        public_id=product.public_id,
        title=product.title,
        unit=unit_label(product.unit),
        price=record.rupiah,
        stock=record.num_in_stock,
        allocated=record.num_allocated,
        free=record.net_stock_level,
        shelf=shelf,
        kind=STATES.get(shelf, ""),
        choice=record.choice,
        picture=first.sources(alt="") if first else None,
        icon=icon_address(icon),
        ground=ground(place.sector) if place else "",
        can_publish=shelf in {Shelf.DRAFT, Shelf.PAUSED},
        can_pause=product.state == Product.State.PUBLISHED,
        is_one_animal=hasattr(product, "animal"),
    )


def icon_address(name: str) -> str:
    """Return the address of the icon that stands in for a photo; empty without any."""
    return static(f"img/icons/{PurePath(name).stem}.webp") if name else ""


def stock_text(record: StockRecord) -> str:
    """Say how many there are, and how many of them are ordered already."""
    if record.num_allocated:
        return _("%(count)d, of these %(ordered)d ordered") % {
            "count": record.num_in_stock,
            "ordered": record.num_allocated,
        }
    return str(record.num_in_stock)


def own_listing(desk: Desk, public_id: str) -> StockRecord:
    """Return a listing of this desk's stall by its address; 404 for any other's."""
    record = with_faces(goods_of(desk.seller)).filter(product__public_id=public_id).first()
    if record is None:
        raise Http404
    return record
