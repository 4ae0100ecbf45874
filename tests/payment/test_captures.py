"""Money that a card holds until goods are weighed: taken once, let go, or lapsed."""

from datetime import timedelta

import pytest
from django.utils import timezone

from shop.communication.models import Message
from shop.order import states, timeline
from shop.payment import ledger, methods
from shop.payment.card import captures, reconciling
from shop.payment.card.authorisations import NotCollected
from shop.payment.models import CardPayment, Payment, ProviderCall, Refund
from tests.factories import bank_account, partner, stall, works_in
from tests.payment.cards import paid_by_card
from tests.payment.money import BUYER, STAFF, receive, standing

pytestmark = pytest.mark.django_db


@pytest.fixture
def held_order(stripe_stand_in):
    """Return a function that gives an order whose card is authorised: 50.000 a part + 10 %."""

    def held_order(*owners, **fields):
        return paid_by_card(stripe_stand_in, *owners, weighed=True, **fields)

    return held_order


def parts_of(order):
    return list(order.seller_orders.order_by("pk"))


def weigh(part, grams):
    if part.status == "new":
        states.accept(part, by=STAFF)
    states.weigh(part, {part.lines.get().pk: grams}, by=STAFF)


def captured_on_the_wire(stand_in) -> list[str]:
    return [
        request["parameters"]["amount_to_capture"]
        for request in stand_in.requests("/v1/payment_intents", method="POST")
        if request["path"].endswith("/capture")
    ]


def payment_of(order) -> Payment:
    return order.payments.get(method="card")


def test_a_card_is_charged_once_when_all_is_weighed(held_order, stripe_stand_in):
    order = held_order(partner(), partner())
    light, heavy = parts_of(order)
    assert (payment_of(order).state, order.paid) == ("authorised", "held")

    weigh(light, 1_900)
    captures.capture_due()
    assert captured_on_the_wire(stripe_stand_in) == []
    weigh(heavy, 2_100)
    captures.capture_due()
    captures.capture_due()

    # 50.000 × 1.900/2.000 and 50.000 × 2.100/2.000, in hundredths.
    assert captured_on_the_wire(stripe_stand_in) == ["10000000"]
    payment = payment_of(order)
    assert (payment.state, payment.captured, payment.refunding) == ("captured", 100_000, 0)
    assert standing(payment)["order"] == -100_000
    order.refresh_from_db()
    assert (order.status, order.paid) == ("confirmed", "yes")
    told = [(entry.title, entry.detail) for entry in timeline.of(order)]
    assert told.count(("Kartu ditagih", "Rp100.000")) == 1


def test_what_is_heavier_is_charged_to_the_edge_of_what_is_held(held_order):
    order = held_order()
    weigh(parts_of(order)[0], 2_600)
    captures.capture_due()
    assert payment_of(order).captured == 55_000


def test_the_first_part_that_is_ready_takes_the_money_with_the_rest_at_nominal(held_order):
    order = held_order(partner(), partner())
    first, second = parts_of(order)
    weigh(first, 1_900)
    states.ready(first, by=STAFF)
    with pytest.raises(NotCollected):
        states.hand_over(first, by=STAFF)
    captures.capture_due()
    assert payment_of(order).captured == 97_500
    states.hand_over(first, by=STAFF)

    weigh(second, 2_300)
    assert not Refund.objects.exists()
    assert payment_of(order).captured == 97_500


def test_a_part_that_is_weighed_lighter_after_the_charge_goes_back_to_the_card(held_order):
    order = held_order(partner(), partner())
    first, second = parts_of(order)
    weigh(first, 2_000)
    states.ready(first, by=STAFF)
    captures.capture_due()
    weigh(second, 1_600)
    refund = Refund.objects.get()
    assert (refund.way, refund.amount, refund.state) == ("card", 10_000, "approved")


def test_the_money_is_taken_a_day_before_the_hold_ends(held_order):
    order = held_order()
    captures.capture_due()
    assert payment_of(order).state == "authorised"
    CardPayment.objects.update(capture_before=timezone.now() + timedelta(hours=23))
    captures.capture_due()
    assert payment_of(order).captured == 50_000


