"""Taking or letting go what a card holds: the calls that `authorisations` has written down.

Nothing here runs inside a transaction; what is answered, `calls` reads again and applies.
"""

import logging
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from shop.order import states
from shop.payment.models import Payment, ProviderCall
from shop.people.actors import SYSTEM, Actor

from . import authorisations, calls, client
from .authorisations import NotCollected, lapse, require_collected

__all__ = ["NotCollected", "capture", "capture_due", "lapse", "require_collected", "void"]

log = logging.getLogger(__name__)

Operation, State = ProviderCall.Operation, ProviderCall.State
#: Refusals of our own that say nothing about the money.
OURS = (calls.REPLACED, calls.WITHDRAWN)
#: So long after a refusal it is asked again.
PAUSE = timedelta(hours=1)


def capture(payment: Payment, *, by: Actor) -> ProviderCall | None:
    """Charge a card now what the order comes to; None when that was asked before."""
    with transaction.atomic():
        states.lock(payment.order_id)
        payment.refresh_from_db()
        call = authorisations.ask(payment, by=by)
    return _make(call)


def void(payment: Payment, *, by: Actor) -> ProviderCall | None:
    """Let a hold go now; None when the money is already being taken."""
    with transaction.atomic():
        states.lock(payment.order_id)
        call = authorisations.let_go(payment, by=by)
    return _make(call)


def capture_due(limit: int = 100) -> int:
    """Ask for the money of every order whose time has come; returns for how many. Every minute.

    Calls that were written and never sent are sent; what the provider refuses, staff look at.
    """
    if not client.is_configured():
        return 0
    held = Payment.objects.filter(state=Payment.State.AUTHORISED, card__isnull=False)
    made = 0
    for payment in held.order_by("card__capture_before", "pk")[:limit]:
        try:
            made += _settle(payment)
        except Exception:
            log.exception("the hold of payment %s could not be settled", payment.pk)
    return made


def _settle(payment: Payment) -> bool:
    if refused := _refused(payment):
        why = f"{refused.error_code} {refused.error}"
        authorisations.note_refused(payment, why=why, by=SYSTEM)
        if refused.created_at > timezone.now() - PAUSE:
            return False
    with transaction.atomic():
        authorisations.follow(states.lock(payment.order_id))
    unsent = payment.provider_calls.filter(
        operation__in=[Operation.CAPTURE, Operation.VOID], state=State.INTENDED
    )
    call = unsent.first()
    return bool(call and calls.make(call.pk))


def _refused(payment: Payment) -> ProviderCall | None:
    """Return the last call about a hold if the provider refused it."""
    last = payment.provider_calls.filter(operation__in=[Operation.CAPTURE, Operation.VOID]).last()
    is_refused = last is not None and last.state == State.REFUSED
    return last if is_refused and last.error_code not in OURS else None


def _make(call: ProviderCall | None) -> ProviderCall | None:
    return calls.make(call.pk) if call else None
