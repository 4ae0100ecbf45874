"""Whole rupiah: reading, sharing out, rounding and writing amounts.

Money is an ``int`` of rupiah everywhere in our own code. Decimals appear only at
Oscar's border, where ``to_rupiah`` lets a whole amount in and refuses the rest.
"""

from decimal import Decimal

MINUS = "\N{MINUS SIGN}"


class NotWholeRupiah(ValueError):
    """The value is no whole amount of rupiah: a fraction, NaN, infinity, a float or a text."""

    def __init__(self, value: object):
        super().__init__(f"not a whole amount of rupiah: {value!r}")
        self.value = value


def to_rupiah(value: int | Decimal) -> int:
    """Return a whole amount as ``int``; raise ``NotWholeRupiah`` for everything else.

    Floats and texts are refused even when they look whole: a float may already have lost
    rupiah, and "25.000" is twenty-five thousand to people but twenty-five to ``Decimal``.
    """
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    if isinstance(value, Decimal) and value.is_finite() and value == value.to_integral_value():
        return int(value)
    raise NotWholeRupiah(value)


def format_rupiah(amount: int) -> str:
    """Write rupiah as people read them, in both languages: ``Rp25.000``, ``−Rp11.220``."""
    grouped = f"{abs(amount):,}".replace(",", ".")
    return f"{MINUS if amount < 0 else ''}Rp{grouped}"


def round_half_up(numerator: int, denominator: int) -> int:
    """Divide exactly and round to the nearest whole; halves go away from zero.

    Integers only, so no amount is too large. Raises ``ValueError`` unless the
    denominator is positive.
    """
    if denominator <= 0:
        raise ValueError("the denominator must be positive")
    rounded = (2 * abs(numerator) + denominator) // (2 * denominator)
    return -rounded if numerator < 0 else rounded


def share(amount: int, part: int, whole: int) -> int:
    """Return the rupiah of ``amount`` that fall to ``part`` of ``whole``, rounded half up.

    ``0 ≤ part ≤ whole``; raises ``ValueError`` otherwise. Nothing of nothing is nothing.
    """
    if not 0 <= part <= whole:
        raise ValueError(f"{part} is no part of {whole}")
    return round_half_up(amount * part, whole) if whole else 0
