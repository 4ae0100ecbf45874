"""Money on its way back, before and after it was earned."""

import pytest

from shop.communication.models import Message
from shop.order import states
from shop.payment.models import Payment, Refund
from shop.payment.proving.checks import problems
from shop.payment.refunding import granting, refunds
from tests.factories import partner
from tests.payment.money import BUYER, STAFF, paid_order, standing, two_part_order

pytestmark = pytest.mark.django_db
ACCOUNT = {"bank": "Bank Contoh", "number": "123", "holder": "Sari Contoh"}


def name_account(order):
    return refunds.name_account(order, **ACCOUNT, by=BUYER, proof_of_phone=True)


def fulfil(part):
    states.accept(part, by=STAFF)
    states.ready(part, by=STAFF)
    states.hand_over(part, by=STAFF)


def test_a_declined_part_is_paid_back_and_the_rest_goes_on():
    order = two_part_order()
    first, second = order.seller_orders.all()
    payment = order.payments.get()
    states.decline(first, by=STAFF, reason="habis")
    assert standing(payment) == {
        f"bank:{payment.account_id}": 100_001,
        "order": -50_000,
        "code": -1,
        "refund_due": -50_000,
    }
    refund = Refund.objects.get()
    assert (refund.amount, refund.state) == (50_000, "needs_account")
    assert Message.objects.filter(kind="refund.needed").count() == 1
    assert name_account(order) == 1
    refund.refresh_from_db()
    refunds.start_sending(refund, by=STAFF)
    refunds.sent(refund, reference="TRX-9", by=STAFF)
    assert standing(payment) == {
        f"bank:{payment.account_id}": 50_001,
        "order": -50_000,
        "code": -1,
    }
    fulfil(second)
    states.complete(second, by=BUYER)
    order.refresh_from_db()
    assert (order.status, order.paid) == ("closed", "yes")


def test_an_order_cancelled_after_payment_is_refunded_whole():
    order = two_part_order()
    assert states.ask_to_cancel(order, by=BUYER)
    order.refresh_from_db()
    assert (order.status, order.paid) == ("closed", "back")
    assert name_account(order) == 2
    for refund in Refund.objects.all():
        refunds.sent(refund, reference="TRX", by=STAFF)
    order.refresh_from_db()
    assert order.paid == "refunded"


def test_short_supply_is_paid_back_in_proportion():
    order = paid_order(quantity=5)
    part = order.seller_orders.get()
    states.accept(part, by=STAFF)
    states.supply_short(part.lines.get(), units=2, by=STAFF)
    assert Refund.objects.get().amount == 50_000
    states.ready(part, by=STAFF)
    states.hand_over(part, by=STAFF)
    payment = order.payments.get()
    assert standing(payment)[f"seller:{part.partner_id}"] == -75_000


def test_earned_money_is_shared_out():
    order = paid_order(partner(), fee=5_000, courier_fee=9_000, commission_bp=1_000)
    part = order.seller_orders.get()
    fulfil(part)
    payment = order.payments.get()
    assert standing(payment) == {
        f"bank:{payment.account_id}": 64_001,
        "code": -1,
        "commission": -5_000,
        "courier:Kilat": -9_000,
        f"seller:{part.partner_id}": -50_000,
    }


@pytest.mark.parametrize(
    ("bearer", "after"),
    [
        ("seller", {"commission": -4_000, "seller": -41_000, "refund_due": -15_000}),
        (
            "platform",
            {"commission": -5_000, "seller": -55_000, "refund_due": -15_000, "loss": 15_000},
        ),
    ],
)
def test_a_refund_after_hand_over_is_borne_by(bearer, after):
    order = paid_order(fee=10_000, commission_bp=1_000)
    part = order.seller_orders.get()
    fulfil(part)
    granting.grant(part, goods=10_000, delivery=5_000, bearer=bearer, reason="busuk", by=STAFF)
    payment = order.payments.get()
    stands = standing(payment)
    stands["seller"] = stands.pop(f"seller:{part.partner_id}")
    del stands[f"bank:{payment.account_id}"], stands["code"]
    assert stands == after


@pytest.mark.parametrize("amounts", [(0, 0), (50_001, 0), (0, 10_001), (-1, 2)])
def test_no_refund_of_nothing_or_of_more_than_was_paid(amounts):
    order = paid_order(fee=10_000)
    part = order.seller_orders.get()
    with pytest.raises(granting.NotEarnedYet):
        granting.grant(part, goods=1, bearer="seller", reason="", by=STAFF)
    fulfil(part)
    goods, delivery = amounts
    with pytest.raises(granting.TooMuch):
        granting.grant(part, goods=goods, delivery=delivery, bearer="platform", reason="", by=STAFF)
    assert not Refund.objects.exists()