def test_nothing_due_lets_the_hold_go(held_order, stripe_stand_in):
    order = held_order()
    states.decline(parts_of(order)[0], by=STAFF, reason="habis")
    captures.capture_due()
    order.refresh_from_db()
    assert (payment_of(order).state, order.status) == ("cancelled", "closed")
    assert stripe_stand_in.last("payment_intent")["status"] == "canceled"
    assert not Refund.objects.exists()


def test_cancelling_after_the_charge_was_sent_pays_back(held_order):
    order = held_order(partner(), partner())
    for part in parts_of(order):
        weigh(part, 2_000)
    captures.capture_due()
    states.cancel_part(parts_of(order)[0], by=STAFF, reason="rusak")
    assert Refund.objects.get().amount == 50_000


def test_cancelling_between_the_wish_and_the_charge_pays_back_what_is_taken_too_much(
    held_order, stripe_stand_in
):
    order = held_order(partner(), partner())
    for part in parts_of(order):
        weigh(part, 2_000)
    call = ProviderCall.objects.get(operation="intent.capture")
    stripe_stand_in.fail("/v1/payment_intents", "done_drop")
    captures.calls.make(call.pk)
    states.cancel_part(parts_of(order)[0], by=STAFF, reason="rusak")
    reconciling.reconcile()
    payment = payment_of(order)
    assert (payment.captured, payment.refunding) == (100_000, 50_000)
    assert standing(payment)["order"] == -50_000


def test_a_lapsed_hold_lets_the_order_be_paid_again_by_any_method(held_order, stripe_stand_in):
    owner = partner()
    order = held_order(owner, partner())
    works_in(stall(owner))
    first, second = parts_of(order)
    weigh(first, 1_900)
    states.decline(second, by=STAFF, reason="habis")
    captures.lapse(payment_of(order), by=STAFF)

    order.refresh_from_db()
    first.refresh_from_db()
    assert (order.status, order.paid, first.status) == ("awaiting", "no", "waiting")
    assert order.expires_at > timezone.now() + timedelta(hours=23)
    assert Message.objects.filter(kind="payment.lapsed").count() == 1
    assert Message.objects.filter(kind="seller.order_unpaid_again").exists()
    bank_account()
    [payment] = methods.start(order, method="transfer", by=BUYER)
    assert payment.due == 47_500
    receive(payment)
    first.refresh_from_db()
    second.refresh_from_db()
    assert (payment.order.status, first.status, second.status) == ("confirmed", "new", "declined")
    states.accept(first, by=STAFF)
    states.ready(first, by=STAFF)
    states.hand_over(first, by=STAFF)
    assert ledger.balances(f"seller:{owner.pk}@")


def test_a_lapsed_order_that_nobody_pays_gives_only_its_waiting_stock_back(held_order):
    order = held_order(partner(), partner())
    first, second = parts_of(order)
    states.decline(second, by=STAFF, reason="habis")
    captures.lapse(payment_of(order), by=STAFF)
    order.refresh_from_db()
    states.expire(order, by=STAFF, at=timezone.now() + timedelta(days=2))
    for part in (first, second):
        assert part.lines.get().stockrecord.num_allocated == 0


def test_a_refused_charge_is_shown_and_goods_stay(held_order, stripe_stand_in):
    order = held_order()
    [part] = parts_of(order)
    weigh(part, 2_000)
    states.ready(part, by=STAFF)
    ProviderCall.objects.filter(operation="intent.capture").update(
        parameters={"amount_to_capture": 6_000_000}
    )
    captures.capture_due()
    captures.capture_due()
    payment = payment_of(order)
    assert payment.state == "authorised"
    assert payment.doubt
    with pytest.raises(NotCollected):
        states.hand_over(part, by=STAFF)


def test_a_hold_that_ends_at_the_provider_lets_the_order_be_paid_again(held_order, stripe_stand_in):
    order = held_order()
    stripe_stand_in.advance(hours=7 * 24 + 1)
    reconciling.reconcile(timezone.now() - timedelta(days=1))
    order.refresh_from_db()
    assert (order.status, payment_of(order).state) == ("awaiting", "lapsed")
    [again] = methods.start(order, method="card", by=BUYER)
    assert (again.due, again.card.is_captured_later) == (50_000, True)
