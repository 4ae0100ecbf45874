"""When a stall is open, as its people set it."""

from collections.abc import Mapping
from datetime import time

from django.db import transaction

from sellers import refusals
from sellers.clock.answer_clock import hours_changing
from sellers.clock.open_time import deadline, is_open
from sellers.models import OpeningHours, Seller
from shop.history.models import record
from shop.partner.models import Partner
from shop.partner.signals import partner_changed
from shop.people.actors import Actor

__all__ = ["deadline", "is_open", "set_hours"]


@transaction.atomic
def set_hours(seller: Seller, week: Mapping[int, tuple[time, time]], *, by: Actor) -> bool:
    """Set opening and closing time by weekday (0 is Monday); a day that is left out is closed.

    Says whether anything changed. Raises NoOpenDay or BadHours.
    """
    if not week:
        raise refusals.NoOpenDay
    if any(day not in range(7) or opens >= closes for day, (opens, closes) in week.items()):
        raise refusals.BadHours
    current = Seller.objects.select_for_update().select_related("partner").get(pk=seller.pk)
    before = {row.weekday: (row.opens, row.closes) for row in current.hours.all()}
    if before == dict(week):
        return False
    with hours_changing(current):
        current.hours.all().delete()
        OpeningHours.objects.bulk_create(
            OpeningHours(seller=current, weekday=day, opens=opens, closes=closes)
            for day, (opens, closes) in sorted(week.items())
        )
    record("seller.hours_set", current, by=by, before=_plain(before), after=_plain(week))
    partner_changed.send(Partner, partner=current.partner)
    return True


def _plain(week: Mapping[int, tuple[time, time]]) -> dict[str, str]:
    return {
        str(day): f"{opens:%H:%M}-{closes:%H:%M}" for day, (opens, closes) in sorted(week.items())
    }
