"""The one place where the provider's facts move our rows: read first, then lock, then follow.

Each function may be told the same thing any number of times and in any order, by a webhook, the
buyer's return or the reconciliation. All raise `client.Unanswered` or `client.Refused` from the
reading, with nothing changed; with an event also `events.SeenBefore`.
"""

from collections.abc import Callable, Mapping

from django.db import IntegrityError, transaction
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from shop.history.models import record
from shop.order import states
from shop.order.models import Order
from shop.order.refusals import NotPossible
from shop.payment.models import Payment, ProviderEvent, Refund
from shop.payment.refunding import card_refunds, provider_refunds
from shop.payment.refunding.owing import MoreThanCaptured
from shop.people.actors import SYSTEM

from . import disputes, events, finding, moves, reading, settlements, taking
from .events import Incoming
from .seen import IntentSeen, RefundSeen

UNKNOWN_MONEY = _("Money of no payment of ours. Its marks name order {number}.")
UNKNOWN_REFUND = _("A refund of no payment of ours.")
UNKNOWN_DISPUTE = _("A dispute about no payment of ours.")
REFUND_DOES_NOT_FIT = _("A refund that was made at the provider doesn't fit the payment.")
OTHER_REFUND = _("The provider sent another amount back than our refund says.")


def session(session_id: str, *, event: Incoming | None = None) -> None:
    """Follow a hosted page and the money on it."""
    seen = reading.session(session_id)
    intent_seen = reading.intent(seen.intent_id) if seen.intent_id else None
    key = finding.payment_of(session_id=seen.id, intent_id=seen.intent_id, marks=seen.metadata)
    if key is None and intent_seen is not None and intent_seen.status in taking.WITH_MONEY:
        _set_aside(event, seen.id, _unknown(seen.metadata))
    elif key is None:
        _ignore(event)
    else:
        _follow(
            key,
            event,
            seen.id,
            lambda payment: taking.follow_page(payment, seen, intent_seen),
            intent_seen,
        )


def intent(intent_id: str, *, event: Incoming | None = None) -> None:
    """Follow a payment intent: held, taken, declined or let go."""
    seen = reading.intent(intent_id)
    marks = seen.metadata
    key = finding.payment_of(intent_id=seen.id, marks=marks)
    if key is None and (page := reading.session_of(seen.id)):
        marks = {**marks, **page.metadata}
        key = finding.payment_of(session_id=page.id, marks=page.metadata)
    if key is not None:
        _follow(key, event, seen.id, lambda payment: taking.follow(payment, seen), seen)
    elif seen.status in taking.WITH_MONEY:
        _set_aside(event, seen.id, _unknown(marks))
    else:
        _ignore(event)


def charge(charge_id: str, *, event: Incoming | None = None) -> None:
    """Follow every refund of a charge, then count the event as done."""
    for found in reading.refunds_of(charge_id):
        refund(found.id)
    if event is not None:
        with transaction.atomic():
            events.take_once(event)


def refund(refund_id: str, *, event: Incoming | None = None) -> None:
    """Follow a refund, ours or one that somebody made at the provider."""
    seen = reading.refund(refund_id)
    ours = finding.refund_of(refund_id=seen.id, marks=seen.metadata)
    key = ours.payment_id if ours else _paid_by(seen.intent_id, seen.charge_id)
    if key is None:
        _set_aside(event, seen.id, UNKNOWN_REFUND)
        return
    _follow(key, event, seen.id, lambda payment: _follow_refund(payment, seen))


def dispute(dispute_id: str, *, event: Incoming | None = None) -> None:
    """Follow a dispute and what it moved."""
    seen = reading.dispute(dispute_id)
    key = _paid_by(seen.intent_id, seen.charge_id)
    if key is None:
        _set_aside(event, seen.id, UNKNOWN_DISPUTE)
        return
    _follow(key, event, seen.id, lambda payment: disputes.follow(payment, seen), is_doubt=False)


def payout(payout_id: str, *, event: Incoming | None = None) -> None:
    """Follow money on its way to our bank account."""
    seen = reading.payout(payout_id)
    with transaction.atomic():
        row = events.take_once(event)
        if reason := settlements.follow(seen):
            events.quarantine(row, seen.id, reason)
        else:
            events.fits_now(seen.id)


def _paid_by(intent_id: str, charge_id: str) -> int | None:
    """Return the key of the payment behind a charge; one whose money we don't know of is read."""
    key = finding.payment_of(intent_id=intent_id, charge_id=charge_id, marks={})
    if intent_id and (key is None or not taking.is_in(Payment.objects.get(pk=key))):
        intent(intent_id)
        key = finding.payment_of(intent_id=intent_id, charge_id=charge_id, marks={})
    return key


