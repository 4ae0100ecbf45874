"""Which of the provider's events makes us read which object again."""

from collections.abc import Callable

from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from . import applying, client, events
from .events import Incoming

HANDLED: dict[str, Callable] = {
    "checkout.session.completed": applying.session,
    "checkout.session.async_payment_succeeded": applying.session,
    "checkout.session.async_payment_failed": applying.session,
    "checkout.session.expired": applying.session,
    "payment_intent.amount_capturable_updated": applying.intent,
    "payment_intent.succeeded": applying.intent,
    "payment_intent.payment_failed": applying.intent,
    "payment_intent.canceled": applying.intent,
    "charge.refunded": applying.charge,
    "refund.created": applying.refund,
    "refund.updated": applying.refund,
    "refund.failed": applying.refund,
    "charge.dispute.created": applying.dispute,
    "charge.dispute.updated": applying.dispute,
    "charge.dispute.closed": applying.dispute,
    "charge.dispute.funds_withdrawn": applying.dispute,
    "charge.dispute.funds_reinstated": applying.dispute,
    "payout.paid": applying.payout,
    "payout.failed": applying.payout,
}
NOT_SHOWN = _("The provider doesn't show us the object: {code}")


def act(event: Incoming) -> None:
    """Give an event its one effect; a repeated one has none. Raises client.Unanswered."""
    if events.is_known(event.id):
        return
    follow = HANDLED.get(event.type)
    try:
        if follow is None:
            events.keep(event)
        else:
            follow(event.object_id, event=event)
    except events.SeenBefore:
        return
    except client.Refused as refusal:
        set_aside(event, format_lazy(NOT_SHOWN, code=refusal.code))


def set_aside(event: Incoming, reason: Promise) -> None:
    """Show staff an event that must not be acted on; a repeated one changes nothing."""
    try:
        events.set_aside(event, reason)
    except events.SeenBefore:
        return
