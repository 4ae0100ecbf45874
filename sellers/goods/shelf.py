"""What a stall has on its shelf, for those who work there: every listing in every state."""

from django.db.models import Exists, F, OuterRef, Prefetch, Q, QuerySet, TextChoices
from django.utils.translation import gettext_lazy as _

from catalogue.models import Product, ProductCategory, ProductImage
from sellers.models import Seller
from shop.partner.models import StockRecord, TakeDown

State = Product.State


class Shelf(TextChoices):
    """A part of the shelf; its value stands in addresses."""

    ON_SALE = "tayang", _("On sale")
    DRAFT = "draf", _("Drafts")
    PAUSED = "jeda", _("Paused")
    SOLD_OUT = "habis", _("Sold out")
    TAKEN_DOWN = "diturunkan", _("Taken down")
    ARCHIVE = "arsip", _("Archive")


TAKEN = Q(is_taken_down=True)
SOLD_OUT = Q(num_in_stock__lte=F("num_allocated"))
STANDS_ON = {
    Shelf.ON_SALE: Q(product__state=State.PUBLISHED) & ~TAKEN & ~SOLD_OUT,
    Shelf.DRAFT: Q(product__state=State.DRAFT) & ~TAKEN,
    Shelf.PAUSED: Q(product__state=State.PAUSED) & ~TAKEN,
    Shelf.SOLD_OUT: Q(product__state=State.PUBLISHED) & ~TAKEN & SOLD_OUT,
    Shelf.TAKEN_DOWN: TAKEN & ~Q(product__state=State.ARCHIVED),
    Shelf.ARCHIVE: Q(product__state=State.ARCHIVED),
}


def goods_of(seller: Seller) -> QuerySet[StockRecord]:
    """Return the stall's listings as stock records, newest first, knowing who is taken down."""
    open_ones = TakeDown.objects.filter(product=OuterRef("product"), lifted_at__isnull=True)
    return (
        StockRecord.objects.filter(partner_id=seller.partner_id)
        .annotate(is_taken_down=Exists(open_ones))
        .select_related("product__animal", "partner", "group")
        .order_by("-product__date_created", "-pk")
    )


def on_shelf(goods: QuerySet[StockRecord], shelf: str) -> QuerySet[StockRecord]:
    """Return what stands on one part; any other word means all but the archive."""
    if shelf in Shelf.values:
        return goods.filter(STANDS_ON[Shelf(shelf)])
    return goods.exclude(product__state=State.ARCHIVED)


def named(goods: QuerySet[StockRecord], words: str) -> QuerySet[StockRecord]:
    """Return what has every one of these words in its name."""
    for word in words.split():
        goods = goods.filter(product__title__icontains=word)
    return goods


def with_faces(goods: QuerySet[StockRecord]) -> QuerySet[StockRecord]:
    """Fetch pictures and categories along, two queries for any number."""
    return goods.prefetch_related(
        Prefetch("product__images", ProductImage.objects.order_by("display_order")),
        Prefetch(
            "product__productcategory_set",
            ProductCategory.objects.select_related("category"),
            to_attr="places",
        ),
    )


def shelf_of(record: StockRecord) -> Shelf:
    """Return the part where a record of `goods_of` stands."""
    if record.product.state == State.ARCHIVED:
        return Shelf.ARCHIVE
    if record.is_taken_down:
        return Shelf.TAKEN_DOWN
    if record.product.state == State.PUBLISHED:
        return Shelf.SOLD_OUT if record.net_stock_level <= 0 else Shelf.ON_SALE
    return Shelf.DRAFT if record.product.state == State.DRAFT else Shelf.PAUSED
