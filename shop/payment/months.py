"""The months that statements and cash books are about."""

from datetime import date

from django.utils import timezone

#: No book is older; the first years of the calendar have no time zones either.
FIRST_YEAR = 2000


class NoSuchMonth(ValueError):
    """A month that no calendar has, that has not begun, or that lies before any book."""


def first_day(year: int, month: int) -> date:
    """Return a month's first day. Raises NoSuchMonth."""
    try:
        first = date(year, month, 1)
    except (ValueError, OverflowError) as error:
        raise NoSuchMonth from error
    if first.year < FIRST_YEAR or first > timezone.localdate():
        raise NoSuchMonth
    return first
