import pytest
from django.utils import translation

from shop.basket import lines
from shop.checkout import drafts
from shop.people.actors import guest
from shop.shipping.destinations import destination_for
from shop.shipping.models import CourierBand
from tests import factories

TYPED = {
    "name": "Sari Contoh",
    "phone": "0812 3456 7890",
    "email": "sari@contoh.id",
    "street": "Jl. Kelud 5, RT 02/RW 03",
    "directions": "Pagar hijau",
}
BY = guest("Sari Contoh")


@pytest.fixture(autouse=True)
def _indonesian():
    """Begin in Indonesian: a request of an English page leaves its language in the thread."""
    with translation.override("id"):
        yield


@pytest.fixture
def home(db):
    """Dawuhan, 3 km from the stalls of these tests, with the courier's band and a bank account."""
    factories.bank_account()
    CourierBand.objects.create(max_km=10, fee=8_000, days=1)
    return factories.village("35.05.04.2010", "Dawuhan", latitude=-8.18694, longitude=112.13337)


@pytest.fixture
def stall(home):
    """A stall in Suruhwadang that brings goods by village courier."""
    return factories.partner("Lapak Contoh")


@pytest.fixture
def draft(home):
    """Return a function that makes a draft ready to be placed, for listings with counts."""

    def make(*goods, choice="village_courier::", method="transfer", **typed):
        basket = factories.basket()
        for product, count in goods:
            lines.add(basket, product, count)
        draft = drafts.draft_of(basket)
        drafts.note_typed(draft, {**TYPED, **typed})
        drafts.note_village(draft, home.code)
        partners = {product.stockrecords.get().partner_id for product, _count in goods}
        drafts.note_choices(draft, dict.fromkeys(partners, choice), {})
        look(draft, method=method)
        return draft

    return make


def look(draft, *, method="transfer"):
    """Show the check page to the buyer and keep what it said."""
    from shop.checkout.proposals import propose

    draft.basket._lines = None
    proposal = propose(
        draft.basket.all_lines(),
        destination_for(drafts.village_of(draft)),
        drafts.choices_of(draft),
    )
    drafts.note_check(draft, method=method, seen=proposal.as_seen())
    return proposal
