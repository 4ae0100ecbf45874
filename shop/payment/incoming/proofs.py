"""Pictures of transfers and of payments by QRIS.

A picture is a message to staff that stops the clock, never a confirmation.
"""

from typing import BinaryIO

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from shop.history.models import record
from shop.images import strays
from shop.images.cleaning import clean_upload
from shop.order import messages, states
from shop.order.models import Order
from shop.payment.models import PROOFS, Payment, Proof
from shop.people.actors import Actor

MOST_PROOFS = 5
PROVEN_BY_PICTURE = ("transfer", "qris")
PROVEN_BY_WORD = ("qris",)


class NothingToProve(states.NotPossible):
    """The order has no open transfer and no open payment by QRIS."""

    message = _("This order is not waiting for your payment.")


class TooManyProofs(states.NotPossible):
    """One picture stops the clock; many must not stop it for ever."""

    message = _("You have sent several pictures already. We will look at them first.")


class ReasonMissing(states.NotPossible):
    """A buyer whose money was not found reads why."""

    message = _("Write a reason first; the buyer reads it.")


def send(order: Order, file: BinaryIO, *, by: Actor) -> Proof:
    """Keep a cleaned copy of the buyer's picture and stop the order's clock.

    Raises PictureRefused, NothingToProve or TooManyProofs; then nothing has changed.
    """
    _open_payment(order)
    picture = clean_upload(file)
    proof = Proof(payment=_open_payment(order))
    proof.picture.save(picture.name, picture, save=False)
    try:
        return _keep(proof, order, PROVEN_BY_PICTURE, by)
    except Exception:
        proof.picture.delete(save=False)
        raise


def give_word(order: Order, *, by: Actor) -> Proof:
    """Take the buyer's word that he paid by QRIS, which tells nobody; the order's clock stops.

    It counts as one of his pictures. Raises NothingToProve or TooManyProofs.
    """
    return _keep(Proof(), order, PROVEN_BY_WORD, by)


@transaction.atomic
def refuse(proof: Proof, *, reason: str, by: Actor) -> None:
    """Staff found no such money: the clock runs again, with at least ORDER_PROOF_GRACE_HOURS.

    Raises ReasonMissing, or WrongState if the proof was answered already.
    """
    if not reason:
        raise ReasonMissing
    order = states.lock(proof.payment.order_id)
    waiting = Proof.objects.filter(pk=proof.pk, state=Proof.State.WAITING)
    moved = waiting.update(state=Proof.State.REFUSED, reason=reason)
    proof.refresh_from_db()
    if not moved:
        raise states.WrongState(proof.state)
    record("proof.refused", order, by=by, after={"proof": proof.pk}, reason=reason)
    if order.status != Order.State.AWAITING or _is_another_waiting(order):
        return
    states.restart_clock(order)
    messages.to_orderer("proof.refused", order, reason=reason)


def remove_strays() -> int:
    """Remove pictures of over a day that no proof holds (their sender's process died); daily."""
    return strays.remove(PROOFS, held=set(Proof.objects.values_list("picture", flat=True)))


@transaction.atomic
def _keep(proof: Proof, order: Order, methods: tuple[str, ...], by: Actor) -> Proof:
    states.lock(order.pk)
    proof.payment = _open_payment(order, methods)
    proof.save()
    states.stop_clock(order)
    record("proof.attached", order, by=by, after={"proof": proof.pk})
    return proof


def _open_payment(order: Order, methods: tuple[str, ...] = PROVEN_BY_PICTURE) -> Payment:
    payment = order.payments.filter(
        method__in=methods,
        state=Payment.State.PENDING,
        order__status=Order.State.AWAITING,
    ).first()
    if payment is None:
        raise NothingToProve
    if Proof.objects.filter(payment__order=order).count() >= MOST_PROOFS:
        raise TooManyProofs
    return payment


def _is_another_waiting(order: Order) -> bool:
    return Proof.objects.filter(payment__order=order, state=Proof.State.WAITING).exists()
