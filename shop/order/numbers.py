"""Order numbers that people can read over the phone and nobody can guess."""

import secrets

from .models import Order

DIGITS = 8


def new_number() -> str:
    """Return an unused number of eight random digits in two groups, as "4827-1930".

    A hundred million numbers; the unique column decides if two are drawn at once.
    """
    while True:
        drawn = f"{secrets.randbelow(10**DIGITS):0{DIGITS}d}"
        number = f"{drawn[:4]}-{drawn[4:]}"
        if not Order.objects.filter(number=number).exists():
            return number


def tidy(text: str) -> str:
    """Return a number as it is kept, from any way of typing it ("48271930", "4827 1930")."""
    digits = "".join(filter(str.isdigit, text))
    return f"{digits[:4]}-{digits[4:8]}"
