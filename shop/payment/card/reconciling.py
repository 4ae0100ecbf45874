"""Comparing our rows with the provider's own lists, and repairing what no webhook told.

It finds money whose webhook never came, refunds and disputes from the provider's dashboard, and
movements without a cause. Each object is repaired by the same functions that webhooks call, so
running it again, or beside them, changes nothing.
"""

import logging
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from shop.payment.models import (
    CardPayment,
    Dispute,
    Payment,
    ProviderEvent,
    Reconciliation,
    Refund,
    Settlement,
)

from . import applying, dispatch, events, finding, moves, reading, settlements, taking
from .client import Refused, Unanswered
from .seen import DisputeSeen, IntentSeen, MoveSeen, PayoutSeen, RefundSeen, SessionSeen

log = logging.getLogger(__name__)

State = Payment.State
#: Each comparison begins so long before the one before it, since lists may lag behind.
OVERLAP = timedelta(days=3)
#: So far back the first comparison looks.
FIRST = timedelta(days=30)
#: A payout may be under way for that long.
PAYOUT_TAKES = timedelta(days=14)
#: An event may take so long to reach us before it is missed.
ON_ITS_WAY = timedelta(minutes=15)
UNDER_WAY = (State.CREATED, State.PENDING, State.AUTHORISED, State.IN_DOUBT)
OF_CHARGES, OF_REFUNDS = ("charge", "payment"), ("refund", "payment_refund", "refund_failure")
WITHOUT_CAUSE = _("A movement without a cause of ours: {kind}.")
OF_PAYOUTS = ("payout", "payout_failure", "payout_cancel")


class Repairs:
    """Counts what was repaired; one object that can't be doesn't stop the others."""

    def __init__(self):
        self.count, self.failed = 0, ""

    def make(self, step: Callable[[str], None], key: str) -> None:
        """Repair one object. Raises Unanswered."""
        try:
            step(key)
        except Unanswered:
            raise
        except Exception as error:
            log.exception("%s could not be repaired", key)
            self.failed = f"{key}: {error}"
        else:
            self.count += 1


def last_finished() -> Reconciliation | None:
    """Return the last comparison that ran to its end."""
    return Reconciliation.objects.filter(finished_at__isnull=False).first()


def reconcile(since: datetime | None = None) -> Reconciliation:
    """Compare everything since then (by default since the last that mended all) and repair it.

    Without an answer from the provider it stops; the row says why. The next one starts as far
    back, as after one that could not repair something. Outside any transaction.
    """
    run = Reconciliation.objects.create(since=since or _usual_start())
    repairs = Repairs()
    try:
        run.unheard = _unheard(run.since)
        for step in (_pages, _intents, _refunds, _disputes, _payouts, _moves):
            step(run.since, repairs)
    except (Unanswered, Refused) as error:
        run.error = f"No answer: {error}"[:300]
    else:
        run.finished_at, run.error = timezone.now(), repairs.failed[:300]
    run.repaired = repairs.count
    run.save(update_fields=["finished_at", "error", "repaired", "unheard"])
    return run


def _usual_start() -> datetime:
    """Return from when on everything is compared; FIRST ago at the earliest."""
    earliest = timezone.now() - FIRST
    whole = Reconciliation.objects.filter(finished_at__isnull=False, error="").first()
    return max(whole.started_at - OVERLAP, earliest) if whole else earliest


def _unheard(since: datetime) -> int:
    """Count the events of the last day that should have reached us and didn't."""
    until = timezone.now() - ON_ITS_WAY
    told = reading.events_since(max(since, timezone.now() - timedelta(days=1)))
    due = [e.id for e in told if e.type in dispatch.HANDLED and e.created < until]
    known = ProviderEvent.objects.filter(event_id__in=due).count()
    return len(due) - known


def _pages(since: datetime, repairs: Repairs) -> None:
    ours = CardPayment.objects.filter(payment__state__in=UNDER_WAY, session_id__isnull=False)
    missed = [seen.id for seen in reading.sessions_since(since) if _is_page_missed(seen)]
    for key in _each_once(missed, ours.values_list("session_id", flat=True)):
        repairs.make(applying.session, key)


def _is_page_missed(seen: SessionSeen) -> bool:
    if seen.status == "open":
        return False
    key = finding.payment_of(session_id=seen.id, marks=seen.metadata)
    return Payment.objects.filter(pk=key, state__in=UNDER_WAY).exists()


