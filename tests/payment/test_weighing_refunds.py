"""Weighing differences: one refund for an order, and the choice to leave a small one."""

from datetime import timedelta

import pytest
from django.utils import timezone

from shop.communication.models import Message
from shop.order import states
from shop.payment.models import Refund
from shop.payment.refunding import refunds, weighing_refunds
from tests.factories import partner
from tests.payment.money import BUYER, STAFF, paid_order, standing
from tests.payment.test_refunds import name_account

pytestmark = pytest.mark.django_db


def weighed_order(*grams):
    """Return a paid order of one part of 2.000 g for each weight, weighed so; None: not yet."""
    order = paid_order(*(partner() for _part in grams), commission_bp=1_000)
    for part in order.seller_orders.all():
        part.lines.update(price_basis="weight", net_grams=1_000, tolerance_bp=1_000)
    for part, final in zip(order.seller_orders.order_by("pk"), grams, strict=True):
        states.accept(part, by=STAFF)
        if final:
            states.weigh(part, {part.lines.get().pk: final}, by=STAFF)
    return order


def messages(kind) -> int:
    return Message.objects.filter(kind=kind).count()


def test_differences_of_all_parts_are_one_refund_told_once():
    order = weighed_order(1_800, 2_000, 1_600)
    refund = Refund.objects.get()
    assert (refund.amount, refund.gift_until, refund.waits_for_weighing) == (15_000, None, False)
    assert sorted(refund.shares.values_list("amount", flat=True)) == [5_000, 10_000]
    assert messages("refund.needed") == 1
    assert refunds.of_part(order.seller_orders.order_by("pk")[1]).count() == 0


def test_it_waits_while_a_part_is_still_to_be_weighed():
    order = weighed_order(1_600, None)
    refund = Refund.objects.get()
    assert messages("refund.needed") == 0
    name_account(order)
    refund.refresh_from_db()
    with pytest.raises(refunds.NotYet):
        refunds.sent(refund, reference="TRX", by=STAFF)
    states.cancel_part(order.seller_orders.order_by("pk")[1], by=STAFF, reason="habis")
    refund.refresh_from_db()
    refunds.sent(refund, reference="TRX", by=STAFF)
    assert refund.state == "sent"


def test_a_small_difference_may_be_left_to_the_sellers():
    order = weighed_order(1_960, 1_880)
    refund = Refund.objects.get()
    assert refund.amount == 4_000
    assert refund.gift_until > timezone.now() + timedelta(days=6)
    assert (messages("refund.gift_choice"), messages("refund.needed")) == (1, 0)

    weighing_refunds.give(refund, by=BUYER)

    refund.refresh_from_db()
    assert refund.state == "given"
    stands = standing(order.payments.get())
    first, second = order.seller_orders.order_by("pk")
    assert "refund_due" not in stands
    assert stands[f"seller:{first.partner_id}"] == -1_000
    assert stands[f"seller:{second.partner_id}"] == -3_000
    with pytest.raises(states.WrongState):
        weighing_refunds.take_back(refund, by=BUYER)
    with pytest.raises(refunds.NothingToRefund):
        name_account(order)


def test_a_given_difference_leaves_the_order_paid_and_closed():
    order = weighed_order(1_900)
    weighing_refunds.give(Refund.objects.get(), by=BUYER)
    part = order.seller_orders.get()
    states.ready(part, by=STAFF)
    states.hand_over(part, by=STAFF)
    states.complete(part, by=BUYER)
    order.refresh_from_db()
    assert (order.status, order.paid) == ("closed", "yes")


def test_who_wants_it_back_names_an_account_and_gets_it():
    order = weighed_order(1_900)
    refund = Refund.objects.get()
    weighing_refunds.take_back(refund, by=BUYER)
    with pytest.raises(states.WrongState):
        weighing_refunds.give(refund, by=BUYER)
    name_account(order)
    refund.refresh_from_db()
    refunds.sent(refund, reference="TRX", by=STAFF)
    assert refund.state == "sent"


def test_who_says_nothing_for_a_week_gets_it_back():
    weighed_order(1_900)
    refund = Refund.objects.get()
    Refund.objects.update(
        gift_until=timezone.now() - timedelta(minutes=1), state="approved", number="1", bank="B"
    )
    refund.refresh_from_db()
    with pytest.raises(states.WrongState):
        weighing_refunds.give(refund, by=BUYER)
    refunds.sent(refund, reference="TRX", by=STAFF)
    assert refund.state == "sent"
