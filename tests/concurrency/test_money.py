"""Money's races: whoever moves the row first wins, the other is refused, nothing is doubled."""

import time
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.db.models import F
from django.utils import timezone

from shop.checkout.expiry import expire_order
from shop.order import states
from shop.order.models import Order, SellerOrder
from shop.partner.models import StockRecord
from shop.payment import cash, ledger, methods
from shop.payment.incoming import receipts
from shop.payment.models import CashRecord, ExpectedAmount, Payment, Refund
from shop.payment.proving.checks import problems
from shop.payment.refunding import refunds
from tests.concurrency.racing import race, rounds
from tests.factories import listing, partner, placed_order
from tests.payment.money import BUYER, STAFF, STATEMENT_DAY, paid_order, transfer_order

USUAL = 6


def pay(payment_id, reference=""):
    payment = Payment.objects.get(pk=payment_id)
    receipts.enter(
        payment.account,
        amount=payment.total,
        received_on=STATEMENT_DAY,
        reference=reference,
        payment=payment,
        by=STAFF,
    )
    return "paid"


def cancel(payment_id):
    states.cancel(Payment.objects.get(pk=payment_id).order, by=BUYER)
    return "cancelled"


def expire(payment_id):
    return "expired" if expire_order(Payment.objects.get(pk=payment_id).order_id) else "kept"


def decline(part_id):
    states.decline(SellerOrder.objects.get(pk=part_id), by=STAFF, reason="habis")


def accept(part_id):
    states.accept(SellerOrder.objects.get(pk=part_id), by=STAFF)


def run(entry):
    verb, *arguments = entry
    return verb(*arguments)


def assert_books_are_right():
    """The ledger is whole, and stock is held exactly for orders that may still be sent."""
    assert problems() == []
    for stockrecord in StockRecord.objects.all():
        held = sum(
            line.quantity
            for line in stockrecord.line_set.all()
            if line.order.status in ("awaiting", "confirmed")
            and line.seller_order.status not in ("declined", "cancelled", "handed_over")
        )
        assert stockrecord.num_allocated == held


def test_expire_against_pay(each_database):
    payments = [transfer_order(partner(), partner()) for _round in range(rounds(USUAL))]
    Order.objects.update(expires_at=timezone.now() - timedelta(minutes=1))
    for outcomes in race(run, [[(expire, p.pk), (pay, p.pk)] for p in payments]):
        # If expiry was first, the late money finds the goods still there and revives the order.
        assert not [outcome.error for outcome in outcomes if outcome.error]
    assert set(Order.objects.values_list("status", "paid")) == {("confirmed", "yes")}
    assert set(Payment.objects.values_list("state", flat=True)) == {"captured"}
    assert_books_are_right()


def test_cancel_against_pay(each_database):
    payments = [transfer_order() for _round in range(rounds(USUAL))]
    for payment, outcomes in zip(
        payments,
        race(run, [[(cancel, p.pk), (pay, p.pk)] for p in payments]),
        strict=True,
    ):
        cancelled, paid = outcomes
        order = Order.objects.get(pk=payment.order_id)
        assert paid.value == "paid"
        if cancelled.value:
            assert order.status == "cancelled"
            assert order.refunds.get().amount == payment.total
        else:
            assert (cancelled.error, order.status) == ("WrongState", "confirmed")
    assert_books_are_right()


def test_two_receipts_pay_once_and_one_goes_back(each_database):
    payments = [transfer_order() for _round in range(rounds(USUAL))]
    for outcomes in race(run, [[(pay, p.pk, "A"), (pay, p.pk, "B")] for p in payments]):
        assert [outcome.value for outcome in outcomes] == ["paid", "paid"]
    for payment in Payment.objects.all():
        assert (payment.state, payment.captured, payment.refunding) == (
            "captured",
            2 * payment.total,
            payment.total,
        )
    assert_books_are_right()


def test_the_same_line_of_the_statement_entered_by_two(each_database):
    payments = [transfer_order() for _round in range(rounds(USUAL))]
    for outcomes in race(run, [[(pay, p.pk, f"T{p.pk}")] * 2 for p in payments]):
        assert sorted(outcome.error for outcome in outcomes) == ["", "ReceiptTwice"]
    assert not Refund.objects.exists()
    assert_books_are_right()


def test_accept_against_decline(each_database):
    parts = [paid_order().seller_orders.get() for _round in range(rounds(USUAL))]
    for outcomes in race(run, [[(accept, p.pk), (decline, p.pk)] for p in parts]):
        assert sorted(outcome.error for outcome in outcomes) == ["", "WrongState"]
    assert Refund.objects.count() == SellerOrder.objects.filter(status="declined").count()
    assert_books_are_right()


def test_last_parts_declined_together_close_the_order(each_database):
    orders = [paid_order(partner(), partner()) for _round in range(rounds(USUAL))]
    entries = [[(decline, part.pk) for part in order.seller_orders.all()] for order in orders]
    for outcomes in race(run, entries):
        assert not [outcome.error for outcome in outcomes if outcome.error]
    assert set(Order.objects.values_list("status", flat=True)) == {"closed"}
    assert_books_are_right()


def send_refund(refund_id):
    refunds.sent(Refund.objects.get(pk=refund_id), reference="TRX", by=STAFF)


