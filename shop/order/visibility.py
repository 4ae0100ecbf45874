"""When a seller may see who bought: from when she must act until some days after completion."""

from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.utils import timezone

from .models import SellerOrder

Status = SellerOrder.Status
ACTING = frozenset(
    {
        Status.NEW,
        Status.ACCEPTED,
        Status.WEIGHED,
        Status.READY,
        Status.SENT,
        Status.HANDED_OVER,
        Status.COMPLAINT,
    }
)


@dataclass(frozen=True)
class Contact:
    """Whom the seller reaches: the recipient, by E.164 phone, and where it goes."""

    name: str
    phone: str
    address: str


def contact_for(part: SellerOrder, *, at=None) -> Contact | None:
    """Return the recipient's contact for the part's seller, or None when it is not hers to see.

    She sees it while she has to act, and until CONTACT_VISIBLE_DAYS after completion.
    """
    now = at or timezone.now()
    if part.status == Status.COMPLETED:
        if part.completed_at is None:
            return None
        if now - part.completed_at > timedelta(days=settings.CONTACT_VISIBLE_DAYS):
            return None
    elif part.status not in ACTING:
        return None
    order = part.order
    address = order.shipping_address
    lines = [address.line1, address.line2, address.place_label] if address else []
    return Contact(
        name=order.recipient_name,
        phone=order.recipient_phone,
        address=", ".join(line for line in lines if line),
    )
