"""How money becomes a buyer's again: a refund row, its way back, and whose part it is about."""

from collections.abc import Mapping

from django.db.models import F
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from shop.history.models import record
from shop.money import format_rupiah
from shop.order import messages
from shop.order.models import Order, SellerOrder
from shop.order.refusals import NotPossible
from shop.payment import summary
from shop.payment.models import Dispute, Payment, Refund, RefundShare
from shop.people.actors import Actor
from shop.people.models import User

State, Way = Refund.State, Refund.Way
ACCOUNT_FIELDS = ("bank", "number", "holder")


class MoreThanCaptured(Exception):
    """Refunds of a payment would exceed what was captured."""


class Disputed(NotPossible):
    """The card holder's bank has taken the money meanwhile; nothing goes back until it decides."""

    message = _("The buyer's bank disputes this payment. Wait until the dispute is over.")


def owe(
    payment: Payment,
    amount: int,
    *,
    reason: str | Promise,
    by: Actor,
    shares: Mapping[SellerOrder, int] | None = None,
    bearer: str = "",
) -> Refund | None:
    """Open a refund of a payment inside the caller's transaction; None for nothing.

    The buyer reads `reason`: a lazy one is kept in the order's language. `shares` says how many
    rupiah are about which part; `bearer` who bears what was earned already. A card is paid back
    by itself, cash in hand, the rest to an account that the buyer names. The ledger's posting to
    `refund_due` is the caller's. Raises MoreThanCaptured, or Disputed where a dispute is why.
    """
    if not amount:
        return None
    refund = open_refund(payment, amount, reason=reason, by=by, bearer=bearer)
    add_shares(refund, shares or {})
    after = {"refund": refund.pk, "amount": amount}
    record("refund.owed", payment.order, by=by, after=after)
    tell(refund)
    if payment.order.paid == Order.Paid.YES:
        summary.write(payment.order)
    return refund


def open_refund(
    payment: Payment, amount: int, *, reason: str | Promise, by: Actor, **fields: object
) -> Refund:
    """Write the row of a refund on the way that the payment's money goes back. Raises as `owe`."""
    reserve(payment, amount)
    order, way = payment.order, way_back(payment)
    known = known_account(order) if way == Way.BANK else {}
    needs_account = way == Way.BANK and not known
    return Refund.objects.create(
        order=order,
        payment=payment,
        collector_id=payment.collector_id,
        amount=amount,
        way=way,
        state=State.NEEDS_ACCOUNT if needs_account else State.APPROVED,
        reason=in_words(reason, order),
        made_by_id=_staff_id(by),
        **known,
        **fields,
    )


def reserve(payment: Payment, amount: int) -> None:
    """Take an amount off what may still go back of a payment. Raises as `owe` does."""
    rows = Payment.objects.filter(
        pk=payment.pk, captured__gte=F("refunding") + F("disputed") + amount
    )
    if amount > 0 and rows.update(refunding=F("refunding") + amount):
        return
    if amount > 0 and payment.disputes.filter(state=Dispute.State.OPEN).exists():
        raise Disputed
    raise MoreThanCaptured


def add_shares(refund: Refund, shares: Mapping[SellerOrder, int]) -> None:
    """Note how many more rupiah of a refund are about which part."""
    for part, amount in shares.items():
        rows = RefundShare.objects.filter(refund=refund, seller_order=part)
        if amount and not rows.update(amount=F("amount") + amount):
            RefundShare.objects.create(refund=refund, seller_order=part, amount=amount)


_ways: dict[str, str] = {}


def register_way(method: str, way: str) -> None:
    """Say on which way (a `Refund.Way`) money that came by a method goes back first."""
    _ways[method] = way


def way_back(payment: Payment) -> str:
    """Return the way on which money of a payment goes back first."""
    return _ways[payment.method]


def known_account(order: Order) -> dict[str, str]:
    """Return the account that the buyer named for an earlier refund, if there is one."""
    named = order.refunds.filter(state__in=[State.APPROVED, State.SENT]).exclude(number="").last()
    return {name: getattr(named, name) for name in ACCOUNT_FIELDS} if named else {}


def in_words(reason: str | Promise, order: Order) -> str:
    """Return a reason in the order's language, as long as a row keeps it."""
    with translation.override(order.language):
        return str(reason)[:300]


def _staff_id(by: Actor) -> int | None:
    """Return who of the staff makes it; nobody for the system, buyers and sellers."""
    staff = User.objects.filter(pk=by.person_id, is_staff=True)
    return by.person_id if by.person_id and staff.exists() else None


def tell(refund: Refund) -> None:
    """Tell the buyer how the money comes back, or ask where it should go."""
    amount = format_rupiah(refund.amount)
    if refund.way == Way.HAND:
        messages.to_orderer("refund.in_hand", refund.order, amount=amount)
    elif refund.way == Way.CARD:
        messages.to_orderer("refund.to_card", refund.order, amount=amount)
    elif refund.state in (State.NEEDS_ACCOUNT, State.FAILED):
        messages.to_orderer("refund.needed", refund.order, amount=amount)