@pytest.mark.parametrize("first", ["seller", "platform"])
@pytest.mark.parametrize("second", ["seller", "platform"])
def test_all_refunds_of_a_part_stay_within_its_price(first, second):
    # Two parts in one payment: there is money enough for more, but not of this part.
    order = two_part_order()
    part = order.seller_orders.first()
    fulfil(part)
    granting.grant(part, goods=30_000, bearer=first, reason="busuk", by=STAFF)
    with pytest.raises(granting.TooMuch):
        granting.grant(part, goods=20_001, bearer=second, reason="lagi", by=STAFF)
    granting.grant(part, goods=20_000, bearer=second, reason="lagi", by=STAFF)
    assert granting.grantable(part) == 0
    assert Payment.objects.get().refunding == 50_000
    assert problems() == []


def test_an_account_is_named_only_with_the_phone_proven():
    order = two_part_order()
    with pytest.raises(refunds.NothingToRefund):
        name_account(order)
    states.ask_to_cancel(order, by=BUYER)
    with pytest.raises(refunds.PhoneNotProven):
        refunds.name_account(order, **ACCOUNT, by=BUYER, proof_of_phone=False)
    assert set(Refund.objects.values_list("state", "number")) == {("needs_account", "")}


def test_a_named_account_serves_the_orders_next_refund():
    order = two_part_order()
    first, second = order.seller_orders.all()
    states.decline(first, by=STAFF, reason="habis")
    name_account(order)
    states.decline(second, by=STAFF, reason="habis")
    assert list(Refund.objects.values_list("state", "number")) == [("approved", "123")] * 2


def test_a_bounced_refund_takes_another_way():
    order = paid_order()
    states.ask_to_cancel(order, by=BUYER)
    name_account(order)
    refund = Refund.objects.get()
    payment = order.payments.get()
    refunds.sent(refund, reference="TRX-1", by=STAFF)
    assert standing(payment) == {f"bank:{payment.account_id}": 1, "code": -1}
    refunds.failed(refund, reason="Rekening tutup", by=STAFF)
    assert standing(payment)["refund_due"] == -50_000
    order.refresh_from_db()
    assert order.paid == "back"
    name_account(order)
    refund.refresh_from_db()
    refunds.sent(refund, reference="TRX-2", by=STAFF)
    assert standing(payment) == {f"bank:{payment.account_id}": 1, "code": -1}


def test_a_refund_is_sent_once_and_with_a_reference():
    order = paid_order()
    states.ask_to_cancel(order, by=BUYER)
    name_account(order)
    refund = Refund.objects.get()
    with pytest.raises(refunds.ReferenceMissing):
        refunds.sent(refund, reference=" ", by=STAFF)
    refunds.sent(refund, reference="TRX-1", by=STAFF)
    with pytest.raises(states.WrongState):
        refunds.sent(refund, reference="TRX-1", by=STAFF)
    payment = order.payments.get()
    assert standing(payment)[f"bank:{payment.account_id}"] == 1


def test_a_refund_paid_in_hand_is_final():
    order = paid_order()
    part = order.seller_orders.get()
    states.ask_to_cancel(order, by=BUYER)
    refund = Refund.objects.get()
    refunds.paid_in_cash(refund, partner_id=part.partner_id, by=STAFF)
    for again in (
        lambda: refunds.failed(refund, reason="tutup", by=STAFF),
        lambda: refunds.paid_in_cash(refund, partner_id=part.partner_id, by=STAFF),
    ):
        with pytest.raises(states.WrongState):
            again()
    payment = order.payments.get()
    # The platform keeps the buyer's transfer and owes it to the seller who paid him.
    assert standing(payment) == {
        f"bank:{payment.account_id}": 50_001,
        "code": -1,
        f"seller:{part.partner_id}": -50_000,
    }


def test_what_holds_a_refund_back_is_read_anew():
    order = paid_order()
    states.decline(order.seller_orders.get(), reason="habis", by=STAFF)
    name_account(order)
    seen_before = Refund.objects.get()
    Refund.objects.update(waits_for_weighing=True)
    for go in (
        lambda: refunds.start_sending(seen_before, by=STAFF),
        lambda: refunds.sent(seen_before, reference="A1", by=STAFF),
    ):
        seen_before.waits_for_weighing = False
        with pytest.raises(refunds.NotYet):
            go()
    assert Refund.objects.get().state == "approved"
