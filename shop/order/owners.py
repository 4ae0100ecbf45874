"""Whose account an order belongs to, and whether its phone is proven."""

from django.db import transaction
from django.utils import timezone

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


@transaction.atomic
def prove_phone(order: Order, *, by: Actor) -> None:
    """Note that the orderer entered a code sent to the order's phone; the caller checked it."""
    proven_at = timezone.now()
    unproven = Order.objects.filter(pk=order.pk, phone_proven_at__isnull=True)
    if unproven.update(phone_proven_at=proven_at):
        order.phone_proven_at = proven_at
        record("order.phone_proven", order, by=by)
