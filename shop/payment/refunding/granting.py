"""Refunds after a part was earned: the seller or the platform bears them."""

from typing import Literal

from django.db import transaction
from django.db.models import Sum
from django.utils.translation import gettext_lazy as _

from shop.money import share
from shop.order import states
from shop.order.amounts import outstanding
from shop.order.models import Adjustment, Line, SellerOrder
from shop.order.refusals import require_own
from shop.payment import accounts, ledger
from shop.payment.earning import collected_for
from shop.payment.models import Refund
from shop.payment.paying_out import standing, village_shares
from shop.payment.refunding import refunds
from shop.people.actors import Actor

Bearer = Literal["seller", "platform"]


class TooMuch(states.NotPossible):
    """More than the buyer paid for this part, or nothing."""

    message = _("The refund must be more than nothing and at most what was paid.")


class NotEarnedYet(states.NotPossible):
    """The part is not handed over and paid: decline, shorten or cancel it instead."""

    message = _("This part is not handed over and paid yet.")


def grantable(part: SellerOrder) -> int:
    """Return what of a part, in rupiah, was neither refunded nor left unpaid so far.

    What the seller bore is off the part's amounts already; what the platform bore is not.
    """
    borne = part.refund_shares.filter(refund__bearer=Refund.Bearer.PLATFORM)
    return outstanding(part).total - borne.aggregate(all=Sum("amount", default=0))["all"]


@transaction.atomic
def grant(
    part: SellerOrder,
    *,
    goods: int,
    delivery: int = 0,
    bearer: Bearer,
    line: Line | None = None,
    reason: str,
    by: Actor,
) -> Refund:
    """Refund rupiah of an earned part: of its goods, and of its delivery fee, own before courier's.

    The seller bears it with her commission back in proportion, or the platform as a loss; all
    refunds of a part together never exceed what was paid for it. `line` is what it is about, if
    it is about one. Raises NotOnBehalf,
    NotEarnedYet or TooMuch.
    """
    require_own(by)
    states.lock(part.order_id)
    standing.lock([part.partner_id])
    payment = collected_for(part)
    if payment is None or not ledger.is_posted("earned", f"part:{part.pk}"):
        raise NotEarnedYet
    amount = goods + delivery
    _require_within(part, goods, delivery)
    refund = refunds.owe(
        payment, amount, reason=reason, by=by, shares={part: amount}, bearer=bearer
    )
    entries = {accounts.refund_due(part.order, payment.collector): -amount}
    if bearer == Refund.Bearer.SELLER:
        before = outstanding(part).commission
        less = shrink(part, goods=goods, delivery=delivery, reason=reason, line=line)
        back = -less.commission
        entries[accounts.seller(part.partner_id, payment.collector)] = amount - back
        entries |= village_shares.given_back(
            part, payment.collector, before=before, after=before - back
        )
    else:
        entries[accounts.LOSS] = amount
    ledger.post("refund_granted", f"refund:{refund.pk}", order=part.order, entries=entries)
    return refund


def split(part: SellerOrder, amount: int) -> dict[str, int]:
    """Return how much of an amount falls to a part's goods, then to its delivery (rupiah)."""
    goods = min(amount, outstanding(part).goods)
    return {"goods": goods, "delivery": amount - goods}


def shrink(
    part: SellerOrder,
    *,
    goods: int,
    delivery: int,
    reason: str,
    kind: str = Adjustment.Kind.REFUND,
    line: Line | None = None,
) -> Adjustment:
    """Make that much less due for a part at its seller's cost, commission in proportion."""
    now = outstanding(part)
    own = min(delivery, now.delivery_own)
    return Adjustment.objects.create(
        seller_order=part,
        line=line,
        kind=kind,
        goods=-goods,
        delivery_own=-own,
        delivery_courier=own - delivery,
        commission=-share(now.commission, goods, now.goods),
        reason=reason,
    )


def _require_within(part: SellerOrder, goods: int, delivery: int) -> None:
    now = outstanding(part)
    fees = now.delivery_own + now.delivery_courier
    if not (0 <= goods <= now.goods and 0 <= delivery <= fees):
        raise TooMuch
    if not 0 < goods + delivery <= grantable(part):
        raise TooMuch
