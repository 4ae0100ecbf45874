"""The ways to pay. One module and one line of `METHODS` each; they don't know each other."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from shop.history.models import record
from shop.order import states
from shop.order.models import Order
from shop.payment.models import Payment
from shop.people.actors import Actor

from .cash import Cash
from .contract import Basis, Method, NotOffered, Offer
from .transfer import Transfer

METHODS: dict[str, Method] = {method.code: method for method in (Transfer(), Cash())}

__all__ = [
    "METHODS",
    "Basis",
    "MoneyAlreadyIn",
    "NotOffered",
    "Offer",
    "offers",
    "offers_for",
    "start",
    "switch",
]


class MoneyAlreadyIn(states.NotPossible):
    """Part of the money, or a proof of it, has come in by the method that was chosen first."""

    message = _("Your payment is already being looked at, so the method can't be changed now.")


def offers(basis: Basis) -> list[Offer]:
    """Return every method with whether it may be chosen, in the order people see them."""
    return [method.offer(basis) for method in METHODS.values()]


def offers_for(order: Order) -> list[Offer]:
    """Return the offers for an order that is placed already."""
    parts = list(order.seller_orders.all())
    return offers(
        Basis(
            total=order.total,
            phone=order.guest_phone,
            deliveries=[part.delivery_method for part in parts],
            is_proven=order.phone_proven_at is not None,
            partner_ids=[part.partner_id for part in parts],
        )
    )


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


@transaction.atomic
def switch(order: Order, *, method: str, by: Actor) -> list[Payment]:
    """Pay an awaiting order by another method; the same method keeps its open attempts.

    Raises WrongState, MoneyAlreadyIn or NotOffered; then nothing has changed.
    """
    chosen = _known(method)
    locked = states.lock(order.pk)
    if locked.status != Order.State.AWAITING:
        raise states.WrongState(locked.status)
    open_now = list(order.payments.open().select_for_update().order_by("pk"))
    if open_now and locked.payment_method == chosen.code:
        return open_now
    if locked.clock_stopped_at or any(payment.captured for payment in open_now):
        raise MoneyAlreadyIn
    Payment.objects.filter(pk__in=[payment.pk for payment in open_now]).update(
        state=Payment.State.CANCELLED, closed_at=timezone.now()
    )
    payments = start(order, method=method, by=by)
    record(
        "order.method_changed",
        order,
        by=by,
        before={"method": locked.payment_method},
        after={"method": chosen.code},
    )
    return payments


def _known(method: str) -> Method:
    if method not in METHODS:
        raise NotOffered(_("Choose a way to pay."))
    return METHODS[method]
