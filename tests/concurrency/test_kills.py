"""Processes that die at any step: nothing is lost, nothing is done twice."""

import json
from collections import Counter
from datetime import timedelta

import pytest
from django.utils import timezone

from shop.checkout.expiry import expire_due
from shop.communication import outbox
from shop.communication.models import Message
from shop.history.models import Event
from shop.order.models import Order, OrderToken
from shop.partner.models import StockRecord
from shop.payment import methods
from shop.payment.models import ExpectedAmount, Payment
from tests import factories
from tests.concurrency.buying import BY, buy, fill, leftovers, open_shop
from tests.concurrency.killing import kills


@pytest.fixture(autouse=True)
def outbox_file(settings, tmp_path):
    """Messages of this test arrive in a file of its own."""
    settings.OUTBOX_FILE = tmp_path / "outbox.jsonl"
    settings.OUTBOX_CHANNELS = ["file"]
    return settings.OUTBOX_FILE


def unpaid_order() -> Order:
    """Return an order whose time to pay is over."""
    order = factories.placed_order(factories.partner(), factories.partner())
    methods.start(order, method="transfer", by=BY)
    Order.objects.filter(pk=order.pk).update(expires_at=timezone.now() - timedelta(minutes=1))
    return order


def traces_of(order: Order) -> dict[str, object]:
    """Return what expiry changes, as rows say it now."""
    lines = order.lines.values_list("stockrecord_id")
    return {
        "order": Order.objects.get(pk=order.pk).status,
        "payment": Payment.objects.get(order=order).state,
        "allocated": sum(
            StockRecord.objects.filter(pk__in=lines).values_list("num_allocated", flat=True)
        ),
        "events": Event.objects.about(order).filter(verb="order.expired").count(),
        "messages": Message.objects.filter(about=outbox.about_key(order)).count(),
    }


UNTOUCHED = {"order": "awaiting", "payment": "pending", "allocated": 4, "events": 0, "messages": 0}
EXPIRED = {"order": "expired", "payment": "expired", "allocated": 0, "events": 1, "messages": 1}


def test_expiry_that_dies_anywhere_is_finished_by_the_next_sweep(each_database):
    open_shop()
    orders, seen = [unpaid_order(), unpaid_order()], []

    for _step in kills(expire_due):
        seen.append([traces_of(order) for order in orders])
        if seen[-1][0] == EXPIRED:
            expire_due()
            assert [traces_of(order) for order in orders] == [EXPIRED, EXPIRED]
            orders = [unpaid_order(), unpaid_order()]

    assert [UNTOUCHED, UNTOUCHED] in seen
    assert [EXPIRED, UNTOUCHED] in seen
    assert seen[-1] == [EXPIRED, EXPIRED]
    assert all(traces in (UNTOUCHED, EXPIRED) for pair in seen for traces in pair)
    assert len(seen) > 40


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


TO = outbox.Recipient("Sari Contoh", "+6281300000001")


def letters(file) -> list[dict]:
    return [json.loads(line) for line in file.read_text().splitlines()] if file.exists() else []
