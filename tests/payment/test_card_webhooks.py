"""What the provider tells us, and what becomes of it."""

import json
import time

import pytest
from django.test import Client

from shop.history.models import Event
from shop.order.models import Order
from shop.payment.card import moves
from shop.payment.models import BalanceTransaction, Payment, ProviderEvent
from tests.payment.told import again, balances, card_payment
from tests.stand_ins.stripe.deliveries import signature
from tests.stand_ins.stripe.driver import SECRET

State = ProviderEvent.State


def event(**changes) -> str:
    body = {
        "id": "evt_1",
        "object": "event",
        "type": "customer.created",
        "created": int(time.time()),
        "livemode": False,
        "api_version": "2026-10-28.endive",
        "data": {"object": {"id": "cus_1", "email": "sari@example.org"}},
        **changes,
    }
    return json.dumps(body)


def tell(client, body: str, *, secret: str = SECRET, age: int = 0):
    header = signature(body, secret, int(time.time()) - age)
    return client.post(
        "/webhooks/stripe/",
        data=body,
        content_type="application/json",
        headers={"Stripe-Signature": header},
    )


def test_a_paid_page_confirms_its_order(client, stripe_stand_in):
    payment = card_payment()
    stripe_stand_in.pay(payment.card.session_id)
    assert set(stripe_stand_in.deliver(client)) == {200}
    payment = again(payment)
    assert (payment.state, payment.captured) == ("captured", payment.due)
    assert (payment.order.status, payment.order.paid) == ("confirmed", "yes")
    charge = stripe_stand_in.last("charge")
    assert payment.card.charge_id == charge["id"]
    move = BalanceTransaction.objects.get()
    assert (move.rupiah_amount, move.source) == (payment.due, f"payment:{payment.pk}")
    assert balances(payment.order) == {
        "order@platform": -payment.due,
        "stripe": payment.due - move.rupiah_fee,
        "fees": move.rupiah_fee,
    }
    assert move.rupiah_net * 100 == stripe_stand_in.balance()
    assert moves.difference() == 0


def test_the_same_events_again_in_any_order_change_nothing(client, stripe_stand_in):
    payment = card_payment()
    stripe_stand_in.pay(payment.card.session_id)
    told = [one["body"] for one in stripe_stand_in.waiting()]
    for body in told:
        assert stripe_stand_in.post(client, body) == 200
    stands, noted = balances(payment.order), Event.objects.count()
    rows = ProviderEvent.objects.count()
    for body in [*reversed(told), *told]:
        assert stripe_stand_in.post(client, body) == 200
    assert (balances(payment.order), Event.objects.count()) == (stands, noted)
    assert ProviderEvent.objects.count() == rows == len(told)


def test_the_answer_sets_no_cookie_and_needs_no_token(stripe_stand_in, db):
    browser = Client(enforce_csrf_checks=True)
    answer = tell(browser, event())
    assert (answer.status_code, answer.content, answer.cookies) == (200, b"", {})


def test_an_unknown_event_is_kept_without_its_payer(client, stripe_stand_in, db):
    assert tell(client, event()).status_code == 200
    row = ProviderEvent.objects.get()
    assert (row.state, row.type, row.object_id) == (State.KEPT, "customer.created", "cus_1")
    assert "sari" not in json.dumps(row.body)


@pytest.mark.parametrize("secret", ["whsec_stand_in", "whsec_former"])
def test_both_secrets_are_good(client, stripe_stand_in, settings, db, secret):
    settings.STRIPE_WEBHOOK_SECRETS = ["whsec_stand_in", "whsec_former"]
    assert tell(client, event(), secret=secret).status_code == 200
    assert ProviderEvent.objects.count() == 1


@pytest.mark.parametrize(
    ("body", "named"),
    [
        (event(), {"secret": "whsec_other"}),
        (event(), {"age": 301}),
        ("[]", {}),
        ("{", {}),
        ('"a"', {}),
        ("null", {}),
        (event(id=None), {}),
        (event(data=None), {}),
        (event(data={"object": None}), {}),
        (event(created="heute"), {}),
        (event(created=10**30), {}),
        (event(id="e" * 256), {}),
        ("x" * (256 * 1024 + 1), {}),
    ],
)
def test_what_is_not_the_providers_is_refused(client, stripe_stand_in, db, body, named):
    answer = tell(client, body, **named)
    assert (answer.status_code, answer.content) == (400, b"")
    assert not ProviderEvent.objects.exists()


