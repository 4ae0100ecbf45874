"""Weekdays as bits: bit 0 is Monday; no bit at all means that nothing is said."""

from collections.abc import Iterable

DAYS = range(7)


def week_mask_of(days: Iterable[int] | None) -> int:
    """Return the mask of these weekdays (0 is Monday)."""
    return sum(1 << day for day in set(days or ()))


def weekdays_of(mask: int) -> list[int]:
    """Return the weekdays (0 is Monday) of a mask."""
    return [day for day in DAYS if mask & (1 << day)]
