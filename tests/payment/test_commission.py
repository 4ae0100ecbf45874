"""Whose rate counts at the sale, and what a village gets of it, to the rupiah."""

import pytest

from catalogue import commission
from catalogue.commission import NotARate
from catalogue.models import ProductCategory
from shop.history.models import Event
from shop.order import states
from shop.partner import commission as partner_commission
from shop.payment import ledger
from shop.payment.collecting.collectors import platform
from shop.payment.models import Collector
from shop.payment.paying_out import village_shares
from shop.payment.refunding import granting
from tests.factories import category, listing, partner
from tests.payment.money import STAFF, paid_order

pytestmark = pytest.mark.django_db


@pytest.fixture
def leaf():
    root = category("peternakan", "peternakan")
    group = category("unggas", "peternakan", above=root)
    return category("telur", "peternakan", above=group)


def test_the_nearest_category_that_says_a_rate_counts(leaf):
    root = leaf.get_root()
    product, elsewhere = listing(), listing()
    ProductCategory.objects.create(product=product, category=leaf)
    asked = [product.pk, elsewhere.pk]
    assert commission.rates_of(asked) == {}

    commission.set_rate(root, 500, by=STAFF)
    assert commission.rates_of(asked) == {product.pk: 500}
    commission.set_rate(leaf.get_parent(), 0, by=STAFF)
    assert commission.rates_of(asked) == {product.pk: 0}
    commission.set_rate(leaf, 250, by=STAFF)
    assert commission.rates_of(asked) == {product.pk: 250}
    commission.set_rate(leaf, None, by=STAFF)
    assert commission.rates_of(asked) == {product.pk: 0}


def test_a_rate_is_noted_once_and_is_a_part_of_the_whole(leaf):
    assert commission.set_rate(leaf, 250, by=STAFF) is True
    assert commission.set_rate(leaf, 250, by=STAFF) is False
    [event] = Event.objects.filter(verb="category.commission_set")
    assert (event.before, event.after) == ({"commission_bp": None}, {"commission_bp": 250})
    for rate in (-1, 10_001):
        with pytest.raises(NotARate):
            commission.set_rate(leaf, rate, by=STAFF)
        with pytest.raises(NotARate):
            partner_commission.set_rate(partner(), rate, by=STAFF)


def test_only_a_village_has_a_share():
    seller = partner()
    village = Collector.objects.create(kind="village", region=seller.village)
    assert village_shares.set_share(village, 4_000, by=STAFF)
    assert village_shares.rates_of([seller]) == {seller.pk: 4_000}
    with pytest.raises(NotARate):
        village_shares.set_share(platform(), 1, by=STAFF)
    with pytest.raises(NotARate):
        village_shares.set_share(village, 10_001, by=STAFF)


def test_the_village_has_its_share_of_the_commission_as_it_stands():
    """50,000 at 7.25 % is 3,625; of it 33.33 % is 1,208; three refunds leave no rounding behind."""
    order = paid_order(commission_bp=725)
    part = order.seller_orders.get()
    type(part).objects.update(village=part.partner.village, village_share_bp=3_333)
    part.refresh_from_db()
    states.accept(part, by=STAFF)
    states.ready(part, by=STAFF)
    states.hand_over(part, by=STAFF)
    share = f"village:{part.village_id}@platform"
    assert (ledger.balance("commission"), ledger.balance(share)) == (-2_417, -1_208)

    for goods, commission_left, village_left in (
        (1_111, 3_544, 1_181),
        (7, 3_543, 1_181),
        (48_882, 0, 0),
    ):
        granting.grant(part, goods=goods, bearer="seller", reason="x", by=STAFF)
        assert ledger.balance(share) == -village_left
        assert ledger.balance("commission") == village_left - commission_left
