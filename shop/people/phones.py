"""Phone numbers: every usual Indonesian spelling in, one E.164 spelling kept, a readable one shown.

Numbers that begin with +62800 belong to demo people. They are no mobile numbers, nothing is ever
sent to them through a gateway, and any length from 10 to 15 digits is accepted.
"""

import unicodedata

import phonenumbers
from django.utils.translation import gettext_lazy as _
from phonenumbers import PhoneNumberFormat, ValidationResult

DEMO_PREFIX = "+62800"
LONGEST_TEXT = 40
LONGEST_NUMBER = len("+") + 15
SHORTEST_DEMO_NUMBER = len("+") + 10
LONGEST_COUNTRY_CODE = len("+") + 3
SEPARATORS = frozenset(" .-()‐‑‒–—")


class BadPhone(ValueError):
    """The text is no phone number we can reach; the message says what is wrong with it."""


def normalise(text: str) -> str:
    """The E.164 spelling (`+6281234567890`) of a number of any country; raises BadPhone.

    Without a plus sign the number is Indonesian: 0812…, 62812…, 0062812…, or 812….
    """
    digits = _digits(text)
    if len(digits) > LONGEST_NUMBER:
        raise BadPhone(_("This phone number is too long."))
    if digits.startswith(DEMO_PREFIX):
        return _demo(digits)
    try:
        number = phonenumbers.parse(digits, None)
    except phonenumbers.NumberParseException as error:
        if error.error_type == error.INVALID_COUNTRY_CODE and len(digits) > LONGEST_COUNTRY_CODE:
            raise BadPhone(_("This country code does not exist.")) from error
        raise BadPhone(_("This phone number is too short: digits are missing.")) from error
    if not phonenumbers.is_valid_number(number):
        raise BadPhone(_what_is_wrong(number))
    return phonenumbers.format_number(number, PhoneNumberFormat.E164)


def is_demo(phone: str) -> bool:
    """Whether an E.164 number belongs to a demo person."""
    return phone.startswith(DEMO_PREFIX)


def display(phone: str) -> str:
    """An E.164 number as people write it: `0812-3456-7890`, abroad `+65 9123 4567`."""
    if phone.startswith(("+628", DEMO_PREFIX)):
        national = "0" + phone.removeprefix("+62")
        return "-".join((national[:4], national[4:8], national[8:]))
    number = phonenumbers.parse(phone, None)
    if number.country_code == 62:
        return phonenumbers.format_number(number, PhoneNumberFormat.NATIONAL)
    return phonenumbers.format_number(number, PhoneNumberFormat.INTERNATIONAL)


def mask(phone: str) -> str:
    """An E.164 number that its owner recognises and nobody can call: `0812-••••-••90`.

    Shown are the country code or the first four Indonesian digits, and the last two.
    """
    shown = display(phone)
    count = sum(character.isdigit() for character in shown)
    head = len(str(phonenumbers.parse(phone, None).country_code)) if shown[0] == "+" else 4
    place, masked = 0, []
    for character in shown:
        if character.isdigit():
            place += 1
            masked.append(character if place <= head or place > count - 2 else "•")
        else:
            masked.append(character)
    return "".join(masked)


def _digits(text: str) -> str:
    """`+` and digits only, without spaces, dots, dashes, brackets and invisible characters."""
    if len(text) > LONGEST_TEXT:
        raise BadPhone(_("This phone number is too long."))
    plain = "".join(
        character
        for character in unicodedata.normalize("NFKC", text)
        if character not in SEPARATORS and unicodedata.category(character) not in ("Cf", "Zs", "Cc")
    )
    plus, digits = plain[:1] == "+", plain.removeprefix("+")
    if not digits:
        raise BadPhone(_("Enter a phone number."))
    if not digits.isdecimal():
        raise BadPhone(_("A phone number has only digits, for example 0812 3456 7890."))
    digits = "".join(str(unicodedata.decimal(digit)) for digit in digits)
    international = digits if plus else _with_country(digits)
    if international.startswith("620"):
        international = "62" + international.removeprefix("620")
    return "+" + international


def _with_country(digits: str) -> str:
    """Digits without a plus sign as an Indonesian number with its country code."""
    if digits.startswith("0062"):
        return digits.removeprefix("00")
    if digits.startswith("62"):
        return digits
    if digits.startswith("0"):
        return "62" + digits.removeprefix("0")
    if digits.startswith("8"):
        return "62" + digits
    raise BadPhone(_("Begin with 0, or with + and the country code."))


def _demo(phone: str) -> str:
    if len(phone) < SHORTEST_DEMO_NUMBER:
        raise BadPhone(_("This phone number is too short: digits are missing."))
    return phone


def _what_is_wrong(number: phonenumbers.PhoneNumber) -> str:
    reason = phonenumbers.is_possible_number_with_reason(number)
    if reason in (ValidationResult.TOO_SHORT, ValidationResult.IS_POSSIBLE_LOCAL_ONLY):
        return _("This phone number is too short: digits are missing.")
    if reason == ValidationResult.TOO_LONG:
        return _("This phone number is too long.")
    return _("This phone number does not exist. Check its digits.")
