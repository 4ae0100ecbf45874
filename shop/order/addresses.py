"""Changing where an order goes, while nothing is on its way. The village never changes here."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from shop.history.models import record
from shop.people.actors import Actor

from .models import Order, SellerOrder
from .states.moves import NotPossible, WrongState, lock

BEFORE_PACKING = (
    SellerOrder.Status.WAITING,
    SellerOrder.Status.NEW,
    SellerOrder.Status.ACCEPTED,
    SellerOrder.Status.DECLINED,
    SellerOrder.Status.CANCELLED,
)
OPEN = (Order.State.AWAITING, Order.State.CONFIRMED)


class TooLateToChange(NotPossible):
    """A part is packed or on its way."""

    message = _("A part of this order is packed already; the address can't change any more.")


def may_change(order: Order) -> bool:
    """Say whether every part is still before packing and the order is open."""
    return order.status in OPEN and not (
        order.seller_orders.exclude(status__in=BEFORE_PACKING).exists()
    )


@transaction.atomic
def change(
    order: Order,
    *,
    recipient_name: str,
    recipient_phone: str,
    line1: str,
    line2: str,
    by: Actor,
) -> None:
    """Write a new recipient and street.

    Raises TooLateToChange, or WrongState for an order that is over; then nothing is changed.
    History keeps which fields changed, not what they say: streets and phones are private.
    """
    locked = lock(order.pk)
    if locked.status not in OPEN:
        raise WrongState(locked.status)
    if not may_change(locked):
        raise TooLateToChange
    changed = []
    for name, value in (("recipient_name", recipient_name), ("recipient_phone", recipient_phone)):
        if getattr(locked, name) != value:
            setattr(locked, name, value)
            changed.append(name)
    locked.save(update_fields=["recipient_name", "recipient_phone"])
    address = locked.shipping_address
    if address is not None:
        for name, value in (("line1", line1), ("line2", line2)):
            if getattr(address, name) != value:
                setattr(address, name, value)
                changed.append(name)
        address.first_name = recipient_name
        address.save()
    if changed:
        record("order.address_changed", locked, by=by, after={"fields": changed})
