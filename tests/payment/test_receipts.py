"""Money that comes in: exact, short, too much, late, twice, unknown (MONEY's table)."""

from datetime import date

import pytest

from shop.communication.models import Message
from shop.order import states
from shop.partner.models import StockRecord
from shop.payment import methods, receipts
from shop.payment.models import Payment, Receipt, Refund
from tests.factories import bank_account, placed_order
from tests.payment.money import BUYER, STAFF, STATEMENT_DAY, receive, standing, transfer_order

pytestmark = pytest.mark.django_db


def bank(payment):
    return f"bank:{payment.account_id}"


def test_the_exact_amount_alone_finds_and_pays_its_order():
    payment = transfer_order()
    receive(payment, named=False)
    assert (payment.state, payment.captured) == ("captured", 50_001)
    assert (payment.order.status, payment.order.paid) == ("confirmed", "yes")
    assert [part.status for part in payment.order.seller_orders.all()] == ["new"]
    assert standing(payment) == {bank(payment): 50_001, "order": -50_000, "code": -1}
    assert Message.objects.get(kind="payment.confirmed").phone == payment.order.guest_phone


def test_the_sum_without_the_whole_code_is_paid():
    transfer_order(), transfer_order()
    payment = transfer_order()
    assert payment.code == 3
    receive(payment, 50_002)
    assert payment.state == "captured"
    assert standing(payment) == {bank(payment): 50_002, "order": -50_000, "code": -2}


def test_the_bare_sum_is_paid():
    payment = transfer_order()
    receive(payment, 50_000)
    assert (payment.state, standing(payment)) == (
        "captured",
        {bank(payment): 50_000, "order": -50_000},
    )


def test_too_little_waits_for_the_rest():
    payment = transfer_order()
    receive(payment, 30_000)
    assert (payment.state, payment.captured) == ("pending", 30_000)
    assert (payment.order.status, payment.order.paid) == ("awaiting", "no")
    assert standing(payment) == {bank(payment): 30_000, "order": -30_000}
    assert Message.objects.get(kind="payment.short").values["rest"] == "Rp20.000"
    receive(payment, 20_001)
    assert (payment.state, payment.captured) == ("captured", 50_001)
    assert payment.order.status == "confirmed"
    assert standing(payment) == {bank(payment): 50_001, "order": -50_000, "code": -1}


def test_too_little_goes_back_when_the_order_is_cancelled():
    payment = transfer_order()
    receive(payment, 30_000)
    states.cancel(payment.order, by=BUYER)
    payment.refresh_from_db()
    assert (payment.state, payment.captured, payment.refunding) == ("cancelled", 30_000, 30_000)
    refund = Refund.objects.get()
    assert (refund.amount, refund.state) == (30_000, "needs_account")
    assert standing(payment) == {bank(payment): 30_000, "refund_due": -30_000}


def test_too_much_is_paid_and_the_rest_goes_back():
    payment = transfer_order()
    receive(payment, 60_000)
    assert payment.order.status == "confirmed"
    assert standing(payment) == {
        bank(payment): 60_000,
        "order": -50_000,
        "code": -1,
        "refund_due": -9_999,
    }
    assert Refund.objects.get().amount == 9_999


def test_paid_twice_goes_back():
    payment = transfer_order()
    receive(payment)
    receive(payment)
    assert (payment.state, payment.captured, payment.refunding) == ("captured", 100_002, 50_001)
    assert standing(payment) == {
        bank(payment): 100_002,
        "order": -50_000,
        "code": -1,
        "refund_due": -50_001,
    }


def test_unknown_money_rests_in_suspense_until_it_is_matched():
    payment = transfer_order()
    receipt = receipts.enter(payment.account, amount=50_500, received_on=STATEMENT_DAY, by=STAFF)
    assert receipt.payment is None
    assert standing(payment) == {bank(payment): 50_500, "suspense": -50_500}
    receipts.match(receipt, payment=payment, by=STAFF)
    payment.refresh_from_db()
    assert payment.state == "captured"
    assert standing(payment) == {
        bank(payment): 50_500,
        "order": -50_000,
        "code": -1,
        "refund_due": -499,
    }
    with pytest.raises(receipts.MatchedAlready):
        receipts.match(receipt, payment=payment, by=STAFF)


def test_money_for_a_cancelled_order_goes_back():
    payment = transfer_order()
    states.cancel(payment.order, by=BUYER)
    receive(payment)
    assert (payment.order.status, payment.state) == ("cancelled", "cancelled")
    assert standing(payment) == {bank(payment): 50_001, "refund_due": -50_001}
    assert StockRecord.objects.get().num_allocated == 0


def test_the_first_attempt_may_still_pay_while_the_second_waits():
    first = transfer_order()
    Payment.objects.filter(pk=first.pk).update(state="cancelled")
    second = methods.start(first.order, method="transfer", by=BUYER)[0]
    receive(first)
    second.refresh_from_db()
    assert (first.state, second.state) == ("captured", "cancelled")
    assert first.order.status == "confirmed"
    receive(second)
    assert (second.state, second.captured, second.refunding) == ("cancelled", 50_002, 50_002)
    assert standing(first) == {
        bank(first): 100_003,
        "order": -50_000,
        "code": -1,
        "refund_due": -50_002,
    }


def test_a_line_of_the_statement_is_entered_once():
    payment = transfer_order()
    receive(payment, reference="TRX-1")
    with pytest.raises(receipts.ReceiptTwice):
        receive(payment, reference="TRX-1")
    assert Receipt.objects.count() == 1
    assert standing(payment)[bank(payment)] == 50_001


@pytest.mark.parametrize("amount", [0, -1])
def test_nothing_is_no_receipt(amount):
    payment = transfer_order()
    with pytest.raises(receipts.NotAnAmount):
        receive(payment, amount)
    assert not Receipt.objects.exists()


def test_money_on_another_account_is_refused():
    payment = transfer_order()
    other = bank_account(number="0000-999")
    with pytest.raises(receipts.OtherAccount):
        receipts.enter(other, amount=1, received_on=date(2026, 1, 1), payment=payment, by=STAFF)
    assert not Receipt.objects.exists()


def test_another_orders_amount_does_not_pay_this_one():
    first, second = transfer_order(), transfer_order()
    receive(second, named=False)
    first.order.refresh_from_db()
    assert (first.order.status, second.order.status) == ("awaiting", "confirmed")
    assert placed_order().payments.count() == 0
