"""Days and hours as the desk says them. Pure functions; times are shown in Asia/Jakarta."""

from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from shop.look.words import clock
from shop.order.models import SellerOrder
from shop.shipping.models import Method
from shop.shipping.options import near_day

SHORT = timedelta(hours=3)
HOUR = timedelta(hours=1)
MINUTE = timedelta(minutes=1)
NOON, AFTERNOON, EVENING = 11, 15, 18


def greeting(at: datetime) -> str:
    """Greet by the time of day."""
    hour = timezone.localtime(at).hour
    if hour < NOON:
        return _("Good morning")
    if hour < AFTERNOON:
        return _("Good day")
    return _("Good afternoon") if hour < EVENING else _("Good evening")


def time_left(until: datetime | None, now: datetime) -> str:
    """Say how long something may still wait; empty without an end."""
    if until is None:
        return ""
    left = until - now
    if left <= timedelta(0):
        return _("time is over")
    if left > SHORT:
        day = near_day(timezone.localtime(until).date())
        return _("until %(day)s, %(clock)s") % {"day": day, "clock": clock(until)}
    hours, rest = divmod(left, HOUR)
    minutes = rest // MINUTE
    if not hours:
        number = max(minutes, 1)
        return ngettext("%(n)s minute left", "%(n)s minutes left", number) % {"n": number}
    if not minutes:
        return ngettext("%(n)s hour left", "%(n)s hours left", hours) % {"n": hours}
    return _("%(hours)s h %(minutes)s min left") % {"hours": hours, "minutes": minutes}


def promise(part: SellerOrder) -> str:
    """Say which days the buyer was promised; empty where none were."""
    first, last = part.promised_from, part.promised_to
    if first is None or last is None:
        return ""
    if part.delivery_method == Method.PICKUP:
        return _("from %(day)s") % {"day": near_day(first)}
    if first == last:
        return near_day(last)
    return _("%(first)s to %(last)s") % {"first": near_day(first), "last": near_day(last)}
