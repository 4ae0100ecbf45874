"""Time that runs out: unpaid orders lapse, sent and received goods complete.

Every row has a transaction of its own, so a worker killed anywhere loses and doubles nothing:
the next sweep finds what is left by its state.
"""

import logging
from collections.abc import Callable
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from shop.order import states
from shop.order.messages import to_orderer
from shop.order.models import Order, SellerOrder
from shop.payment import methods
from shop.people.actors import SYSTEM

from .messages import EXPIRED

log = logging.getLogger(__name__)


def expire_order(order_id: int) -> bool:
    """Let one unpaid order lapse; False if it was paid, proven or prolonged meanwhile.

    Its open attempts are closed at their providers first; while one doesn't answer, the order
    and its stock wait for the next sweep.
    """
    order = Order.objects.due_to_expire().filter(pk=order_id).first()
    if order is None or methods.close_open(order, by=SYSTEM) != methods.Closing.CLOSED:
        return False
    try:
        with transaction.atomic():
            order = states.lock(order_id)
            methods.require_closed(order)
            states.expire(order, by=SYSTEM)
            to_orderer(EXPIRED, order)
    except (states.WrongState, methods.NoWord):
        return False
    return True


def expire_due(*, limit: int = 200) -> int:
    """Let every unpaid order lapse whose time is over; returns how many. Run it every minute."""
    due = Order.objects.due_to_expire().order_by("expires_at", "pk").values_list("pk", flat=True)
    return sum(_each(expire_order, order_id) for order_id in list(due[:limit]))


def complete_due(*, limit: int = 200) -> int:
    """Hand over what was sent long ago, complete what nobody complained about; run it hourly.

    SENT_COUNTS_AS_RECEIVED_DAYS after sending; when the longest time to complain of its lines is
    over after hand-over.
    """
    now = timezone.now()
    sent_by = now - timedelta(days=settings.SENT_COUNTS_AS_RECEIVED_DAYS)
    parts = SellerOrder.objects.order_by("pk")
    arrived = parts.filter(status=SellerOrder.Status.SENT, sent_at__lte=sent_by)
    content = parts.nothing_to_complain(now)
    return sum(_each(_move, states.hand_over, part) for part in arrived[:limit]) + sum(
        _each(_move, states.complete, part) for part in content[:limit]
    )


def _each(step: Callable[..., bool], *what: object) -> bool:
    """Take one step of a sweep; what fails is logged, so that the rows behind it don't wait."""
    try:
        return step(*what)
    except Exception:
        log.exception("a sweep could not finish %s", what[-1])
        return False


def _move(verb, part: SellerOrder) -> bool:
    try:
        verb(part, by=SYSTEM)
    except states.WrongState:
        return False
    return True
