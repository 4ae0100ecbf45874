"""Sending money back to cards. Nothing here runs inside a transaction."""

from datetime import timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from shop.order import states
from shop.payment.models import Dispute, Payment, ProviderCall, Refund
from shop.payment.refunding import card_refunds
from shop.payment.refunding.refund_moves import move, require_sendable
from shop.people.actors import SYSTEM, Actor

from . import calls, client
from .client import to_minor

#: Refusals that pass: a dispute that we have not heard of yet, no money at the provider.
LATER = ("charge_disputed", "refund_disputed_payment", "balance_insufficient")
#: So long after a refusal it is tried again.
PAUSE = timedelta(hours=1)

Operation, CallState = ProviderCall.Operation, ProviderCall.State


def send(refund: Refund, *, by: Actor) -> bool:
    """Give a refund back to its card; False if the provider refuses: it waits, or staff look.

    Raises WrongState unless it is approved, or what `require_sendable` raises.
    """
    calls.make(_intend(refund, by=by).pk)
    _settle_refused(refund)
    refund.refresh_from_db()
    return refund.state in (Refund.State.SENDING, Refund.State.SENT)


def due(limit: int) -> list[Refund]:
    """Return refunds to a card that nothing holds back; one that was refused rests for a while."""
    if not client.is_configured():
        return []
    refused = ProviderCall.objects.filter(
        refund=OuterRef("pk"), state=CallState.REFUSED, created_at__gt=timezone.now() - PAUSE
    )
    disputed = Dispute.objects.filter(payment=OuterRef("payment"), state=Dispute.State.OPEN)
    found = Refund.objects.to_card().filter(~Exists(refused), ~Exists(disputed))
    return list(found.select_related("payment", "order")[:limit])


def settle_refused(limit: int) -> None:
    """Look after refunds that were refused when a process died, or behind the sweep's back."""
    for refund in Refund.objects.filter(way="card", state="sending")[:limit]:
        _settle_refused(refund)


@transaction.atomic
def _intend(refund: Refund, *, by: Actor) -> ProviderCall:
    states.lock(refund.order_id)
    payment = Payment.objects.select_for_update(of=["self"]).get(pk=refund.payment_id)
    refund.refresh_from_db()
    require_sendable(refund)
    when = Q(way=Refund.Way.CARD, state=Refund.State.APPROVED)
    move(refund, to=Refund.State.SENDING, when=when, verb="refund.sending", by=by)
    return calls.intend(
        Operation.REFUND,
        payment=payment,
        refund=refund,
        parameters={
            "payment_intent": payment.card.intent_id,
            "amount": to_minor(refund.amount),
            "reason": "requested_by_customer",
        },
    )


def _settle_refused(refund: Refund) -> None:
    """Let a refund wait that may go later; leave one that the provider won't send to staff.

    It is never sent by bank by itself: somebody may have sent it at the provider already.
    """
    last = refund.provider_calls.filter(operation=Operation.REFUND).last()
    if last is None or last.state != CallState.REFUSED or last.error_code == calls.REPLACED:
        return
    if last.error_code in LATER:
        card_refunds.wait(refund, by=SYSTEM)
    else:
        card_refunds.stuck(refund, reason=f"{last.error_code} {last.error}", by=SYSTEM)