def test_a_refund_is_sent_once_by_two_people(each_database):
    for _round in range(rounds(USUAL)):
        order = paid_order()
        states.ask_to_cancel(order, by=BUYER)
        refunds.name_account(order, bank="B", number="1", holder="S", by=BUYER, proof_of_phone=True)
    entries = [[(send_refund, refund.pk)] * 2 for refund in Refund.objects.all()]
    for outcomes in race(run, entries):
        assert sorted(outcome.error for outcome in outcomes) == ["", "WrongState"]
    assert_books_are_right()


def take_cash(part_id):
    cash.received(SellerOrder.objects.get(pk=part_id), by=STAFF)


def hand_over(part_id):
    states.hand_over(SellerOrder.objects.get(pk=part_id), by=STAFF)


def test_cash_and_hand_over_at_once_earn_once(each_database):
    parts = []
    for _round in range(rounds(USUAL)):
        order = placed_order(phone_proven_at=timezone.now(), commission_bp=1_000)
        methods.start(order, method="cash", by=BUYER)
        part = order.seller_orders.get()
        states.accept(part, by=STAFF)
        states.ready(part, by=STAFF)
        parts.append(part)
    for outcomes in race(run, [[(take_cash, p.pk), (hand_over, p.pk)] for p in parts]):
        assert not [outcome.error for outcome in outcomes if outcome.error]
    assert all(ledger.is_posted("earned", f"part:{part.pk}") for part in parts)
    assert ledger.balance("commission") == -5_000 * len(parts)
    assert_books_are_right()


def start_transfer(order_id):
    return methods.start(Order.objects.get(pk=order_id), method="transfer", by=BUYER)[0].code


def test_unique_codes_stay_unique(each_database):
    transfer_order()
    entries = [
        [(start_transfer, placed_order().pk) for _buyer in range(4)]
        for _round in range(rounds(USUAL))
    ]
    for outcomes in race(run, entries):
        assert not [outcome.error for outcome in outcomes if outcome.error]
    amounts = list(ExpectedAmount.objects.values_list("amount", flat=True))
    assert sorted(amounts) == list(range(50_001, 50_001 + len(amounts)))


def start_cash(order_id):
    return methods.start(Order.objects.get(pk=order_id), method="cash", by=BUYER)[0].due


def test_a_phone_does_not_promise_more_cash_than_its_limit_at_once(each_database):
    entries = []
    for number in range(rounds(USUAL)):
        phone = f"+62813777{number:05d}"
        CashRecord.objects.create(phone=phone, proven_at=timezone.now())
        entries.append(
            [(start_cash, placed_order(price=150_000, guest_phone=phone).pk) for _twice in "ab"]
        )
    for outcomes in race(run, entries):
        assert sorted(outcome.error for outcome in outcomes) == ["", "NotOffered"]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE payment_entry SET amount = 1",
        "DELETE FROM payment_entry",
        "UPDATE payment_posting SET kind = 'x'",
        "DELETE FROM payment_posting",
    ],
)
def test_the_database_keeps_the_ledger(each_database, statement):
    ledger.post("test", "x:1", entries={"code": 5, "loss": -5})
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        connection.cursor().execute(statement)
    assert ledger.balances() == {"code": 5, "loss": -5}


def without_lock(order_id):
    """Read the order as `states.lock` does, but let others read it too."""
    order = Order.objects.get(pk=order_id)
    time.sleep(0.2)
    return order


@pytest.mark.postgresql
def test_control_without_the_orders_lock_money_is_refused(postgres_database, monkeypatch):
    """SQLite's IMMEDIATE would hide it, so this control runs on PostgreSQL only.

    The account's lock lets one at a time book money by hand; without it the order's shows.
    """
    monkeypatch.setattr(receipts, "lock", lambda place: None)
    monkeypatch.setattr(states, "lock", without_lock)
    payments = [transfer_order() for _round in range(2)]
    for outcomes in race(run, [[(pay, p.pk, "A"), (pay, p.pk, "B")] for p in payments]):
        assert "WrongState" in {outcome.error for outcome in outcomes}


def ask_to_cancel(order_id):
    return states.ask_to_cancel(Order.objects.get(pk=order_id), by=BUYER)


def paid_order_of(stockrecords):
    """Return a paid order of these listings, its parts in this order."""
    order = paid_order(*[record.partner for record in stockrecords])
    for part, record in zip(order.seller_orders.order_by("pk"), stockrecords, strict=True):
        line = part.lines.get()
        type(record).objects.filter(pk=record.pk).update(num_allocated=F("num_allocated") + 2)
        type(record).objects.filter(pk=line.stockrecord_id).update(num_allocated=0)
        part.lines.update(stockrecord=record)
    return order


def test_orders_of_the_same_stalls_in_opposite_order_are_cancelled_together(each_database):
    records = [listing(partner(), stock=1_000).stockrecords.get() for _listing in range(6)]
    entries = []
    for _round in range(rounds(USUAL)):
        there, back = paid_order_of(records), paid_order_of(records[::-1])
        entries.append([(ask_to_cancel, there.pk), (ask_to_cancel, back.pk)])
    for outcomes in race(run, entries):
        assert [(outcome.value, outcome.text) for outcome in outcomes] == [(True, "")] * 2
    assert_books_are_right()
