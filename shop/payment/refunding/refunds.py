"""Money on its way back: an account named by the buyer, released, sent by staff, or failed."""

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from shop.history.models import record
from shop.money import format_rupiah
from shop.order import messages, states
from shop.order.models import Order, SellerOrder
from shop.order.refusals import require_own
from shop.partner.models import Partner
from shop.payment import accounts, ledger, second_person, summary
from shop.payment.arrivals import Arrival
from shop.payment.models import BankAccount, Collector, Payment, Refund
from shop.payment.refunding.card_refunds import failed_at_card, sent_to_card
from shop.payment.refunding.owing import Disputed, MoreThanCaptured, owe
from shop.payment.refunding.refund_moves import NotReleased, NotYet, move, post, require_sendable
from shop.people.actors import Actor

State, Way = Refund.State, Refund.Way
__all__ = [
    "Disputed",
    "MoreThanCaptured",
    "NotReleased",
    "NotYet",
    "failed_at_card",
    "owe",
    "sent_to_card",
]


class PhoneNotProven(states.NotPossible):
    """An account is named only by somebody who reads the order's phone."""

    message = _("Prove the phone number of this order by code first.")


class NothingToRefund(states.NotPossible):
    """No refund of the order waits for an account."""

    message = _("No refund is waiting for an account.")


class NoAccount(states.NotPossible):
    """The money goes back in hand or to the card, or the buyer has not named an account."""

    message = _("No bank account is named for this refund.")


class NothingToPayFrom(states.NotPossible):
    """The collector has no account in use that the money could leave from."""

    message = _("There is no bank account in use that this refund could be paid from.")


class ReferenceMissing(states.NotPossible):
    """A transfer without the bank's reference can't be found again."""

    message = _("Enter the bank's reference of the transfer.")


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
    payment.refresh_from_db(fields=["captured"])
    payment.captured += arrival.amount
    payment.save(update_fields=["captured"])
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
    named = order.refunds.filter(
        way=Way.BANK, state__in=[State.NEEDS_ACCOUNT, State.FAILED]
    ).update(state=State.APPROVED, bank=bank, number=number, holder=holder, gift_until=None)
    if not named:
        raise NothingToRefund
    record("refund.account_named", order, by=by, after={"refunds": named, "bank": bank})
    return named


@transaction.atomic
def release(refund: Refund, *, by: Actor) -> None:
    """A second person lets a large refund go. Raises SamePerson, or WrongState if none waits."""
    second_person.require_other(refund.made_by_id, by)
    states.lock(refund.order_id)
    waiting = Refund.objects.to_release().filter(pk=refund.pk)
    if not waiting.update(released_by=by.person_id, released_at=timezone.now()):
        refund.refresh_from_db()
        raise states.WrongState(refund.state)
    refund.refresh_from_db()
    after = {"refund": refund.pk, "amount": refund.amount}
    record("refund.released", refund.order, by=by, after=after)


@transaction.atomic
def start_sending(refund: Refund, *, by: Actor) -> None:
    """Staff take a refund to the bank.

    Raises NoAccount, what `require_sendable` raises, or WrongState unless it is approved.
    """
    _require_bank(refund)
    when = Q(state=State.APPROVED)
    move(refund, to=State.SENDING, when=when, verb="refund.sending", by=by)


@transaction.atomic
def sent(refund: Refund, *, reference: str, by: Actor) -> None:
    """Staff sent it by bank.

    Raises NoAccount, ReferenceMissing, NothingToPayFrom, what `require_sendable` raises, or
    WrongState if it is sent.
    """
    _require_bank(refund)
    if not reference.strip():
        raise ReferenceMissing
    move(
        refund,
        to=State.SENT,
        when=Q(state__in=[State.APPROVED, State.SENDING]),
        verb="refund.sent",
        by=by,
        reference=reference.strip(),
        paid_from=_pays(refund),
        sent_at=timezone.now(),
    )
    post(refund, "refund_sent", _holder(refund), refund.amount)
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
    refund.refresh_from_db(fields=["state"])
    was_sent = refund.state == State.SENT
    move(
        refund,
        to=State.FAILED,
        when=Q(way=Way.BANK, state=State.SENT if was_sent else State.SENDING)
        & ~Q(reference__startswith=Refund.IN_HAND),
        verb="refund.failed",
        by=by,
        reason=reason,
    )
    if was_sent:
        post(refund, "refund_failed", _holder(refund), -refund.amount)
    summary.write(refund.order)
    messages.to_orderer("refund.failed", refund.order, amount=format_rupiah(refund.amount))


@transaction.atomic
def paid_in_cash(refund: Refund, *, partner_id: int, by: Actor) -> None:
    """A seller of the order gave the buyer the money in hand.

    Raises NotOnBehalf, what `require_sendable` raises, or WrongState if it is sent.
    """
    require_own(by)
    _lock(refund)
    require_sendable(refund)
    part = refund.order.seller_orders.get(partner_id=partner_id)
    move(
        refund,
        to=State.SENT,
        when=Q(state__in=[State.NEEDS_ACCOUNT, State.APPROVED, State.FAILED]),
        verb="refund.paid_in_cash",
        by=by,
        reference=f"{Refund.IN_HAND}{part.pk}",
        sent_at=timezone.now(),
    )
    post(refund, "refund_in_cash", accounts.seller(partner_id, refund.collector), refund.amount)
    summary.write(refund.order)


def of_part(part: SellerOrder) -> QuerySet[Refund]:
    """Return the refunds that its seller may know of: of her part alone, not of a neighbour's."""
    found = part.order.refunds.all()
    if part.order.seller_orders.count() == 1:
        return found
    return found.filter(
        Q(payment__seller_order=part) | Q(pk__in=part.refund_shares.values("refund"))
    )


def to_give_back(partner: Partner) -> QuerySet[Refund]:
    """Return what a seller still has to give back: of money that she collected herself."""
    return Refund.objects.owed().filter(
        collector__kind=Collector.Kind.SELLER, collector__partner=partner
    )


def _require_bank(refund: Refund) -> None:
    _lock(refund)
    if refund.way != Way.BANK or not refund.number:
        raise NoAccount
    require_sendable(refund)


def _lock(refund: Refund) -> None:
    """Read a refund anew behind its order's lock: disputes and weighing wait for that too."""
    states.lock(refund.order_id)
    refund.refresh_from_db()


def _pays(refund: Refund) -> BankAccount | None:
    """Return the account it leaves from: the one the money came to, else the collector's own.

    A treasurer's and a seller's money is in their hands, whatever account it lies on.
    """
    if refund.payment.account_id:
        return refund.payment.account
    own = BankAccount.objects.filter(collector=refund.collector, is_active=True).first()
    if own is None and refund.collector.kind == Collector.Kind.PLATFORM:
        raise NothingToPayFrom
    return own


def _holder(refund: Refund) -> str:
    if refund.paid_from:
        return accounts.holder(refund.paid_from)
    if refund.collector.kind == Collector.Kind.SELLER:
        return accounts.seller(refund.collector.partner_id, refund.collector)
    return accounts.hands(refund.collector)
