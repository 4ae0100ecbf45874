"""The ways to pay. One module and one line of the registry each; they don't know each other."""

from django.db import transaction
from django.db.models import F, Sum
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from shop.history.models import record
from shop.order import states
from shop.order.models import Order
from shop.payment.models import Payment
from shop.people.actors import Actor

from .card import weighed_until
from .closing import (
    NoWord,
    PaidMeanwhile,
    cancel_unpaid,
    close_open,
    end_attempts,
    require_closed,
)
from .contract import OVER, Basis, Closing, Method, NotOffered, Offer
from .registry import METHODS
from .returning import return_due

__all__ = [
    "METHODS",
    "Basis",
    "Closing",
    "MoneyAlreadyIn",
    "NoWord",
    "NotOffered",
    "Offer",
    "PaidMeanwhile",
    "cancel_unpaid",
    "close_open",
    "offers",
    "offers_for",
    "require_closed",
    "return_due",
    "start",
    "switch",
]


#: What an adjustment changes of a part's total, in rupiah.
CHANGE = (
    F("adjustments__goods") + F("adjustments__delivery_own") + F("adjustments__delivery_courier")
)


class MoneyAlreadyIn(states.NotPossible):
    """Part of the money, or a proof of it, has come in by the method that was chosen first."""

    message = _("Your payment is already being looked at, so the method can't be changed now.")


def offers(basis: Basis) -> list[Offer]:
    """Return the methods that are set up here with whether each may be chosen."""
    found = [method.offer(basis) for method in METHODS.values()]
    return [offer for offer in found if not offer.is_hidden]


def offers_for(order: Order) -> list[Offer]:
    """Return the offers for an order that is placed already."""
    return offers(_basis_of(order))


@transaction.atomic
def start(order: Order, *, method: str, by: Actor) -> list[Payment]:
    """Open the attempts to pay a new order by a method; cash confirms the order at once.

    Call it in the transaction that places the order. Raises NotOffered.
    """
    chosen = _known(method)
    Order.objects.filter(pk=order.pk).update(payment_method=chosen.code)
    order.payment_method = chosen.code
    payments = chosen.start(order, by=by)
    order.refresh_from_db()
    return payments


def switch(order: Order, *, method: str, by: Actor) -> list[Payment]:
    """Pay an awaiting order by another method, outside any transaction.

    The same method keeps its open attempts while they can be paid. What was open elsewhere is
    closed at its provider first. Raises WrongState, MoneyAlreadyIn, NotOffered, PaidMeanwhile
    or NoWord; then the order's way to pay is as before.
    """
    chosen = _known(method)
    order.refresh_from_db()
    if order.status != Order.State.AWAITING:
        raise states.WrongState(order.status)
    open_now = list(order.payments.open().order_by("pk"))
    if _keeps(order, open_now, chosen):
        return open_now
    _require_no_money(order, open_now)
    offer = chosen.offer(_basis_of(order))
    if not offer.ok:
        raise NotOffered(offer.reason)
    end_attempts(order, by=by)
    return _switch(order, chosen, by=by)


@transaction.atomic
def _switch(order: Order, chosen: Method, *, by: Actor) -> list[Payment]:
    locked = states.lock(order.pk)
    if locked.status != Order.State.AWAITING:
        raise states.WrongState(locked.status)
    open_now = list(order.payments.open().select_for_update().order_by("pk"))
    if _keeps(locked, open_now, chosen):
        return open_now
    _require_no_money(locked, open_now)
    require_closed(locked)
    Payment.objects.filter(pk__in=[payment.pk for payment in open_now]).update(
        state=Payment.State.CANCELLED, closed_at=timezone.now()
    )
    payments = start(order, method=chosen.code, by=by)
    record(
        "order.method_changed",
        order,
        by=by,
        before={"method": locked.payment_method},
        after={"method": chosen.code},
    )
    return payments


def _keeps(order: Order, open_now: list[Payment], chosen: Method) -> bool:
    """Say whether the open attempts are by this method already and can still be paid."""
    if not open_now or order.payment_method != chosen.code:
        return False
    return not any(chosen.is_over(payment) for payment in open_now)


def _require_no_money(order: Order, open_now: list[Payment]) -> None:
    if order.clock_stopped_at or any(payment.captured for payment in open_now):
        raise MoneyAlreadyIn


def _basis_of(order: Order) -> Basis:
    """Return what the offers for a placed order depend on."""
    parts = list(order.seller_orders.annotate(change=Coalesce(Sum(CHANGE), 0)))
    return Basis(
        total=sum(part.total + part.change for part in parts),
        phone=order.guest_phone,
        deliveries=[part.delivery_method for part in parts if part.status not in OVER],
        is_proven=order.phone_proven_at is not None,
        partner_ids=[part.partner_id for part in parts],
        weighed_until=weighed_until(order),
    )


def _known(method: str) -> Method:
    if method not in METHODS:
        raise NotOffered(_("Choose a way to pay."))
    return METHODS[method]
