"""What money does when orders and their parts move; each runs in the mover's transaction."""

from shop.order.models import Order
from shop.order.states import FINAL_PARTS
from shop.payment import earning
from shop.payment.refunding import weighing_refunds
from shop.payment.refunding.refunds import return_short
from shop.people.actors import Actor

from .capturing import close_attempts
from .card import authorisations
from .models import Payment

CLOSED_AS = {
    Order.State.EXPIRED: Payment.State.EXPIRED,
    Order.State.CANCELLED: Payment.State.CANCELLED,
}


def on_order_moved(order: Order, by: Actor, **_signal: object) -> None:
    """Close the attempts of an order that lapsed or was cancelled; short money goes back."""
    if order.status in CLOSED_AS:
        for payment in close_attempts(order, to=CLOSED_AS[order.status]):
            return_short(payment, by=by)


def on_adjusted(seller_order, adjustments, by: Actor, **_signal: object) -> None:
    """Owe back what was collected for goods that are not sent."""
    earning.give_up(seller_order, adjustments, by=by)


def on_handed_over(seller_order, **_signal: object) -> None:
    """Post what the seller has earned."""
    earning.earn(seller_order)


def on_seller_order_moved(seller_order, by: Actor, **_signal: object) -> None:
    """Let weighing differences go, held money come in, and the order close, each in its time."""
    weighing_refunds.finish(seller_order.order)
    authorisations.follow(seller_order.order)
    if seller_order.status in FINAL_PARTS:
        earning.close_if_settled(seller_order.order, by=by)
