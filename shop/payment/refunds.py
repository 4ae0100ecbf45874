"""Money on its way back: owed, an account named by the buyer, sent by staff, or failed."""

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone, translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from shop.history.models import record
from shop.money import format_rupiah
from shop.order import messages, states
from shop.order.models import Order, SellerOrder
from shop.order.refusals import require_own
from shop.partner.models import Partner
from shop.people.actors import Actor

from . import accounts, ledger, summary
from .arrivals import Arrival
from .models import Collector, Payment, Refund

State = Refund.State
ACCOUNT_FIELDS = ("bank", "number", "holder")


class MoreThanCaptured(Exception):
    """Refunds of a payment would exceed what was captured."""


class PhoneNotProven(states.NotPossible):
    """An account is named only by somebody who reads the order's phone."""

    message = _("Prove the phone number of this order by code first.")


class NothingToRefund(states.NotPossible):
    """No refund of the order waits for an account."""

    message = _("No refund is waiting for an account.")


class NoAccount(states.NotPossible):
    """The money was collected in cash and goes back in hand."""

    message = _("No bank account is named for this refund; it is paid back in hand.")


class ReferenceMissing(states.NotPossible):
    """A transfer without the bank's reference can't be found again."""

    message = _("Enter the bank's reference of the transfer.")


def owe(
    payment: Payment,
    amount: int,
    *,
    reason: str | Promise,
    by: Actor,
    granted_for: SellerOrder | None = None,
    bearer: str = "",
) -> Refund | None:
    """Open a refund of a payment inside the caller's transaction; None for nothing.

    The buyer reads `reason`: a lazy one is kept in the order's language. What a seller collected
    in cash she gives back in hand, so no account is asked for. A refund of what was earned names
    the seller order and who bears it. The ledger's posting to `refund_due` is the caller's.
    Raises MoreThanCaptured.
    """
    if not amount:
        return None
    rows = Payment.objects.filter(pk=payment.pk, captured__gte=F("refunding") + amount)
    if amount < 0 or not rows.update(refunding=F("refunding") + amount):
        raise MoreThanCaptured
    order, in_hand = payment.order, payment.collector.kind == Collector.Kind.SELLER
    named = order.refunds.filter(state__in=[State.APPROVED, State.SENT]).exclude(number="")
    known = None if in_hand else named.last()
    account = {name: getattr(known, name) for name in ACCOUNT_FIELDS} if known else {}
    with translation.override(order.language):
        words = str(reason)
    refund = Refund.objects.create(
        order=order,
        payment=payment,
        collector_id=payment.collector_id,
        amount=amount,
        state=State.APPROVED if known or in_hand else State.NEEDS_ACCOUNT,
        reason=words,
        granted_for=granted_for,
        bearer=bearer,
        **account,
    )
    record("refund.owed", order, by=by, after={"refund": refund.pk, "amount": amount})
    if in_hand:
        messages.to_orderer("refund.in_hand", order, amount=format_rupiah(amount))
    elif not known:
        messages.to_orderer("refund.needed", order, amount=format_rupiah(amount))
    return refund


def return_short(payment: Payment, *, by: Actor) -> None:
    """Owe the buyer what came in for a closed attempt that was never paid in full."""
    amount = payment.captured - payment.refunding
    ledger.post(
        "short_returned",
        f"payment:{payment.pk}",
        order=payment.order,
        entries={
            accounts.order(payment.order, payment.collector): amount,
            accounts.refund_due(payment.order, payment.collector): -amount,
        },
    )
    owe(payment, amount, reason=_("The order was not paid in full."), by=by)


@transaction.atomic
def return_late(payment: Payment, arrival: Arrival, *, by: Actor) -> Refund | None:
    """Owe the buyer money that rests in suspense because no open order fits it."""
    Payment.objects.filter(pk=payment.pk).update(captured=F("captured") + arrival.amount)
    ledger.post(
        "returned",
        arrival.source,
        order=payment.order,
        entries={
            accounts.suspense(payment.collector): arrival.amount,
            accounts.refund_due(payment.order, payment.collector): -arrival.amount,
        },
    )
    return owe(payment, arrival.amount, reason=_("The order was not open any more."), by=by)


@transaction.atomic
def name_account(
    order: Order, *, bank: str, number: str, holder: str, by: Actor, proof_of_phone: bool
) -> int:
    """The buyer says where refunds go; returns how many now wait for staff.

    `proof_of_phone`: the caller has checked a code sent to the order's phone. Raises
    PhoneNotProven or NothingToRefund.
    """
    if not proof_of_phone:
        raise PhoneNotProven
    states.lock(order.pk)
    named = order.refunds.filter(state__in=[State.NEEDS_ACCOUNT, State.FAILED]).update(
        state=State.APPROVED, bank=bank, number=number, holder=holder
    )
    if not named:
        raise NothingToRefund
    record("refund.account_named", order, by=by, after={"refunds": named, "bank": bank})
    return named


