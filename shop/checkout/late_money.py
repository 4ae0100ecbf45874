"""Money for an order that no longer waits: it revives the order, pays it after all, or goes back.

Receives `shop.payment.signals.came_late`, in the transaction that booked the money to suspense.
"""

from django.db import transaction

from shop.order import states
from shop.order.amounts import due
from shop.order.models import Order
from shop.partner.reservation import OutOfStock, StockMismatch
from shop.payment import accounts
from shop.payment.arrivals import Arrival
from shop.payment.capturing import take
from shop.payment.incoming import receipts
from shop.payment.models import Payment
from shop.payment.refunding import refunds
from shop.people.actors import Actor

CONFIRM = {Order.State.AWAITING: states.mark_secured, Order.State.EXPIRED: states.revive}


def settle(payment: Payment, arrival: Arrival, by: Actor, **_signal: object) -> None:
    """Pay the order if it may still be paid and the sum is whole; otherwise owe it back."""
    confirm = CONFIRM.get(payment.order.status)
    if (
        confirm is None
        or payment.state == Payment.State.CAPTURED
        or arrival.amount < payment.due
        or due(payment.order) != payment.due
        or not _pays(payment, arrival, confirm, by=by)
    ):
        refunds.return_late(payment, arrival, by=by)


def _pays(payment: Payment, arrival: Arrival, confirm, *, by: Actor) -> bool:
    """Confirm the order with the money from suspense; False if its goods are gone."""
    try:
        with transaction.atomic():
            take(
                payment,
                arrival.amount,
                debit=accounts.suspense(payment.collector),
                kind="revived",
                source=arrival.source,
                by=by,
            )
            confirm(payment.order, by=by, paid=Order.Paid.YES)
    except (OutOfStock, StockMismatch):
        return False
    receipts.confirm_paid(payment, by=by)
    return True
