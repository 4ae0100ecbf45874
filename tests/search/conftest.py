import pytest
from django.utils import timezone

from catalogue.models import Category, Product, note_change
from search.embedded import Embedded
from sellers.models import Seller
from shop.villages.models import Region
from tests import factories


@pytest.fixture
def engine(db, settings, tmp_path) -> Embedded:
    """The engine over an index file of this test, empty until something is followed."""
    settings.SEARCH_INDEX = tmp_path / "search.sqlite3"
    return Embedded(settings.SEARCH_INDEX)


@pytest.fixture
def village(db) -> Region:
    """Suruhwadang in Kademangan."""
    return factories.village()


@pytest.fixture
def seller(village) -> Seller:
    """A verified seller who takes orders."""
    partner = factories.partner("Dapur Bu Sri", village=village)
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
    """Make a listing of that seller and tell the indexes."""

    def make(title: str, *, category=None, **fields) -> Product:
        listing = factories.listing(seller.partner, title=title, **fields)
        if category is not None:
            listing.categories.add(category)
        note_change(listing.pk)
        return listing

    return make
