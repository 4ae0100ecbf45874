"""Moves of a whole order: awaiting → confirmed · expired · cancelled; confirmed → closed."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from shop.history.models import record
from shop.order.amounts import units_left
from shop.order.models import Order, SellerOrder
from shop.partner import reservation
from shop.people.actors import Actor

from .moves import (
    NotPossible,
    WrongState,
    announce,
    give_back,
    lock,
    move_order,
    move_part,
    reserved_units,
)
from .parts import cancel_locked

State, Status = Order.State, SellerOrder.Status
AWAITING = Q(status=State.AWAITING)
FINAL_PARTS = (Status.COMPLETED, Status.DECLINED, Status.CANCELLED)
#: Of parts whose goods the seller still has.
STILL_HERE = (Status.NEW, Status.ACCEPTED, Status.WEIGHED, Status.READY)


class TooLateToCancel(NotPossible):
    """Every seller has accepted already."""

    message = _("The sellers have accepted this order already, so it can no longer be cancelled.")


class PartsLeft(NotPossible):
    """A part of the order is not over yet."""


class GoodsLeft(NotPossible):
    """Goods of the order are on their way or handed over."""


@transaction.atomic
def mark_secured(order: Order, *, by: Actor, paid: str) -> None:
    """Confirm an order whose payment is captured, authorised or promised; its parts open.

    `paid` is the new payment summary. Raises WrongState unless the order is awaiting.
    """
    order = _locked(order)
    _confirm(order, when=AWAITING, verb="order.confirmed", by=by, paid=paid)


@transaction.atomic
def revive(order: Order, *, by: Actor, paid: str) -> None:
    """Confirm an expired order after late money, with every line reserved anew.

    Raises WrongState unless it is expired, and OutOfStock if one line is gone: then
    nothing has changed.
    """
    order = _locked(order)
    if order.status != State.EXPIRED:
        raise WrongState(order.status)
    parts = _waiting(order)
    units = reserved_units(parts)
    if sum(units.values()) < sum(units_left(line) for part in parts for line in part.lines.all()):
        raise reservation.OutOfStock(0)
    reservation.reserve(units)
    _confirm(order, when=Q(status=State.EXPIRED), verb="order.revived", by=by, paid=paid)


@transaction.atomic
def mark_paid(order: Order, paid: str) -> None:
    """Write the payment summary that people read; only `shop.payment` decides it."""
    Order.objects.filter(pk=order.pk).update(paid=paid)
    order.paid = paid


@transaction.atomic
def expire(order: Order, *, by: Actor, at=None) -> None:
    """Let an unpaid order lapse and give its stock back.

    Its parts stay waiting, since late money may still revive it. Raises WrongState unless it is
    awaiting, its time is over, and no proof has stopped its clock.
    """
    order = _locked(order)
    due = AWAITING & Q(expires_at__lte=at or timezone.now(), clock_stopped_at__isnull=True)
    move_order(order, to=State.EXPIRED, when=due, verb="order.expired", by=by)
    give_back(_waiting(order))


@transaction.atomic
def cancel(order: Order, *, by: Actor, reason: str = "") -> None:
    """Cancel an unpaid order and give its stock back. Raises WrongState unless it is awaiting."""
    order = _locked(order)
    move_order(
        order,
        to=State.CANCELLED,
        when=AWAITING,
        verb="order.cancelled",
        by=by,
        reason=reason,
        clock_stopped_at=None,
    )
    parts = _waiting(order)
    for part in parts:
        before = move_part(
            part, to=Status.CANCELLED, when=[Status.WAITING], verb="seller_order.cancelled", by=by
        )
        announce(part, before=before, by=by)
    give_back(parts)


@transaction.atomic
def ask_to_cancel(order: Order, *, by: Actor) -> bool:
    """Cancel a confirmed order if no seller has accepted yet; otherwise leave the wish for staff.

    Returns whether it was cancelled at once. Raises TooLateToCancel when no part waits for its
    seller any more, WrongState unless the order is confirmed.
    """
    order = _locked(order)
    if order.status != State.CONFIRMED:
        raise WrongState(order.status)
    parts = list(order.seller_orders.order_by("pk"))
    if not any(part.status == Status.NEW for part in parts):
        raise TooLateToCancel
    unasked = Order.objects.filter(pk=order.pk, cancel_asked_at__isnull=True)
    if unasked.update(cancel_asked_at=timezone.now()):
        record("order.cancel_asked", order, by=by)
    if any(part.status not in (Status.NEW, *FINAL_PARTS) for part in parts):
        return False
    cancel_locked([part for part in parts if part.status == Status.NEW], by=by, reason="")
    return True


@transaction.atomic
def pay_again(order: Order, *, by: Actor, reason: str = "") -> None:
    """Let a confirmed order await its money again, because what secured it is gone.

    Its parts wait, with their stock, their weights and what was taken off them; what is over
    stays over. Raises WrongState unless the order is confirmed, GoodsLeft when goods have gone.
    """
    order = _locked(order)
    if order.status != State.CONFIRMED:
        raise WrongState(order.status)
    parts = list(order.seller_orders.exclude(status__in=FINAL_PARTS).order_by("pk"))
    if any(part.status not in STILL_HERE for part in parts):
        raise GoodsLeft
    move_order(
        order,
        to=State.AWAITING,
        when=Q(status=State.CONFIRMED),
        verb="order.pay_again",
        by=by,
        reason=reason,
        paid=Order.Paid.NO,
        expires_at=timezone.now() + timedelta(hours=settings.ORDER_PAY_HOURS),
    )
    for part in parts:
        before = move_part(
            part,
            to=Status.WAITING,
            when=STILL_HERE,
            verb="seller_order.waits_again",
            by=by,
            **dict.fromkeys(
                ("answer_by", "answer_seconds", "answer_counted_at", "remind_by", "reminded_at")
            ),
        )
        announce(part, before=before, by=by)


@transaction.atomic
def close(order: Order, *, by: Actor) -> None:
    """Close a confirmed order whose parts are all over; `shop.payment` calls it once settled."""
    order = _locked(order)
    if order.seller_orders.exclude(status__in=FINAL_PARTS).exists():
        raise PartsLeft
    move_order(order, to=State.CLOSED, when=Q(status=State.CONFIRMED), verb="order.closed", by=by)


@transaction.atomic
def stop_clock(order: Order) -> None:
    """Stop an awaiting order's time to pay until staff decide. Raises WrongState otherwise."""
    moved = Order.objects.filter(AWAITING, pk=order.pk)
    if not moved.update(paid=Order.Paid.CHECKING):
        order.refresh_from_db()
        raise WrongState(order.status)
    moved.filter(clock_stopped_at__isnull=True).update(clock_stopped_at=timezone.now())
    order.refresh_from_db()


