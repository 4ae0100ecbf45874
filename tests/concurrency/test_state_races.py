"""Races over an order's states beside payment's own: clock, proof, late money, refunds."""

import time
from datetime import timedelta
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.utils import timezone
from PIL import Image

from shop.checkout.expiry import expire_order
from shop.order import states
from shop.order.models import Adjustment, Order, SellerOrder
from shop.partner import reservation
from shop.partner.models import StockRecord
from shop.payment.incoming import proofs, receipts
from shop.payment.models import Payment, Proof, Receipt, Refund
from shop.payment.proving.checks import problems
from shop.payment.refunding.granting import grant
from tests.concurrency.racing import race, rounds
from tests.factories import bank_account, partner
from tests.payment.money import BUYER, STAFF, STATEMENT_DAY, paid_order, transfer_order

USUAL = 8


def run(entry):
    verb, *arguments = entry
    return verb(*arguments)


def expire(order_id: int) -> bool:
    # Cleaning a picture takes some hundredths of a second: let now one, now the other be first.
    time.sleep(order_id % 8 / 100)
    return expire_order(order_id)


def prove(order_id: int) -> None:
    picture = BytesIO()
    Image.new("RGB", (40, 30), "white").save(picture, "PNG")
    upload = SimpleUploadedFile("bukti.png", picture.getvalue())
    proofs.send(Order.objects.get(pk=order_id), upload, by=BUYER)


def pay(payment_id: int) -> None:
    payment = Payment.objects.get(pk=payment_id)
    receipts.enter(
        payment.account,
        amount=payment.total,
        received_on=STATEMENT_DAY,
        payment=payment,
        by=STAFF,
    )


def match(receipt_id: int, payment_id: int) -> None:
    payment = Payment.objects.get(pk=payment_id)
    receipts.match(Receipt.objects.get(pk=receipt_id), payment=payment, by=STAFF)


@transaction.atomic
def take_all(stockrecord_id: int) -> None:
    """Another buyer orders the goods as soon as they are free."""
    reservation.reserve({stockrecord_id: 2})


def refund(part_id: int, goods: int) -> None:
    part = SellerOrder.objects.get(pk=part_id)
    grant(part, goods=goods, bearer="seller", reason="rusak", by=STAFF)


def hand_over(part_id: int) -> None:
    states.hand_over(SellerOrder.objects.get(pk=part_id), by=STAFF)


def cancel_part(part_id: int) -> None:
    states.cancel_part(SellerOrder.objects.get(pk=part_id), by=STAFF, reason="batal")


def lapse() -> None:
    Order.objects.update(expires_at=timezone.now() - timedelta(minutes=1))


def allocated(order: Order) -> int:
    return StockRecord.objects.get(line__order=order).num_allocated


def test_expire_against_proof(each_database):
    orders = [transfer_order().order for _round in range(rounds(USUAL))]
    lapse()

    results = race(run, [[(expire, order.pk), (prove, order.pk)] for order in orders])

    for order, (expired, proven) in zip(orders, results, strict=True):
        order.refresh_from_db()
        sent = Proof.objects.filter(payment__order=order).count()
        if expired.value:
            assert (proven.error, sent) == ("NothingToProve", 0)
            assert (order.status, allocated(order)) == ("expired", 0)
        else:
            assert (expired.error, proven.error, sent) == ("", "", 1)
            assert (order.status, order.paid, allocated(order)) == ("awaiting", "checking", 2)
            assert order.clock_stopped_at


def test_late_money_against_the_next_buyer_of_the_goods(each_database):
    payments = [transfer_order() for _round in range(rounds(USUAL))]
    lapse()
    for payment in payments:
        expire(payment.order_id)
    stock = {payment.pk: StockRecord.objects.get(line__order=payment.order) for payment in payments}

    results = race(run, [[(pay, p.pk), (take_all, stock[p.pk].pk)] for p in payments])

    for payment, (paid, taken) in zip(payments, results, strict=True):
        order = Order.objects.get(pk=payment.order_id)
        assert paid.error == ""
        assert allocated(order) == 2
        if taken.error:
            assert (taken.error, order.status, order.paid) == ("OutOfStock", "confirmed", "yes")
            assert not order.refunds.exists()
        else:
            assert order.status == "expired"
            assert order.refunds.get().amount == payment.total
    assert problems() == []


def test_money_in_suspense_is_matched_once(each_database):
    account = bank_account()
    payments = [transfer_order() for _round in range(rounds(USUAL))]
    entries = []
    for payment in payments:
        receipt = receipts.enter(account, amount=payment.due, received_on=STATEMENT_DAY, by=STAFF)
        entries.append([(match, receipt.pk, payment.pk)] * 2)

    for outcomes in race(run, entries):
        assert sorted(outcome.error for outcome in outcomes) == ["", "MatchedAlready"]

    assert set(Payment.objects.values_list("state", flat=True)) == {"captured"}
    assert all(p.captured == p.due for p in Payment.objects.all())
    assert problems() == []


def test_two_refunds_of_more_than_half_are_one(each_database):
    parts = []
    for _round in range(rounds(USUAL)):
        part = paid_order(partner(), commission_bp=300).seller_orders.get()
        for step in (states.accept, states.ready, states.hand_over):
            step(part, by=STAFF)
        parts.append(part)

    for outcomes in race(run, [[(refund, part.pk, 30_000)] * 2 for part in parts]):
        assert sorted(outcome.error for outcome in outcomes) == ["", "TooMuch"]

    assert [r.amount for r in Refund.objects.all()] == [30_000] * len(parts)
    assert problems() == []


def test_goods_are_handed_over_or_cancelled_and_leave_the_stock_once(each_database):
    parts = []
    for _round in range(rounds(USUAL)):
        part = paid_order().seller_orders.get()
        states.accept(part, by=STAFF)
        states.ready(part, by=STAFF)
        parts.append(part)
    rivals = [(hand_over,), (hand_over,), (cancel_part,), (cancel_part,)]

    results = race(run, [[(*rival, part.pk) for rival in rivals] for part in parts])

    for part, outcomes in zip(parts, results, strict=True):
        assert sorted(o.error for o in outcomes) == ["", "WrongState", "WrongState", "WrongState"]
        record = StockRecord.objects.get(line__seller_order=part)
        part.refresh_from_db()
        is_gone = part.status == "handed_over"
        assert (record.num_in_stock, record.num_allocated) == (0 if is_gone else 2, 0)
        cancelled = Adjustment.objects.filter(seller_order=part, kind="cancelled").count()
        assert cancelled == (0 if is_gone else 1)
    assert problems() == []


@pytest.mark.postgresql
def test_control_without_the_condition_goods_leave_twice(postgres_database, monkeypatch):
    """Without lock and condition, as `status = …; save()` would do, both hand over."""
    parts = []
    for _round in range(rounds(USUAL)):
        part = paid_order().seller_orders.get()
        SellerOrder.objects.filter(pk=part.pk).update(status="ready")
        StockRecord.objects.filter(line__seller_order=part).update(
            num_in_stock=100, num_allocated=100
        )
        parts.append(part)

    race(careless_hand_over, [[part.pk] * 8 for part in parts])

    left = [StockRecord.objects.get(line__seller_order=part).num_in_stock for part in parts]
    assert min(left) < 98


@transaction.atomic
def careless_hand_over(part_id: int) -> None:
    part = SellerOrder.objects.get(pk=part_id)
    if part.status == "ready":
        reservation.consume({part.lines.get().stockrecord_id: 2})
        part.status = "handed_over"
        part.save()
