"""What waits for those who look after money: ten minutes a day, from the first page."""

from datetime import timedelta

from django.db.models import F, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shop.look import words
from shop.payment.models import (
    CardPayment,
    Correction,
    Dispute,
    Payment,
    Payout,
    PayoutBatch,
    PayoutRequest,
    Proof,
    ProviderCall,
    ProviderEvent,
    Receipt,
    Refund,
    StatementRow,
)

from .registry import Line, Queue

#: A hold that ends within this time is shown; so long may a call go without an answer unseen.
HOLD_ENDS_SOON = timedelta(hours=48)
ANSWERS_WITHIN = timedelta(minutes=10)
METHODS = {"transfer": gettext_lazy("Bank transfer"), "qris": "QRIS"}
ENTERS = "payment.add_receipt"
SENDS = "payment.change_refund"
PAYS = "payment.change_payoutbatch"
DRAFTS = "payment.add_payoutbatch"
CORRECTS = "payment.change_correction"


def _order(payment: Payment) -> str:
    return reverse("dashboard:order", args=[payment.order.number])


def _proofs() -> QuerySet[Proof]:
    """Proofs of open payments that nobody has answered, the oldest first."""
    waiting = Proof.objects.filter(state=Proof.State.WAITING, payment__state=Payment.State.PENDING)
    return waiting.select_related("payment__order").order_by("at", "pk")


def _proof_line(proof: Proof) -> Line:
    payment = proof.payment
    return Line(
        payment.order.number,
        url=f"{reverse('dashboard:transfers')}#bayar-{payment.pk}",
        amount=payment.total,
        note=_("%(method)s, since %(at)s")
        % {"method": METHODS.get(payment.method, ""), "at": words.moment(proof.at)},
        picture=reverse("dashboard:proof", args=[proof.pk]) if proof.picture else "",
    )


def _rows() -> QuerySet[StatementRow]:
    return StatementRow.objects.new().select_related("account")


def _row_line(row: StatementRow) -> Line:
    return Line(
        row.text or str(row.account),
        amount=row.amount,
        note=words.day(row.booked_on),
    )


def _strays() -> QuerySet[Receipt]:
    return Receipt.objects.filter(payment__isnull=True).order_by("received_on", "pk")


def _stray_line(receipt: Receipt) -> Line:
    return Line(
        receipt.reference or _("no text"),
        amount=receipt.amount,
        note=words.day(receipt.received_on),
    )


def _doubts() -> QuerySet[Payment]:
    return Payment.objects.to_decide().select_related("order")


def _doubt_line(payment: Payment) -> Line:
    return Line(payment.order.number, url=_order(payment), amount=payment.total, note=payment.doubt)


def _holds() -> QuerySet[CardPayment]:
    """Authorised money that must be taken soon, or is lost."""
    soon = timezone.now() + HOLD_ENDS_SOON
    held = CardPayment.objects.filter(
        payment__state=Payment.State.AUTHORISED, capture_before__lte=soon
    )
    return held.select_related("payment__order").order_by("capture_before")


def _hold_line(card: CardPayment) -> Line:
    return Line(
        card.payment.order.number,
        url=_order(card.payment),
        amount=card.held,
        note=_("until %(at)s") % {"at": words.moment(card.capture_before)},
    )


def _calls() -> QuerySet[ProviderCall]:
    """Calls that should have had an answer by now."""
    unanswered = ProviderCall.objects.filter(
        state__in=[ProviderCall.State.INTENDED, ProviderCall.State.UNKNOWN],
        created_at__lte=timezone.now() - ANSWERS_WITHIN,
    )
    return unanswered.select_related("payment__order")


def _call_line(call: ProviderCall) -> Line:
    return Line(
        call.payment.order.number,
        url=_order(call.payment),
        note=call.get_operation_display(),
    )


def _events() -> QuerySet[ProviderEvent]:
    return ProviderEvent.objects.filter(
        state=ProviderEvent.State.QUARANTINED, settled_at__isnull=True
    )


def _event_line(event: ProviderEvent) -> Line:
    return Line(event.type, note=event.reason)


def _disputes() -> QuerySet[Dispute]:
    """Open disputes, that with the nearest deadline first."""
    found = Dispute.objects.filter(state=Dispute.State.OPEN).select_related("payment__order")
    return found.order_by(F("evidence_by").asc(nulls_last=True), "pk")