@transaction.atomic
def restart_clock(order: Order) -> None:
    """Give an awaiting order back the time it had left, at least ORDER_PROOF_GRACE_HOURS."""
    order = _locked(order)
    if order.status != State.AWAITING:
        return
    now = timezone.now()
    left = order.expires_at - (order.clock_stopped_at or now)
    grace = timedelta(hours=settings.ORDER_PROOF_GRACE_HOURS)
    Order.objects.filter(AWAITING, pk=order.pk).update(
        expires_at=now + max(left, grace), clock_stopped_at=None, paid=Order.Paid.NO
    )
    order.refresh_from_db()


@transaction.atomic
def prolong(order: Order, *, until: datetime, by: Actor) -> None:
    """Give an awaiting order time to pay until then at least; never less than it has.

    Raises WrongState unless it is awaiting.
    """
    order = _locked(order)
    if order.status != State.AWAITING:
        raise WrongState(order.status)
    before = order.expires_at
    if until <= before:
        return
    Order.objects.filter(AWAITING, pk=order.pk).update(expires_at=until)
    order.refresh_from_db()
    record(
        "order.prolonged",
        order,
        by=by,
        before={"expires_at": before.isoformat()},
        after={"expires_at": until.isoformat()},
    )


def _waiting(order: Order) -> list[SellerOrder]:
    """Return the parts that wait for the money: not those that were over before it was gone."""
    return list(order.seller_orders.filter(status=Status.WAITING).order_by("pk"))


def _locked(order: Order) -> Order:
    """Lock the row and bring the caller's object up to date."""
    lock(order.pk)
    order.refresh_from_db()
    return order


def _confirm(order: Order, *, when: Q, verb: str, by: Actor, paid: str) -> None:
    move_order(
        order,
        to=State.CONFIRMED,
        when=when,
        verb=verb,
        by=by,
        paid=paid,
        clock_stopped_at=None,
    )
    for part in _waiting(order):
        before = move_part(
            part, to=Status.NEW, when=[Status.WAITING], verb="seller_order.opened", by=by
        )
        announce(part, before=before, by=by)
