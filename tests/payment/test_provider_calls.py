"""Calls to the card provider: written down first, sent once, found again when in doubt."""

from datetime import timedelta

import pytest
import stripe
from django.db import connection, transaction
from django.utils import timezone

from shop.payment.card import asking, calls, sessions
from shop.payment.card.client import InsideTransaction, Refused, Unanswered, ask
from shop.payment.models import CardPayment, Payment, ProviderCall
from tests.payment.cards import BACK, again, card_order, open_page
from tests.payment.money import BUYER

pytestmark = pytest.mark.django_db

CREATE = "/v1/checkout/sessions"


def intended(payment: Payment) -> ProviderCall:
    """Write down the call that opens a payment's page, as a process that dies before sending."""
    return calls.intend(
        "session.create",
        payment=payment,
        parameters=asking.page_of(payment, back_url=BACK, cancel_url=BACK),
    )


def later(**since) -> None:
    """Let time pass for the rows of calls, as if they had been sent so long ago."""
    past = timezone.now() - timedelta(**since)
    ProviderCall.objects.update(next_at=past, leased_until=None)
    ProviderCall.objects.filter(first_sent_at__isnull=False).update(
        first_sent_at=past, created_at=past
    )


def sent(stand_in, path=CREATE) -> list[dict]:
    return [one for one in stand_in.requests(path) if not one["path"].endswith("/expire")]


def test_a_call_is_written_down_before_it_is_sent(stripe_stand_in):
    payment = card_order()
    call = intended(payment)
    assert (call.state, call.attempts, call.first_sent_at) == ("intended", 0, None)
    assert stripe_stand_in.requests() == []
    assert calls.make(call.pk).state == "done"
    call.refresh_from_db()
    assert call.provider_id == stripe_stand_in.last("checkout.session")["id"]
    assert (call.attempts, call.leased_until, call.next_at) == (1, None, None)
    assert call.finished_at is not None
    assert [one["key"] for one in sent(stripe_stand_in)] == [call.key]


def test_the_sweep_sends_what_a_dead_process_left(stripe_stand_in):
    payment = card_order()
    intended(payment)
    assert calls.retry_due() == 0
    later(minutes=5)
    assert calls.retry_due() == 1
    payment = again(payment)
    assert payment.state == "pending"
    assert payment.card.session_id == stripe_stand_in.last("checkout.session")["id"]
    assert calls.retry_due() == 0


@pytest.mark.parametrize("fault", ["drop", "429", "done_drop"])
def test_a_call_without_an_answer_is_resent_unchanged_and_done_once(stripe_stand_in, fault):
    payment = card_order()
    call = intended(payment)
    stripe_stand_in.fail(CREATE, fault)
    assert calls.make(call.pk).state == "unknown"
    assert again(payment).state == "created"
    later(minutes=2)
    assert calls.retry_due() == 1
    first, *others = sent(stripe_stand_in)
    assert len(stripe_stand_in.objects("checkout.session")) == 1
    assert again(payment).state == "pending"
    call.refresh_from_db()
    assert call.state == "done"
    assert {(one["key"], one["text"]) for one in others} <= {(first["key"], first["text"])}


def test_a_call_waits_longer_each_time(stripe_stand_in):
    call = intended(card_order())
    stripe_stand_in.fail(CREATE, "drop", count=3)
    waits = []
    for _attempt in range(3):
        call = calls.make(call.pk)
        waits.append(round((call.next_at - timezone.now()).total_seconds() / 60))
    assert waits == [1, 2, 4]


def test_an_error_that_the_provider_keeps_is_looked_for_and_then_asked_anew(stripe_stand_in):
    payment = card_order()
    stripe_stand_in.pay(open_page(payment))
    payment = again(payment)
    sessions.read(payment)
    intent = stripe_stand_in.last("payment_intent")["id"]
    with transaction.atomic():
        call = calls.intend(
            "refund.create",
            payment=payment,
            parameters={"payment_intent": intent, "amount": 1_000_000},
        )
    stripe_stand_in.fail("/v1/refunds", "500")
    assert calls.make(call.pk).error_code == ""
    assert calls.make(call.pk).error_code == "replayed_error"
    assert calls.make(call.pk).pk != call.pk
    call.refresh_from_db()
    assert (call.state, call.error_code) == ("refused", "replaced")
    assert len({one["key"] for one in stripe_stand_in.requests("/v1/refunds")}) == 2
    assert [row["amount"] for row in stripe_stand_in.objects("refund")] == [1_000_000]


def test_what_was_done_behind_a_kept_error_is_found_and_not_done_again(stripe_stand_in):
    payment = card_order()
    call = intended(payment)
    stripe_stand_in.fail(CREATE, "done_500")
    assert calls.make(call.pk).error_code == ""
    assert calls.make(call.pk).error_code == "replayed_error"
    assert calls.make(call.pk).state == "done"
    assert len(sent(stripe_stand_in)) == 2
    assert len(stripe_stand_in.objects("checkout.session")) == 1
    assert again(payment).state == "pending"


