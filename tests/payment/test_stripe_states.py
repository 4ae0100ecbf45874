"""The card provider's stand-in does what Stripe does, and refuses what Stripe refuses."""

import time

import pytest
import stripe

from shop.payment.card.client import Refused, Unanswered, ask, client


def open_page(amount: int = 150_000_00, *, manual: bool = False, key: str = "", **changes):
    parameters = {
        "mode": "payment",
        "payment_method_types": ["card"],
        "line_items": [
            {
                "quantity": 1,
                "price_data": {
                    "currency": "idr",
                    "unit_amount": amount,
                    "product_data": {"name": "Pesanan 4827-1930"},
                },
            }
        ],
        "payment_intent_data": {
            "capture_method": "manual" if manual else "automatic",
            "metadata": {"order": "48271930"},
        },
        "metadata": {"order": "48271930", "call": "a"},
        "success_url": "http://127.0.0.1:1/kembali/",
        "cancel_url": "http://127.0.0.1:1/batal/",
        "expires_at": int(time.time()) + 31 * 60,
        **changes,
    }
    options = {"idempotency_key": key} if key else {}
    return ask(client().v1.checkout.sessions.create, params=parameters, options=options)


def read(session: str):
    return ask(
        client().v1.checkout.sessions.retrieve,
        session,
        params={"expand": ["payment_intent.latest_charge.balance_transaction"]},
    )


def test_a_good_card_pays_once(stripe_stand_in):
    session = open_page()
    stripe_stand_in.pay(session.id)
    seen = read(session.id)
    assert (seen.status, seen.payment_status) == ("complete", "paid")
    assert seen.payment_intent.latest_charge.balance_transaction.amount == 15_000_000
    with pytest.raises(AssertionError, match="session_closed"):
        stripe_stand_in.pay(session.id)
    assert len(stripe_stand_in.objects("charge")) == 1
    assert "unit_amount]=15000000" in stripe_stand_in.requests()[0]["text"].replace("%5D", "]")
    assert stripe_stand_in.balance() == 15_000_000 - 510_000 - 500_000


def test_a_declined_card_can_be_followed_by_a_good_one(stripe_stand_in):
    session = open_page()
    stripe_stand_in.decline(session.id)
    assert read(session.id).payment_intent.last_payment_error.code == "card_declined"
    stripe_stand_in.three_d_secure(session.id)
    assert read(session.id).payment_intent.status == "succeeded"
    assert [found["paid"] for found in stripe_stand_in.objects("charge")] == [False, True]


@pytest.mark.parametrize("minutes", [29, 24 * 60 + 1])
def test_a_page_lives_half_an_hour_to_a_day(stripe_stand_in, minutes):
    with pytest.raises(Refused, match="expires_at"):
        open_page(expires_at=int(time.time()) + minutes * 60)


@pytest.mark.parametrize(
    ("amount", "code"),
    [(100, "amount_too_small"), (-1, "parameter_invalid_integer"), (10**12, "amount_too_large")],
)
def test_a_page_refuses_odd_amounts(stripe_stand_in, amount, code):
    with pytest.raises(Refused) as refused:
        open_page(amount)
    assert refused.value.code == code


def test_a_page_refuses_a_parameter_it_does_not_know(stripe_stand_in):
    with pytest.raises(Refused) as refused:
        open_page(colour="green")
    assert refused.value.code == "parameter_unknown"


def test_a_key_repeats_its_answer_and_refuses_other_parameters(stripe_stand_in):
    expires = int(time.time()) + 31 * 60
    first = open_page(key="k1", expires_at=expires)
    again = open_page(key="k1", expires_at=expires)
    assert first.id == again.id
    assert again.last_response.headers["Idempotent-Replayed"] == "true"
    with pytest.raises(Refused) as refused:
        open_page(140_000_00, key="k1", expires_at=expires)
    assert refused.value.code == "IdempotencyError"
    assert len(stripe_stand_in.objects("checkout.session")) == 1


def test_a_key_is_forgotten_after_a_day(stripe_stand_in):
    expires = int(time.time()) + 23 * 3600
    open_page(key="k1", expires_at=expires)
    stripe_stand_in.advance(hours=-1)
    open_page(key="k1", expires_at=expires)
    assert len(stripe_stand_in.objects("checkout.session")) == 1
    stripe_stand_in.advance(hours=26)
    open_page(key="k1", expires_at=int(time.time()) + 26 * 3600)
    assert len(stripe_stand_in.objects("checkout.session")) == 2


def test_a_complete_page_cannot_be_closed_and_a_closed_one_not_paid(stripe_stand_in):
    paid, closed = open_page(), open_page()
    stripe_stand_in.pay(paid.id)
    with pytest.raises(Refused, match="complete"):
        ask(client().v1.checkout.sessions.expire, paid.id)
    assert ask(client().v1.checkout.sessions.expire, closed.id).status == "expired"
    with pytest.raises(AssertionError, match="session_closed"):
        stripe_stand_in.pay(closed.id)


