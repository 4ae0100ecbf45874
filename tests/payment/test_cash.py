"""Cash in the seller's hand: received before or after hand-over, short, or nobody came."""

from functools import partial

import pytest
from django.utils import timezone

from shop.order import states
from shop.payment import cash, ledger, methods
from shop.payment.models import CashRecord
from shop.payment.refunding import refunds
from tests.factories import partner, placed_order
from tests.payment.money import BUYER, STAFF, standing

pytestmark = pytest.mark.django_db


def cash_order(*owners, **fields):
    order = placed_order(*owners, phone_proven_at=timezone.now(), **fields)
    payments = methods.start(order, method="cash", by=BUYER)
    return order, list(order.seller_orders.all()), payments


def make_ready(part):
    states.accept(part, by=STAFF)
    states.ready(part, by=STAFF)


def seller_account(part):
    return f"seller:{part.partner_id}"


def test_cash_at_pick_up_earns_and_closes():
    order, [part], [payment] = cash_order(commission_bp=500)
    make_ready(part)
    cash.received(part, by=STAFF)
    payment.refresh_from_db()
    assert (payment.state, payment.captured) == ("captured", 50_000)
    assert standing(payment) == {seller_account(part): 50_000, "order": -50_000}
    states.hand_over(part, by=STAFF)
    # She holds the buyer's 50,000 and earned 47,500 of it: the rest is the commission she owes.
    assert standing(payment) == {seller_account(part): 2_500, "commission": -2_500}
    states.complete(part, by=BUYER)
    order.refresh_from_db()
    assert (order.status, order.paid) == ("closed", "yes")


def test_cash_entered_after_the_hand_over_earns_then():
    order, [part], [payment] = cash_order(delivery="village_courier", fee=7_000)
    make_ready(part)
    states.send(part, by=STAFF)
    states.receive(part, by=BUYER)
    order.refresh_from_db()
    assert (order.status, ledger.balances()) == ("confirmed", {})
    cash.received(part, by=STAFF)
    order.refresh_from_db()
    assert (order.status, order.paid) == ("closed", "yes")
    # She keeps all of it: nothing is owed, so nothing stands on any account.
    assert standing(payment) == {}
    assert ledger.is_posted("earned", f"part:{part.pk}")
    with pytest.raises(states.WrongState):
        cash.received(part, by=STAFF)


def test_cash_of_a_declined_part_is_not_expected_any_more():
    order, [first, second], payments = cash_order(partner(), partner())
    states.decline(first, by=STAFF, reason="habis")
    for payment in payments:
        payment.refresh_from_db()
    assert [(payment.state, payment.due) for payment in payments] == [
        ("cancelled", 0),
        ("promised", 50_000),
    ]
    assert ledger.balances() == {}
    make_ready(second)
    states.hand_over(second, by=STAFF)
    cash.received(second, by=STAFF)
    states.complete(second, by=BUYER)
    order.refresh_from_db()
    assert (order.status, order.paid) == ("closed", "yes")


def test_short_supply_asks_less_cash():
    _order, [part], [payment] = cash_order(quantity=5)
    states.accept(part, by=STAFF)
    states.supply_short(part.lines.get(), units=2, by=STAFF)
    payment.refresh_from_db()
    assert (payment.state, payment.due) == ("promised", 75_000)
    states.ready(part, by=STAFF)
    cash.received(part, by=STAFF)
    payment.refresh_from_db()
    assert payment.captured == 75_000


def test_cash_for_goods_cancelled_before_hand_over_goes_back_in_hand():
    order, [part], [payment] = cash_order()
    make_ready(part)
    cash.received(part, by=STAFF)
    states.cancel_part(part, by=STAFF, reason="rusak")
    refund = order.refunds.get()
    assert (refund.amount, refund.collector.partner_id) == (50_000, part.partner_id)
    assert refund.state == "approved"
    for send in (refunds.start_sending, partial(refunds.sent, reference="TRX")):
        with pytest.raises(refunds.NoAccount):
            send(refund, by=STAFF)
    refunds.paid_in_cash(refund, partner_id=part.partner_id, by=STAFF)
    assert refund.is_in_hand
    order.refresh_from_db()
    assert (order.status, order.paid) == ("closed", "refunded")
    assert standing(payment) == {}


def test_nobody_came_is_noted_once_an_order():
    order, parts, _payments = cash_order(partner(), partner())
    for part in parts:
        make_ready(part)
        cash.nobody_came(part, by=STAFF)
    order.refresh_from_db()
    assert (order.status, order.paid) == ("closed", "no")
    assert CashRecord.objects.get(phone=order.guest_phone).no_shows == 1
    assert {payment.state for payment in order.payments.all()} == {"cancelled"}
    assert all(payment.missed_at for payment in order.payments.all())


def test_the_buyer_reads_in_the_orders_language_that_nobody_came():
    order, [part], _payments = cash_order()
    type(order).objects.filter(pk=order.pk).update(language="en")
    make_ready(part)
    cash.nobody_came(part, by=STAFF)
    part.refresh_from_db()
    assert part.decline_reason == "Nobody came to collect it."


@pytest.mark.parametrize("step", ["new", "accepted"])
def test_nobody_can_stay_away_from_goods_that_are_not_ready(step):
    order, [part], [payment] = cash_order()
    if step == "accepted":
        states.accept(part, by=STAFF)
    with pytest.raises(cash.NobodyExpected):
        cash.nobody_came(part, by=STAFF)
    payment.refresh_from_db()
    assert payment.state == "promised"
    assert CashRecord.objects.get(phone=order.guest_phone).no_shows == 0
