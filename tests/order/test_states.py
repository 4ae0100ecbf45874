"""Every move of orders and their parts, and every refused one."""

from datetime import timedelta

import pytest
from django.utils import timezone

from shop.communication.models import Message
from shop.history.models import Event
from shop.order import states
from shop.order.amounts import due, falls_to, outstanding
from shop.order.models import Adjustment
from shop.order.signals import seller_order_moved
from shop.partner.models import StockRecord
from shop.people.actors import SYSTEM, guest
from tests.factories import listing, partner, placed_order

pytestmark = pytest.mark.django_db
SELLER = guest("Bu Contoh")


def confirmed(*owners, **fields):
    order = placed_order(*owners, **fields)
    states.mark_secured(order, by=SYSTEM, paid="yes")
    order.refresh_from_db()
    return order, list(order.seller_orders.all())


def allocated():
    return list(StockRecord.objects.order_by("pk").values_list("num_in_stock", "num_allocated"))


def test_a_secured_order_opens_every_part():
    order, parts = confirmed(partner(), partner())
    assert (order.status, order.paid) == ("confirmed", "yes")
    assert [part.status for part in parts] == ["new", "new"]
    with pytest.raises(states.WrongState) as refusal:
        states.mark_secured(order, by=SYSTEM, paid="yes")
    assert refusal.value.found == "confirmed"


def test_a_part_goes_all_the_way_to_completed():
    order, [part] = confirmed(delivery="village_courier", quantity=3)
    states.accept(part, by=SELLER)
    states.ready(part, by=SELLER)
    states.send(part, by=SELLER, tracking_number="CONTOH-1")
    assert (part.status, part.tracking_number) == ("sent", "CONTOH-1")
    assert allocated() == [(3, 3)]
    states.hand_over(part, by=SELLER)
    assert allocated() == [(0, 0)]
    states.complete(part, by=SYSTEM)
    order.refresh_from_db()
    assert (part.status, order.status) == ("completed", "closed")
    assert list(Event.objects.about(part).values_list("verb", flat=True)) == [
        "seller_order.opened",
        "seller_order.accepted",
        "seller_order.ready",
        "seller_order.sent",
        "seller_order.handed_over",
        "seller_order.completed",
    ]


def test_received_in_one_press_hands_over_and_completes():
    _order, [part] = confirmed(delivery="parcel")
    for step in (states.accept, states.ready, states.send, states.receive):
        step(part, by=SELLER)
    assert part.status == "completed"
    assert part.handed_over_at
    assert part.completed_at


MOVES = {
    "accept": lambda part: states.accept(part, by=SELLER),
    "decline": lambda part: states.decline(part, by=SELLER, reason="habis"),
    "ready": lambda part: states.ready(part, by=SELLER),
    "send": lambda part: states.send(part, by=SELLER),
    "hand_over": lambda part: states.hand_over(part, by=SELLER),
    "complete": lambda part: states.complete(part, by=SELLER),
    "receive": lambda part: states.receive(part, by=SELLER),
    "cancel": lambda part: states.cancel_part(part, by=SELLER, reason="salah"),
}
ALLOWED = {
    "waiting": set(),
    "new": {"accept", "decline", "cancel"},
    "accepted": {"ready", "cancel"},
    "weighed": {"ready", "cancel"},
    "ready": {"send", "hand_over", "cancel"},
    "sent": {"hand_over", "receive", "cancel"},
    "handed_over": {"complete", "receive"},
    "complaint": set(),
    "completed": set(),
    "declined": set(),
    "cancelled": set(),
}


@pytest.mark.parametrize("status", ALLOWED)
@pytest.mark.parametrize("move", MOVES)
def test_moves_start_only_where_they_may(status, move):
    _order, [part] = confirmed(delivery="parcel")
    type(part).objects.filter(pk=part.pk).update(status=status)
    part.refresh_from_db()
    events = Event.objects.count()
    if move in ALLOWED[status]:
        MOVES[move](part)
        assert part.status != status
        return
    with pytest.raises(states.WrongState) as refusal:
        MOVES[move](part)
    assert refusal.value.found == status
    part.refresh_from_db()
    assert part.status == status
    assert (allocated(), Event.objects.count()) == ([(2, 2)], events)