def test_held_money_is_captured_once_and_never_above_what_is_held(stripe_stand_in):
    session = open_page(manual=True)
    stripe_stand_in.pay(session.id)
    seen = read(session.id)
    intent = seen.payment_intent.id
    assert (seen.payment_status, seen.payment_intent.amount_capturable) == ("unpaid", 15_000_000)
    assert (
        seen.payment_intent.latest_charge.payment_method_details.card.capture_before > time.time()
    )
    capture = client().v1.payment_intents.capture
    with pytest.raises(Refused) as refused:
        ask(capture, intent, params={"amount_to_capture": 15_000_001})
    assert refused.value.code == "amount_too_large"
    assert (
        ask(capture, intent, params={"amount_to_capture": 14_000_000}).amount_received == 14_000_000
    )
    with pytest.raises(Refused) as refused:
        ask(capture, intent, params={"amount_to_capture": 1_000_000})
    assert refused.value.code == "payment_intent_unexpected_state"
    with pytest.raises(Refused):
        ask(client().v1.payment_intents.cancel, intent)
    with pytest.raises(Refused):
        ask(client().v1.refunds.create, params={"payment_intent": intent, "amount": 14_000_001})


def test_held_money_goes_back_after_seven_days(stripe_stand_in):
    session = open_page(manual=True)
    stripe_stand_in.pay(session.id)
    stripe_stand_in.advance(days=7)
    assert read(session.id).payment_intent.status == "canceled"
    assert stripe_stand_in.balance() == 0


def test_no_more_is_refunded_than_was_taken_and_nothing_while_disputed(stripe_stand_in):
    session = open_page()
    stripe_stand_in.pay(session.id)
    intent = read(session.id).payment_intent
    create = client().v1.refunds.create
    ask(create, params={"payment_intent": intent.id, "amount": 4_000_000})
    with pytest.raises(Refused, match="greater than unrefunded"):
        ask(create, params={"payment_intent": intent.id, "amount": 11_000_001})
    dispute = stripe_stand_in.open_dispute(intent.latest_charge.id, amount=11_000_000)
    with pytest.raises(Refused) as refused:
        ask(create, params={"payment_intent": intent.id, "amount": 100_000})
    assert refused.value.code == "charge_disputed"
    stripe_stand_in.close_dispute(dispute["id"], is_won=False)
    seen = ask(client().v1.disputes.retrieve, dispute["id"])
    assert (seen.status, seen.balance_transactions[0].net) == ("lost", -35_000_000)


@pytest.mark.parametrize(
    ("fault", "made"),
    [("drop", 0), ("500", 0), ("429", 0), ("done_500", 1), ("done_drop", 1)],
)
def test_an_unanswered_call_may_or_may_not_have_been_done(stripe_stand_in, fault, made):
    stripe_stand_in.fail("/v1/checkout/sessions", fault)
    with pytest.raises(Unanswered):
        open_page()
    assert len(stripe_stand_in.objects("checkout.session")) == made


def test_a_kept_500_is_repeated(stripe_stand_in):
    expires = int(time.time()) + 31 * 60
    stripe_stand_in.fail("/v1/checkout/sessions", "done_500")
    for _attempt in range(2):
        with pytest.raises(Unanswered):
            open_page(key="k1", expires_at=expires)
    assert len(stripe_stand_in.objects("checkout.session")) == 1


def test_a_hanging_call_ends_after_our_timeout(stripe_stand_in, settings):
    settings.STRIPE_TIMEOUT = 0.3
    stripe_stand_in.fail("/v1/checkout/sessions", "done_hang", seconds=1)
    with pytest.raises(Unanswered):
        open_page()
    assert len(stripe_stand_in.objects("checkout.session")) == 1


def test_lists_come_in_pages_newest_first(stripe_stand_in):
    made = [open_page().id for _one in range(5)]
    listed = ask(client().v1.checkout.sessions.list, params={"limit": 2})
    assert [one.id for one in listed.auto_paging_iter()] == made[::-1]
    later = int(time.time()) + 100
    assert not ask(client().v1.checkout.sessions.list, params={"created": {"gte": later}}).data


def test_webhooks_are_signed_as_the_sdk_wants_them(stripe_stand_in):
    from tests.stand_ins.stripe.deliveries import signature
    from tests.stand_ins.stripe.driver import SECRET

    stripe_stand_in.pay(open_page().id)
    told = stripe_stand_in.waiting()
    assert [one["type"] for one in told] == [
        "payment_intent.created",
        "charge.succeeded",
        "payment_intent.succeeded",
        "checkout.session.completed",
    ]
    header = signature(told[-1]["body"], SECRET, int(time.time()))
    event = stripe.Webhook.construct_event(told[-1]["body"], header, SECRET)
    assert event.data.object.payment_status == "paid"
    assert event.api_version == "2026-10-28.endive"
