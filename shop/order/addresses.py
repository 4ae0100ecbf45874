"""Changing where an order goes, while nothing is on its way. The village never changes here."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from shop.history.models import record
from shop.people.actors import Actor

from .models import Order, SellerOrder
from .states.moves import NotPossible, lock

BEFORE_PACKING = (
    SellerOrder.Status.WAITING,
    SellerOrder.Status.NEW,
    SellerOrder.Status.ACCEPTED,
    SellerOrder.Status.DECLINED,
    SellerOrder.Status.CANCELLED,
)


class TooLateToChange(NotPossible):
    """A part is packed or on its way."""

    message = _("A part of this order is packed already; the address can't change any more.")


def may_change(order: Order) -> bool:
    """Say whether every part is still before packing and the order is open."""
    return order.status in (Order.State.AWAITING, Order.State.CONFIRMED) and not (
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
    """Write a new recipient and street. Raises TooLateToChange, and then nothing is changed.

    History keeps which fields changed, not what they say: streets and phones are private.
    """
    locked = lock(order.pk)
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
    record("order.address_changed", locked, by=by, after={"fields": changed})