def test_goods_that_are_picked_up_are_not_sent():
    _order, [part] = confirmed(delivery="pickup")
    states.accept(part, by=SELLER)
    states.ready(part, by=SELLER)
    with pytest.raises(states.NotPossible):
        states.send(part, by=SELLER)
    part.refresh_from_db()
    assert part.status == "ready"


def test_declining_gives_the_stock_back_and_makes_nothing_due():
    order, [first, second] = confirmed(partner(), partner(), fee=5_000, commission_bp=500)
    states.decline(first, by=SELLER, reason="Panen gagal.")
    adjustment = Adjustment.objects.get()
    assert (adjustment.goods, adjustment.delivery_own, adjustment.commission) == (
        -50_000,
        -5_000,
        -2_500,
    )
    assert outstanding(first).total == 0
    assert due(order) == outstanding(second).total == 55_000
    assert allocated() == [(2, 0), (2, 2)]
    message = Message.objects.get(kind="seller_order.declined")
    assert message.values["reason"] == "Panen gagal."


def test_short_supply_shrinks_the_price_in_proportion():
    _order, [part] = confirmed(quantity=3, price=3_333, commission_bp=1_000)
    line = part.lines.get()
    # The part needs a second line: a part that supplies nothing is declined instead.
    extra = listing(part.partner, stock=1).stockrecords.get()
    extra.num_allocated = 1
    extra.save()
    other = type(line).objects.get(pk=line.pk)
    other.pk, other.stockrecord, other.quantity = None, extra, 1
    other.save(force_insert=True)
    states.accept(part, by=SELLER)
    first = states.supply_short(line, units=1, by=SELLER)
    second = states.supply_short(line, units=2, by=SELLER)
    assert (first.goods, second.goods) == (-3_333, -6_666)
    assert (first.commission, second.commission) == (-333, -667)
    assert allocated()[0] == (3, 0)
    with pytest.raises(states.NotPossible):
        states.supply_short(line, units=1, by=SELLER)


def test_a_part_that_supplies_nothing_is_not_short():
    _order, [part] = confirmed(quantity=2)
    states.accept(part, by=SELLER)
    line = part.lines.get()
    for units in (0, -1, 2, 3):
        with pytest.raises(states.NotPossible):
            states.supply_short(line, units=units, by=SELLER)
    assert not Adjustment.objects.exists()
    assert states.supply_short(line, units=1, by=SELLER).goods == -25_000
    states.cancel_part(part, by=SELLER, reason="habis")
    assert outstanding(part).total == 0
    assert allocated() == [(2, 0)]


@pytest.mark.parametrize("amount", [1, 10, 9_999, 10_000])
def test_shares_that_leave_add_up(amount):
    leaving = [falls_to(amount, 1, left=left, of=7) for left in range(7, 0, -1)]
    assert sum(leaving) == amount


def test_cancelling_an_unpaid_order_gives_the_stock_back():
    order = placed_order(partner(), partner())
    states.cancel(order, by=guest("Sari"), reason="salah pesan")
    assert order.status == "cancelled"
    assert {part.status for part in order.seller_orders.all()} == {"cancelled"}
    assert allocated() == [(2, 0), (2, 0)]
    assert not Message.objects.exists()
    with pytest.raises(states.WrongState):
        states.cancel(order, by=guest("Sari"))
    assert allocated() == [(2, 0), (2, 0)]


def test_asking_before_anybody_accepted_cancels_at_once():
    order, parts = confirmed(partner(), partner())
    assert states.ask_to_cancel(order, by=guest("Sari")) is True
    order.refresh_from_db()
    assert order.status == "closed"
    assert {part.status for part in order.seller_orders.all()} == {"cancelled"}
    assert due(order) == 0
    assert len(parts) == Adjustment.objects.count()


