"""The provider's word in several processes at once: one effect, whoever is first."""

import pytest
from django.db import transaction
from django.utils import timezone

from shop.order import states
from shop.payment import methods
from shop.payment.card import applying, dispatch, events, moves, reading, sending
from shop.payment.card.events import Incoming
from shop.payment.models import (
    BalanceTransaction,
    Dispute,
    Payment,
    Posting,
    ProviderEvent,
    Refund,
)
from shop.payment.proving.checks import problems
from shop.people.actors import SYSTEM
from tests.concurrency.racing import race, rounds
from tests.payment.cards import open_page
from tests.payment.money import BUYER, transfer_order
from tests.payment.told import again, card_payment, told_paid

USUAL = 3


def tell(event_id, kind, object_id):
    dispatch.act(Incoming(event_id, kind, object_id))
    return "told"


def cancel(payment_id):
    states.cancel(Payment.objects.get(pk=payment_id).order, by=BUYER)
    return "cancelled"


def send(refund_id):
    sending.send(Refund.objects.get(pk=refund_id), by=SYSTEM)
    return "sent"


def run(entry):
    verb, *arguments = entry
    return verb(*arguments)


def paid_pages(stand_in, count: int) -> list[Payment]:
    payments = [card_payment() for _round in range(count)]
    for payment in payments:
        stand_in.pay(payment.card.session_id)
    return payments


def assert_right():
    assert problems() == []
    assert moves.difference() == 0


def test_the_same_event_at_once_has_one_effect(each_database, stripe_stand_in):
    payments = paid_pages(stripe_stand_in, rounds(USUAL))
    kind = "checkout.session.completed"
    entries = [[(tell, f"evt_{p.pk}", kind, p.card.session_id)] * 6 for p in payments]
    for outcomes in race(run, entries):
        assert {outcome.value for outcome in outcomes} == {"told"}
    assert set(Payment.objects.values_list("state", flat=True)) == {"captured"}
    assert Posting.objects.filter(kind="collected").count() == len(payments)
    assert BalanceTransaction.objects.count() == len(payments)
    assert ProviderEvent.objects.count() == len(payments)
    assert_right()


def test_different_events_of_one_payment_at_once_have_one_effect(each_database, stripe_stand_in):
    payments = paid_pages(stripe_stand_in, rounds(USUAL))
    for payment in payments:
        intent = reading.session(payment.card.session_id).intent_id
        entry = [
            (tell, f"evt_a{payment.pk}", "checkout.session.completed", payment.card.session_id),
            (tell, f"evt_b{payment.pk}", "payment_intent.succeeded", intent),
            (applying.session, payment.card.session_id),
            (applying.intent, intent),
        ]
        for outcomes in race(run, [entry]):
            assert not [outcome.error for outcome in outcomes if outcome.error]
    assert set(Payment.objects.values_list("state", flat=True)) == {"captured"}
    assert Posting.objects.filter(kind="collected").count() == len(payments)
    assert_right()


def test_a_payment_against_a_cancellation_pays_or_goes_back(each_database, stripe_stand_in):
    payments = paid_pages(stripe_stand_in, rounds(USUAL))
    kind = "checkout.session.completed"
    entries = [[(tell, f"evt_{p.pk}", kind, p.card.session_id), (cancel, p.pk)] for p in payments]
    for outcomes, payment in zip(race(run, entries), payments, strict=True):
        assert outcomes[0].value == "told"
        found = again(payment)
        if outcomes[1].value == "cancelled":
            assert (found.order.status, found.refunding) == ("cancelled", found.due)
        else:
            assert outcomes[1].error == "WrongState"
            assert (found.order.status, found.refunding) == ("confirmed", 0)
    assert_right()


def test_two_attempts_that_pay_at_once_pay_once(each_database, stripe_stand_in):
    for _round in range(rounds(USUAL)):
        first = card_payment()
        Payment.objects.filter(pk=first.pk).update(state="cancelled", closed_at=timezone.now())
        second = methods.start(first.order, method="card", by=BUYER)[0]
        open_page(second)
        pages = [first.card.session_id, again(second).card.session_id]
        for page in pages:
            stripe_stand_in.pay(page)
        kind = "checkout.session.completed"
        entry = [(tell, f"evt_{page}", kind, page) for page in pages]
        for outcomes in race(run, [entry]):
            assert not [outcome.error for outcome in outcomes if outcome.error]
        found = first.order.payments.all()
        assert sorted(payment.captured for payment in found) == [50_000, 50_000]
        assert sorted(payment.refunding for payment in found) == [0, 50_000]
        assert found.filter(state="captured").count() == 1
    assert_right()


def test_a_dispute_against_a_refund_gives_the_money_back_once(
    client, each_database, stripe_stand_in
):
    for _round in range(rounds(USUAL)):
        payment = told_paid(stripe_stand_in, client)
        states.ask_to_cancel(payment.order, by=BUYER)
        refund = payment.refunds.get()
        dispute = stripe_stand_in.open_dispute(payment.card.charge_id)["id"]
        entry = [
            (tell, f"evt_{dispute}", "charge.dispute.created", dispute),
            (send, refund.pk),
        ]
        for outcomes in race(run, [entry]):
            assert outcomes[0].value == "told"
        refund.refresh_from_db()
        assert refund.state == "approved"
        assert Dispute.objects.get(provider_id=dispute).amount == 50_000
        assert stripe_stand_in.objects("refund") == []
    assert_right()


def take_without_a_row(payment_id):
    """The control: the event's row is not in the transaction of its effect."""
    if events.is_known(f"evt_{payment_id}"):
        return "known"
    with transaction.atomic():
        Payment.objects.get(pk=payment_id)
    ProviderEvent.objects.get_or_create(event_id=f"evt_{payment_id}", defaults={"state": "done"})
    return "effect"


def test_control_without_the_row_in_the_transaction_there_are_two_effects(each_database):
    for _try in range(20):
        entry = [(take_without_a_row, transfer_order().pk)] * 6
        for outcomes in race(run, [entry]):
            if [outcome.value for outcome in outcomes].count("effect") > 1:
                return
    pytest.fail("the race did not happen")
