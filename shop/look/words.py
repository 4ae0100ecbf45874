"""Writing numbers, phones and times the way people read them. Pure functions."""

import re
from datetime import date, datetime

from django.utils import formats, timezone, translation

NO_BREAK_SPACE = "\N{NO-BREAK SPACE}"
NO_BREAK_HYPHEN = "\N{NON-BREAKING HYPHEN}"

UNIT_AFTER_NUMBER = re.compile(r"(?<=\d) (?=[^\W\d])")
RANGE = re.compile(r"(?<=\d)-(?=\d)")


def keep_units(text: str) -> str:
    """Hold numbers and what they count together: "isi 7-8 Ekor" breaks only after "isi"."""
    return RANGE.sub(NO_BREAK_HYPHEN, UNIT_AFTER_NUMBER.sub(NO_BREAK_SPACE, text))


def phone_display(number: str) -> str:
    """Write an Indonesian E.164 number as people say it, 0812-3456-7890; leave others alone."""
    if not re.fullmatch(r"\+62\d{6,13}", number):
        return number
    local = "0" + number.removeprefix("+62")
    return "-".join(part for part in (local[:4], local[4:8], local[8:]) if part)


def percent(basis_points: int) -> str:
    """Write basis points (100 = 1 %) as percent, "2,5" in Indonesian and "2.5" in English."""
    whole, rest = divmod(basis_points, 100)
    decimals = f"{rest:02d}".rstrip("0")
    return f"{whole}{formats.get_format('DECIMAL_SEPARATOR')}{decimals}" if decimals else str(whole)


def local_day(value: date | datetime) -> date | datetime:
    """Bring an aware time into the current time zone; days stay as they are."""
    if isinstance(value, datetime) and timezone.is_aware(value):
        return timezone.localtime(value)
    return value


def day(value: date | datetime) -> str:
    """Write a day without its year: "Senin 23 Nov"."""
    return formats.date_format(local_day(value), "l j M")


def full_day(value: date | datetime) -> str:
    """Write a day with its year: "23 November 2026"."""
    return formats.date_format(local_day(value), "j F Y")


def clock(value: datetime) -> str:
    """Write a time of day: "09.52", in English "09:52"."""
    is_indonesian = (translation.get_language() or "id").startswith("id")
    return formats.date_format(local_day(value), "H.i" if is_indonesian else "H:i")


def moment(value: datetime) -> str:
    """Write a day and time: "Senin 23 Nov, 09.52"."""
    return f"{day(value)}, {clock(value)}"


def thousandths(amount: int) -> str:
    """Write thousandths as a decimal number of the reader's language: 1900 is "1,9"."""
    whole, rest = divmod(amount, 1000)
    fraction = f"{rest:03}".rstrip("0")
    mark = formats.get_format("DECIMAL_SEPARATOR") if fraction else ""
    return f"{whole}{mark}{fraction}"


def grams_words(grams: int) -> str:
    """Write a weight in whole grams as people say it: "950 g", "1,9 kg"."""
    if grams < 1000:
        return f"{grams}{NO_BREAK_SPACE}g"
    return f"{thousandths(grams)}{NO_BREAK_SPACE}kg"
