"""What may be found, and which terms and columns a listing has in an index."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch

from catalogue.models import Category, Product, ProductQuerySet
from search.contract import Delivery
from search.words import Term, analyse
from shop.money import round_half_up
from shop.partner.models import StockRecord

_BATCH = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A listing as an index holds it. Prices are whole rupiah; regions and seller primary keys.

    `unit_price` is for one kilogram or litre of net content and None for pieces. Words are
    kept as terms: engines take the word or the stem. `published_at` is in seconds (Unix).
    """

    id: int
    title: list[Term]
    category: list[Term]
    seller_name: list[Term]
    place: list[Term]
    description: list[Term]
    sector: str
    category_path: str
    regency: int | None
    district: int | None
    village: int | None
    seller: int
    price: int
    unit_price: int | None
    season_mask: int
    in_stock: bool
    is_preorder: bool
    takes_orders: bool
    closed_from: date | None
    closed_to: date | None
    deliveries: frozenset[Delivery]
    published_at: int


def findable() -> ProductQuerySet:
    """Published listings with a price, of verified sellers; sold-out and closed ones too."""
    return Product.objects.published().filter(
        stockrecords__price__isnull=False,
        stockrecords__partner__seller__verified_at__isnull=False,
    )


def project(listings: ProductQuerySet) -> Iterator[Document]:
    """The documents of these listings, read in batches."""
    categories = {category.path: category for category in Category.objects.all()}
    rows = listings.order_by("pk").prefetch_related(
        "categories",
        Prefetch(
            "stockrecords",
            StockRecord.objects.select_related("partner__seller", "partner__village__parent"),
        ),
    )
    for listing in rows.iterator(chunk_size=_BATCH):
        yield _document(listing, categories)


def _document(listing: Product, categories: dict[str, Category]) -> Document:
    stock = listing.stockrecords.all()[0]
    partner, seller, village = stock.partner, stock.partner.seller, stock.partner.village
    leaf = next(iter(listing.categories.all()), None)
    district = village and village.parent
    return Document(
        id=listing.pk,
        title=analyse(listing.title),
        category=analyse(" ".join(_category_names(leaf, categories))),
        seller_name=analyse(seller.name),
        place=analyse(f"{village.name} {district.name}") if village else [],
        description=analyse(listing.description),
        sector=leaf.sector if leaf else "",
        category_path=leaf.path if leaf else "",
        regency=district and district.parent_id,
        district=district and district.pk,
        village=village and village.pk,
        seller=seller.pk,
        price=stock.rupiah,
        unit_price=_unit_price(listing, stock.rupiah),
        season_mask=listing.season_mask,
        in_stock=stock.num_in_stock - stock.num_allocated >= listing.min_quantity,
        is_preorder=listing.is_preorder,
        takes_orders=partner.accepts_orders,
        closed_from=partner.closed_from,
        closed_to=partner.closed_to,
        deliveries=frozenset(_deliveries(listing)),
        published_at=int(listing.date_created.timestamp()),
    )


def _category_names(leaf: Category | None, categories: dict[str, Category]) -> Iterable[str]:
    """Names in both languages and aliases of a category and of those above it."""
    if leaf is None:
        return
    for end in range(Category.steplen, len(leaf.path) + 1, Category.steplen):
        category = categories.get(leaf.path[:end])
        if category:
            yield from (category.name, category.name_en, *category.aliases)


def _unit_price(listing: Product, price: int) -> int | None:
    if not listing.net_amount or listing.net_measure == Product.Measure.PIECE:
        return None
    return round_half_up(price * 1000, listing.net_amount)


def _deliveries(listing: Product) -> Iterator[Delivery]:
    if listing.allows_pickup:
        yield Delivery.PICKUP
    if listing.allows_village_courier:
        yield Delivery.VILLAGE_COURIER
    if listing.allows_parcel:
        yield Delivery.PARCEL
    if listing.allows_arrangement:
        yield Delivery.ARRANGEMENT
