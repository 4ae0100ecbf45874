"""Orders by quantity: the price frozen is the one of the quantity, and what it changes is told."""

import pytest

from shop.checkout.changes import Changed
from shop.checkout.placing import place
from shop.order.models import Line, Order
from shop.partner import listings, wholesale
from shop.people.actors import SYSTEM
from shop.shipping import choices
from tests import factories

from .conftest import BY

pytestmark = pytest.mark.django_db


@pytest.fixture
def rice(stall):
    """Rice of Rp14.000, Rp13.000 from 10."""
    product = factories.listing(stall, price=14_000, stock=60)
    wholesale.set_breaks(product, {10: 13_000}, by=SYSTEM)
    return product


def test_the_order_keeps_the_price_of_its_quantity(draft, rice):
    order = place(draft((rice, 12)), by=BY)
    wholesale.set_breaks(rice, {}, by=SYSTEM)

    line = Line.objects.get()

    assert (int(line.unit_price_incl_tax), int(line.line_price_incl_tax)) == (13_000, 156_000)
    assert int(order.total_incl_tax) == 156_000 + 8_000


def test_a_wholesale_price_that_ended_meanwhile_is_told_first(draft, rice):
    ready = draft((rice, 12))
    wholesale.set_breaks(rice, {}, by=SYSTEM)

    with pytest.raises(Changed) as told:
        place(ready, by=BY)

    assert [change.kind for change in told.value.changes] == ["price"]
    assert not Order.objects.exists()


def test_too_few_left_for_the_wholesale_price_is_told_first(draft, rice):
    ready = draft((rice, 12))
    listings.set_stock(rice, 8, by=SYSTEM)

    with pytest.raises(Changed) as told:
        place(ready, by=BY)

    assert [change.kind for change in told.value.changes] == ["price", "quantity"]
    assert not Order.objects.exists()


def test_enough_goods_bring_the_village_courier_for_nothing(draft, rice, stall):
    choices.offer(stall, "village_courier", by=SYSTEM, free_above=130_000)

    order = place(draft((rice, 10)), by=BY)

    assert (int(order.shipping_incl_tax), int(order.total_incl_tax)) == (0, 130_000)
    assert order.seller_orders.get().delivery_own == 0


def test_a_courier_who_is_no_longer_free_is_told_first(draft, rice, stall):
    choices.offer(stall, "village_courier", by=SYSTEM, free_above=130_000)
    ready = draft((rice, 10))
    choices.offer(stall, "village_courier", by=SYSTEM)

    with pytest.raises(Changed) as told:
        place(ready, by=BY)

    assert [change.kind for change in told.value.changes] == ["fee"]
