"""Checkout sessions: hosted pages that are opened, closed, and run out of time."""

from tests.stand_ins.stripe import forms, payments
from tests.stand_ins.stripe.errors import ApiError
from tests.stand_ins.stripe.state import State

MINUTE, DAY = 60, 24 * 60 * 60
SESSION = (
    "cancel_url", "client_reference_id", "currency", "custom_text", "customer_creation",
    "customer_email", "expand", "expires_at", "line_items", "locale", "metadata", "mode",
    "payment_intent_data", "payment_method_options", "payment_method_types", "submit_type",
    "success_url", "ui_mode",
)  # fmt: skip
INTENT_DATA = (
    "capture_method", "description", "metadata", "receipt_email", "statement_descriptor",
    "statement_descriptor_suffix", "transfer_group",
)  # fmt: skip


def create_session(state: State, parameters: dict) -> dict:
    """Open a hosted page for one payment."""
    forms.only(parameters, *SESSION)
    intent_data = parameters.get("payment_intent_data", {})
    forms.only(intent_data, *INTENT_DATA, inside="payment_intent_data")
    if parameters.get("mode") != "payment":
        raise ApiError(400, "Only mode payment is known here", param="mode")
    for name in ("success_url", "cancel_url"):
        if name in parameters and not parameters[name].startswith(("http://", "https://")):
            raise ApiError(400, "Not a valid URL", code="url_invalid", param=name)
    if "success_url" not in parameters:
        raise ApiError(
            400,
            "Missing required param: success_url.",
            code="parameter_missing",
            param="success_url",
        )
    amount, currency = _sum(state, parameters)
    expires_at = forms.integer(parameters, "expires_at", state.now() + DAY)
    if expires_at < state.now() + 30 * MINUTE:
        raise ApiError(
            400,
            "The `expires_at` timestamp must be at least 30 minutes from Checkout Session "
            "creation.",
            param="expires_at",
        )
    if expires_at > state.now() + DAY:
        raise ApiError(
            400,
            "The `expires_at` timestamp must be less than 24 hours from Checkout Session creation.",
            param="expires_at",
        )
    session = state.add(
        "cs_test",
        "checkout.session",
        amount_subtotal=amount,
        amount_total=amount,
        cancel_url=parameters.get("cancel_url"),
        client_reference_id=parameters.get("client_reference_id"),
        currency=currency,
        customer=None,
        customer_email=parameters.get("customer_email"),
        expires_at=expires_at,
        locale=parameters.get("locale"),
        metadata=parameters.get("metadata", {}),
        mode="payment",
        payment_intent=None,
        payment_method_options=parameters.get("payment_method_options", {}),
        payment_method_types=parameters.get("payment_method_types", ["card"]),
        payment_status="unpaid",
        status="open",
        success_url=parameters["success_url"],
        ui_mode="hosted",
    )
    session["url"] = f"{state.origin}/c/pay/{session['id']}"
    session["_intent_data"] = intent_data
    return session


def _sum(state: State, parameters: dict) -> tuple[int, str]:
    """Return amount and currency of the line items."""
    total, currencies = 0, set()
    for line in parameters.get("line_items", []):
        forms.only(line, "price_data", "quantity", inside="line_items[0]")
        price = line.get("price_data", {})
        forms.only(
            price, "currency", "product_data", "unit_amount", inside="line_items[0][price_data]"
        )
        if not price.get("product_data", {}).get("name"):
            raise ApiError(400, "Missing required param: name.", code="parameter_missing")
        unit = forms.integer(price, "unit_amount", 0)
        if unit < 0:
            raise ApiError(
                400,
                "Invalid non-negative integer",
                code="parameter_invalid_integer",
                param="line_items[0][price_data][unit_amount]",
            )
        total += unit * forms.integer(line, "quantity", 1)
        currencies.add(price.get("currency"))
    if len(currencies) != 1:
        raise ApiError(400, "Line items need one currency", param="line_items")
    if total < state.config["minimum"]:
        raise ApiError(
            400,
            "The Checkout Session's total amount must convert to at least 50 cents.",
            code="amount_too_small",
        )
    if total > 999_999_999_999:
        raise ApiError(400, "Amount must be no more than 12 digits", code="amount_too_large")
    return total, currencies.pop()


def expire_session(state: State, identifier: str, parameters: dict) -> dict:
    """Close an open page."""
    forms.only(parameters, "expand")
    session = state.find("checkout.session", identifier)
    if session["status"] != "open":
        raise ApiError(
            400,
            'Only Checkout Sessions with a status in ["open"] can be expired. '
            f"This Checkout Session has a status of {session['status']}.",
        )
    _close(state, session)
    return session


def _close(state: State, session: dict) -> None:
    session.update(status="expired", url=None)
    state.tell("checkout.session.expired", session)
    if session["payment_intent"]:
        intent = state.find("payment_intent", session["payment_intent"])
        if intent["status"] not in ("succeeded", "canceled", "requires_capture"):
            payments.end(state, intent, "automatic")


def let_time_pass(state: State) -> None:
    """Close pages and give back holds whose time is over."""
    for session in state.all("checkout.session"):
        if session["status"] == "open" and session["expires_at"] <= state.now():
            _close(state, session)
    for intent in state.all("payment_intent"):
        if intent["status"] != "requires_capture":
            continue
        charge = state.find("charge", intent["latest_charge"])
        if charge["payment_method_details"]["card"]["capture_before"] <= state.now():
            payments.end(state, intent, "expired")
            state.tell("charge.expired", charge)
