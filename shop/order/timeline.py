"""What happened to an order and its parts, read from the history in words for buyers."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shop.history.models import Event
from shop.look.words import grams_words
from shop.money import format_rupiah

from .models import Complaint, Order, SellerOrder

WORDS = {
    "order.placed": gettext_lazy("Order placed"),
    "order.method_changed": gettext_lazy("Another way to pay chosen"),
    "proof.attached": gettext_lazy("Proof of transfer sent"),
    "proof.refused": gettext_lazy("Proof of transfer refused"),
    "order.confirmed": gettext_lazy("Order confirmed"),
    "order.revived": gettext_lazy("Late payment arrived, order confirmed"),
    "order.pay_again": gettext_lazy("The card's money is no longer held, please pay again"),
    "payment.charged": gettext_lazy("Card charged"),
    "order.expired": gettext_lazy("Time to pay is over"),
    "order.cancelled": gettext_lazy("Order cancelled"),
    "order.cancel_asked": gettext_lazy("Buyer asks to cancel"),
    "order.address_changed": gettext_lazy("Recipient or street changed"),
    "order.attached": gettext_lazy("Kept in an account"),
    "seller_order.accepted": gettext_lazy("Accepted by the seller"),
    "seller_order.declined": gettext_lazy("Declined by the seller"),
    "seller_order.short": gettext_lazy("A part can't be delivered"),
    "seller_order.discounted": gettext_lazy("Price lowered by our staff"),
    "seller_order.weighed": gettext_lazy("Weighed"),
    "seller_order.ready": gettext_lazy("Ready"),
    "seller_order.sent": gettext_lazy("Sent"),
    "seller_order.handed_over": gettext_lazy("Handed over"),
    "seller_order.completed": gettext_lazy("Completed"),
    "seller_order.complaint_opened": gettext_lazy("Problem reported"),
    "complaint.answered": gettext_lazy("The seller answers"),
    "seller_order.complaint_closed": gettext_lazy("Problem closed"),
    "seller_order.cancelled": gettext_lazy("Cancelled"),
    "cash.received": gettext_lazy("Cash received"),
    "cash.nobody_came": gettext_lazy("Nobody came to collect it"),
    "refund.owed": gettext_lazy("Money goes back to the buyer"),
    "refund.sent": gettext_lazy("Refund sent"),
    "refund.paid_in_cash": gettext_lazy("Refund given in cash"),
    "refund.failed": gettext_lazy("Refund did not arrive"),
    "refund.given": gettext_lazy("Difference left to the seller"),
}


@dataclass(frozen=True)
class Entry:
    """One thing that happened; `part_id` is None for the whole order.

    `detail` says weights and amounts, `reason` what the one who did it wrote; `refund_id` names
    the refund that it is about.
    """

    at: datetime
    title: str
    who: str
    reason: str
    part_id: int | None
    detail: str = ""
    refund_id: int | None = None

    @property
    def about(self) -> str:
        """What to read under the title beside when and who: detail and reason."""
        return " · ".join(filter(None, [self.detail, self.reason]))


def of(order: Order) -> list[Entry]:
    """Return what buyers may know of an order's way; one query for the events.

    Oldest first; the placing leads, though what it brought about was written before it.

    Verbs without words here are internal and stay out.
    """
    parts = list(order.seller_orders.all())
    events = sorted(
        Event.objects.about(order, *parts), key=lambda event: event.verb != "order.placed"
    )
    label = SellerOrder._meta.label
    return [
        Entry(
            at=event.at,
            title=str(WORDS[event.verb]),
            who=who(event),
            reason=event.reason,
            part_id=int(event.subject_id) if event.subject_type == label else None,
            detail=DETAILS.get(event.verb, _no_detail)(event.after),
            refund_id=event.after.get("refund") or event.before.get("refund"),
        )
        for event in events
        if event.verb in WORDS
    ]


def who(event: Event) -> str:
    """Name the actor; the system's own steps are nobody's."""
    if event.actor_label == "system":
        return ""
    if event.on_behalf_of_id:
        return _("with help from %(name)s") % {"name": event.actor_label}
    return event.actor_label


def _no_detail(_after: dict) -> str:
    return ""


def _weights(after: dict) -> str:
    """Say each line's ordered and final weight and price, and what the seller gives away."""
    said = [
        _("%(title)s %(nominal)s → %(final)s, %(price)s")
        % {
            "title": line["title"],
            "nominal": grams_words(line["nominal"]),
            "final": grams_words(line["final"]),
            "price": format_rupiah(line["price"]),
        }
        for line in after.get("lines", [])
    ]
    if after.get("gift"):
        gift = format_rupiah(after["gift"])
        said.append(_("%(amount)s not charged for the extra weight") % {"amount": gift})
    return " · ".join(said)


def _missing(after: dict) -> str:
    """Say which units don't come, and their price."""
    if "units" not in after:
        return ""
    return f"{after['units']} × {after['title']}, {format_rupiah(after['change'])}"


def _outcome(after: dict) -> str:
    """Say how a problem ended, with the amount that goes back."""
    outcome = str(Complaint.Outcome(after["outcome"]).label)
    return f"{outcome}, {format_rupiah(after['amount'])}" if after.get("amount") else outcome


def _change(after: dict) -> str:
    return format_rupiah(after["change"])


def _amount(after: dict) -> str:
    return format_rupiah(after["amount"]) if after.get("amount") else ""


DETAILS = {
    "seller_order.weighed": _weights,
    "seller_order.short": _missing,
    "seller_order.discounted": _change,
    "seller_order.complaint_closed": _outcome,
    "payment.charged": _amount,
    "cash.received": _amount,
    "refund.owed": _amount,
    "refund.sent": _amount,
    "refund.paid_in_cash": _amount,
    "refund.failed": _amount,
    "refund.given": _amount,
}
