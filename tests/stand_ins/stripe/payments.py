"""Payment intents and charges: how money is promised, taken and let go."""

from tests.stand_ins.stripe import balance, forms
from tests.stand_ins.stripe.errors import ApiError
from tests.stand_ins.stripe.state import State

DAY = 24 * 60 * 60


def open_session(state: State, identifier: str) -> dict:
    """Return a session that can be paid. Raises ApiError when it is closed."""
    session = state.find("checkout.session", identifier)
    if session["status"] != "open":
        raise ApiError(400, f"This page is {session['status']}.", code="session_closed")
    return session


def intent_of(state: State, session: dict) -> dict:
    """Return the session's payment intent; it is made by the first attempt to pay."""
    if session["payment_intent"]:
        return state.find("payment_intent", session["payment_intent"])
    given = session["_intent_data"]
    intent = state.add(
        "pi",
        "payment_intent",
        amount=session["amount_total"],
        amount_capturable=0,
        amount_received=0,
        canceled_at=None,
        cancellation_reason=None,
        capture_method=given.get("capture_method", "automatic"),
        currency=session["currency"],
        description=given.get("description"),
        last_payment_error=None,
        latest_charge=None,
        metadata=given.get("metadata", {}),
        next_action=None,
        payment_method_types=["card"],
        status="requires_payment_method",
        transfer_group=given.get("transfer_group"),
    )
    session["payment_intent"] = intent["id"]
    state.tell("payment_intent.created", intent)
    return intent


def pay(state: State, identifier: str) -> dict:
    """The payer's card is good: charge it, or hold the money if it is captured later."""
    session = open_session(state, identifier)
    intent = intent_of(state, session)
    is_manual = intent["capture_method"] == "manual"
    charge = _charge(state, intent, captured=not is_manual)
    intent.update(latest_charge=charge["id"], last_payment_error=None, next_action=None)
    if is_manual:
        intent.update(status="requires_capture", amount_capturable=intent["amount"])
        state.tell("payment_intent.amount_capturable_updated", intent)
    else:
        intent.update(status="succeeded", amount_received=intent["amount"])
        balance.charge_arrives(state, charge)
    state.tell("charge.succeeded", charge)
    if not is_manual:
        state.tell("payment_intent.succeeded", intent)
    session.update(status="complete", url=None, payment_status="unpaid" if is_manual else "paid")
    state.tell("checkout.session.completed", session)
    return session


def _charge(state: State, intent: dict, *, captured: bool, is_paid: bool = True) -> dict:
    card = {"brand": "visa", "country": "ID", "last4": "4242" if is_paid else "0002"}
    if not captured:
        card["capture_before"] = state.now() + int(state.config["capture_days"] * DAY)
    return state.add(
        "ch",
        "charge",
        amount=intent["amount"],
        amount_captured=intent["amount"] if captured and is_paid else 0,
        amount_refunded=0,
        balance_transaction=None,
        captured=captured and is_paid,
        currency=intent["currency"],
        description=intent["description"],
        disputed=False,
        failure_code=None if is_paid else "card_declined",
        failure_message=None if is_paid else "Your card was declined.",
        metadata=dict(intent["metadata"]),
        paid=is_paid,
        payment_intent=intent["id"],
        payment_method_details={"type": "card", "card": card},
        refunded=False,
        status="succeeded" if is_paid else "failed",
        transfer_group=intent["transfer_group"],
    )


def decline(state: State, identifier: str) -> dict:
    """The payer's bank says no; the page stays open for another card."""
    session = open_session(state, identifier)
    intent = intent_of(state, session)
    charge = _charge(state, intent, captured=True, is_paid=False)
    charge["captured"] = False
    error = {
        "type": "card_error",
        "code": "card_declined",
        "decline_code": "generic_decline",
        "message": "Your card was declined.",
        "charge": charge["id"],
    }
    intent.update(
        status="requires_payment_method",
        latest_charge=charge["id"],
        last_payment_error=error,
        next_action=None,
    )
    state.tell("charge.failed", charge)
    state.tell("payment_intent.payment_failed", intent)
    return session


def ask_for_3ds(state: State, identifier: str) -> dict:
    """The payer's bank wants to see her first; `pay` or `decline` follows."""
    session = open_session(state, identifier)
    intent = intent_of(state, session)
    intent.update(status="requires_action", next_action={"type": "redirect_to_url"})
    state.tell("payment_intent.requires_action", intent)
    return session


def capture(state: State, identifier: str, parameters: dict) -> dict:
    """Take held money, or a part of it: the rest goes back at once."""
    forms.only(parameters, "amount_to_capture", "expand", "metadata")
    intent = state.find("payment_intent", identifier)
    if intent["status"] != "requires_capture":
        raise ApiError(
            400,
            "This PaymentIntent could not be captured because it has a status of "
            f"{intent['status']}.",
            code="payment_intent_unexpected_state",
        )
    amount = forms.integer(parameters, "amount_to_capture", intent["amount_capturable"])
    if amount < 1:
        raise ApiError(
            400, "Invalid positive integer", code="parameter_invalid_integer",
            param="amount_to_capture",
        )  # fmt: skip
    if amount > intent["amount_capturable"]:
        raise ApiError(
            400,
            "The amount_to_capture is greater than the amount you can capture.",
            code="amount_too_large",
            param="amount_to_capture",
        )
    charge = state.find("charge", intent["latest_charge"])
    charge.update(captured=True, amount_captured=amount, amount_refunded=charge["amount"] - amount)
    intent["metadata"] = {**intent["metadata"], **parameters.get("metadata", {})}
    intent.update(status="succeeded", amount_capturable=0, amount_received=amount)
    _let_go(state, charge, charge["amount"] - amount)
    balance.charge_arrives(state, charge)
    for session in state.all("checkout.session"):
        if session["payment_intent"] == identifier:
            session["payment_status"] = "paid"
    state.tell("charge.captured", charge)
    state.tell("payment_intent.succeeded", intent)
    return intent


def cancel(state: State, identifier: str, parameters: dict) -> dict:
    """Let go of a payment that took no money yet."""
    forms.only(parameters, "cancellation_reason", "expand")
    intent = state.find("payment_intent", identifier)
    if intent["status"] in ("succeeded", "canceled"):
        raise ApiError(
            400,
            f"You cannot cancel this PaymentIntent because it has a status of {intent['status']}.",
            code="payment_intent_unexpected_state",
        )
    for session in state.all("checkout.session"):
        if session["payment_intent"] == identifier and session["status"] == "open":
            raise ApiError(
                400, "This PaymentIntent belongs to an open Checkout Session: expire that.",
                code="payment_intent_unexpected_state",
            )  # fmt: skip
    end(state, intent, parameters.get("cancellation_reason"))
    return intent


def end(state: State, intent: dict, reason: str | None) -> None:
    """Let an intent be over, and what it holds go back."""
    was_held = intent["status"] == "requires_capture"
    intent.update(
        status="canceled",
        canceled_at=state.now(),
        cancellation_reason=reason,
        amount_capturable=0,
        next_action=None,
    )
    state.tell("payment_intent.canceled", intent)
    if was_held:
        charge = state.find("charge", intent["latest_charge"])
        charge.update(refunded=True, amount_refunded=charge["amount"])
        _let_go(state, charge, charge["amount"])
        state.tell("charge.refunded", charge)


def _let_go(state: State, charge: dict, amount: int) -> None:
    """Show money that an authorisation gives back as Stripe shows it, if it shows it."""
    if amount and state.config["releases_show_as_refunds"]:
        balance.add_refund(state, charge, amount, metadata={}, reason=None, status="succeeded")
