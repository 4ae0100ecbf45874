"""What closing a buyer's problem does to the money. Whole rupiah."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from shop.order import complaints, states
from shop.order.models import Complaint, SellerOrder
from shop.order.refusals import require_own
from shop.payment import earning
from shop.payment.models import Payment, Refund
from shop.payment.refunding.granting import (
    Bearer,
    NotEarnedYet,
    TooMuch,
    grant,
    grantable,
    shrink,
    split,
)
from shop.payment.second_person import require_other_buyer
from shop.people.actors import Actor

Outcome = Complaint.Outcome


class ReasonMissing(states.NotPossible):
    """A buyer who gets nothing, and a seller who pays, read why."""

    message = _("Write a reason first; buyer and seller read it.")


class NotCollectedYet(states.NotPossible):
    """The platform gives back no money that the buyer still has."""

    message = _("The cash is not received yet. Let the seller bear it: then she asks for less.")


@transaction.atomic
def settle(
    complaint: Complaint,
    *,
    outcome: str,
    amount: int = 0,
    bearer: Bearer = "seller",
    reason: str,
    by: Actor,
) -> Complaint:
    """Close a problem: replaced, refused, or with `amount` rupiah (of a full refund: all) back.

    A part that never arrived is counted as handed over first. Of cash that is still promised
    the seller asks for less; money that is in goes back by a refund. Raises WrongState if it is
    closed already, NotOnBehalf, OwnOrder, ReasonMissing, TooMuch, NotEarnedYet or
    NotCollectedYet: then nothing has changed.
    """
    require_own(by)
    part = complaint.seller_order
    require_other_buyer(states.lock(part.order_id), by)
    part.refresh_from_db()
    if part.status != SellerOrder.Status.COMPLAINT:
        raise states.WrongState(part.status)
    reason = reason.strip()
    if not reason:
        raise ReasonMissing
    states.count_as_handed_over(part, by=by)
    back = _amount_back(part, outcome, amount)
    if back:
        _give_back(part, back, bearer=bearer, reason=reason, by=by)
    complaints.close(
        complaint,
        outcome=outcome,
        amount=back,
        bearer=bearer if back else "",
        reason=reason,
        by=by,
    )
    return complaint


def _amount_back(part: SellerOrder, outcome: str, amount: int) -> int:
    """Return what the buyer gets back; a full refund of what was refunded already is nothing."""
    if outcome == Outcome.FULL_REFUND:
        return grantable(part)
    if outcome != Outcome.PART_REFUND:
        return 0
    if not 0 < amount <= grantable(part):
        raise TooMuch
    return amount


def _give_back(part: SellerOrder, amount: int, *, bearer: Bearer, reason: str, by: Actor) -> None:
    promised = Payment.objects.promised_cash().filter(seller_order=part)
    if not promised.exists():
        grant(part, **split(part, amount), bearer=bearer, reason=reason, by=by)
        return
    if bearer != Refund.Bearer.SELLER:
        raise NotCollectedYet
    adjustment = shrink(part, **split(part, amount), reason=reason)
    earning.give_up(part, [adjustment], by=by)


__all__ = ["NotCollectedYet", "NotEarnedYet", "ReasonMissing", "TooMuch", "settle"]
