"""The one word about an order's money that pages show."""

from shop.order import states
from shop.order.amounts import due
from shop.order.models import Order

from .models import Payment


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
        owed = order.refunds.owed().exists()
        return Order.Paid.YES if owed or due(order) else Order.Paid.REFUNDED
    if Payment.State.AUTHORISED in found:
        return Order.Paid.HELD
    return Order.Paid.CHECKING if order.clock_stopped_at else Order.Paid.NO
