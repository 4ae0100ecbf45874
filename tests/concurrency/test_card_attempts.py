"""Races over a card's page: paying against lapsing or another method, and one call sent twice."""

import time
from datetime import timedelta

from django.utils import timezone

from shop.checkout.expiry import expire_order
from shop.order import states
from shop.order.models import Order
from shop.partner.models import StockRecord
from shop.payment import methods
from shop.payment.card import asking, calls, operations, sessions
from shop.payment.models import Payment, ProviderCall
from shop.payment.proving.checks import problems
from shop.people.actors import SYSTEM
from tests.concurrency.racing import race, rounds
from tests.factories import bank_account
from tests.payment.cards import BACK, card_order, open_page
from tests.payment.money import BUYER

USUAL = 4


def run(entry):
    verb, *arguments = entry
    return verb(*arguments)


def pay(stand_in, payment_id: int) -> str:
    """Pay on the page and come back; "closed" if the page takes no money any more."""
    payment = Payment.objects.get(pk=payment_id)
    time.sleep(payment_id % 4 / 100)
    try:
        stand_in.pay(payment.card.session_id)
    except AssertionError:
        return "closed"
    sessions.read(payment)
    return "paid"


def expire(order_id: int) -> bool:
    return expire_order(order_id)


def expire_unasked(order_id: int) -> bool:
    """The control: let it lapse as if nobody could be paying right now."""
    states.expire(Order.objects.get(pk=order_id), by=SYSTEM)
    return True


def by_transfer(order_id: int) -> str:
    return methods.switch(Order.objects.get(pk=order_id), method="transfer", by=BUYER)[0].method


def go_to_page(payment_id: int) -> str:
    payment = Payment.objects.get(pk=payment_id)
    return sessions.open_page(payment, by=BUYER, back_url=BACK, cancel_url=BACK)


def make(call_id: int) -> str:
    return calls.make(call_id).state


def send(call_id: int) -> str:
    """The control: send the call without taking it for oneself."""
    return operations.send(ProviderCall.objects.get(pk=call_id)).id


def run_out() -> None:
    Order.objects.update(expires_at=timezone.now() - timedelta(minutes=1))


def opened(count: int) -> list[Payment]:
    payments = [card_order() for _round in range(count)]
    for payment in payments:
        open_page(payment)
    return payments


def pages_of(stand_in, payment: Payment) -> list[str]:
    number = payment.order.number
    pages = stand_in.objects("checkout.session")
    return [page["status"] for page in pages if page["client_reference_id"] == number]


def test_paying_against_lapsing_ends_paid_or_lapsed_and_never_both(each_database, stripe_stand_in):
    payments = opened(rounds(USUAL))
    run_out()
    entries = [[(pay, stripe_stand_in, p.pk), (expire, p.order_id)] for p in payments]

    for payment, (paid, expired) in zip(payments, race(run, entries), strict=True):
        assert not paid.error
        assert not expired.error
        payment.refresh_from_db()
        is_paid = paid.value == "paid"
        assert expired.value is not is_paid
        assert (payment.order.status, payment.state) == (
            ("confirmed", "captured") if is_paid else ("expired", "expired")
        )
    units = set(StockRecord.objects.values_list("num_allocated", flat=True))
    assert units <= {0, 2}
    assert problems() == []


def test_control_without_asking_an_order_lapses_while_its_page_still_takes_money(
    each_database, stripe_stand_in
):
    payments = opened(rounds(USUAL))
    run_out()
    for payment in payments:
        expire_unasked(payment.order_id)
    entries = [[(pay, stripe_stand_in, p.pk)] for p in payments]
    assert {outcome.value for (outcome,) in race(run, entries)} == {"paid"}


def test_another_method_against_opening_the_page_never_leaves_both_open(
    each_database, stripe_stand_in
):
    bank_account()
    payments = [card_order() for _round in range(rounds(USUAL))]
    entries = [[(go_to_page, p.pk), (by_transfer, p.order_id)] for p in payments]

    race(run, entries)

    for payment in payments:
        open_now = list(payment.order.payments.open().values_list("method", flat=True))
        pages = pages_of(stripe_stand_in, payment)
        assert open_now in (["card"], ["transfer"])
        assert len(pages) <= 1
        if open_now == ["transfer"]:
            assert "open" not in pages
    assert problems() == []


def test_one_call_by_page_and_worker_at_once_is_sent_once(each_database, stripe_stand_in):
    payments = [card_order() for _round in range(rounds(USUAL))]
    made = [
        calls.intend(
            "session.create",
            payment=payment,
            parameters=asking.page_of(payment, back_url=BACK, cancel_url=BACK),
        )
        for payment in payments
    ]

    race(run, [[(make, call.pk)] * 4 for call in made])

    keys = [request["key"] for request in stripe_stand_in.requests("/v1/checkout/sessions")]
    assert sorted(keys) == sorted(call.key for call in made)
    assert set(Payment.objects.values_list("state", flat=True)) == {"pending"}


def test_control_without_taking_it_a_call_is_sent_by_everybody(each_database, stripe_stand_in):
    payment = card_order()
    call = calls.intend(
        "session.create",
        payment=payment,
        parameters=asking.page_of(payment, back_url=BACK, cancel_url=BACK),
    )
    race(run, [[(send, call.pk)] * 4])
    assert len(stripe_stand_in.requests("/v1/checkout/sessions")) == 4
    assert len(stripe_stand_in.objects("checkout.session")) == 1
