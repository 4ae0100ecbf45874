"""Money that comes in: exact, short, too much, late, twice, unknown (MONEY's table)."""

from datetime import date

import pytest
from django.utils import timezone

from shop.communication.models import Message
from shop.order import states
from shop.partner.models import StockRecord
from shop.payment import methods
from shop.payment.collecting.collectors import of_seller
from shop.payment.incoming import receipts
from shop.payment.models import Collector, Payment, QrisCode, Receipt, Refund, StatementFile
from tests.factories import bank_account, partner, placed_order, qris_code, village
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
    with pytest.raises(receipts.OtherPlace):
        receipts.enter(other, amount=1, received_on=date(2026, 1, 1), payment=payment, by=STAFF)
    assert not Receipt.objects.exists()


def test_another_orders_amount_does_not_pay_this_one():
    first, second = transfer_order(), transfer_order()
    receive(second, named=False)
    first.order.refresh_from_db()
    assert (first.order.status, second.order.status) == ("awaiting", "confirmed")
    assert placed_order().payments.count() == 0


def qris_payment(code: QrisCode, **fields) -> Payment:
    order = placed_order(**fields)
    return Payment.objects.create(
        order=order,
        method="qris",
        collector=code.collector,
        qris=code,
        state=Payment.State.PENDING,
        due=order.total,
    )


def test_qris_money_is_put_to_the_order_that_a_person_names():
    payment = qris_payment(qris_code())
    receipt = receipts.enter(
        payment.qris, amount=50_000, received_on=STATEMENT_DAY, payment=payment, by=STAFF
    )
    payment.refresh_from_db()
    payment.order.refresh_from_db()
    assert (payment.state, payment.order.status) == ("captured", "confirmed")
    assert (receipt.qris, receipt.account, receipt.payment) == (payment.qris, None, payment)
    assert standing(payment) == {"qris:ID1020000000001": 50_000, "order": -50_000}


def test_equal_amounts_by_qris_name_nobody_and_rest_until_they_are_matched():
    code = qris_code()
    first, second = qris_payment(code), qris_payment(code)
    receipt = receipts.enter(code, amount=50_000, received_on=STATEMENT_DAY, by=STAFF)
    assert standing(first) == {"qris:ID1020000000001": 50_000, "suspense": -50_000}
    receipts.match(receipt, payment=second, by=STAFF)
    states_now = list(Payment.objects.values_list("state", flat=True))
    assert states_now == ["pending", "captured"]


def test_money_to_a_treasurers_account_is_in_her_hands():
    collector = Collector.objects.create(kind="village", region=village(), name="BUMDes Contoh")
    bank_account(collector=collector)
    payment = transfer_to(collector)
    receive(payment)
    assert standing(payment) == {
        "collector:" + collector.code: 50_001,
        "order": -50_000,
        "code": -1,
    }


def test_money_to_a_sellers_own_account_is_hers_already():
    owner = partner()
    collector = of_seller(owner)
    bank_account(collector=collector)
    payment = transfer_to(collector, owner)
    receive(payment)
    assert standing(payment) == {f"seller:{owner.pk}": 50_001, "order": -50_000, "code": -1}


def transfer_to(collector, *owners) -> Payment:
    """An open transfer to a collector's own account."""
    account = collector.accounts.get()
    order = placed_order(*owners)
    payment = Payment.objects.create(
        order=order,
        method="transfer",
        collector=collector,
        account=account,
        state=Payment.State.PENDING,
        due=order.total,
        code=1,
    )
    account.expected_amounts.create(amount=payment.total, payment=payment)
    return payment


def test_money_by_another_code_is_refused():
    payment = qris_payment(qris_code())
    other = qris_code(nmid="ID1020000000002")
    with pytest.raises(receipts.OtherPlace):
        receipts.enter(other, amount=50_000, received_on=STATEMENT_DAY, payment=payment, by=STAFF)
    with pytest.raises(receipts.OtherPlace):
        receipts.enter(
            other, amount=1, received_on=STATEMENT_DAY, payment=transfer_order(), by=STAFF
        )
    assert not Receipt.objects.exists()


def test_a_line_that_an_uploaded_statement_has_is_not_entered_by_hand():
    payment = transfer_order()
    file = StatementFile.objects.create(
        account=payment.account, name="mutasi.csv", saved_at=timezone.now()
    )
    file.rows.create(
        account=payment.account, booked_on=STATEMENT_DAY, amount=payment.total, text="TRSF"
    )
    with pytest.raises(receipts.OnStatement):
        receive(payment)
    assert not Receipt.objects.exists()
