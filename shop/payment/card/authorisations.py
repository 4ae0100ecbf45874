"""Money that a card only holds, because goods are still weighed: asked for, let go, or lapsed.

It is asked for once, at the first of: every part that is not over is weighed; goods are ready to
leave; 24 hours before the hold lapses. Rows only: `captures` makes the calls. These functions
run inside a transaction that holds the order's lock, or take it themselves.
"""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from shop.history.models import record
from shop.order import messages, states
from shop.order.amounts import due
from shop.order.models import Order, SellerOrder
from shop.order.refusals import NotPossible
from shop.payment.models import Payment, ProviderCall
from shop.payment.refunding.weighing_refunds import is_weighed
from shop.people.actors import SYSTEM, Actor

from . import calls
from .client import to_minor

#: The shortest hold of a card network, counted from the authorisation, for when the provider
#: names no end (docs.stripe.com/payments/place-a-hold-on-a-payment-method).
SHORTEST_HOLD = timedelta(days=4, hours=18)
BEFORE_IT_LAPSES = timedelta(hours=24)
LEAVING = (SellerOrder.Status.READY, SellerOrder.Status.SENT)

Operation, State = ProviderCall.Operation, Payment.State


class NotCollected(NotPossible):
    """Goods never leave on money that is only held."""

    message = _("The money is being taken from the card. Try again in a moment.")


class StillInDoubt(NotCollected):
    """Nor on money that staff may yet send back."""

    message = _("We are still looking at the payment of this order. Please keep the goods.")


def require_collected(part: SellerOrder) -> None:
    """Raise NotCollected while money is only held, StillInDoubt while it may yet go back."""
    whole = part.order.payments.filter(seller_order=None)
    if whole.held().exists():
        raise NotCollected
    if whole.filter(state=State.IN_DOUBT).exists() and not whole.filter(state=State.CAPTURED):
        raise StillInDoubt


def lapses_at(payment: Payment) -> datetime:
    """Return when the hold ends at the latest."""
    return payment.card.capture_before or payment.created_at + SHORTEST_HOLD


def follow(order: Order) -> ProviderCall | None:
    """Ask for held money once it is time, or let it go when nothing is due; return the call.

    The order's lock is held.
    """
    held = order.payments.filter(state=State.AUTHORISED, card__isnull=False)
    payment = held.select_related("card").first()
    if payment is None:
        return None
    if not due(order):
        return let_go(payment, by=SYSTEM)
    return ask(payment, by=SYSTEM) if _is_time(payment) else None


def ask(payment: Payment, *, by: Actor) -> ProviderCall | None:
    """Write down that the card is charged what the order comes to now, at most what is held.

    None when it was written before, or the money is being let go.
    """
    asked = payment.provider_calls.filter(
        operation__in=[Operation.CAPTURE, Operation.VOID], state__in=ProviderCall.LIVE
    )
    if payment.state != State.AUTHORISED or asked.exists():
        return None
    amount = min(due(payment.order), payment.card.held)
    call = calls.intend(
        Operation.CAPTURE,
        payment=payment,
        target=payment.card.intent_id,
        parameters={"amount_to_capture": to_minor(amount)},
    )
    after = {"payment": payment.pk, "amount": amount}
    record("payment.charge_asked", payment.order, by=by, after=after)
    transaction.on_commit(_wake_worker, robust=True)
    return call


def let_go(payment: Payment, *, by: Actor) -> ProviderCall | None:
    """Write down that a hold is given up; None when the money is already being taken."""
    taken = payment.provider_calls.filter(
        operation=Operation.CAPTURE, state__in=ProviderCall.LIVE
    ).first()
    if taken and not calls.withdraw(taken):
        return None
    if found := payment.provider_calls.filter(
        operation=Operation.VOID, state__in=ProviderCall.LIVE
    ).first():
        return found
    call = calls.intend(
        Operation.VOID, payment=payment, target=payment.card.intent_id, parameters={}
    )
    record("payment.release_asked", payment.order, by=by, after={"payment": payment.pk})
    transaction.on_commit(_wake_worker, robust=True)
    return call


@transaction.atomic
def lapse(payment: Payment, *, by: Actor) -> None:
    """A hold ran out before the goods were ready: the order is to be paid again.

    Everyone is told. Raises WrongState unless the order is confirmed, GoodsLeft when goods went.
    """
    order = states.lock(payment.order_id)
    Payment.objects.filter(pk=payment.pk).update(state=State.LAPSED, closed_at=timezone.now())
    payment.refresh_from_db()
    states.pay_again(order, by=by)
    messages.to_orderer("payment.lapsed", order)


@transaction.atomic
def note_refused(payment: Payment, *, why: str, by: Actor) -> None:
    """Let staff see why the provider won't give us held money; it is asked again later."""
    order = states.lock(payment.order_id)
    held = Payment.objects.held().filter(pk=payment.pk).exclude(doubt=why[:300])
    if held.update(doubt=why[:300]):
        after = {"payment": payment.pk, "why": why[:300]}
        record("payment.charge_refused", order, by=by, after=after)


def _is_time(payment: Payment) -> bool:
    order = payment.order
    return (
        order.seller_orders.filter(status__in=LEAVING).exists()
        or lapses_at(payment) - BEFORE_IT_LAPSES <= timezone.now()
        or is_weighed(order)
    )


def _wake_worker() -> None:
    from .waking import settle_holds  # noqa: PLC0415 - the task imports this module

    settle_holds()
