"""The seller answers in the same moment in which her time is over: one of the two holds."""

from datetime import timedelta

from django.utils import timezone

from sellers.clock import answering
from shop.communication.models import Message
from shop.order import states
from shop.order.models import SellerOrder
from shop.payment.proving.checks import problems
from shop.people.actors import SYSTEM
from tests import factories
from tests.concurrency.racing import race, rounds
from tests.payment.money import STAFF, paid_order

USUAL = 8


def run(entry):
    verb, part_id = entry
    return verb(part_id)


def accept(part_id: int) -> bool:
    part = SellerOrder.objects.get(pk=part_id)
    states.accept(part, by=STAFF)
    return True


def expire(part_id: int) -> bool:
    return answering.expire(part_id, at=timezone.now())


def remind(part_id: int) -> bool:
    return answering.remind(part_id, at=timezone.now())


def late_parts() -> list[SellerOrder]:
    stall = factories.stall()
    factories.works_in(stall)
    parts = [paid_order(stall.partner).seller_orders.get() for _round in range(rounds(USUAL))]
    past = timezone.now() - timedelta(minutes=1)
    SellerOrder.objects.update(answer_by=past, remind_by=past)
    return parts


def test_the_seller_accepts_or_the_time_is_over(each_database):
    parts = late_parts()

    results = race(run, [[(accept, part.pk), (expire, part.pk)] for part in parts])

    for part, (accepted, expired) in zip(parts, results, strict=True):
        part.refresh_from_db()
        if accepted.error:
            assert (accepted.error, expired.value, part.status) == ("WrongState", True, "cancelled")
            assert part.order.refunds.get().amount == 50_000
        else:
            assert (expired.value, expired.error, part.status) == (False, "", "accepted")
            assert not part.order.refunds.exists()
    assert problems() == []


def test_two_sweeps_cancel_once(each_database):
    parts = late_parts()

    for outcomes in race(run, [[(expire, part.pk)] * 2 for part in parts]):
        assert sorted(outcome.value for outcome in outcomes) == [False, True]

    assert Message.objects.filter(kind="seller.order_unanswered", way="inbox").count() == len(parts)
    assert problems() == []


def test_two_sweeps_remind_once(each_database):
    parts = late_parts()

    for outcomes in race(run, [[(remind, part.pk)] * 2 for part in parts]):
        assert sorted(outcome.value for outcome in outcomes) == [False, True]

    assert Message.objects.filter(kind="seller.order_waiting", way="inbox").count() == len(parts)


def test_without_looking_again_an_accepted_order_would_be_cancelled(sqlite_database):
    [part] = late_parts()[:1]
    stale = SellerOrder.objects.get(pk=part.pk)
    accept(part.pk)

    states.cancel_part(stale, by=SYSTEM, reason="late")

    part.refresh_from_db()
    assert part.status == "cancelled"
    part = late_parts()[0]
    accept(part.pk)
    assert expire(part.pk) is False
