"""What every move shares: the lock, and the conditional UPDATE."""

from collections.abc import Iterable, Mapping

from django.db import models
from django.utils import timezone

from shop.history.models import record
from shop.order.messages import tell_moved
from shop.order.models import Order, SellerOrder
from shop.order.refusals import NotPossible, WrongState
from shop.order.signals import order_moved, seller_order_moved
from shop.partner import reservation
from shop.people.actors import Actor

__all__ = [
    "NotPossible",
    "WrongState",
    "announce",
    "give_back",
    "lock",
    "move_order",
    "move_part",
    "require",
    "reserved_units",
]


def lock(order_id: int) -> Order:
    """Return the order with its row locked; every verb about an order begins here."""
    return Order.objects.select_for_update().get(pk=order_id)


def move_order(
    order: Order,
    *,
    to: str,
    when: models.Q,
    verb: str,
    by: Actor,
    reason: str = "",
    **changes: object,
) -> None:
    """Move a locked order if `when` holds, note it, and tell the receivers of `order_moved`."""
    before = order.status
    moved = Order.objects.filter(when, pk=order.pk).update(status=to, **changes)
    order.refresh_from_db()
    if not moved:
        raise WrongState(order.status)
    record(verb, order, by=by, before={"status": before}, after={"status": to}, reason=reason)
    order_moved.send(sender=Order, order=order, before=before, by=by)


def move_part(
    part: SellerOrder,
    *,
    to: str,
    when: Iterable[str],
    verb: str,
    by: Actor,
    reason: str = "",
    noted: Mapping[str, object] | None = None,
    **changes: object,
) -> str:
    """Move a seller order of a locked order from one of the statuses `when`; return the old one.

    `noted` is kept in the move's event beside the new status.
    """
    before = SellerOrder.objects.values_list("status", flat=True).get(pk=part.pk)
    moved = SellerOrder.objects.filter(pk=part.pk, status__in=list(when)).update(
        status=to, moved_at=timezone.now(), **changes
    )
    part.refresh_from_db()
    if not moved:
        raise WrongState(part.status)
    after = {"status": to, **(noted or {})}
    record(verb, part, by=by, before={"status": before}, after=after, reason=reason)
    return before


def require(part: SellerOrder, *statuses: str) -> None:
    """Read a part of a locked order again; raise WrongState unless it has one of the statuses."""
    part.refresh_from_db()
    if part.status not in statuses:
        raise WrongState(part.status)


def announce(part: SellerOrder, *, before: str, by: Actor) -> None:
    """Tell people and the receivers of `seller_order_moved`."""
    tell_moved(part, before=before)
    seller_order_moved.send(sender=SellerOrder, seller_order=part, before=before, by=by)


def reserved_units(parts: Iterable[SellerOrder]) -> dict[int, int]:
    """Return the units the parts hold, by stock record: ordered less what fell short."""
    units: dict[int, int] = {}
    for part in parts:
        for line in part.lines.annotate(
            missing=models.functions.Coalesce(models.Sum("adjustments__units"), 0)
        ):
            left = line.quantity - line.missing
            if line.stockrecord_id and left:
                units[line.stockrecord_id] = units.get(line.stockrecord_id, 0) + left
    return units


def give_back(parts: Iterable[SellerOrder]) -> None:
    """Give the parts' reserved units back to sale."""
    reservation.release(reserved_units(parts))
