"""What closing a problem does to the money, to the rupiah, for every way it was paid."""

import pytest
from django.utils import timezone

from shop.communication.models import Message
from shop.order import complaints, states
from shop.order.models import Complaint
from shop.order.refusals import NotOnBehalf
from shop.partner.models import StockRecord
from shop.payment import cash, ledger, methods
from shop.payment.models import Payment, Refund
from shop.payment.proving.checks import problems
from shop.payment.refunding import granting, refunds
from shop.payment.refunding.complaints import NotCollectedYet, ReasonMissing, TooMuch, settle
from shop.people.actors import Actor
from tests.factories import placed_order
from tests.payment.money import BUYER, STAFF, paid_order, standing

pytestmark = pytest.mark.django_db
FEES = {"fee": 5_000, "courier_fee": 9_000, "commission_bp": 1_000}


def complaint_about(order, *, arrives=True, cash_in=False) -> Complaint:
    part = order.seller_orders.get()
    states.accept(part, by=STAFF)
    states.ready(part, by=STAFF)
    states.send(part, by=STAFF)
    if arrives:
        states.hand_over(part, by=STAFF)
    if cash_in:
        cash.received(part, by=STAFF)
    units = {part.lines.get().pk: 2}
    return complaints.open_complaint(part, text="Busuk.", units=units, by=BUYER)


def cash_order():
    order = placed_order(
        phone_proven_at=timezone.now(),
        delivery="village_courier",
        fee=5_000,
        commission_bp=1_000,
    )
    methods.start(order, method="cash", by=BUYER)
    return order


def close(complaint, outcome, **how):
    settle(complaint, outcome=outcome, reason="Sudah dilihat.", by=STAFF, **how)
    complaint.seller_order.refresh_from_db()
    assert complaint.seller_order.status == "completed"
    assert problems() == []
    return complaint.seller_order


def test_the_buyer_reads_the_ending_in_the_orders_language():
    order = paid_order(delivery="village_courier", **FEES)
    type(order).objects.filter(pk=order.pk).update(language="en")
    close(complaint_about(order), "refused")
    told = Message.objects.get(kind="complaint.closed")
    assert told.values["outcome"] == "Refused"


@pytest.mark.parametrize("arrives", [True, False])
@pytest.mark.parametrize("outcome", ["replaced", "refused"])
def test_without_money_back_the_seller_keeps_what_she_earned(outcome, arrives):
    complaint = complaint_about(paid_order(delivery="village_courier", **FEES), arrives=arrives)
    part = close(complaint, outcome)
    assert not Refund.objects.exists()
    assert standing(part.order.payments.get()) == {
        "bank:" + str(part.order.payments.get().account_id): 64_001,
        "code": -1,
        "commission": -5_000,
        "courier:Kilat": -9_000,
        f"seller:{part.partner_id}": -50_000,
    }
    stock = StockRecord.objects.get()
    assert (stock.num_in_stock, stock.num_allocated) == (0, 0)


@pytest.mark.parametrize("arrives", [True, False])
@pytest.mark.parametrize(
    ("how", "refund", "after"),
    [
        (
            {"outcome": "part_refund", "amount": 10_000},
            10_000,
            {"commission": -4_000, "seller": -41_000, "refund_due": -10_000},
        ),
        (
            {"outcome": "part_refund", "amount": 10_000, "bearer": "platform"},
            10_000,
            {"commission": -5_000, "seller": -50_000, "refund_due": -10_000, "loss": 10_000},
        ),
        (
            {"outcome": "part_refund", "amount": 52_000},
            52_000,
            {"seller": -3_000, "refund_due": -52_000},
        ),
        (
            {"outcome": "full_refund"},
            64_000,
            {"seller": 9_000, "refund_due": -64_000},
        ),
        (
            {"outcome": "full_refund", "bearer": "platform"},
            64_000,
            {"commission": -5_000, "seller": -50_000, "refund_due": -64_000, "loss": 64_000},
        ),
    ],
)
def test_paid_money_goes_back(how, refund, after, arrives):
    complaint = complaint_about(paid_order(delivery="village_courier", **FEES), arrives=arrives)
    part = close(complaint, **how)
    payment = part.order.payments.get()
    assert [(row.amount, row.state) for row in Refund.objects.all()] == [(refund, "needs_account")]
    stands = standing(payment)
    stands["seller"] = stands.pop(f"seller:{part.partner_id}", 0)
    # The bank, the code and the courier's fee stay as they are.
    assert stands.pop(f"bank:{payment.account_id}") == 64_001
    assert (stands.pop("code"), stands.pop("courier:Kilat")) == (-1, -9_000)
    assert stands == after


