"""Processes that die at any step: nothing is lost, nothing is done twice."""

import json
import time
from collections import Counter
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.conf import settings
from django.db import transaction
from django.utils import timezone

from shop.checkout.expiry import expire_due
from shop.communication import outbox
from shop.communication.models import Message
from shop.history.models import Event
from shop.order.models import Order, OrderToken
from shop.partner.models import StockRecord
from shop.payment.models import ExpectedAmount, Payment
from shop.payment.proving.checks import problems
from tests import factories
from tests.concurrency.buying import buy, fill, leftovers, open_shop
from tests.concurrency.killing import kills
from tests.payment.money import receive, transfer_order


@pytest.fixture(autouse=True)
def outbox_file(monkeypatch, tmp_path):
    """Messages that this process delivers arrive in a file of the test's own."""
    monkeypatch.setattr(settings, "OUTBOX_FILE", tmp_path / "outbox.jsonl")
    return settings.OUTBOX_FILE


def overdue(*, paid: int) -> Order:
    """Return an order of two parts whose time to pay is over, with some rupiah paid."""
    payment = transfer_order(factories.partner(), factories.partner())
    if paid:
        receive(payment, paid)
    Message.objects.all().delete()
    past = timezone.now() - timedelta(minutes=1)
    Order.objects.filter(pk=payment.order_id).update(expires_at=past)
    return payment.order


def overdue_orders() -> list[Order]:
    return [overdue(paid=0), overdue(paid=20_000)]


def traces_of(order: Order) -> dict[str, object]:
    """Return what expiry changes, as rows say it now."""
    lines = order.lines.values_list("stockrecord_id")
    told = Message.objects.filter(about=outbox.about_key(order)).order_by("kind")
    return {
        "order": Order.objects.get(pk=order.pk).status,
        "payment": Payment.objects.get(order=order).state,
        "allocated": sum(
            StockRecord.objects.filter(pk__in=lines).values_list("num_allocated", flat=True)
        ),
        "events": Event.objects.about(order).filter(verb="order.expired").count(),
        "refunds": list(order.refunds.values_list("amount", flat=True)),
        "messages": list(told.values_list("kind", flat=True)),
    }


UNTOUCHED = {
    "order": "awaiting",
    "payment": "pending",
    "allocated": 4,
    "events": 0,
    "refunds": [],
    "messages": [],
}
EXPIRED = {
    "order": "expired",
    "payment": "expired",
    "allocated": 0,
    "events": 1,
    "refunds": [],
    "messages": ["order.expired"],
}
RETURNED = EXPIRED | {"refunds": [20_000], "messages": ["order.expired", "refund.needed"]}


def test_expiry_that_dies_anywhere_is_finished_by_the_next_sweep(each_database):
    open_shop()
    orders, seen = overdue_orders(), []

    for _step in kills(expire_due):
        seen.append([traces_of(order) for order in orders])
        if seen[-1] != [UNTOUCHED, UNTOUCHED]:
            expire_due()
            assert [traces_of(order) for order in orders] == [EXPIRED, RETURNED]
            orders = overdue_orders()

    assert all(before in (UNTOUCHED, EXPIRED) for before, _after in seen)
    assert all(after in (UNTOUCHED, RETURNED) for _before, after in seen)
    assert [UNTOUCHED, UNTOUCHED] in seen
    assert [EXPIRED, UNTOUCHED] in seen
    assert seen[-1] == [EXPIRED, RETURNED]
    assert len(seen) > 40
    assert problems() == []


def test_placing_that_dies_anywhere_is_done_by_the_next_submit(each_database):
    open_shop()
    goods = [(factories.listing(stock=10_000), 2), (factories.listing(stock=10_000), 3)]
    drafted, steps = [fill(goods)], 0

    for _step in kills(lambda: buy(drafted[-1])):
        draft, steps = drafted[-1], steps + 1
        placed = Order.objects.count()
        rows = (
            Payment,
            ExpectedAmount,
            Message,
            OrderToken,
            Event.objects.filter(verb="order.placed"),
        )
        assert [getattr(row, "objects", row).count() for row in rows] == [placed] * 5
        assert set(leftovers().values()) == {0}
        for product, count in goods:
            assert product.stockrecords.get().num_allocated == count * placed
        if Order.objects.filter(placement_key=draft.key).exists():
            assert buy(draft) == Order.objects.get(placement_key=draft.key).pk
            assert Order.objects.count() == placed
            drafted.append(fill(goods))

    assert steps > 30
    assert 2 <= placed <= 5


def test_a_message_is_doubled_only_between_its_delivery_and_the_note_of_it(
    each_database, outbox_file
):
    order = factories.placed_order()
    doubled = []

    for step in kills(outbox.deliver_due):
        Message.objects.update(lease_until=None)
        outbox.deliver_due()

        assert not Message.objects.exclude(state="sent", secret=None, lease_until=None).exists()
        times = Counter(letter["message_id"] for letter in letters(outbox_file))
        assert set(times) == set(Message.objects.values_list("pk", flat=True))
        assert set(times.values()) <= {1, 2}
        if twice := [pk for pk, number in times.items() if number == 2]:
            assert len(twice) == 1
            doubled.append(step)
        outbox_file.unlink(missing_ok=True)
        Message.objects.all().delete()
        for secret in "ab":
            outbox.send("order.expired", to=TO, values={"number": order.number}, secret=secret)

    # Two messages; each has a step after its delivery and one before the note of it.
    assert len(doubled) == 4


def test_the_worker_itself_killed_loses_no_message(each_database, employ):
    """The real worker: a power cut while it delivers, then a new one, woken by a later message."""
    file = settings.SCRATCH / "outbox.jsonl"
    file.unlink(missing_ok=True)
    send_numbered(range(300))
    worker = employ()
    wait_until(lambda: len(letters(file)) >= 20)
    worker.kill()
    delivered = len(letters(file))
    assert 20 <= delivered < 300

    Message.objects.update(lease_until=None)
    employ()
    send_numbered([300])
    wait_until(lambda: not Message.objects.exclude(state="sent").exists())

    times = Counter(letter["message_id"] for letter in letters(file))
    assert set(times) == set(Message.objects.values_list("pk", flat=True))
    # The worker has two threads, so at most two messages were on their way.
    assert sum(times.values()) - len(times) <= 2


def send_numbered(numbers) -> None:
    with transaction.atomic():
        for number in numbers:
            outbox.send("order.expired", to=TO, values={"number": str(number)}, secret="x")


def wait_until(is_so: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 60
    while not is_so():
        assert time.monotonic() < deadline, "it took too long"
        time.sleep(0.02)


TO = outbox.Recipient("Sari Contoh", "+6281300000001")


def letters(file) -> list[dict]:
    return [json.loads(line) for line in file.read_text().splitlines()] if file.exists() else []
