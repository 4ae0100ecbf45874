"""The one word about an order's money that pages show."""

from shop.order import states
from shop.order.models import Order

from .models import Dispute, Payment


def write(order: Order) -> None:
    """Bring `Order.paid` up to date after money moved."""
    order.refresh_from_db()
    now = _summary(order)
    if now != order.paid:
        states.mark_paid(order, now)


def _summary(order: Order) -> str:
    found = set(order.payments.values_list("state", flat=True))
    if Payment.State.PROMISED in found:
        return Order.Paid.PROMISED
    if Payment.State.CAPTURED in found:
        if _is_kept(order):
            return Order.Paid.YES
        return Order.Paid.GOES_BACK if order.refunds.owed().exists() else Order.Paid.REFUNDED
    if Payment.State.AUTHORISED in found:
        return Order.Paid.HELD
    return Order.Paid.CHECKING if order.clock_stopped_at else Order.Paid.NO


def _is_kept(order: Order) -> bool:
    """Say whether anything that was paid for the order stays, whoever bears what goes back.

    A disputed sum stays until the dispute is lost. The unique code never goes back.
    """
    disputes = Dispute.objects.filter(payment__order=order, state=Dispute.State.OPEN)
    return disputes.exists() or any(
        payment.captured - payment.refunding - payment.disputed > _code_of(payment)
        for payment in order.payments.filter(state=Payment.State.CAPTURED)
    )


def _code_of(payment: Payment) -> int:
    """Return what of the unique code came in (rupiah)."""
    return min(payment.code, max(0, payment.captured - payment.due))