@transaction.atomic
def start_sending(refund: Refund, *, by: Actor) -> None:
    """Staff take a refund to the bank. Raises NoAccount, or WrongState unless it is approved."""
    if not refund.number:
        raise NoAccount
    when = Q(state=State.APPROVED)
    _move(refund, to=State.SENDING, when=when, verb="refund.sending", by=by)


@transaction.atomic
def sent(refund: Refund, *, reference: str, by: Actor) -> None:
    """Staff sent it by bank. Raises NoAccount, ReferenceMissing, or WrongState if it is sent."""
    if not refund.number:
        raise NoAccount
    if not reference.strip():
        raise ReferenceMissing
    _move(
        refund,
        to=State.SENT,
        when=Q(state__in=[State.APPROVED, State.SENDING]),
        verb="refund.sent",
        by=by,
        reference=reference.strip(),
        sent_at=timezone.now(),
    )
    _post(refund, "refund_sent", accounts.bank(refund.payment.account_id), refund.amount)
    summary.write(refund.order)
    messages.to_orderer(
        "refund.sent",
        refund.order,
        amount=format_rupiah(refund.amount),
        bank=refund.bank,
        reference=refund.reference,
    )


@transaction.atomic
def failed(refund: Refund, *, reason: str, by: Actor) -> None:
    """It didn't arrive: the money is back (or never left), and the buyer names another way.

    Raises WrongState unless it is on its way or was sent by bank.
    """
    was_sent = refund.state == State.SENT
    _move(
        refund,
        to=State.FAILED,
        when=Q(state=State.SENT if was_sent else State.SENDING)
        & ~Q(reference__startswith=Refund.IN_HAND),
        verb="refund.failed",
        by=by,
        reason=reason,
    )
    if was_sent:
        _post(refund, "refund_failed", accounts.bank(refund.payment.account_id), -refund.amount)
    summary.write(refund.order)
    messages.to_orderer("refund.failed", refund.order, amount=format_rupiah(refund.amount))


def of_part(part: SellerOrder) -> QuerySet[Refund]:
    """Return the refunds that its seller may know of: of her part alone, not of a neighbour's.

    What was given back of several parts' one payment before anything was earned says only in
    words whose it was, so it is nobody's.
    """
    found = part.order.refunds.all()
    if part.order.seller_orders.count() == 1:
        return found
    return found.filter(Q(payment__seller_order=part) | Q(granted_for=part))


def to_give_back(partner: Partner) -> QuerySet[Refund]:
    """Return what a seller still has to give back in hand: of cash that she collected."""
    return Refund.objects.filter(
        collector__kind=Collector.Kind.SELLER, collector__partner=partner
    ).exclude(state=State.SENT)


@transaction.atomic
def paid_in_cash(refund: Refund, *, partner_id: int, by: Actor) -> None:
    """A seller of the order gave the buyer the money in hand.

    Raises NotOnBehalf, or WrongState if it is sent.
    """
    require_own(by)
    part = refund.order.seller_orders.get(partner_id=partner_id)
    _move(
        refund,
        to=State.SENT,
        when=Q(state__in=[State.NEEDS_ACCOUNT, State.APPROVED, State.FAILED]),
        verb="refund.paid_in_cash",
        by=by,
        reference=f"{Refund.IN_HAND}{part.pk}",
        sent_at=timezone.now(),
    )
    _post(refund, "refund_in_cash", accounts.seller(partner_id, refund.collector), refund.amount)
    summary.write(refund.order)


def _post(refund: Refund, kind: str, holder: str, amount: int) -> None:
    source = f"refund:{refund.pk}"
    ledger.post(
        kind,
        source,
        ledger.next_n(kind, source),
        order=refund.order,
        entries={accounts.refund_due(refund.order, refund.collector): amount, holder: -amount},
    )


def _move(refund: Refund, *, to: str, when: Q, verb: str, by: Actor, **changes) -> None:
    states.lock(refund.order_id)
    before = Refund.objects.values_list("state", flat=True).get(pk=refund.pk)
    moved = Refund.objects.filter(when, pk=refund.pk).update(state=to, **changes)
    refund.refresh_from_db()
    if not moved:
        raise states.WrongState(refund.state)
    record(
        verb,
        refund.order,
        by=by,
        before={"refund": refund.pk, "state": before},
        after={"state": to, "amount": refund.amount},
        reason=changes.get("reason", ""),
    )
