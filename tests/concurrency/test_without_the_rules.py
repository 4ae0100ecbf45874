"""What the races of money would do without their rules: each control loses what the rule keeps.

They look first and write later, as a view would that reads a row, decides and saves it.
"""

import time

import pytest
from django.db.models import F
from django.utils import timezone

from shop.order.models import Order, SellerOrder
from shop.partner.models import StockRecord
from shop.payment import methods
from shop.payment.card import applying
from shop.payment.incoming import receipts
from shop.payment.models import Payment, Proof
from shop.payment.refunding.granting import grant
from tests.concurrency.racing import race
from tests.concurrency.test_state_races import lapse, pay, prove, run
from tests.concurrency.test_statement_races import take_over, upload
from tests.factories import partner
from tests.payment.money import BUYER, STAFF, transfer_order
from tests.payment.test_refunds import fulfil
from tests.payment.told import again, told_paid

#: Longer than what the rival needs, also on a busy machine.
MEANWHILE = 1.5


def expire_carelessly(order_id: int) -> None:
    order = Order.objects.get(pk=order_id)
    if order.status == "awaiting" and order.clock_stopped_at is None:
        time.sleep(MEANWHILE)
        Order.objects.filter(pk=order_id).update(status="expired")


def cancel_carelessly(order_id: int) -> None:
    order = Order.objects.get(pk=order_id)
    if order.status == "awaiting":
        time.sleep(MEANWHILE)
        Order.objects.filter(pk=order_id).update(status="cancelled")


def capture_carelessly(payment_id: int) -> None:
    payment = Payment.objects.get(pk=payment_id)
    if payment.order.status == "awaiting":
        time.sleep(MEANWHILE)
        Payment.objects.filter(pk=payment_id).update(state="captured", captured=F("due"))
        Order.objects.filter(pk=payment.order_id).update(status="confirmed", paid="yes")


def take_carelessly(stockrecord_id: int) -> bool:
    record = StockRecord.objects.get(pk=stockrecord_id)
    is_free = record.num_in_stock - (record.num_allocated or 0) >= 2
    if is_free:
        time.sleep(MEANWHILE)
        record.num_allocated = (record.num_allocated or 0) + 2
        record.save()
    return is_free


def refund_carelessly(payment_id: int) -> None:
    payment = Payment.objects.get(pk=payment_id)
    if payment.captured >= payment.refunding + payment.disputed + 50_000:
        time.sleep(MEANWHILE)
        Payment.objects.filter(pk=payment_id).update(refunding=F("refunding") + 50_000)


def refund(part_id: int) -> None:
    part = SellerOrder.objects.get(pk=part_id)
    grant(part, goods=50_000, bearer="platform", reason="rusak", by=STAFF)


def take_over_unlocked(draft_id: int) -> int:
    receipts.lock = lambda _place: None
    return take_over(draft_id)


def test_a_proof_in_the_last_moment_would_not_keep_the_goods(each_database):
    order = transfer_order().order
    lapse()
    race(run, [[(expire_carelessly, order.pk), (prove, order.pk)]])
    order.refresh_from_db()
    assert (order.status, Proof.objects.count()) == ("expired", 1)


def test_paid_money_would_belong_to_a_cancelled_order(each_database):
    payment = transfer_order()
    race(run, [[(cancel_carelessly, payment.order_id), (pay, payment.pk)]])
    order = Order.objects.get(pk=payment.order_id)
    assert (order.status, order.paid, order.refunds.count()) == ("cancelled", "yes", 0)


def test_two_attempts_would_both_keep_their_money(each_database):
    """The table itself refuses it: that is the last wall, and its money would be lost."""
    first = transfer_order()
    Payment.objects.filter(pk=first.pk).update(state="cancelled", closed_at=timezone.now())
    second = methods.start(first.order, method="transfer", by=BUYER)[0]
    [outcomes] = race(run, [[(capture_carelessly, pk) for pk in (first.pk, second.pk)]])
    assert sorted(outcome.error for outcome in outcomes) == ["", "IntegrityError"]


def test_late_money_and_the_next_buyer_would_both_have_the_goods(each_database):
    record = StockRecord.objects.get(line__order=transfer_order().order)
    StockRecord.objects.filter(pk=record.pk).update(num_allocated=0)
    [outcomes] = race(run, [[(take_carelessly, record.pk)] * 2])
    record.refresh_from_db()
    assert [outcome.value for outcome in outcomes] == [True, True]
    assert (record.num_in_stock, record.num_allocated) == (2, 2)


def disputed(stand_in, client) -> tuple[Payment, str]:
    """Return a payment whose goods were handed over, and a dispute that we haven't heard of."""
    payment = told_paid(stand_in, client, partner())
    fulfil(payment.order.seller_orders.get())
    return payment, stand_in.open_dispute(payment.card.charge_id)["id"]


def test_a_refund_against_a_dispute_counts_the_money_once(client, each_database, stripe_stand_in):
    payment, dispute = disputed(stripe_stand_in, client)
    part = payment.order.seller_orders.get()
    [outcomes] = race(run, [[(refund, part.pk), (applying.dispute, dispute)]])
    found = again(payment)
    assert outcomes[1].error == ""
    assert (outcomes[0].error, found.refunding, found.disputed) in [
        ("", 50_000, 0),
        ("Disputed", 0, 50_000),
    ]


def test_a_refund_beside_a_dispute_would_be_counted_too(client, each_database, stripe_stand_in):
    """The table itself refuses it: that is the last wall."""
    payment, dispute = disputed(stripe_stand_in, client)
    [outcomes] = race(run, [[(refund_carelessly, payment.pk), (applying.dispute, dispute)]])
    assert [outcome.error for outcome in outcomes] == ["IntegrityError", ""]


@pytest.mark.postgresql
def test_two_uploads_would_write_the_same_rows(postgres_database):
    """SQLite lets one transaction write at a time, so there both arms are the same."""
    for _try in range(10):
        payment = transfer_order()
        drafts = [upload(payment.account, (f"TRSF {payment.pk}", payment.total)) for _twice in "ab"]
        [outcomes] = race(run, [[(take_over_unlocked, draft.pk) for draft in drafts]])
        if [outcome.error for outcome in outcomes].count("IntegrityError"):
            return
    pytest.fail("the race did not happen")
