"""Reading a weight as people type it: "1,9", "1.9 kg", "1900 g", "1.900"."""

import re
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

THOUSAND = 1_000
HALF_BP, FULL_BP = 5_000, 10_000
TYPED = re.compile(r"(\d{1,7}(?:[.,]\d{1,3}){0,2})\s*(kg|kilo|g|gr|gram)?", re.IGNORECASE)


class BadWeight(ValueError):
    """Not a weight."""

    def __str__(self) -> str:
        return str(_("Write the weight in kilograms, for example 1,9."))


def read_grams(text: str, *, nominal: int) -> int:
    """Return whole grams; raise BadWeight.

    Without a word it means kilograms or grams, whichever comes nearer to the `nominal` grams
    that were ordered: "2" of 2 kg is kilograms, "1900" of 2 kg is grams.
    """
    typed = TYPED.fullmatch(text.strip())
    if typed is None:
        raise BadWeight
    number, unit = typed[1], (typed[2] or "").lower()
    if unit.startswith("g"):
        return round(_decimal(number.replace(".", "")))
    kilograms = round(_decimal(_without_thousands(number)) * THOUSAND)
    if unit or any(mark in number for mark in ",."):
        return kilograms
    grams = int(number)
    return min((kilograms, grams), key=lambda read: _distance(read, nominal))


def is_far_off(grams: int, nominal: int) -> bool:
    """Whether a weight is more than half away from what was ordered."""
    return abs(grams - nominal) * FULL_BP > nominal * HALF_BP


def _distance(grams: int, nominal: int) -> Decimal:
    """How many times one is the other, never under 1."""
    if not grams or not nominal:
        return Decimal("Infinity")
    return Decimal(max(grams, nominal)) / min(grams, nominal)


def _without_thousands(number: str) -> str:
    """Take the dots of thousands out where a decimal comma follows: "1.900,5"."""
    return number.replace(".", "") if "," in number else number


def _decimal(number: str) -> Decimal:
    number = number.replace(",", ".")
    if number.count(".") > 1:
        raise BadWeight
    return Decimal(number)
