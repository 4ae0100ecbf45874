"""Disputes: a card holder's bank takes money back, asks for proof, and decides.

The money that was taken stands on `dispute:<id>` until it comes back or is lost. Runs inside the
caller's transaction with the order and the payment locked; the same word again changes nothing.
"""

from django.db.models import F, QuerySet
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from shop.history.models import record
from shop.order.models import Order
from shop.payment import accounts, ledger
from shop.payment.models import Dispute, Payment
from shop.payment.refunding import provider_refunds
from shop.people.actors import SYSTEM

from . import moves
from .client import CURRENCY, NotWholeRupiah, to_rupiah
from .seen import DisputeSeen, MoveSeen

State = Dispute.State
#: docs.stripe.com/api/disputes/object: an inquiry ("warning_…") takes no money.
INQUIRY = "warning_"
WON = ("won", "warning_closed", "prevented")
MORE_THAN_LEFT = _("More is disputed than was left of the payment.")
OTHER_MONEY = _("The dispute is not in whole rupiah.")


def disputed_orders() -> QuerySet[Order]:
    """Return the orders with an open dispute: their sellers' shares are not paid out."""
    open_ones = Dispute.objects.filter(state=State.OPEN)
    return Order.objects.filter(pk__in=open_ones.values("payment__order"))


def source_of(dispute: Dispute) -> str:
    """Return the source of a dispute's postings."""
    return f"dispute:{dispute.pk}"


def follow(payment: Payment, seen: DisputeSeen) -> str | Promise:
    """Bring a dispute of a payment up to date; returns why it doesn't fit, or ""."""
    try:
        if seen.currency != CURRENCY:
            return OTHER_MONEY
        amount = to_rupiah(seen.amount)
    except NotWholeRupiah:
        return OTHER_MONEY
    dispute = _known(payment, seen, amount)
    _count(payment, dispute, seen)
    taken = next((move for move in seen.moves if move.amount < 0), None)
    back = next((move for move in seen.moves if move.amount > 0), None)
    if taken:
        _take(dispute, taken)
    if back and dispute.is_withdrawn:
        _bring_back(dispute, back)
    if dispute.state == State.OPEN:
        _decide(payment, dispute, seen, is_back=back is not None)
    is_short = dispute.counted < amount and not seen.status.startswith(INQUIRY)
    return MORE_THAN_LEFT if is_short and dispute.state == State.OPEN else ""


def _known(payment: Payment, seen: DisputeSeen, amount: int) -> Dispute:
    dispute, is_new = Dispute.objects.get_or_create(
        provider_id=seen.id,
        defaults={
            "payment": payment,
            "amount": amount,
            "reason": seen.reason[:60],
            "evidence_by": seen.evidence_by,
            "opened_at": seen.created,
        },
    )
    if is_new:
        record(
            "dispute.opened",
            payment.order,
            by=SYSTEM,
            after={"dispute": dispute.pk, "amount": amount, "reason": dispute.reason},
        )
    elif dispute.evidence_by != seen.evidence_by:
        dispute.evidence_by = seen.evidence_by
        dispute.save(update_fields=["evidence_by"])
    return dispute


def _count(payment: Payment, dispute: Dispute, seen: DisputeSeen) -> None:
    """Let the disputed rupiah stand against the payment, so that they aren't refunded too."""
    missing = dispute.amount - dispute.counted
    if seen.status.startswith(INQUIRY) or dispute.state != State.OPEN or not missing:
        return
    payment.refresh_from_db()
    more = min(missing, payment.captured - payment.refunding - payment.disputed)
    if more > 0:
        Payment.objects.filter(pk=payment.pk).update(disputed=F("disputed") + more)
        dispute.counted += more
        dispute.save(update_fields=["counted"])


def _take(dispute: Dispute, taken: MoveSeen) -> None:
    """The bank took the money from our balance, and the provider its fee."""
    if not dispute.is_withdrawn:
        _post(dispute, "dispute_opened", dispute.amount)
        dispute.is_withdrawn = True
        dispute.save(update_fields=["is_withdrawn"])
    _book(dispute, taken, -dispute.amount)


def _bring_back(dispute: Dispute, back: MoveSeen) -> None:
    """The money is on our balance again."""
    if not ledger.is_posted("dispute_won", source_of(dispute)):
        _post(dispute, "dispute_won", -dispute.amount)
    _book(dispute, back, dispute.amount)


def _decide(payment: Payment, dispute: Dispute, seen: DisputeSeen, *, is_back: bool) -> None:
    """Close a dispute once its bank has decided and the money is where it belongs."""
    if seen.status in WON and (is_back or not dispute.is_withdrawn):
        Payment.objects.filter(pk=payment.pk).update(disputed=F("disputed") - dispute.counted)
        _close(dispute, State.WON, counted=0)
    elif seen.status == "lost" and dispute.is_withdrawn and not is_back:
        # Closed first: what is given up for good is no dispute that holds anything back.
        _close(dispute, State.LOST, counted=dispute.counted)
        provider_refunds.lose(dispute, by=SYSTEM)


def _close(dispute: Dispute, to: str, *, counted: int) -> None:
    dispute.state, dispute.counted, dispute.closed_at = to, counted, timezone.now()
    dispute.save(update_fields=["state", "counted", "closed_at"])
    record(
        f"dispute.{to}",
        dispute.payment.order,
        by=SYSTEM,
        after={"dispute": dispute.pk, "amount": dispute.amount},
    )


def _post(dispute: Dispute, kind: str, amount: int) -> None:
    ledger.post(
        kind,
        source_of(dispute),
        order=dispute.payment.order,
        entries={accounts.dispute(dispute): amount, accounts.STRIPE: -amount},
    )


def _book(dispute: Dispute, move: MoveSeen, booked: int) -> None:
    moves.book_if_rated(move, source=source_of(dispute), booked=booked, payment=dispute.payment)
