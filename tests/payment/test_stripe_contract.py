"""What we send the card provider and what we read of it, on its own schema and on the stand-in.

stripe-mock proves names and types and keeps nothing: any id is found there. What the calls do
is proven on the stand-in alone.
"""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from shop.payment import methods
from shop.payment.card import asking, calls, operations, reading
from shop.payment.card.client import Refused, ask, client, to_minor
from shop.payment.models import Payment, ProviderCall
from tests.factories import partner, placed_order
from tests.payment.money import BUYER

Operation = ProviderCall.Operation
LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)
BACK, CANCEL = "https://sambung.example/kembali/", "https://sambung.example/batal/"

LISTS = {
    "session": "checkout.sessions", "intent": "payment_intents", "move": "balance_transactions"
}  # fmt: skip
#: Every field that reading.py reads of an object, with the types it may have.
FIELDS = {
    "checkout.sessions": {
        "id": str, "status": str, "payment_status": str, "payment_intent": str | None,
        "amount_total": int | None, "currency": str | None, "metadata": dict, "expires_at": int,
        "url": str | None,
    },
    "payment_intents": {
        "id": str, "status": str, "amount": int, "amount_capturable": int, "amount_received": int,
        "currency": str, "capture_method": str, "latest_charge": str | None, "metadata": dict,
        "last_payment_error": dict | None,
    },
    "charges": {
        "id": str, "payment_intent": str | None, "amount": int, "amount_captured": int,
        "currency": str, "captured": bool, "amount_refunded": int, "disputed": bool,
        "balance_transaction": str | None, "payment_method_details": dict,
    },
    "refunds": {
        "id": str, "charge": str | None, "payment_intent": str | None, "amount": int,
        "currency": str, "status": str, "reason": str | None, "metadata": dict,
        "balance_transaction": str | None,
    },
    "disputes": {
        "id": str, "charge": str, "payment_intent": str | None, "amount": int, "currency": str,
        "status": str, "reason": str, "evidence_details": dict, "created": int,
        "balance_transactions": list,
    },
    "payouts": {
        "id": str, "amount": int, "currency": str, "status": str, "arrival_date": int,
        "balance_transaction": str | None,
    },
    "balance_transactions": {
        "id": str, "type": str, "source": str | None, "amount": int, "fee": int, "net": int,
        "currency": str, "exchange_rate": float | None, "created": int,
    },
    "events": {"id": str, "type": str, "data": dict, "created": int, "api_version": str | None},
}  # fmt: skip


@pytest.fixture
def provider(stripe_server, request):
    """The stand-in with one object of every kind, or None where stripe-mock makes them up."""
    if stripe_server == "mock":
        return None
    stand_in = request.getfixturevalue("stripe_stand_in")
    session = opened(card_order())
    stand_in.pay(session)
    charge = stand_in.last("charge")
    stand_in.dashboard_refund(intent=charge["payment_intent"], amount=1_000_000)
    stand_in.open_dispute(charge["id"], amount=1_000_000)
    stand_in.pay_out(amount=1_000_000)
    return stand_in


def card_order(**fields) -> Payment:
    """Return the attempt by card of a new order of Rp150.000."""
    order = placed_order(partner(), price=75_000, **fields)
    return methods.start(order, method="card", by=BUYER)[0]


def opened(payment: Payment) -> str:
    """Open the page of an attempt as the shop does; return the session's id."""
    return operations.send(page_call(payment)).id


def page_call(payment: Payment) -> ProviderCall:
    parameters = asking.page_of(payment, back_url=BACK, cancel_url=CANCEL)
    return calls.intend(Operation.OPEN_PAGE, payment=payment, parameters=parameters)


def service(name: str):
    """Return the SDK's service of a list's name."""
    found = client().v1
    for part in name.split("."):
        found = getattr(found, part)
    return found


def first(name: str, provider) -> dict:
    """Return an object as the provider shows it, without anything expanded."""
    listed = ask(service(name).list, {"limit": 1}).to_dict()["data"]
    assert listed, name
    return ask(service(name).retrieve, listed[0]["id"]).to_dict()


@pytest.mark.parametrize("name", FIELDS)
def test_every_field_that_we_read_is_there(provider, name):
    seen = first(name, provider)
    for field, kind in FIELDS[name].items():
        assert field in seen, field
        assert isinstance(seen[field], kind), (field, seen[field])


def test_a_page_can_be_opened_with_all_that_we_send(stripe_server):
    payment = card_order()
    answer = operations.send(page_call(payment))
    assert answer.object == "checkout.session"
    assert isinstance(answer.url, str)
    assert isinstance(answer.expires_at, int)