def _follow(
    payment_id: int,
    event: Incoming | None,
    object_id: str,
    rule: Callable[[Payment], str | Promise],
    intent_seen: IntentSeen | None = None,
    *,
    is_doubt: bool = True,
) -> None:
    """Let `rule` follow what was read; what doesn't fit is put in doubt and shown to staff."""
    order_id = Payment.objects.values_list("order_id", flat=True).get(pk=payment_id)
    with transaction.atomic():
        row = events.take_once(event)
        states.lock(order_id)
        payment = Payment.objects.select_for_update().get(pk=payment_id)
        reason = rule(payment)
        if not reason:
            events.fits_now(object_id)
            return
        if intent_seen is not None:
            taking.take_aside(payment, intent_seen)
        if is_doubt and intent_seen is not None:
            _doubt(payment, reason)
        events.quarantine(row, object_id, reason)


def _doubt(payment: Payment, reason: str | Promise) -> None:
    """Put an open attempt in doubt; its order waits for staff, as for a proof."""
    reason = events.in_words(reason)
    rows = Payment.objects.filter(pk=payment.pk, state__in=Payment.OPEN)
    if not rows.exclude(state=Payment.State.IN_DOUBT).update(
        state=Payment.State.IN_DOUBT, doubt=reason
    ):
        return
    order = Order.objects.get(pk=payment.order_id)
    if order.status == Order.State.AWAITING:
        states.stop_clock(order)
    record("payment.in_doubt", order, by=SYSTEM, after={"payment": payment.pk}, reason=reason)


def _follow_refund(payment: Payment, seen: RefundSeen) -> str | Promise:
    refund = finding.refund_of(refund_id=seen.id, marks=seen.metadata)
    if refund is None:
        # Without a movement no money went: a hold that ended looks like this too.
        if seen.status != "succeeded" or not seen.move_id:
            return ""
        if not (refund := _found_elsewhere(payment, seen)):
            return REFUND_DOES_NOT_FIT
    elif not _moved_as_told(refund, seen):
        return OTHER_REFUND
    _book_refund(refund, seen)
    return ""


def _moved_as_told(refund: Refund, seen: RefundSeen) -> bool:
    """Let a refund of ours follow; False where it can't be the same one."""
    rest = Refund.objects.filter(provider_id=f"{seen.id}{Refund.REST}").first()
    rows = [refund, rest] if rest else [refund]
    if seen.amount != taking.to_minor(sum(row.amount for row in rows)):
        return False
    try:
        with transaction.atomic():
            for row in rows:
                _move_refund(row, seen)
    except NotPossible:
        return False
    return True


def _move_refund(refund: Refund, seen: RefundSeen) -> None:
    if seen.status == "succeeded":
        name = refund.provider_id or seen.id
        card_refunds.sent_to_card(refund, provider_id=name, by=SYSTEM)
    elif seen.status in ("failed", "canceled"):
        card_refunds.failed_at_card(refund, reason=seen.reason or seen.status, by=SYSTEM)
    else:
        Refund.objects.filter(pk=refund.pk, provider_id=None).update(provider_id=seen.id)


def _found_elsewhere(payment: Payment, seen: RefundSeen) -> Refund | None:
    """Note a refund that somebody made at the provider; None where it doesn't fit."""
    amount, rest = divmod(seen.amount, taking.to_minor(1))
    if rest or seen.currency != taking.CURRENCY:
        return None
    try:
        with transaction.atomic():
            return provider_refunds.found(payment, amount, seen.id, by=SYSTEM)
    except (MoreThanCaptured, NotPossible, IntegrityError):
        return None


def _book_refund(refund: Refund, seen: RefundSeen) -> None:
    """Book the movements of a refund as far as their causes are posted."""
    source, amount = f"refund:{refund.pk}", taking.to_rupiah(seen.amount)
    posted = refund.order.postings.filter(source=source)
    cause = {"source": source, "payment": refund.payment, "refund": refund}
    if seen.move and posted.filter(kind="refund_sent").exists():
        moves.book_if_rated(seen.move, booked=-amount, **cause)
    if seen.failure_move and posted.filter(kind="refund_failed").exists():
        moves.book_if_rated(seen.failure_move, booked=amount, **cause)


def _unknown(marks: Mapping[str, str]) -> Promise:
    return format_lazy(UNKNOWN_MONEY, number=finding.named_in(marks) or "-")


@transaction.atomic
def _set_aside(event: Incoming | None, object_id: str, reason: str | Promise) -> None:
    events.quarantine(events.take_once(event), object_id, reason)


@transaction.atomic
def _ignore(event: Incoming | None) -> None:
    row = events.take_once(event)
    if row is not None:
        ProviderEvent.objects.filter(pk=row.pk).update(state=events.State.KEPT)
