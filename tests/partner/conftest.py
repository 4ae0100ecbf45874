import pytest

from catalogue.models import Category
from catalogue.taxonomy import load_taxonomy
from shop.partner.listings import create_listing
from shop.people.actors import SYSTEM
from tests import factories


@pytest.fixture
def categories(db) -> None:
    load_taxonomy(by=SYSTEM)


@pytest.fixture
def eggs(categories) -> Category:
    return Category.objects.get(code="telur-ayam")


@pytest.fixture
def stall(db):
    return factories.partner("Kandang Contoh")


@pytest.fixture
def draft(stall, eggs):
    """Eggs by the kilogram: a draft of Rp28.000 with 120 in stock."""
    return create_listing(
        stall,
        by=SYSTEM,
        title="Telur Ayam 1 kg",
        category=eggs,
        price=28_000,
        stock=120,
        net_amount=1_000,
    )
