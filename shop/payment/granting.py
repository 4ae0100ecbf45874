"""Refunds after a part was earned: the seller or the platform bears them."""

from typing import Literal

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from shop.money import share
from shop.order import states
from shop.order.amounts import outstanding
from shop.order.models import Adjustment, SellerOrder
from shop.people.actors import Actor

from . import accounts, ledger, refunds
from .earning import collected_for
from .models import Refund


class TooMuch(states.NotPossible):
    """More than the buyer paid for this part, or nothing."""

    message = _("The refund must be more than nothing and at most what was paid.")


class NotEarnedYet(states.NotPossible):
    """The part is not handed over and paid: decline, shorten or cancel it instead."""

    message = _("This part is not handed over and paid yet.")


@transaction.atomic
def grant(
    part: SellerOrder,
    *,
    goods: int,
    delivery: int = 0,
    bearer: Literal["seller", "platform"],
    reason: str,
    by: Actor,
) -> Refund:
    """Refund rupiah of an earned part: of its goods, and of the seller's own delivery fee.

    The seller bears it with her commission back in proportion, or the platform as a loss.
    Raises NotEarnedYet, TooMuch or MoreThanCaptured.
    """
    states.lock(part.order_id)
    payment = collected_for(part)
    if payment is None or not ledger.is_posted("earned", f"part:{part.pk}"):
        raise NotEarnedYet
    now, amount = outstanding(part), goods + delivery
    if not (0 <= goods <= now.goods and 0 <= delivery <= now.delivery_own and amount):
        raise TooMuch
    refund = refunds.owe(payment, amount, reason=reason, by=by)
    entries = {accounts.refund_due(part.order, payment.collector): -amount}
    if bearer == "seller":
        commission = share(now.commission, goods, now.goods)
        Adjustment.objects.create(
            seller_order=part,
            kind=Adjustment.Kind.REFUND,
            goods=-goods,
            delivery_own=-delivery,
            commission=-commission,
            reason=reason,
        )
        entries[accounts.seller(part.partner_id, payment.collector)] = amount - commission
        entries[accounts.COMMISSION] = commission
    else:
        entries[accounts.LOSS] = amount
    ledger.post("refund_granted", f"refund:{refund.pk}", order=part.order, entries=entries)
    return refund
