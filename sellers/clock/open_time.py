"""Opening time: what of a stretch of time falls into a stall's hours and outside its holidays.

Hours are of Asia/Jakarta, the zone of every village we serve. A stall without hours has the usual
ones: every day from 07.00 to 17.00.
"""

from collections.abc import Iterator
from datetime import datetime, time, timedelta

from django.utils import timezone

from sellers.models import Seller

USUAL = (time(7), time(17))
#: Days that are looked at; the longest holiday is two years and may begin two years from now.
FARTHEST_DAYS = 5 * 366

Hours = dict[int, tuple[time, time]]


def hours_of(seller: Seller) -> Hours:
    """Return when the stall opens and closes, by weekday (0 is Monday)."""
    own = {row.weekday: (row.opens, row.closes) for row in seller.hours.all()}
    return own or dict.fromkeys(range(7), USUAL)


def is_open(seller: Seller, at: datetime | None = None) -> bool:
    """Say whether the stall is open at a moment (default: now)."""
    moment = at or timezone.now()
    first = next(_spans(seller, moment), None)
    return first is not None and first[0] <= moment


def deadline(seller: Seller, start: datetime, open_hours: timedelta) -> datetime | None:
    """Return when so much opening time has passed; None if the stall's closing has no end."""
    left = open_hours
    for opens, closes in _spans(seller, start):
        begins = max(opens, start)
        if left <= closes - begins:
            return begins + left
        left -= closes - begins
    return None


def open_time(seller: Seller, start: datetime, end: datetime) -> timedelta:
    """Return how much of the time from start to end the stall is open."""
    total = timedelta()
    for opens, closes in _spans(seller, start):
        if opens >= end:
            break
        total += min(closes, end) - max(opens, start)
    return total


def _spans(seller: Seller, start: datetime) -> Iterator[tuple[datetime, datetime]]:
    """Yield the times from opening to closing that end after a moment, in their order."""
    hours, partner = hours_of(seller), seller.partner
    zone = timezone.get_default_timezone()
    first = start.astimezone(zone).date()
    for number in range(FARTHEST_DAYS):
        day = first + timedelta(days=number)
        if partner.is_on_holiday(day):
            if partner.closed_to is None:
                return
            continue
        if day.weekday() not in hours:
            continue
        opens, closes = (
            datetime.combine(day, clock, tzinfo=zone) for clock in hours[day.weekday()]
        )
        if closes > start:
            yield opens, closes