@pytest.mark.parametrize("amount", [0, -1, 64_001])
def test_a_part_refund_is_more_than_nothing_and_at_most_what_was_paid(amount):
    complaint = complaint_about(paid_order(delivery="village_courier", **FEES), arrives=False)
    with pytest.raises(TooMuch):
        settle(complaint, outcome="part_refund", amount=amount, reason="x", by=STAFF)
    complaint.seller_order.refresh_from_db()
    assert (complaint.seller_order.status, complaint.seller_order.handed_over_at) == (
        "complaint",
        None,
    )
    assert not Refund.objects.exists()
    assert not ledger.is_posted("earned", f"part:{complaint.seller_order_id}")


def test_a_full_refund_after_a_part_of_it_gives_the_rest():
    complaint = complaint_about(paid_order(delivery="village_courier", **FEES))
    part = complaint.seller_order
    granting.grant(part, goods=10_000, bearer="platform", reason="busuk", by=STAFF)
    granting.grant(part, goods=4_000, bearer="seller", reason="busuk", by=STAFF)
    close(complaint, "full_refund")
    assert sorted(Refund.objects.values_list("amount", flat=True)) == [4_000, 10_000, 50_000]


@pytest.mark.parametrize("arrives", [True, False])
def test_promised_cash_is_asked_for_less(arrives):
    complaint = complaint_about(cash_order(), arrives=arrives)
    part = close(complaint, "part_refund", amount=15_000)
    assert (Payment.objects.get().state, Payment.objects.get().due) == ("promised", 40_000)
    assert not Refund.objects.exists()
    cash.received(part, by=STAFF)
    # She holds 40.000 and earned it but for 10 % commission on 35.000.
    assert ledger.balances(f"seller:{part.partner_id}@") == {
        f"seller:{part.partner_id}@{Payment.objects.get().collector.code}": 3_500
    }
    part.order.refresh_from_db()
    assert (part.order.status, problems()) == ("closed", [])


def test_promised_cash_of_goods_that_never_came_is_asked_for_no_more():
    part = close(complaint_about(cash_order(), arrives=False), "full_refund")
    payment = Payment.objects.get()
    assert (payment.state, payment.due) == ("cancelled", 0)
    assert not Refund.objects.exists()
    part.order.refresh_from_db()
    assert part.order.status == "closed"


def test_the_platform_gives_back_no_cash_that_the_buyer_still_has():
    complaint = complaint_about(cash_order())
    with pytest.raises(NotCollectedYet):
        settle(complaint, outcome="full_refund", bearer="platform", reason="x", by=STAFF)
    complaint.refresh_from_db()
    assert complaint.outcome == ""


def test_cash_in_the_sellers_hand_is_paid_back_by_her():
    complaint = complaint_about(cash_order(), cash_in=True)
    part = close(complaint, "full_refund")
    refund = Refund.objects.get()
    assert (refund.amount, refund.state, refund.is_by_seller) == (55_000, "approved", True)
    refunds.paid_in_cash(refund, partner_id=part.partner_id, by=STAFF)
    assert ledger.balances("seller:") == {}
    assert problems() == []


def test_a_problem_is_closed_with_a_reason():
    complaint = complaint_about(paid_order(delivery="village_courier"))
    with pytest.raises(ReasonMissing):
        settle(complaint, outcome="refused", reason=" ", by=STAFF)
    complaint.refresh_from_db()
    assert complaint.closed_at is None


def test_nobody_decides_complaints_or_refunds_for_the_seller_she_helps():
    complaint = complaint_about(cash_order(), cash_in=True)
    part = complaint.seller_order
    companion = Actor("Dimas Contoh", person_id=1, on_behalf_of_id=2, consent="consent:1")
    for verb in (
        lambda: complaints.answer(complaint, "Ya.", by=companion),
        lambda: settle(complaint, outcome="full_refund", reason="Ya.", by=companion),
        lambda: granting.grant(part, goods=1, bearer="seller", reason="Ya.", by=companion),
    ):
        with pytest.raises(NotOnBehalf):
            verb()
    close(complaint, "full_refund")
    refund = Refund.objects.get()
    with pytest.raises(NotOnBehalf):
        refunds.paid_in_cash(refund, partner_id=part.partner_id, by=companion)
    assert Refund.objects.get().state == "approved"
