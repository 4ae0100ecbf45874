"""What a captured payment turns into: earned at hand-over, or due back before."""

from collections.abc import Sequence

from django.db.models import Q
from django.utils import timezone

from shop.order import states
from shop.order.amounts import due, outstanding
from shop.order.charging import Room
from shop.order.models import Adjustment, Order, SellerOrder
from shop.payment import accounts, ledger, summary
from shop.payment.paying_out import village_shares
from shop.payment.refunding import refunds, weighing_refunds
from shop.people.actors import Actor

from .models import Payment, ProviderCall


def collected_for(part: SellerOrder) -> Payment | None:
    """Return the captured payment that pays for a part, with its collector."""
    return (
        Payment.objects.filter(
            Q(seller_order=part) | Q(seller_order__isnull=True),
            order_id=part.order_id,
            state=Payment.State.CAPTURED,
        )
        .select_related("collector", "account")
        .first()
    )


def earn(part: SellerOrder) -> None:
    """Post a part's earnings once it is both handed over and captured; otherwise do nothing."""
    payment = collected_for(part)
    if payment is None or part.handed_over_at is None:
        return
    now, collector = outstanding(part), payment.collector
    ledger.post(
        "earned",
        f"part:{part.pk}",
        order=part.order,
        entries={
            accounts.order(part.order, collector): now.total,
            accounts.seller(part.partner_id, collector): -(
                now.goods + now.delivery_own - now.commission
            ),
            accounts.courier(part.courier, collector): -now.delivery_courier,
            **village_shares.earned(part, collector, now.commission),
        },
    )


def room(part: SellerOrder) -> Room:
    """Say how much a part may grow: promised cash freely, an authorised sum to its edge.

    The edge is what the card holds, or what is asked of it once that is written.
    """
    if part.payments.promised_cash().exists():
        return Room(most=None)
    held = part.order.payments.held().select_related("card").first()
    if held is None:
        return Room(is_collected=collected_for(part) is not None)
    return Room(most=max(0, edge(held) - due(part.order)))


def edge(payment: Payment) -> int:
    """Return the most that an authorised payment can still bring (rupiah)."""
    asked = payment.provider_calls.filter(
        operation=ProviderCall.Operation.CAPTURE, state__in=ProviderCall.LIVE
    ).first()
    return asked.rupiah if asked else payment.card.held


def give_up(part: SellerOrder, adjustments: Sequence[Adjustment], *, by: Actor) -> None:
    """Follow adjustments before hand-over, together: collected money is due back by their sum.

    Promised cash and an authorised sum shrink by it, or grow by a heavier weight.
    """
    payment, change = collected_for(part), sum(adjustment.amount for adjustment in adjustments)
    if payment is None:
        _promise(part, change)
        part.order.payments.held().update(due=due(part.order))
        return
    ledger.post(
        "adjusted",
        f"adjustment:{adjustments[0].pk}",
        order=part.order,
        entries={
            accounts.order(part.order, payment.collector): -change,
            accounts.refund_due(part.order, payment.collector): change,
        },
    )
    kind = Adjustment.Kind(adjustments[0].kind)
    if kind == Adjustment.Kind.WEIGHED and change and payment.method != "cash":
        weighing_refunds.add(payment, part, -change, by=by)
        return
    reason = adjustments[0].reason or kind.label
    refunds.owe(payment, -change, reason=reason, by=by, shares={part: -change})


def close_if_settled(order: Order, *, by: Actor) -> None:
    """Close a confirmed order whose parts are over and whose money nobody waits for."""
    summary.write(order)
    if (
        order.status != Order.State.CONFIRMED
        or order.payments.open().exists()
        or order.seller_orders.exclude(status__in=states.FINAL_PARTS).exists()
        or ledger.balances(f"order:{order.number}@")
    ):
        return
    states.close(order, by=by)


def _promise(part: SellerOrder, change: int) -> None:
    """Ask that much more or less cash for a part, or none when nothing of it is left."""
    for payment in part.payments.promised_cash().select_for_update():
        payment.due += change
        if part.status in states.FINAL_PARTS or not payment.due:
            payment.state = Payment.State.CANCELLED
            payment.closed_at = timezone.now()
        payment.save(update_fields=["due", "state", "closed_at"])
