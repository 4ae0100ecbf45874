"""What happened to an order and its parts, read from the history in words for buyers."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shop.history.models import Event

from .models import Order, SellerOrder

WORDS = {
    "order.placed": gettext_lazy("Order placed"),
    "order.method_changed": gettext_lazy("Another way to pay chosen"),
    "proof.attached": gettext_lazy("Proof of transfer sent"),
    "proof.refused": gettext_lazy("Proof of transfer refused"),
    "order.confirmed": gettext_lazy("Order confirmed"),
    "order.revived": gettext_lazy("Late payment arrived, order confirmed"),
    "order.expired": gettext_lazy("Time to pay is over"),
    "order.cancelled": gettext_lazy("Order cancelled"),
    "order.cancel_asked": gettext_lazy("Buyer asks to cancel"),
    "order.address_changed": gettext_lazy("Recipient or street changed"),
    "order.attached": gettext_lazy("Kept in an account"),
    "seller_order.accepted": gettext_lazy("Accepted by the seller"),
    "seller_order.declined": gettext_lazy("Declined by the seller"),
    "seller_order.short": gettext_lazy("A part can't be delivered"),
    "seller_order.ready": gettext_lazy("Ready"),
    "seller_order.sent": gettext_lazy("Sent"),
    "seller_order.handed_over": gettext_lazy("Handed over"),
    "seller_order.completed": gettext_lazy("Completed"),
    "seller_order.cancelled": gettext_lazy("Cancelled"),
    "cash.received": gettext_lazy("Cash received"),
    "cash.nobody_came": gettext_lazy("Nobody came to collect it"),
    "refund.owed": gettext_lazy("Money goes back to the buyer"),
    "refund.sent": gettext_lazy("Refund sent"),
    "refund.failed": gettext_lazy("Refund did not arrive"),
}


@dataclass(frozen=True)
class Entry:
    """One thing that happened; `part_id` is None for the whole order."""

    at: datetime
    title: str
    who: str
    reason: str
    part_id: int | None


def of(order: Order) -> list[Entry]:
    """Return what buyers may know of an order's way, oldest first; one query for the events.

    Verbs without words here are internal and stay out.
    """
    parts = list(order.seller_orders.all())
    events = Event.objects.about(order, *parts)
    label = SellerOrder._meta.label
    return [
        Entry(
            at=event.at,
            title=str(WORDS[event.verb]),
            who=_who(event),
            reason=event.reason,
            part_id=int(event.subject_id) if event.subject_type == label else None,
        )
        for event in events
        if event.verb in WORDS
    ]


def _who(event: Event) -> str:
    """Name the actor; the system's own steps are nobody's."""
    if event.actor_label == "system":
        return ""
    if event.on_behalf_of_id:
        return _("%(name)s, with help") % {"name": event.actor_label}
    return event.actor_label
