"""Orders that wait for their seller: half of the time reminds, all of it cancels.

Every row has a transaction of its own, so that sweeps may run twice, at once, or late.
"""

import logging
from collections.abc import Callable, Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sellers.news import order_notices
from shop.communication.channels import has_phone_gateway
from shop.history.models import record
from shop.order import states
from shop.order.models import SellerOrder
from shop.people.actors import SYSTEM
from shop.villages.models import Region

Status = SellerOrder.Status

#: What screens say where `has_phone_gateway()` is False.
OWNERS_ARE_CALLED = gettext_lazy(
    "This shop sends no messages to phones yet. Look in here every day; a volunteer of your "
    "village calls you when an order waits."
)
VOLUNTEERS_CALL = gettext_lazy(
    "This shop sends no messages to phones yet. Please call the owners whose orders wait."
)

log = logging.getLogger(__name__)

__all__ = [
    "OWNERS_ARE_CALLED",
    "VOLUNTEERS_CALL",
    "due_parts",
    "expire_unanswered",
    "has_phone_gateway",
    "remind_due",
]


def due_parts(regions: Iterable[Region] | None = None) -> QuerySet[SellerOrder]:
    """Return parts whose sellers have not answered, the most urgent first.

    Only those of stalls in or below the regions, if any are given. Where the clock stands
    (`answer_by` is empty) they come last.
    """
    parts = SellerOrder.objects.filter(status=Status.NEW, partner__seller__isnull=False)
    if regions is not None:
        inside = Q(pk__in=[])
        for region in regions:
            inside |= Q(partner__village__code=region.code)
            inside |= Q(partner__village__code__startswith=f"{region.code}.")
        parts = parts.filter(inside)
    return parts.select_related("order", "partner__seller", "partner__village__parent").order_by(
        F("answer_by").asc(nulls_last=True), "pk"
    )


def remind_due(*, at: datetime | None = None, limit: int = 200) -> int:
    """Tell again of what is unanswered at half time; returns how many. Run it every minute."""
    now = at or timezone.now()
    due = SellerOrder.objects.filter(
        status=Status.NEW, remind_by__lte=now, answer_by__gt=now, reminded_at__isnull=True
    )
    return _each(remind, due.order_by("remind_by", "pk"), at=now, limit=limit)


def remind(part_id: int, *, at: datetime) -> bool:
    """Tell owners, helpers and the village's volunteers once; False if it was answered."""
    with transaction.atomic():
        waiting = SellerOrder.objects.filter(
            pk=part_id, status=Status.NEW, remind_by__lte=at, reminded_at__isnull=True
        )
        if not waiting.update(reminded_at=at):
            return False
        part = SellerOrder.objects.select_related("order", "partner").get(pk=part_id)
        record("seller_order.reminded", part, by=SYSTEM)
        order_notices.tell_waiting(part)
    return True


def expire_unanswered(*, at: datetime | None = None, limit: int = 200) -> int:
    """Cancel what no seller answered in time; returns how many. Run it every minute."""
    now = at or timezone.now()
    due = SellerOrder.objects.filter(status=Status.NEW, answer_by__lte=now)
    return _each(expire, due.order_by("answer_by", "pk"), at=now, limit=limit)


def expire(part_id: int, *, at: datetime) -> bool:
    """Cancel one unanswered part; False if the seller answered or got more time meanwhile."""
    order_id = SellerOrder.objects.values_list("order_id", flat=True).get(pk=part_id)
    try:
        with transaction.atomic():
            order = states.lock(order_id)
            late = SellerOrder.objects.filter(pk=part_id, status=Status.NEW, answer_by__lte=at)
            part = late.select_for_update().first()
            if part is None:
                return False
            part.order = order
            with translation.override(order.language):
                reason = _("The seller did not answer in time.")
            states.cancel_part(part, by=SYSTEM, reason=reason)
            order_notices.tell_unanswered(part)
    except states.WrongState:
        return False
    return True


def _each(
    step: Callable[..., bool], parts: QuerySet[SellerOrder], *, at: datetime, limit: int
) -> int:
    """Take a step for every part; what fails is logged, so that those behind it don't wait."""
    taken = 0
    for part_id in list(parts.values_list("pk", flat=True)[:limit]):
        try:
            taken += step(part_id, at=at)
        except Exception:
            log.exception("a sweep could not finish seller order %s", part_id)
    return taken