def test_after_a_day_what_was_done_is_found_and_not_done_again(stripe_stand_in):
    payment = card_order()
    stripe_stand_in.pay(open_page(payment))
    sessions.read(again(payment))
    intent = stripe_stand_in.last("payment_intent")["id"]
    call = calls.intend(
        "refund.create",
        payment=payment,
        parameters={"payment_intent": intent, "amount": 1_000_000},
    )
    stripe_stand_in.fail("/v1/refunds", "done_drop")
    calls.make(call.pk)
    stripe_stand_in.advance(hours=25)
    later(hours=25)
    call = calls.make(call.pk)
    assert (call.state, call.provider_id) == ("done", stripe_stand_in.last("refund")["id"])
    assert len(stripe_stand_in.requests("/v1/refunds")) == 1
    assert len(stripe_stand_in.objects("refund")) == 1


def test_after_a_day_a_page_nobody_opened_is_given_up(stripe_stand_in):
    payment = card_order()
    call = intended(payment)
    stripe_stand_in.fail(CREATE, "drop")
    calls.make(call.pk)
    stripe_stand_in.advance(hours=25)
    later(hours=25)
    assert calls.make(call.pk).error_code == "not_found"
    assert again(payment).state == "failed"
    assert len(sent(stripe_stand_in)) <= 1
    assert stripe_stand_in.objects("checkout.session") == []


def test_a_call_that_another_process_is_sending_is_left_alone(stripe_stand_in):
    call = intended(card_order())
    ProviderCall.objects.update(leased_until=timezone.now() + timedelta(minutes=1))
    assert calls.make(call.pk).state == "intended"
    assert stripe_stand_in.requests() == []


def test_a_crash_between_the_answer_and_its_effect_is_mended_by_the_sweep(stripe_stand_in):
    payment = card_order()
    session = open_page(payment)
    with transaction.atomic():
        call = calls.intend("session.expire", payment=payment, target=session, parameters={})
    stripe_stand_in.fail(f"{CREATE}/{session}", "drop", count=2)
    assert calls.make(call.pk).state == "unknown"
    later(minutes=2)
    calls.retry_due()
    assert again(payment).state == "pending"
    later(minutes=2)
    calls.retry_due()
    assert again(payment).state == "expired"
    assert stripe_stand_in.last("checkout.session")["status"] == "expired"


def test_a_call_that_was_never_sent_can_be_withdrawn(stripe_stand_in):
    call = intended(card_order())
    assert calls.withdraw(call)
    assert not calls.withdraw(call)
    later(minutes=2)
    assert calls.retry_due() == 0
    assert stripe_stand_in.requests() == []


def test_the_parameters_are_sent_in_one_order_whatever_the_database_keeps(stripe_stand_in):
    payment = card_order()
    call = intended(payment)
    turned = dict(reversed(call.parameters.items()))
    ProviderCall.objects.filter(pk=call.pk).update(parameters=turned)
    stripe_stand_in.fail(CREATE, "done_drop")
    calls.make(call.pk)
    ProviderCall.objects.filter(pk=call.pk).update(parameters=call.parameters)
    assert calls.make(call.pk).state == "done"
    first, second = sent(stripe_stand_in)
    assert first["text"] == second["text"]


@pytest.mark.parametrize("status", [401, 403, 409, 429, 500, 503])
def test_what_says_nothing_of_the_call_decides_nothing(status):
    def refuse():
        raise stripe.StripeError("no", http_status=status)

    with pytest.raises(Unanswered):
        ask(refuse)


@pytest.mark.parametrize("status", [400, 402, 404])
def test_a_refusal_decides_the_call(status):
    def refuse():
        raise stripe.StripeError("no", http_status=status, code="amount_too_small")

    with pytest.raises(Refused) as refused:
        ask(refuse)
    assert (refused.value.code, refused.value.status) == ("amount_too_small", status)


def test_nothing_is_asked_while_rows_are_locked(stripe_stand_in):
    connection.ensure_connection()
    with transaction.atomic(), pytest.raises(InsideTransaction):
        ask(lambda: None)


def test_every_call_names_order_payment_and_itself(stripe_stand_in):
    payment = card_order()
    open_page(payment)
    call = ProviderCall.objects.get()
    marks = {"order": payment.order.number, "payment": str(payment.pk), "call": call.key}
    seen = sent(stripe_stand_in)[0]["parameters"]
    for where in ("metadata", "payment_intent_data[metadata]"):
        assert {name: seen[f"{where}[{name}]"] for name in marks} == marks


def test_an_attempt_that_was_closed_while_its_page_opened_has_the_page_closed(stripe_stand_in):
    payment = card_order()
    call = intended(payment)
    Payment.objects.update(state="cancelled", closed_at=timezone.now())
    calls.make(call.pk)
    assert CardPayment.objects.get().session_id is not None
    assert sessions.close_strays() == 1
    assert stripe_stand_in.last("checkout.session")["status"] == "expired"
    assert sessions.close_strays() == 0
    assert again(payment).state == "cancelled"


def test_the_page_is_asked_for_once_by_two_presses(stripe_stand_in):
    payment = card_order()
    first = sessions.open_page(payment, by=BUYER, back_url=BACK, cancel_url=BACK)
    again_ = sessions.open_page(payment, by=BUYER, back_url=BACK, cancel_url=BACK)
    assert first == again_
    assert len(stripe_stand_in.objects("checkout.session")) == 1