def _dispute_line(dispute: Dispute) -> Line:
    until = dispute.evidence_by
    return Line(
        dispute.payment.order.number,
        amount=dispute.amount,
        note=_("proof by %(at)s") % {"at": words.moment(until)} if until else dispute.reason,
    )


def _refunds_to_release() -> QuerySet[Refund]:
    return Refund.objects.to_release().select_related("order")


def _refunds_to_send() -> QuerySet[Refund]:
    """Refunds by bank that nothing holds back, and those that the card's provider won't send."""
    by_bank = Q(state__in=[Refund.State.APPROVED, Refund.State.SENDING], way=Refund.Way.BANK)
    stuck = Q(state=Refund.State.FAILED, way=Refund.Way.CARD)
    ready = Refund.objects.filter(by_bank | stuck, waits_for_weighing=False).exclude(
        gift_until__gt=timezone.now()
    )
    unreleased = Refund.objects.to_release().values("pk")
    return ready.exclude(pk__in=unreleased).select_related("order")


def _refund_line(refund: Refund) -> Line:
    return Line(
        refund.order.number,
        amount=refund.amount,
        note=refund.reason,
    )


def _batches() -> QuerySet[PayoutBatch]:
    drafts = PayoutBatch.objects.filter(state=PayoutBatch.State.DRAFT)
    return drafts.select_related("collector", "made_by").order_by("pk")


def _batch_line(batch: PayoutBatch) -> Line:
    return Line(
        _("Batch %(number)s") % {"number": batch.pk},
        url=reverse("dashboard:payout-batch", args=[batch.pk]),
        note=f"{batch.made_by or ''} · {words.moment(batch.made_at)}",
    )


def _payouts() -> QuerySet[Payout]:
    sent = Payout.objects.filter(state=Payout.State.RELEASED)
    return sent.select_related("partner").order_by("pk")


def _payout_line(payout: Payout) -> Line:
    return Line(
        payout.partner.name,
        url=reverse("dashboard:payout-batch", args=[payout.batch_id]),
        amount=payout.amount,
        note=_("Batch %(number)s") % {"number": payout.batch_id},
    )


def _wishes() -> QuerySet[PayoutRequest]:
    open_wishes = PayoutRequest.objects.filter(answered_at__isnull=True)
    return open_wishes.select_related("partner")


def _wish_line(wish: PayoutRequest) -> Line:
    return Line(wish.partner.name, note=words.moment(wish.asked_at))


def _corrections() -> QuerySet[Correction]:
    return Correction.objects.filter(state=Correction.State.MADE).order_by("pk")


def _correction_line(correction: Correction) -> Line:
    return Line(
        str(correction.get_kind_display()),
        amount=correction.amount,
        note=correction.reason,
    )


def _queue(title, rows, line, url_name, permission="") -> Queue:
    return Queue(title=title, permission=permission, rows=rows, line=line, url_name=url_name)


QUEUES = (
    _queue(gettext_lazy("Disputes: send proof"), _disputes, _dispute_line, "card"),
    _queue(gettext_lazy("Card money that is lost soon"), _holds, _hold_line, "card"),
    _queue(gettext_lazy("Proofs to answer"), _proofs, _proof_line, "transfers", ENTERS),
    _queue(gettext_lazy("Rows of bank statements"), _rows, _row_line, "statements", ENTERS),
    _queue(gettext_lazy("Money nobody expects"), _strays, _stray_line, "transfers", ENTERS),
    _queue(gettext_lazy("Payments in doubt"), _doubts, _doubt_line, "card"),
    _queue(gettext_lazy("Card events that do not fit"), _events, _event_line, "card"),
    _queue(gettext_lazy("Card provider gives no answer"), _calls, _call_line, "card"),
    _queue(gettext_lazy("Refunds to release"), _refunds_to_release, _refund_line, "refunds", SENDS),
    _queue(gettext_lazy("Refunds to send"), _refunds_to_send, _refund_line, "refunds", SENDS),
    _queue(gettext_lazy("Payout batches to release"), _batches, _batch_line, "payouts", PAYS),
    _queue(gettext_lazy("Payouts to confirm"), _payouts, _payout_line, "payouts", PAYS),
    _queue(gettext_lazy("Sellers who ask to be paid out"), _wishes, _wish_line, "payouts", DRAFTS),
    _queue(
        gettext_lazy("Corrections to release"),
        _corrections,
        _correction_line,
        "corrections",
        CORRECTS,
    ),
)