def test_the_wire_carries_the_sum_in_hundredths_of_a_rupiah(stripe_stand_in):
    order = placed_order(partner(), price=750_000)
    payment = methods.start(order, method="card", by=BUYER)[0]
    opened(payment)
    [sent] = stripe_stand_in.requests("/v1/checkout/sessions")
    price = "line_items[0][price_data]"
    assert payment.due == 1_500_000
    assert sent["parameters"][f"{price}[unit_amount]"] == "150000000"
    assert sent["parameters"][f"{price}[currency]"] == "idr"
    assert sent["parameters"]["payment_method_types[0]"] == "card"
    assert sent["parameters"]["metadata[order]"] == order.number
    assert sent["parameters"]["payment_intent_data[transfer_group]"] == order.number
    assert sent["version"] == "2026-10-28.endive"
    assert sent["key"]


def test_a_page_can_be_closed(stripe_server):
    payment = card_order()
    call = page_call(payment)
    session = operations.send(call)
    closing = calls.intend(Operation.CLOSE_PAGE, payment=payment, target=session.id, parameters={})
    assert operations.send(closing).object == "checkout.session"


def test_held_money_can_be_taken_or_let_go(stripe_server, request):
    payment = card_order()
    for operation, parameters in (
        (Operation.CAPTURE, {"amount_to_capture": to_minor(100_000), "metadata": {"a": "b"}}),
        (Operation.VOID, {}),
    ):
        intent = "pi_made_up"
        if stripe_server == "stand_in":
            intent = held(payment, request.getfixturevalue("stripe_stand_in"))
        call = calls.intend(operation, payment=payment, target=intent, parameters=parameters)
        assert operations.send(call).object == "payment_intent"


def held(payment: Payment, stand_in) -> str:
    """Hold an attempt's sum at the stand-in; return the intent's id."""
    parameters = asking.page_of(payment, back_url=BACK, cancel_url=CANCEL)
    parameters["payment_intent_data"]["capture_method"] = "manual"
    session = ask(client().v1.checkout.sessions.create, parameters).id
    return stand_in.pay(session)["payment_intent"]


def test_money_can_be_sent_back(provider):
    payment = card_order()
    intent = "pi_made_up"
    if provider:
        provider.pay(opened(payment))
        intent = provider.last("payment_intent")["id"]
    parameters = {
        "payment_intent": intent,
        "amount": to_minor(10_000),
        "reason": "requested_by_customer",
    }
    call = calls.intend(Operation.REFUND, payment=payment, parameters=parameters)
    answer = operations.send(call)
    assert answer.object == "refund"
    assert isinstance(answer.status, str)


@pytest.mark.parametrize("operation", Operation.values)
def test_what_a_call_did_can_be_looked_for(provider, operation):
    payment = Payment.objects.first() or card_order()
    target, intent = "cs_test_made_up", "pi_made_up"
    if provider:
        target = provider.last("checkout.session")["id"]
        intent = provider.last("payment_intent")["id"]
    if operation in (Operation.CAPTURE, Operation.VOID):
        target = intent
    call = calls.intend(
        operation, payment=payment, target=target, parameters={"payment_intent": intent}
    )
    found = operations.find(call)
    if operation == Operation.CAPTURE and provider:
        assert found.id == intent
    elif provider:
        assert found is None


@pytest.mark.parametrize(
    "name", ["session", "intent", "charge", "refund", "dispute", "payout", "move"]
)
def test_every_object_can_be_read_with_what_hangs_on_it(provider, name):
    lists = {"session": "checkout.sessions", "move": "balance_transactions"}
    shown = first(
        lists.get(name, f"{'payment_intents' if name == 'intent' else name + 's'}"), provider
    )
    seen = getattr(reading, name)(shown["id"])
    assert seen.id == shown["id"]
    assert seen.amount == (shown["amount_total"] or 0 if name == "session" else shown["amount"])


@pytest.mark.parametrize(
    "name",
    [
        "sessions_since",
        "intents_since",
        "refunds_since",
        "disputes_since",
        "payouts_since",
        "moves_since",
        "events_since",
    ],
)
def test_every_list_can_be_read_from_a_moment_on(provider, name):
    seen = list(getattr(reading, name)(LONG_AGO))
    assert seen
    if provider:
        assert list(getattr(reading, name)(timezone.now() + timedelta(days=1))) == []


def test_a_charges_refunds_and_an_intents_page_can_be_found(provider):
    charge = first("charges", provider)
    refunds = list(reading.refunds_of(charge["id"]))
    page = reading.session_of(charge["payment_intent"] or "pi_made_up")
    assert refunds
    assert page is not None
    if provider:
        assert [found.amount for found in refunds] == [1_000_000]
        assert page.intent_id == charge["payment_intent"]


def test_a_parameter_that_does_not_exist_is_refused(stripe_server):
    payment = card_order()
    parameters = asking.page_of(payment, back_url=BACK, cancel_url=CANCEL) | {"colour": "green"}
    with pytest.raises(Refused):
        ask(client().v1.checkout.sessions.create, parameters)
