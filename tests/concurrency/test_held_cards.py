"""Races over money that a card holds: it is taken once, at one sum, or let go, never both."""

import time

from shop.order import states
from shop.order.models import Order, SellerOrder
from shop.payment import methods
from shop.payment.card import calls, captures, moves, operations
from shop.payment.models import Payment, ProviderCall
from shop.payment.proving.checks import problems
from shop.people.actors import SYSTEM
from tests.concurrency.racing import race, rounds
from tests.factories import partner
from tests.payment.cards import paid_by_card
from tests.payment.money import STAFF

USUAL = 3
CAPTURE, VOID = ProviderCall.Operation.CAPTURE, ProviderCall.Operation.VOID


def run(entry):
    verb, *arguments = entry
    return verb(*arguments)


def held_orders(stand_in, count: int) -> list[Order]:
    """Orders of Rp50.000 by weight that their cards hold, each accepted and not weighed yet."""
    orders = [paid_by_card(stand_in, partner(), weighed=True) for _round in range(count)]
    for order in orders:
        states.accept(order.seller_orders.get(), by=STAFF)
    return orders


def weigh(order_id: int) -> None:
    part = SellerOrder.objects.get(order=order_id)
    states.weigh(part, {part.lines.get().pk: 1_900}, by=STAFF)


def cancel(order_id: int) -> None:
    part = SellerOrder.objects.get(order=order_id)
    states.cancel_part(part, by=STAFF, reason="batal")


def take(order_id: int) -> None:
    captures.capture(Payment.objects.get(order=order_id), by=SYSTEM)


def ask_unlocked(order_id: int, operation: str) -> None:
    """The control: look whether the money is asked for or let go, and write later."""
    payment = Payment.objects.get(order=order_id)
    if not payment.provider_calls.filter(operation__in=[CAPTURE, VOID]).exists():
        time.sleep(0.5)
        calls.intend(operation, payment=payment, target=payment.card.intent_id, parameters={})


def take_unwritten(order_id: int) -> str:
    """The control: take the money without a row that says so first."""
    payment = Payment.objects.get(order=order_id)
    if payment.state == Payment.State.AUTHORISED:
        key = f"{order_id}-{time.perf_counter_ns()}"
        call = ProviderCall(operation=CAPTURE, target=payment.card.intent_id, key=key)
        return operations.send(call).status
    return ""


def settle() -> None:
    """Do what the worker does each minute, until nothing is left."""
    for _minute in range(3):
        captures.capture_due()
        calls.retry_due()
        methods.return_due()


def captured_on_the_wire(stand_in, order: Order) -> list[str]:
    intent = order.payments.get().card.intent_id
    return [
        request["parameters"].get("amount_to_capture")
        for request in stand_in.requests("/v1/payment_intents")
        if request["path"].endswith(f"{intent}/capture")
    ]


def assert_right():
    assert problems() == []
    assert moves.difference() == 0


def test_weighing_against_taking_takes_once_and_gives_back_what_is_lighter(
    each_database, stripe_stand_in
):
    orders = held_orders(stripe_stand_in, rounds(USUAL))
    rivals = [(weigh,), (take,), (take,)]

    results = race(run, [[(*rival, order.pk) for rival in rivals] for order in orders])

    assert {outcome.error for outcomes in results for outcome in outcomes} == {""}
    settle()
    for order in orders:
        payment = order.payments.get()
        assert (payment.state, payment.captured - payment.refunding) == ("captured", 47_500)
        [taken] = captured_on_the_wire(stripe_stand_in, order)
        assert taken == str(payment.captured * 100)
        assert taken in ("5000000", "4750000")
    assert_right()


def test_control_without_the_row_the_money_is_asked_for_by_everybody(
    each_database, stripe_stand_in
):
    [order] = held_orders(stripe_stand_in, 1)
    race(run, [[(take_unwritten, order.pk)] * 3])
    assert len(captured_on_the_wire(stripe_stand_in, order)) == 3


def test_cancelling_against_taking_lets_go_or_gives_back(each_database, stripe_stand_in):
    orders = held_orders(stripe_stand_in, rounds(USUAL))

    results = race(run, [[(cancel, order.pk), (take, order.pk)] for order in orders])

    assert {outcome.error for outcomes in results for outcome in outcomes} == {""}
    settle()
    for order in orders:
        payment = order.payments.get()
        sent = sum(order.refunds.filter(state="sent").values_list("amount", flat=True))
        taken = captured_on_the_wire(stripe_stand_in, order)
        assert (payment.state, payment.captured, sent, len(taken)) in [
            ("cancelled", 0, 0, 0),
            ("captured", 50_000, 50_000, 1),
        ]
    assert_right()


def test_control_looking_first_and_writing_later_asks_for_both(each_database, stripe_stand_in):
    [order] = held_orders(stripe_stand_in, 1)
    race(run, [[(ask_unlocked, order.pk, CAPTURE), (ask_unlocked, order.pk, VOID)]])
    asked = ProviderCall.objects.filter(operation__in=[CAPTURE, VOID])
    assert sorted(asked.values_list("operation", flat=True)) == [VOID, CAPTURE]
