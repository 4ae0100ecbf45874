"""The one line that says where an order stands, for its buyer and for staff."""

from .models import Order, SellerOrder


def in_words(order: Order) -> str:
    """Return the one line that says where an order stands."""
    if order.status == Order.State.AWAITING and order.clock_stopped_at:
        return str(Order.Paid.CHECKING.label)
    if order.status == Order.State.CONFIRMED:
        return str(Order.Paid(order.paid).label)
    if order.status == Order.State.CLOSED:
        return _end(order)
    return str(Order.State(order.status).label)


def _end(order: Order) -> str:
    """Say how a closed order ended: for its buyer it is completed, declined or cancelled."""
    ends = {part.status for part in order.seller_orders.all()}
    if SellerOrder.Status.COMPLETED in ends:
        return str(SellerOrder.Status.COMPLETED.label)
    is_declined = ends == {SellerOrder.Status.DECLINED}
    end = SellerOrder.Status.DECLINED if is_declined else SellerOrder.Status.CANCELLED
    return str(end.label)
