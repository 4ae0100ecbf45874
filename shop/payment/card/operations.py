"""What each call to the provider sends, and how its outcome is found again without sending."""

from collections.abc import Callable
from datetime import timedelta

import stripe

from shop.payment.models import ProviderCall

from .client import Refused, Unanswered, ask, client

#: How far the provider's clock may be behind ours.
CLOCKS_DIFFER = timedelta(minutes=5)
PAGE = 100

Operation = ProviderCall.Operation


def send(call: ProviderCall) -> stripe.StripeObject:
    """Send a call's stored parameters under its stored key. Raises Unanswered or Refused."""
    service = client().v1
    changes: dict[str, Callable] = {
        Operation.OPEN_PAGE: service.checkout.sessions.create,
        Operation.CLOSE_PAGE: service.checkout.sessions.expire,
        Operation.CAPTURE: service.payment_intents.capture,
        Operation.VOID: service.payment_intents.cancel,
        Operation.REFUND: service.refunds.create,
    }
    about = [call.target] if call.target else []
    return ask(
        changes[call.operation],
        *about,
        params=_in_order(call.parameters),
        options={"idempotency_key": call.key},
    )


def find(call: ProviderCall) -> stripe.StripeObject | None:
    """Return what a call brought about, or None if nothing did. Raises Unanswered.

    What was created is known by the call's key in its metadata, what was changed by its state.
    """
    look = {
        Operation.OPEN_PAGE: _created_page,
        Operation.CLOSE_PAGE: _closed_page,
        Operation.CAPTURE: _captured_intent,
        Operation.VOID: _voided_intent,
        Operation.REFUND: _created_refund,
    }
    try:
        return ask(look[call.operation], call)
    except Refused as refused:
        raise Unanswered(f"search refused: {refused.code}") from refused


def _created_page(call: ProviderCall) -> stripe.StripeObject | None:
    since = int((call.created_at - CLOCKS_DIFFER).timestamp())
    params = {"created": {"gte": since}, "limit": PAGE}
    return _with_key(client().v1.checkout.sessions.list(params=params), call)


def _created_refund(call: ProviderCall) -> stripe.StripeObject | None:
    names = ("payment_intent", "charge")
    about = {name: call.parameters[name] for name in names if name in call.parameters}
    return _with_key(client().v1.refunds.list(params={**about, "limit": PAGE}), call)


def _with_key(found: stripe.ListObject, call: ProviderCall) -> stripe.StripeObject | None:
    return next(
        (one for one in found.auto_paging_iter() if _key_of(one) == call.key),
        None,
    )


def _key_of(created: stripe.StripeObject) -> str:
    metadata = getattr(created, "metadata", None)
    return str(getattr(metadata, "call", "")) if metadata else ""


def _closed_page(call: ProviderCall) -> stripe.StripeObject | None:
    session = client().v1.checkout.sessions.retrieve(call.target)
    return session if session.status == "expired" else None


def _captured_intent(call: ProviderCall) -> stripe.StripeObject | None:
    intent = client().v1.payment_intents.retrieve(call.target)
    return intent if intent.status == "succeeded" else None


def _voided_intent(call: ProviderCall) -> stripe.StripeObject | None:
    intent = client().v1.payment_intents.retrieve(call.target)
    return intent if intent.status == "canceled" else None


def _in_order(value):
    """Return parameters in one order, whatever order the database keeps: the same bytes again."""
    if isinstance(value, dict):
        return {name: _in_order(value[name]) for name in sorted(value)}
    if isinstance(value, list):
        return [_in_order(one) for one in value]
    return value
