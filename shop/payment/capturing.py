"""Booking money that fits an open order: the sum, the unique code, too little, too much."""

from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from shop.order.models import Order
from shop.payment import accounts, buyer_receipts, ledger
from shop.payment.refunding import refunds
from shop.people.actors import Actor

from .models import Payment, Proof


@dataclass(frozen=True)
class Split:
    """Where an amount goes, in rupiah: to the order, to the unique code, too much."""

    order: int
    code: int
    over: int


def split(amount: int, *, due: int, code: int, before: int) -> Split:
    """Share out an amount that comes after `before` rupiah: order first, code next, rest over."""
    after = before + amount
    to_order = min(after, due) - min(before, due)
    to_code = min(max(after - due, 0), code) - min(max(before - due, 0), code)
    return Split(to_order, to_code, amount - to_order - to_code)


def take(payment: Payment, amount: int, *, debit: str, kind: str, source: str, by: Actor) -> bool:
    """Book money for an attempt of a locked order; returns whether the sum is now paid in full.

    `debit` is the account it comes to or from (the bank, or suspense). When it is paid, the
    attempt is captured, the order's other attempts are cancelled, and what was too much is owed
    back; confirming the order is the caller's.
    """
    payment = Payment.objects.select_related("order", "collector").get(pk=payment.pk)
    before = payment.captured - payment.refunding
    shares = split(amount, due=payment.due, code=payment.code, before=before)
    ledger.post(
        kind,
        source,
        order=payment.order,
        entries={
            debit: amount,
            accounts.order(payment.order, payment.collector): -shares.order,
            accounts.CODE: -shares.code,
            accounts.refund_due(payment.order, payment.collector): -shares.over,
        },
    )
    payment.captured += amount
    is_paid = before + amount >= payment.due
    if is_paid:
        payment.state = Payment.State.CAPTURED
        payment.captured_at = payment.closed_at = timezone.now()
        for other in close_attempts(payment.order, to=Payment.State.CANCELLED, but=payment):
            refunds.return_short(other, by=by)
    payment.save(update_fields=["captured", "state", "captured_at", "closed_at"])
    if is_paid:
        buyer_receipts.issue(payment)
    payment.proofs.filter(state=Proof.State.WAITING).update(state=Proof.State.ACCEPTED)
    refunds.owe(payment, shares.over, reason=_("More was paid than asked."), by=by)
    return is_paid


def close_attempts(order: Order, *, to: str, but: Payment | None = None) -> list[Payment]:
    """Close the open attempts of a locked order, except one; returns the closed ones."""
    attempts = order.payments.open().exclude(pk=but.pk if but else None)
    closed = list(attempts.select_related("order", "collector").order_by("pk"))
    Payment.objects.filter(pk__in=[payment.pk for payment in closed]).update(
        state=to, closed_at=timezone.now()
    )
    return closed
