"""Whose account an order belongs to."""

from django.db import transaction

from shop.history.models import record
from shop.people.actors import Actor

from .models import Order


@transaction.atomic
def attach(order: Order, *, person, by: Actor) -> bool:
    """Give a guest's order to a person; say whether it was still nobody's.

    The caller has checked that the person proved the order's phone.
    """
    moved = Order.objects.filter(pk=order.pk, user__isnull=True).update(user=person)
    if moved:
        record("order.attached", order, by=by)
    return bool(moved)
