"""Months of a season as bits: bit 0 is January; no bit at all means the whole year."""


def month_bit(month: int) -> int:
    """Return the bit of a month (1–12)."""
    return 1 << (month - 1)


def mask_of(months: list[int] | None) -> int:
    """Return the mask of these months (1–12); None or all twelve is 0, the whole year."""
    months = set(months or ())
    return 0 if len(months) in (0, 12) else sum(month_bit(month) for month in months)


def months_of(mask: int) -> list[int]:
    """Return the months (1–12) of a mask; [] for the whole year."""
    return [month for month in range(1, 13) if mask & month_bit(month)]


def is_open(mask: int, month: int) -> bool:
    """Say whether a season with this mask includes the month (1–12)."""
    return mask == 0 or bool(mask & month_bit(month))


def next_month(mask: int, month: int) -> int:
    """Return the first month of the season at or after `month`, wrapping past December."""
    return next(m for m in ((month - 1 + step) % 12 + 1 for step in range(12)) if is_open(mask, m))
