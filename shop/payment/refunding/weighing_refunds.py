"""Weighing differences of an order: one refund for all its parts, and the buyer's choice.

It grows while parts are still to be weighed and is sent once none is. A small one the buyer may
leave to the sellers for some days; who says nothing gets it back.
"""

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from shop.history.models import record
from shop.money import format_rupiah
from shop.order import messages, states
from shop.order.models import Adjustment, Order, SellerOrder
from shop.order.weighing import to_weigh
from shop.payment import accounts, ledger, summary
from shop.payment.models import Payment, Refund
from shop.payment.refunding import owing
from shop.people.actors import Actor

State = Refund.State
GROWS_IN = (State.NEEDS_ACCOUNT, State.APPROVED)
#: Days in which the buyer may leave a small difference to the sellers.
DAYS_TO_CHOOSE = 7


def is_weighed(order: Order) -> bool:
    """Say whether no part that is under way has goods whose weight is still to come."""
    parts = order.seller_orders.exclude(status__in=states.FINAL_PARTS)
    return not any(line.final_grams is None for part in parts for line in to_weigh(part))


def add(payment: Payment, part: SellerOrder, amount: int, *, by: Actor) -> None:
    """Owe a part's weighing difference (rupiah) within the order's one refund for them.

    Inside the caller's transaction, which holds the order's lock; `finish` says when it may go.
    """
    refund = payment.refunds.filter(is_weighing=True, state__in=GROWS_IN).first()
    if refund is None:
        reason = Adjustment.Kind.WEIGHED.label
        refund = owing.open_refund(payment, amount, reason=reason, by=by, is_weighing=True)
    else:
        owing.reserve(payment, amount)
        Refund.objects.filter(pk=refund.pk).update(amount=F("amount") + amount)
    owing.add_shares(refund, {part: amount})
    Refund.objects.filter(pk=refund.pk).update(waits_for_weighing=True, gift_until=None)
    after = {"refund": refund.pk, "amount": amount}
    record("refund.owed", payment.order, by=by, after=after)


def finish(order: Order) -> None:
    """Let the order's weighing difference go once every part is weighed; tell the buyer then."""
    waiting = order.refunds.filter(waits_for_weighing=True).first()
    if waiting is None or not is_weighed(order):
        return
    is_small = waiting.amount < settings.GIFT_BELOW
    waiting.waits_for_weighing = False
    waiting.gift_until = timezone.now() + timedelta(days=DAYS_TO_CHOOSE) if is_small else None
    waiting.save(update_fields=["waits_for_weighing", "gift_until"])
    if is_small:
        amount = format_rupiah(waiting.amount)
        messages.to_orderer("refund.gift_choice", order, amount=amount)
    else:
        owing.tell(waiting)


@transaction.atomic
def give(refund: Refund, *, by: Actor) -> None:
    """The buyer leaves the difference to the sellers. Raises WrongState when it is too late."""
    _choose(refund, to=State.GIVEN)
    entries = {accounts.refund_due(refund.order, refund.collector): refund.amount}
    for share in refund.shares.select_related("seller_order"):
        entries[accounts.seller(share.seller_order.partner_id, refund.collector)] = -share.amount
    ledger.post("refund_gift", f"refund:{refund.pk}", order=refund.order, entries=entries)
    after = {"refund": refund.pk, "amount": refund.amount}
    record("refund.given", refund.order, by=by, after=after)
    summary.write(refund.order)


@transaction.atomic
def take_back(refund: Refund, *, by: Actor) -> None:
    """The buyer wants the difference back now. Raises WrongState when that was chosen already."""
    _choose(refund, to=None)
    after = {"refund": refund.pk, "amount": refund.amount}
    record("refund.wanted", refund.order, by=by, after=after)


def _choose(refund: Refund, *, to: str | None) -> None:
    states.lock(refund.order_id)
    refund.refresh_from_db()
    if not refund.can_be_given:
        raise states.WrongState(refund.state)
    refund.state, refund.gift_until = to or refund.state, None
    refund.save(update_fields=["state", "gift_until"])