@pytest.mark.parametrize("header", ["", "t=1", "t=a,v1=b", "v1=00,t=9999999999999999", "\xff"])
def test_an_odd_signature_is_refused(client, stripe_stand_in, db, header):
    answer = client.post(
        "/webhooks/stripe/",
        data=event(),
        content_type="application/json",
        headers={"Stripe-Signature": header},
    )
    assert answer.status_code == 400


def test_only_posts_are_answered(client, db):
    assert client.get("/webhooks/stripe/").status_code == 405


def test_without_a_secret_nothing_is_believed(client, stripe_stand_in, settings, db):
    settings.STRIPE_WEBHOOK_SECRETS = []
    assert tell(client, event(), secret="").status_code == 400


@pytest.mark.parametrize("changes", [{"livemode": True}, {"account": "acct_other"}])
def test_an_event_of_another_world_is_shown_and_not_acted_on(client, stripe_stand_in, changes):
    payment = card_payment()
    stripe_stand_in.pay(payment.card.session_id)
    body = event(
        type="checkout.session.completed",
        data={"object": {"id": payment.card.session_id}},
        **changes,
    )
    assert [tell(client, body).status_code for _twice in range(2)] == [200, 200]
    assert again(payment).state == "pending"
    assert ProviderEvent.objects.get().state == State.QUARANTINED


def test_an_event_of_another_version_is_read_again(client, stripe_stand_in):
    payment = card_payment()
    stripe_stand_in.pay(payment.card.session_id)
    body = event(
        type="checkout.session.completed",
        api_version="2011-01-01",
        data={"object": {"id": payment.card.session_id, "payment_status": "unpaid"}},
    )
    assert tell(client, body).status_code == 200
    assert again(payment).state == "captured"
    assert ProviderEvent.objects.get().api_version == "2011-01-01"


def test_without_an_answer_the_provider_is_asked_to_tell_again(client, stripe_stand_in):
    payment = card_payment()
    stripe_stand_in.pay(payment.card.session_id)
    stripe_stand_in.fail("/v1/", "drop")
    body = stripe_stand_in.waiting()[-1]["body"]
    assert stripe_stand_in.post(client, body) == 503
    assert not ProviderEvent.objects.exists()
    assert again(payment).state == "pending"
    assert stripe_stand_in.post(client, body) == 200
    assert again(payment).state == "captured"


def test_an_event_about_nothing_is_shown_to_staff(client, stripe_stand_in, db):
    body = event(type="payment_intent.succeeded", data={"object": {"id": "pi_nothing"}})
    assert tell(client, body).status_code == 200
    row = ProviderEvent.objects.get()
    assert (row.state, row.settled_at) == (State.QUARANTINED, None)
    assert "resource_missing" in row.reason


def test_a_declined_card_leaves_the_page_open(client, stripe_stand_in):
    payment = card_payment()
    stripe_stand_in.decline(payment.card.session_id)
    assert set(stripe_stand_in.deliver(client)) == {200}
    payment = again(payment)
    assert (payment.state, payment.card.last_error) == ("pending", "generic_decline")
    assert payment.order.status == "awaiting"
    assert balances(payment.order) == {}


def test_an_expired_page_closes_the_attempt_only(client, stripe_stand_in):
    payment = card_payment()
    stripe_stand_in.advance(hours=25)
    assert set(stripe_stand_in.deliver(client)) == {200}
    payment = again(payment)
    assert (payment.state, payment.order.status) == ("expired", "awaiting")
    assert payment.closed_at is not None


def test_a_dead_order_is_revived_by_late_money_or_pays_it_back(client, stripe_stand_in):
    payment = card_payment()
    stripe_stand_in.pay(payment.card.session_id)
    Order.objects.filter(pk=payment.order_id).update(status="cancelled")
    Payment.objects.filter(pk=payment.pk).update(state="cancelled")
    stripe_stand_in.deliver(client)
    payment = again(payment)
    assert (payment.state, payment.order.status) == ("cancelled", "cancelled")
    assert (payment.captured, payment.refunding) == (payment.due, payment.due)
    refund = payment.refunds.get()
    assert (refund.amount, refund.way) == (payment.due, "card")
    assert balances(payment.order)["refund_due@platform"] == -payment.due
    assert "suspense@platform" not in balances(payment.order)


@pytest.mark.parametrize(
    "header",
    ["", "t=1", "t=,v1=", "t=-1,v1=a", "t=9e9,v1=a", "t=1,v1=é", f"t={'9' * 5_000},v1=a"],
)
def test_a_signature_that_is_none_is_refused(client, settings, header):
    settings.STRIPE_WEBHOOK_SECRETS = [SECRET]
    answer = client.post(
        "/webhooks/stripe/",
        data=event(),
        content_type="application/json",
        headers={"Stripe-Signature": header},
    )
    assert answer.status_code == 400
