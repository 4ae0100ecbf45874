"""Moves of a seller order, from waiting for its seller to completed."""

from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from shop.order import charging
from shop.order.amounts import commission_on, falls_to, outstanding, units_left
from shop.order.models import Adjustment, Line, SellerOrder
from shop.order.signals import adjusted, handed_over
from shop.order.weighing import require_weighed
from shop.partner import reservation
from shop.people.actors import Actor

from .moves import NotPossible, announce, give_back, lock, move_part, require, reserved_units

Status = SellerOrder.Status
PREPARED = (Status.ACCEPTED, Status.WEIGHED)
CANCELLABLE = (Status.NEW, *PREPARED, Status.READY, Status.SENT)


class NothingToSend(NotPossible):
    """The buyer picks these goods up."""

    message = _("The buyer picks this order up; it is handed over, not sent.")


class NotSoMany(NotPossible):
    """More units are said to be missing than are left on the line."""

    message = _("So many units are not left on this line.")


@transaction.atomic
def accept(part: SellerOrder, *, by: Actor) -> None:
    """The seller takes the order on. Raises WrongState unless it is new."""
    _move(part, to=Status.ACCEPTED, when=[Status.NEW], verb="seller_order.accepted", by=by)


@transaction.atomic
def decline(part: SellerOrder, *, by: Actor, reason: str) -> None:
    """The seller can't deliver: stock goes back, and what was paid is due to the buyer."""
    lock(part.order_id)
    before = move_part(
        part,
        to=Status.DECLINED,
        when=[Status.NEW],
        verb="seller_order.declined",
        by=by,
        reason=reason,
        decline_reason=reason,
    )
    _owe_nothing(part, Adjustment.Kind.DECLINED, by=by, reason=reason)
    give_back([part])
    announce(part, before=before, by=by)


@transaction.atomic
def cancel_part(part: SellerOrder, *, by: Actor, reason: str) -> None:
    """Cancel a part before it is handed over: stock goes back, what was paid is due back."""
    lock(part.order_id)
    cancel_locked([part], by=by, reason=reason)


def cancel_locked(parts: Sequence[SellerOrder], *, by: Actor, reason: str) -> None:
    """`cancel_part` for parts of one order, for a caller that holds its lock and transaction.

    Their stock goes back together, since stock is locked by primary key over all of them.
    """
    before = {}
    for part in parts:
        before[part.pk] = move_part(
            part,
            to=Status.CANCELLED,
            when=CANCELLABLE,
            verb="seller_order.cancelled",
            by=by,
            reason=reason,
            decline_reason=reason,
        )
        _owe_nothing(part, Adjustment.Kind.CANCELLED, by=by, reason=reason)
    give_back(parts)
    for part in parts:
        announce(part, before=before[part.pk], by=by)


@transaction.atomic
def supply_short(line: Line, *, units: int, by: Actor, reason: str = "") -> Adjustment:
    """Leave units of a line out, before the part is ready; their price shrinks in proportion.

    Raises NotSoMany unless 1 ≤ units < units left in the whole part (else cancel the part).
    """
    part = line.seller_order
    lock(part.order_id)
    left = units_left(Line.objects.get(pk=line.pk))
    if not 1 <= units <= left or units >= sum(reserved_units([part]).values()):
        raise NotSoMany
    price = falls_to(line.price, units, left=left, of=line.quantity)
    before = move_part(
        part,
        to=Status.ACCEPTED,
        when=[Status.ACCEPTED],
        verb="seller_order.short",
        by=by,
        reason=reason,
        noted={"line": line.pk, "title": line.title, "units": units, "change": -price},
    )
    adjustment = Adjustment.objects.create(
        seller_order=part,
        line=line,
        kind=Adjustment.Kind.SHORT,
        units=units,
        goods=-price,
        commission=-falls_to(commission_on(line), units, left=left, of=line.quantity),
        reason=reason,
    )
    adjusted.send(sender=SellerOrder, seller_order=part, adjustments=[adjustment], by=by)
    if line.stockrecord_id:
        reservation.release({line.stockrecord_id: units})
    announce(part, before=before, by=by)
    return adjustment


@transaction.atomic
def ready(part: SellerOrder, *, by: Actor) -> None:
    """The goods are packed.

    Raises WrongState unless they are being prepared, NotWeighed before what is sold by weight is.
    """
    lock(part.order_id)
    require(part, *PREPARED)
    require_weighed(part)
    _move(part, to=Status.READY, when=PREPARED, verb="seller_order.ready", by=by)


@transaction.atomic
def send(part: SellerOrder, *, by: Actor, tracking_number: str = "") -> None:
    """The goods are on their way.

    Raises NothingToSend for pick-up, or what `charging.require_collected` raises.
    """
    if part.delivery_method == "pickup":
        raise NothingToSend
    lock(part.order_id)
    require(part, Status.READY)
    charging.require_collected(part)
    _move(
        part,
        to=Status.SENT,
        when=[Status.READY],
        verb="seller_order.sent",
        by=by,
        sent_at=timezone.now(),
        tracking_number=tracking_number,
    )


@transaction.atomic
def hand_over(part: SellerOrder, *, by: Actor) -> None:
    """The goods reached the buyer: they leave the stock, and the seller's money is earned.

    Raises what `charging.require_collected` raises.
    """
    lock(part.order_id)
    require(part, Status.READY, Status.SENT)
    charging.require_collected(part)
    before = move_part(
        part,
        to=Status.HANDED_OVER,
        when=[Status.READY, Status.SENT],
        verb="seller_order.handed_over",
        by=by,
        handed_over_at=timezone.now(),
    )
    leave_stock(part, by=by)
    announce(part, before=before, by=by)


def leave_stock(part: SellerOrder, *, by: Actor) -> None:
    """Let the goods of a part of a locked order leave the stock, and the seller earn them."""
    handed_over.send(sender=SellerOrder, seller_order=part, by=by)
    reservation.consume(reserved_units([part]))


@transaction.atomic
def receive(part: SellerOrder, *, by: Actor) -> None:
    """The buyer has the goods and is content; a part on its way is handed over first.

    Raises WrongState unless it is sent or handed over.
    """
    lock(part.order_id)
    part.refresh_from_db()
    if part.status == Status.SENT:
        hand_over(part, by=by)
    complete(part, by=by)


@transaction.atomic
def complete(part: SellerOrder, *, by: Actor) -> None:
    """Nothing is left to say about a part. Raises WrongState unless it is handed over."""
    _move(
        part,
        to=Status.COMPLETED,
        when=[Status.HANDED_OVER],
        verb="seller_order.completed",
        by=by,
        completed_at=timezone.now(),
    )


def _move(part: SellerOrder, *, by: Actor, **move: object) -> None:
    """Lock, move and announce a part whose amounts and stock stay as they are."""
    lock(part.order_id)
    before = move_part(part, by=by, **move)
    announce(part, before=before, by=by)


def _owe_nothing(part: SellerOrder, kind: str, *, by: Actor, reason: str) -> None:
    """Make nothing due for a part any more, and tell the receivers of `adjusted`."""
    rest = outstanding(part)
    adjustment = Adjustment.objects.create(
        seller_order=part,
        kind=kind,
        goods=-rest.goods,
        delivery_own=-rest.delivery_own,
        delivery_courier=-rest.delivery_courier,
        commission=-rest.commission,
        reason=reason,
    )
    adjusted.send(sender=SellerOrder, seller_order=part, adjustments=[adjustment], by=by)
