"""Ending an order's open attempts where their money is held, before an order or a method ends.

Providers are asked outside any transaction; the transaction that follows makes sure with
`require_closed` that nobody opened another page meanwhile.
"""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from shop.order import states
from shop.order.models import Order
from shop.payment.models import Payment
from shop.people.actors import Actor

from .contract import Closing
from .registry import METHODS


class NoWord(states.NotPossible):
    """Nobody knows yet whether an attempt brings money."""

    message = _(
        "We have no word from the card provider yet, so nothing has changed. "
        "Try again in a few minutes."
    )


class PaidMeanwhile(states.NotPossible):
    """The provider says that it is paid."""

    message = _("Your payment has just arrived, so the order is confirmed.")


def close_open(order: Order, *, by: Actor) -> Closing:
    """Close an order's open attempts at their holders, outside any transaction.

    PAID: the order was confirmed by one of them; UNKNOWN: for one of them nobody knows, and
    nothing may be ended. The attempts' rows are for the caller to close.
    """
    found = [
        METHODS[payment.method].expire(payment, by=by)
        for payment in order.payments.open().order_by("pk")
    ]
    if Closing.PAID in found:
        return Closing.PAID
    return Closing.UNKNOWN if Closing.UNKNOWN in found else Closing.CLOSED


def require_closed(order: Order) -> None:
    """Make sure, with the order locked, that no open attempt may bring money. Raises NoWord."""
    if any(
        payment.state == Payment.State.IN_DOUBT or METHODS[payment.method].may_bring_money(payment)
        for payment in order.payments.open().order_by("pk")
    ):
        raise NoWord


def end_attempts(order: Order, *, by: Actor) -> None:
    """`close_open`, for people: raises PaidMeanwhile or NoWord unless all are closed."""
    found = close_open(order, by=by)
    if found == Closing.PAID:
        raise PaidMeanwhile
    if found == Closing.UNKNOWN:
        raise NoWord


def cancel_unpaid(order: Order, *, by: Actor, reason: str = "") -> None:
    """Cancel an order that nobody has paid, outside any transaction.

    Raises WrongState, PaidMeanwhile or NoWord; then nothing has changed.
    """
    order.refresh_from_db()
    if order.status != Order.State.AWAITING:
        raise states.WrongState(order.status)
    end_attempts(order, by=by)
    with transaction.atomic():
        require_closed(states.lock(order.pk))
        states.cancel(order, by=by, reason=reason)
