"""Staff decide about payments in doubt: the money counts, or it goes back."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from shop.history.models import record
from shop.order import states
from shop.order.amounts import due
from shop.order.models import Order
from shop.payment import accounts, capturing, earning, ledger
from shop.payment.arrivals import Arrival
from shop.payment.models import Payment
from shop.payment.refunding import refunds
from shop.payment.signals import came_late
from shop.people.actors import Actor

from . import authorisations, moves, taking

State = Payment.State


class NoMoneyYet(states.NotPossible):
    """Nothing of the payment is on our balance at the provider."""

    message = _("No money of this payment has come in, so it can't be accepted.")


class TooLittle(states.NotPossible):
    """Less came in than the order costs."""

    message = _("Less came in than the order costs. Reject the payment, then it goes back.")


class ReasonMissing(states.NotPossible):
    """A rejected payment is explained, for whoever asks later."""

    message = _("Write a reason first.")


@transaction.atomic
def accept(payment: Payment, *, by: Actor) -> bool:
    """Let the money of a payment in doubt pay its order; False if that is too late.

    What is too much, or too late, goes back. Raises WrongState, NoMoneyYet or TooLittle.
    """
    order = _locked(payment)
    amount = _in_suspense(payment)
    if not amount:
        raise NoMoneyYet
    pays = order.status == Order.State.CONFIRMED and not _is_paid_otherwise(payment)
    if pays:
        # What fell away while nobody knew whether the money counts was collected from nobody.
        payment.due = due(order)
        payment.save(update_fields=["due"])
    if amount < payment.due:
        raise TooLittle
    record("payment.accepted", order, by=by, after={"payment": payment.pk, "amount": amount})
    arrival = Arrival(taking.source_of(payment), amount)
    if pays and payment.due:
        debit = accounts.suspense(payment.collector)
        source = arrival.source
        capturing.take(payment, amount, debit=debit, kind="matched", source=source, by=by)
    else:
        came_late.send(sender=Payment, payment=payment, arrival=arrival, by=by)
    payment.refresh_from_db()
    if payment.state == State.IN_DOUBT:
        _end(payment)
    earning.close_if_settled(order, by=by)
    return payment.state == State.CAPTURED


@transaction.atomic
def reject(payment: Payment, *, reason: str, by: Actor) -> None:
    """Send the money of a payment in doubt back, or let it go; the order can be paid again.

    Raises WrongState or ReasonMissing.
    """
    if not reason.strip():
        raise ReasonMissing
    order = _locked(payment)
    after = {"payment": payment.pk}
    record("payment.rejected", order, by=by, after=after, reason=reason.strip())
    amount = _in_suspense(payment)
    if amount:
        refunds.return_late(payment, Arrival(taking.source_of(payment), amount), by=by)
    elif payment.card.intent_id:
        authorisations.let_go(payment, by=by)
    _end(payment)
    if order.status == Order.State.CONFIRMED and not _is_paid_otherwise(payment):
        if due(order):
            states.pay_again(order, by=by)
        else:
            earning.close_if_settled(order, by=by)
    states.restart_clock(order)


def _locked(payment: Payment) -> Order:
    order = states.lock(payment.order_id)
    payment.refresh_from_db()
    if payment.state != State.IN_DOUBT:
        raise states.WrongState(payment.state)
    return order


def _in_suspense(payment: Payment) -> int:
    """Return the rupiah of a payment in doubt that rest in suspense."""
    source = taking.source_of(payment)
    return moves.posted(source) if ledger.is_posted("received", source) else 0


def _is_paid_otherwise(payment: Payment) -> bool:
    return payment.order.payments.filter(state=State.CAPTURED).exclude(pk=payment.pk).exists()


def _end(payment: Payment) -> None:
    Payment.objects.filter(pk=payment.pk).update(state=State.REJECTED, closed_at=timezone.now())
    payment.refresh_from_db()