def test_asking_after_one_accepted_is_left_for_staff():
    order, [first, _second] = confirmed(partner(), partner())
    states.accept(first, by=SELLER)
    assert states.ask_to_cancel(order, by=guest("Sari")) is False
    order.refresh_from_db()
    assert order.cancel_asked_at
    assert sorted(part.status for part in order.seller_orders.all()) == ["accepted", "new"]


def test_asking_after_all_accepted_is_too_late():
    order, [part] = confirmed()
    states.accept(part, by=SELLER)
    with pytest.raises(states.TooLateToCancel):
        states.ask_to_cancel(order, by=guest("Sari"))
    order.refresh_from_db()
    assert order.cancel_asked_at is None


def test_an_order_lapses_only_when_its_time_is_over():
    order = placed_order()
    with pytest.raises(states.WrongState):
        states.expire(order, by=SYSTEM)
    states.stop_clock(order)
    with pytest.raises(states.WrongState):
        states.expire(order, by=SYSTEM, at=order.expires_at + timedelta(days=9))
    states.restart_clock(order)
    states.expire(order, by=SYSTEM, at=order.expires_at)
    assert order.status == "expired"
    assert allocated() == [(2, 0)]
    assert [part.status for part in order.seller_orders.all()] == ["waiting"]


def test_only_an_expired_order_is_revived_whatever_is_left_in_stock():
    order, _parts = confirmed()
    StockRecord.objects.update(num_in_stock=1, num_allocated=1)

    with pytest.raises(states.WrongState) as refusal:
        states.revive(order, by=SYSTEM, paid="yes")

    assert refusal.value.found == "confirmed"
    assert allocated() == [(1, 1)]


def test_the_clock_keeps_what_was_left_but_at_least_two_hours():
    order = placed_order(expires_at=timezone.now() + timedelta(hours=10))
    states.stop_clock(order)
    assert order.paid == "checking"
    type(order).objects.update(clock_stopped_at=order.expires_at - timedelta(hours=9))
    states.restart_clock(order)
    left = order.expires_at - timezone.now()
    assert timedelta(hours=8, minutes=59) < left <= timedelta(hours=9)
    assert (order.paid, order.clock_stopped_at) == ("no", None)
    states.stop_clock(order)
    type(order).objects.update(clock_stopped_at=order.expires_at)
    states.restart_clock(order)
    left = order.expires_at - timezone.now()
    assert timedelta(hours=1, minutes=59) < left <= timedelta(hours=2)


def test_a_failing_receiver_rolls_the_move_back():
    _order, [part] = confirmed()

    def refuse(**_signal):
        raise RuntimeError

    seller_order_moved.connect(refuse)
    try:
        with pytest.raises(RuntimeError):
            states.accept(part, by=SELLER)
    finally:
        seller_order_moved.disconnect(refuse)
    part.refresh_from_db()
    assert part.status == "new"
    assert not Message.objects.exists()


def test_delivery_is_told_to_orderer_and_recipient_money_to_the_orderer_only():
    order, [part] = confirmed(
        delivery="parcel",
        courier_fee=9_000,
        recipient_name="Budi Contoh",
        recipient_phone="+628139999888",
    )
    states.accept(part, by=SELLER)
    states.ready(part, by=SELLER)
    states.send(part, by=SELLER, tracking_number="CONTOH-7")
    told = {message.kind: message for message in Message.objects.all()}
    assert set(told) == {
        "seller_order.accepted",
        "seller_order.sent",
        "seller_order.on_its_way",
    }
    assert told["seller_order.sent"].phone == order.guest_phone
    assert told["seller_order.sent"].secret
    assert told["seller_order.on_its_way"].phone == "+628139999888"
    assert told["seller_order.on_its_way"].secret is None


@pytest.mark.parametrize(
    ("reason", "kind"),
    [("Ayam sakit.", "seller_order.cancelled_because"), ("", "seller_order.cancelled")],
)
def test_the_buyer_reads_why_a_part_was_cancelled(reason, kind):
    _order, [part] = confirmed()
    states.cancel_part(part, by=SELLER, reason=reason)
    told = Message.objects.get(kind=kind)
    assert told.values.get("reason", "") == part.decline_reason == reason