def _intents(since: datetime, repairs: Repairs) -> None:
    ours = CardPayment.objects.filter(payment__state__in=UNDER_WAY, intent_id__isnull=False)
    missed = [seen.id for seen in reading.intents_since(since) if _is_intent_missed(seen)]
    for key in _each_once(missed, ours.values_list("intent_id", flat=True)):
        repairs.make(applying.intent, key)


def _is_intent_missed(seen: IntentSeen) -> bool:
    key = finding.payment_of(intent_id=seen.id, marks=seen.metadata)
    if key is None:
        return seen.status in taking.WITH_MONEY and not _is_shown(seen.id)
    payment = Payment.objects.get(pk=key)
    if seen.status == "succeeded":
        return not taking.is_in(payment) and not _is_shown(seen.id)
    if seen.status == "requires_capture":
        return payment.state != State.AUTHORISED
    return seen.status == "canceled" and payment.state in UNDER_WAY


def _refunds(since: datetime, repairs: Repairs) -> None:
    ours = Refund.objects.filter(state=Refund.State.SENDING, provider_id__isnull=False)
    missed = [seen.id for seen in reading.refunds_since(since) if _is_refund_missed(seen)]
    for key in _each_once(missed, ours.values_list("provider_id", flat=True)):
        repairs.make(applying.refund, key)


def _is_refund_missed(seen: RefundSeen) -> bool:
    ours = finding.refund_of(refund_id=seen.id, marks=seen.metadata)
    if ours is None:
        return bool(seen.move_id) and not moves.is_booked(seen.move_id)
    if seen.status == "succeeded":
        return ours.state != Refund.State.SENT
    has_failed = seen.status in ("failed", "canceled")
    return has_failed and ours.way == Refund.Way.CARD


def _disputes(since: datetime, repairs: Repairs) -> None:
    ours = Dispute.objects.filter(state=Dispute.State.OPEN)
    missed = [seen.id for seen in reading.disputes_since(since) if _is_dispute_missed(seen)]
    for key in _each_once(missed, ours.values_list("provider_id", flat=True)):
        repairs.make(applying.dispute, key)


def _is_dispute_missed(seen: DisputeSeen) -> bool:
    is_known = Dispute.objects.filter(provider_id=seen.id).exists()
    return not is_known and not _is_shown(seen.id)


def _payouts(since: datetime, repairs: Repairs) -> None:
    missed = [p.id for p in reading.payouts_since(since - PAYOUT_TAKES) if _is_payout_missed(p)]
    for key in reversed(missed):
        repairs.make(applying.payout, key)


def _is_payout_missed(seen: PayoutSeen) -> bool:
    known = Settlement.objects.filter(provider_id=seen.id).first()
    if seen.status == "paid":
        return known is None
    has_failed = seen.status in ("failed", "canceled")
    return has_failed and (known is None or known.state == Settlement.State.PAID)


def _moves(since: datetime, repairs: Repairs) -> None:
    """Book movements, oldest first: what they are worth may depend on those before."""
    unbooked = [seen for seen in reading.moves_since(since) if not moves.is_booked(seen.id)]
    for seen in reversed(unbooked):
        repairs.make(lambda _key, seen=seen: _explain(seen), seen.id)


def _explain(seen: MoveSeen) -> None:
    """Let a movement's cause book it; alone it is booked where there is none."""
    if seen.kind in OF_CHARGES:
        applying.intent(reading.charge(seen.source_id).intent_id)
    elif seen.kind in OF_REFUNDS:
        applying.refund(seen.source_id)
        if Refund.objects.filter(provider_id=seen.source_id).exists():
            return
    elif seen.source_id.startswith("d"):
        applying.dispute(seen.source_id)
        if Dispute.objects.filter(provider_id=seen.source_id).exists():
            return
    elif seen.kind in OF_PAYOUTS:
        applying.payout(seen.source_id)
        return
    if moves.is_booked(seen.id):
        return
    try:
        moves.book_alone(seen)
    except moves.NoRate:
        events.quarantine(None, seen.id, settlements.NO_WORTH)
        return
    if seen.kind not in moves.COSTS:
        events.quarantine(None, seen.id, format_lazy(WITHOUT_CAUSE, kind=seen.kind))


def _is_shown(object_id: str) -> bool:
    """Say whether staff were shown an object that doesn't fit."""
    return events.is_known(f"found:{object_id}")


def _each_once(found: Iterable[str], ours: Iterable[str]) -> list[str]:
    """Return what was found, oldest first, and what is under way with us."""
    return list(dict.fromkeys([*reversed(list(found)), *ours]))
