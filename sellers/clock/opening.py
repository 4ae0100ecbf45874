"""Saying when a stall is open: its hours by weekday, or the words it had before."""

from collections.abc import Iterable
from datetime import time
from itertools import groupby

from django.utils import dates, translation

from sellers.models import OpeningHours, Seller


def opening_text(seller: Seller) -> str:
    """Return the hours as people say them: "Senin-Sabtu 06.00-17.00"."""
    return in_words(seller.hours.all()) or seller.opening_hours


def in_words(hours: Iterable[OpeningHours]) -> str:
    """Return weekdays with the same hours in a row as one; empty without any."""
    by_day = {row.weekday: (row.opens, row.closes) for row in hours}
    parts = []
    for span, group in groupby(range(7), key=by_day.get):
        if span is not None:
            parts.append(f"{_days(list(group))} {_clock(span[0])}\N{EN DASH}{_clock(span[1])}")
    return ", ".join(parts)


def _days(days: list[int]) -> str:
    first, last = (str(dates.WEEKDAYS[day]) for day in (days[0], days[-1]))
    return first if first == last else f"{first}\N{EN DASH}{last}"


def _clock(at: time) -> str:
    """Write "06.00", in English "06:00"."""
    is_indonesian = (translation.get_language() or "id").startswith("id")
    return at.strftime("%H.%M" if is_indonesian else "%H:%M")
