"""A problem's effect on its part: it rests while staff decide, and completes when they have."""

from collections.abc import Mapping

from django.utils import timezone

from shop.order.models import SellerOrder
from shop.people.actors import Actor

from .moves import announce, move_part
from .parts import leave_stock

Status = SellerOrder.Status


def rest(part: SellerOrder, *, by: Actor, reason: str, complaint: int) -> None:
    """Hold a part of a locked order that is on its way or handed over: a problem was reported."""
    before = move_part(
        part,
        to=Status.COMPLAINT,
        when=[Status.SENT, Status.HANDED_OVER],
        verb="seller_order.complaint_opened",
        by=by,
        reason=reason,
        noted={"complaint": complaint},
    )
    announce(part, before=before, by=by)


def count_as_handed_over(part: SellerOrder, *, by: Actor) -> None:
    """Let a resting part that never arrived leave the stock and be earned, so that money can move.

    What the buyer gets back is granted next; a part that was handed over stays as it is.
    """
    now = timezone.now()
    never = SellerOrder.objects.filter(
        pk=part.pk, status=Status.COMPLAINT, handed_over_at__isnull=True
    )
    if never.update(handed_over_at=now):
        part.refresh_from_db()
        leave_stock(part, by=by)


def end_rest(part: SellerOrder, *, by: Actor, reason: str, noted: Mapping[str, object]) -> None:
    """Complete a resting part of a locked order, with how its problem ended."""
    before = move_part(
        part,
        to=Status.COMPLETED,
        when=[Status.COMPLAINT],
        verb="seller_order.complaint_closed",
        by=by,
        reason=reason,
        noted=noted,
        completed_at=timezone.now(),
    )
    announce(part, before=before, by=by)
