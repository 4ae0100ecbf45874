"""Races of weighing, problems and refunds: one wins, the other is refused, the books stay right."""

import time
from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from sellers.clock import answering
from shop.order import complaints, states
from shop.order.models import Complaint, SellerOrder
from shop.payment.models import Payment, Refund
from shop.payment.proving.checks import problems
from shop.payment.refunding import refunds
from shop.payment.refunding.complaints import settle
from shop.payment.refunding.granting import grant, grantable
from shop.people.actors import SYSTEM
from tests.concurrency.racing import race, rounds
from tests.factories import partner, stall
from tests.payment.money import BUYER, STAFF, paid_order, two_part_order

USUAL = 6


def run(entry):
    verb, *arguments = entry
    return verb(*arguments)


def part_of(pk: int) -> SellerOrder:
    return SellerOrder.objects.get(pk=pk)


def weigh(pk: int) -> int:
    part = part_of(pk)
    return states.weigh(part, {part.lines.get().pk: 1_900}, by=STAFF).refund


def accept_and_weigh(pk: int) -> None:
    states.accept(part_of(pk), by=STAFF)
    weigh(pk)


def cancel(pk: int) -> None:
    states.cancel_part(part_of(pk), by=STAFF, reason="batal")


def expire(pk: int) -> bool:
    return answering.expire(pk, at=timezone.now())


def complain(pk: int) -> None:
    part = part_of(pk)
    units = {part.lines.get().pk: 1}
    complaints.open_complaint(part, text="Busuk.", units=units, by=BUYER)


def complete(pk: int) -> None:
    states.complete(part_of(pk), by=SYSTEM)


def close(complaint_id: int, bearer: str) -> None:
    complaint = Complaint.objects.get(pk=complaint_id)
    settle(complaint, outcome="full_refund", bearer=bearer, reason="Busuk.", by=STAFF)


def refund(pk: int, bearer: str) -> None:
    grant(part_of(pk), goods=30_000, bearer=bearer, reason="rusak", by=STAFF)


def by_weight(*steps) -> SellerOrder:
    part = paid_order(partner(), commission_bp=700).seller_orders.get()
    part.lines.update(price_basis="weight", net_grams=1_000, tolerance_bp=1_000)
    for step in steps:
        step(part, by=STAFF)
    return part


def handed_over(order) -> SellerOrder:
    part = order.seller_orders.order_by("pk").first()
    for step in (states.accept, states.ready, states.hand_over):
        step(part, by=STAFF)
    return part


def test_weigh_against_cancel(each_database):
    parts = [by_weight(states.accept) for _round in range(rounds(USUAL))]

    results = race(run, [[(weigh, part.pk), (cancel, part.pk), (weigh, part.pk)] for part in parts])

    for part, (first, cancelled, second) in zip(parts, results, strict=True):
        part.refresh_from_db()
        assert (cancelled.error, part.status) == ("", "cancelled")
        weighed = [outcome for outcome in (first, second) if not outcome.error]
        assert len(weighed) <= 1
        assert {o.error for o in (first, second)} <= {"", "WrongState"}
        assert sum(part.order.refunds.values_list("amount", flat=True)) == 50_000
        assert part.order.refunds.count() == 1 + len(weighed)
    assert problems() == []


def test_weigh_against_the_end_of_the_time_to_answer(each_database):
    parts = [by_weight() for _round in range(rounds(USUAL))]
    for part in parts:
        stall(part.partner)
    SellerOrder.objects.update(answer_by=timezone.now() - timedelta(minutes=1))

    results = race(run, [[(accept_and_weigh, part.pk), (expire, part.pk)] for part in parts])

    for part, (weighed, expired) in zip(parts, results, strict=True):
        part.refresh_from_db()
        back = sum(part.order.refunds.values_list("amount", flat=True))
        if expired.value:
            assert (weighed.error, part.status, back) == ("WrongState", "cancelled", 50_000)
        else:
            assert (weighed.error, expired.error) == ("", "")
            assert (part.status, back) == ("weighed", 2_500)
    assert problems() == []


def test_a_problem_against_the_sweep_that_completes(each_database):
    parts = [handed_over(paid_order(partner())) for _round in range(rounds(USUAL))]
    rivals = [(complain,), (complete,), (complain,), (complete,)]

    results = race(run, [[(*rival, part.pk) for rival in rivals] for part in parts])

    for part, outcomes in zip(parts, results, strict=True):
        part.refresh_from_db()
        assert [o.error for o in outcomes].count("") == 1
        assert {o.error for o in outcomes} <= {"", "WrongState", "TooEarlyOrLate"}
        is_open = part.complaints.filter(closed_at=None).count()
        assert (part.status, is_open) in {("complaint", 1), ("completed", 0)}
    assert problems() == []


def test_a_problem_is_closed_once(each_database):
    opened = []
    for _round in range(rounds(USUAL)):
        part = handed_over(two_part_order())
        complain(part.pk)
        opened.append(part.complaints.get().pk)
    rivals = ["seller", "platform", "seller"]

    for outcomes in race(run, [[(close, pk, bearer) for bearer in rivals] for pk in opened]):
        assert sorted(o.error for o in outcomes) == ["", "WrongState", "WrongState"]

    assert list(Refund.objects.values_list("amount", flat=True)) == [50_000] * len(opened)
    assert problems() == []


def test_two_refunds_of_more_than_half_are_one_whoever_bears_them(each_database):
    parts = [handed_over(two_part_order()) for _round in range(rounds(USUAL))]
    rivals = ["platform", "platform", "seller"]

    for outcomes in race(run, [[(refund, part.pk, bearer) for bearer in rivals] for part in parts]):
        assert sorted(o.error for o in outcomes) == ["", "TooMuch", "TooMuch"]

    assert list(Refund.objects.values_list("amount", flat=True)) == [30_000] * len(parts)
    assert problems() == []


@pytest.mark.postgresql
def test_control_without_the_lock_more_goes_back_than_was_paid(postgres_database):
    parts = [handed_over(two_part_order()) for _round in range(rounds(USUAL))]

    race(careless_refund, [[part.pk] * 4 for part in parts])

    assert max(sum(p.refund_shares.values_list("amount", flat=True)) for p in parts) > 50_000


@transaction.atomic
def careless_refund(pk: int) -> None:
    """Ask first and act later, without the order's lock."""
    part = part_of(pk)
    payment = Payment.objects.get(order=part.order)
    if grantable(part) >= 30_000:
        time.sleep(0.02)
        shares = {part: 30_000}
        refunds.owe(payment, 30_000, reason="x", by=STAFF, shares=shares, bearer="platform")


@pytest.mark.postgresql
def test_control_without_the_condition_a_complained_part_completes(postgres_database):
    parts = [handed_over(paid_order(partner())) for _round in range(rounds(USUAL))]

    race(run, [[(careless_complete, part.pk), (complain, part.pk)] for part in parts])

    for part in parts:
        part.refresh_from_db()
    assert any(p.status == "completed" and p.complaints.filter(closed_at=None) for p in parts)


@transaction.atomic
def careless_complete(pk: int) -> None:
    """Read, then write, as `status = …; save()` would do."""
    part = part_of(pk)
    if part.status == "handed_over":
        time.sleep(0.2)
        part.status = "completed"
        part.save()
