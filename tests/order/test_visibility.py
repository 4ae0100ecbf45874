"""A seller sees whom she sends to from when she must act until 30 days after completion."""

from datetime import timedelta

import pytest
from django.utils import timezone

from shop.order import states, visibility
from shop.order.models import SellerOrder
from tests.payment.money import BUYER, STAFF, paid_order, transfer_order

pytestmark = pytest.mark.django_db


def test_nobody_is_shown_before_the_order_is_paid():
    assert visibility.contact_for(transfer_order().order.seller_orders.get()) is None


@pytest.mark.parametrize("status", sorted(visibility.ACTING))
def test_the_recipient_is_shown_while_she_acts(status):
    part = paid_order(recipient_name="Budi", recipient_phone="+6281300000077").seller_orders.get()
    part.status = status

    contact = visibility.contact_for(part)

    assert (contact.name, contact.phone, contact.address) == ("Budi", "+6281300000077", "")


@pytest.mark.parametrize(("days", "is_shown"), [(0, True), (30, True), (31, False), (400, False)])
def test_thirty_days_after_completion_it_is_gone(days, is_shown):
    part = paid_order().seller_orders.get()
    states.accept(part, by=STAFF)
    states.ready(part, by=STAFF)
    states.hand_over(part, by=STAFF)
    states.complete(part, by=BUYER)
    at = part.completed_at + timedelta(days=days)

    assert (visibility.contact_for(part, at=at) is not None) == is_shown


@pytest.mark.parametrize("status", ["declined", "cancelled", "waiting"])
def test_a_part_that_is_over_shows_nobody(status):
    part = paid_order().seller_orders.get()
    SellerOrder.objects.filter(pk=part.pk).update(status=status)
    part.refresh_from_db()

    assert visibility.contact_for(part, at=timezone.now()) is None
