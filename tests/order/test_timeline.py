"""What buyers read of an order's way."""

import pytest
from django.utils import translation

from shop.history.models import record
from shop.order import owners, states, timeline
from shop.people.actors import SYSTEM, Actor, guest
from tests.factories import partner, person
from tests.payment.money import STAFF, receive, transfer_order

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


def told(order, *, part=None):
    return [entry.title for entry in timeline.of(order) if entry.part_id == (part and part.pk)]


def test_an_orders_way_is_told_in_its_order_per_part():
    payment = transfer_order(partner(), partner())
    order = payment.order
    receive(payment)
    first, second = order.seller_orders.order_by("pk")
    states.accept(first, by=STAFF)
    states.ready(first, by=STAFF)
    states.decline(second, by=STAFF, reason="Panen gagal.")
    assert told(order, part=first) == ["Accepted by the seller", "Ready"]
    assert told(order, part=second) == ["Declined by the seller"]
    whole = told(order)
    assert whole.index("Order confirmed") < whole.index("Money goes back to the buyer")


def test_who_did_it_is_named_and_the_system_is_nobody():
    payment = transfer_order()
    receive(payment)
    part = payment.order.seller_orders.get()
    helper = Actor("Pandu Contoh", on_behalf_of_id=person().pk, consent="lisan")
    states.accept(part, by=helper)
    who = {entry.title: entry.who for entry in timeline.of(payment.order)}
    assert who["Accepted by the seller"] == "with help from Pandu Contoh"
    assert who["Order confirmed"] == "Staf"


def test_the_timeline_costs_two_queries_however_long_it_is(django_assert_num_queries):
    payment = transfer_order(partner(), partner(), partner())
    receive(payment)
    for part in payment.order.seller_orders.all():
        states.accept(part, by=STAFF)
    with django_assert_num_queries(2):
        timeline.of(payment.order)


def test_a_guests_order_is_attached_once():
    order = transfer_order().order
    first, second = person(), person()
    assert owners.attach(order, person=first, by=guest("Sari")) is True
    assert owners.attach(order, person=second, by=guest("Budi")) is False
    order.refresh_from_db()
    assert order.user == first


def test_the_placing_leads_what_it_brought_about():
    order = transfer_order().order
    record("order.confirmed", order, by=SYSTEM)
    record("order.placed", order, by=guest("Sari"))
    assert told(order) == ["Order placed", "Order confirmed"]
