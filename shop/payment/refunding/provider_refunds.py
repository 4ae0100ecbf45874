"""Money that left by the card provider's hand: refunds made there, and disputes that were lost.

What was owed anyway is paid by it first; then parts that nobody earned yet come to less; the rest
the platform bears; where its seller should, a correction by two people lays it on her. Whole
rupiah.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from shop.history.models import record
from shop.order import states
from shop.order.amounts import outstanding
from shop.order.models import Adjustment, SellerOrder
from shop.payment import accounts, ledger, summary
from shop.payment.earning import collected_for
from shop.payment.models import Dispute, Payment, Refund
from shop.payment.refunding import owing
from shop.payment.refunding.card_refunds import sent_to_card
from shop.payment.refunding.granting import grantable, shrink, split
from shop.payment.refunding.refund_moves import move, post
from shop.people.actors import Actor

State = Refund.State
UNSENT = (State.NEEDS_ACCOUNT, State.APPROVED, State.FAILED)
BY_PROVIDER = _("Sent back by the card provider.")
BY_DISPUTE = _("Taken back by the buyer's bank.")


@dataclass(frozen=True)
class Piece:
    """How many rupiah of a part leave, and whether its seller had earned them."""

    part: SellerOrder
    amount: int
    is_earned: bool


@transaction.atomic
def found(payment: Payment, amount: int, provider_id: str, *, by: Actor) -> Refund:
    """Note a refund that somebody made at the provider; return its row (of several, the first).

    An owed refund of the same amount is taken to be it. Raises MoreThanCaptured when the money
    was not the order's any more, Disputed while a dispute holds it.
    """
    order = states.lock(payment.order_id)
    after = {"payment": payment.pk, "amount": amount, "provider": provider_id}
    record("refund.found", order, by=by, after=after)
    owed = payment.refunds.filter(state__in=UNSENT, amount=amount).order_by("pk").first()
    if owed is not None:
        Refund.objects.filter(pk=owed.pk).update(way=Refund.Way.CARD, state=State.APPROVED)
        owed.refresh_from_db()
        sent_to_card(owed, provider_id=provider_id, by=by)
        return owed
    pieces = list(_pieces(payment, amount))
    if sum(piece.amount for piece in pieces) != amount:
        raise owing.MoreThanCaptured
    rows = [row for is_earned in (False, True) if (row := _owe(payment, pieces, is_earned, by=by))]
    for index, row in enumerate(rows):
        name = provider_id if not index else f"{provider_id}{Refund.REST}"
        sent_to_card(row, provider_id=name, by=by)
    return rows[0]


@transaction.atomic
def lose(dispute: Dispute, *, by: Actor) -> None:
    """A dispute was lost: what its account holds is gone for good. Once for each dispute."""
    payment = dispute.payment
    order, account = states.lock(payment.order_id), accounts.dispute(dispute)
    rest = dispute.amount - _pay_owed(dispute, by=by)
    over = max(0, dispute.counted - rest)
    Payment.objects.filter(pk=payment.pk).update(disputed=F("disputed") - over)
    Dispute.objects.filter(pk=dispute.pk).update(counted=F("counted") - over)
    entries = {account: -rest}
    for piece in _pieces(payment, rest):
        if not piece.is_earned:
            _take_off(piece, BY_DISPUTE)
            of_order = accounts.order(order, payment.collector)
            entries[of_order] = entries.get(of_order, 0) + piece.amount
    entries[accounts.LOSS] = -sum(entries.values())
    ledger.post("dispute_lost", f"dispute:{dispute.pk}", order=order, entries=entries)
    record("dispute.borne", order, by=by, after={"dispute": dispute.pk, "entries": entries})
    summary.write(order)


def _pieces(payment: Payment, amount: int) -> Iterator[Piece]:
    """Share an amount out over the parts that a payment paid: first what nobody has earned."""
    parts = list(payment.order.seller_orders.order_by("pk"))
    parts = [part for part in parts if collected_for(part) == payment]
    earned = {part.pk for part in parts if ledger.is_posted("earned", f"part:{part.pk}")}
    for part in sorted(parts, key=lambda part: (part.pk in earned, part.pk)):
        most = grantable(part) if part.pk in earned else outstanding(part).total
        if piece := min(amount, most):
            amount -= piece
            yield Piece(part, piece, part.pk in earned)


def _owe(payment: Payment, pieces: list[Piece], is_earned: bool, *, by: Actor) -> Refund | None:
    """Owe the earned or the other pieces, with their postings."""
    shares = {piece.part: piece.amount for piece in pieces if piece.is_earned == is_earned}
    if not shares:
        return None
    bearer = Refund.Bearer.PLATFORM if is_earned else ""
    total = sum(shares.values())
    refund = owing.open_refund(payment, total, reason=BY_PROVIDER, by=by, bearer=bearer)
    owing.add_shares(refund, shares)
    for piece in pieces:
        if not is_earned and piece.part in shares:
            _take_off(piece, BY_PROVIDER)
    from_account = accounts.LOSS if is_earned else accounts.order(payment.order, payment.collector)
    ledger.post(
        "refund_granted" if is_earned else "refund_found",
        f"refund:{refund.pk}",
        order=payment.order,
        entries={
            from_account: total,
            accounts.refund_due(payment.order, payment.collector): -total,
        },
    )
    return refund


def _take_off(piece: Piece, reason: str | Promise) -> None:
    """Make a part that nobody has earned come to that much less."""
    kind, amounts = Adjustment.Kind.DISCOUNT, split(piece.part, piece.amount)
    shrink(piece.part, **amounts, reason=owing.in_words(reason, piece.part.order), kind=kind)


def _pay_owed(dispute: Dispute, *, by: Actor) -> int:
    """Count owed refunds as paid by what the bank took, oldest first; return how much."""
    paid, account = 0, accounts.dispute(dispute)
    for refund in dispute.payment.refunds.filter(state__in=UNSENT).order_by("pk"):
        if paid + refund.amount > dispute.amount:
            continue
        paid += refund.amount
        move(
            refund,
            to=State.SENT,
            when=Q(state__in=UNSENT),
            verb="refund.sent",
            by=by,
            reference=dispute.provider_id[:120],
            waits_for_weighing=False,
            gift_until=None,
            sent_at=timezone.now(),
        )
        post(refund, "refund_sent", account, refund.amount)
    return paid
