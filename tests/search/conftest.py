from itertools import count

import pytest
from django.utils import timezone

from catalogue.models import Category, Product, ProductClass, note_change
from search.embedded import Embedded
from sellers.models import Seller
from shop.partner.models import Partner, StockRecord
from shop.villages.models import Region

_numbers = count(1)


@pytest.fixture
def engine(db, settings, tmp_path) -> Embedded:
    """The engine over an index file of this test, empty until something is followed."""
    settings.SEARCH_INDEX = tmp_path / "search.sqlite3"
    return Embedded(settings.SEARCH_INDEX)


@pytest.fixture
def village(db) -> Region:
    """Suruhwadang in Kademangan."""
    parent = None
    for level, kind, code, name in [
        (1, "provinsi", "35", "Jawa Timur"),
        (2, "kabupaten", "35.05", "Kabupaten Blitar"),
        (3, "kecamatan", "35.05.04", "Kademangan"),
        (4, "desa", "35.05.04.2007", "Suruhwadang"),
    ]:
        parent = Region.objects.create(
            level=level, kind=kind, code=code, name=name, slug=name.lower(), parent=parent
        )
    return parent


@pytest.fixture
def seller(village) -> Seller:
    """A verified seller who takes orders."""
    partner = Partner.objects.create(name="Dapur Bu Sri", village=village, accepts_orders=True)
    return Seller.objects.create(
        partner=partner, name="Dapur Bu Sri", slug="dapur-bu-sri", verified_at=timezone.now()
    )


@pytest.fixture
def categories(db) -> dict[str, Category]:
    """Two sectors with a leaf each, by slug."""
    farming = Category.add_root(
        name="Pertanian", name_en="Farming", slug="pertanian", sector="pertanian"
    )
    livestock = Category.add_root(
        name="Peternakan", name_en="Livestock", slug="peternakan", sector="peternakan"
    )
    leaves = [
        farming.add_child(name="Sayur", name_en="Vegetables", slug="sayur", sector="pertanian"),
        livestock.add_child(
            name="Telur ayam",
            name_en="Eggs",
            slug="telur-ayam",
            sector="peternakan",
            aliases=["endog"],
        ),
    ]
    return {category.slug: category for category in [farming, livestock, *leaves]}


@pytest.fixture
def make_listing(seller):
    """Make a published listing with its stock record, and tell the indexes."""
    kind, _made = ProductClass.objects.get_or_create(name="Produk")

    def make(title, *, category=None, price=10_000, stock=10, of=seller, **fields) -> Product:
        number = next(_numbers)
        listing = Product.objects.create(
            title=title,
            slug=f"listing-{number}",
            upc=f"T{number:05}",
            product_class=kind,
            state=Product.State.PUBLISHED,
            is_public=True,
            **fields,
        )
        if category is not None:
            listing.categories.add(category)
        StockRecord.objects.create(
            product=listing,
            partner=of.partner,
            partner_sku=listing.upc,
            price=price,
            num_in_stock=stock,
        )
        note_change(listing.pk)
        return listing

    return make
