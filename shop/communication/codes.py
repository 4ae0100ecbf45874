"""One-time codes: the one service that proves a phone.

A code is six digits, kept as a keyed hash, bound to phone, purpose and browser, good for one use,
five minutes and five tries. A phone gets ten a day and the whole site CODES_PER_DAY, counted in
the database by conditional updates, so that requests at the same time can't get past a limit.
Nobody is looked up: a known and an unknown phone take the same steps. Codes are no change of
anything people own, so they write no history event.
"""

import secrets
import unicodedata
import uuid
from dataclasses import dataclass
from datetime import date, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from shop.communication import outbox
from shop.communication.kinds import PHONE, register_kind
from shop.communication.models import CodeCount, OneTimeCode

DIGITS = 6
GOOD_FOR = timedelta(minutes=5)
MAX_TRIES = 5
MAX_PER_DAY_AND_PHONE = 10
KEPT_FOR = timedelta(days=2)
WHOLE_SITE = ""

register_kind(
    "code",
    subject=_("Your code"),
    text=_("%(secret)s is your %(site_name)s code, good for 5 minutes. Never tell it to anyone."),
    reaches=(PHONE,),
)


class CodeRefused(Exception):
    """Base of what a code can be refused for; `message` is for the person."""

    message = ""

    def __str__(self) -> str:
        return str(self.message)


class TooManyCodes(CodeRefused):
    """This phone has had its codes for today."""

    message = _("This number has been sent 10 codes today. Try again tomorrow.")


class BudgetSpent(CodeRefused):
    """The whole site has sent its codes for today."""

    message = _("No codes can be sent right now. Try again tomorrow or contact us.")


class CodeGone(CodeRefused):
    """Used, too old, of another browser or purpose, or never sent: all look the same."""

    message = _("This code can no longer be used. Ask for a new one.")


class NotACode(CodeRefused):
    """The text is no code at all; it costs no try."""

    message = _("A code has 6 digits.")


class WrongCode(CodeRefused):
    """The digits are wrong; `tries_left` is 0 to 4."""

    def __init__(self, tries_left: int) -> None:
        super().__init__(tries_left)
        self.tries_left = tries_left

    def __str__(self) -> str:
        if not self.tries_left:
            return str(_("The code is wrong. Ask for a new one."))
        return ngettext(
            "The code is wrong. You can try %(count)d more time.",
            "The code is wrong. You can try %(count)d more times.",
            self.tries_left,
        ) % {"count": self.tries_left}


@dataclass(frozen=True)
class ProvenPhone:
    """A phone whose holder entered its code for this purpose just now; E.164."""

    phone: str
    purpose: str


def issue(
    phone: str, *, purpose: str, browser_key: str, language: str = "id", is_reached: bool = True
) -> str:
    """Send a code to a phone (E.164); returns the reference to check it by.

    `browser_key` is a secret of this browser, for example its session key. With
    `is_reached=False` all is counted and kept alike, but nothing is sent: so a page can hide
    whether a phone fits. Raises TooManyCodes or BudgetSpent.
    """
    digits = f"{secrets.randbelow(10**DIGITS):0{DIGITS}d}"
    reference = uuid.uuid4()
    expires_at = timezone.now() + GOOD_FOR
    with transaction.atomic():
        today = timezone.localdate()
        _count(today, WHOLE_SITE, limit=settings.CODES_PER_DAY, refusal=BudgetSpent)
        _count(today, phone, limit=MAX_PER_DAY_AND_PHONE, refusal=TooManyCodes)
        OneTimeCode.objects.create(
            reference=reference,
            phone=phone,
            purpose=purpose,
            browser_hash=_browser_hash(browser_key),
            code_hash=_code_hash(str(reference), phone, purpose, digits),
            expires_at=expires_at,
        )
        if is_reached:
            outbox.send(
                "code",
                to=outbox.Recipient(name="", phone=phone, language=language),
                secret=digits,
                expires_at=expires_at,
            )
    return str(reference)


def check(reference: str, text: str, *, purpose: str, browser_key: str) -> ProvenPhone:
    """Use a code; raises WrongCode, CodeGone or NotACode.

    It must not run inside a transaction: rolling that back would give the try back. The caller
    compares the proven phone with the one that its action needs.
    """
    digits = _digits(text)
    with transaction.atomic(durable=True):
        code = _take_a_try(reference, purpose, browser_key)
    expected = _code_hash(str(code.reference), code.phone, purpose, digits)
    if not constant_time_compare(code.code_hash, expected):
        raise WrongCode(MAX_TRIES - code.tries)
    unused = OneTimeCode.objects.filter(pk=code.pk, used_at=None)
    if not unused.update(used_at=timezone.now()):
        raise CodeGone
    return ProvenPhone(code.phone, purpose)


def forget_old() -> int:
    """Delete codes and counts of over two days; returns how many codes."""
    before = timezone.now() - KEPT_FOR
    CodeCount.objects.filter(day__lt=timezone.localdate(before)).delete()
    return OneTimeCode.objects.filter(created_at__lt=before).delete()[0]


def _take_a_try(reference: str, purpose: str, browser_key: str) -> OneTimeCode:
    """Count the try before looking at the digits, so that no two requests share one."""
    try:
        key = uuid.UUID(reference)
    except ValueError as error:
        raise CodeGone from error
    usable = OneTimeCode.objects.filter(
        reference=key,
        purpose=purpose,
        browser_hash=_browser_hash(browser_key),
        used_at=None,
        expires_at__gt=timezone.now(),
        tries__lt=MAX_TRIES,
    )
    if not usable.update(tries=F("tries") + 1):
        raise CodeGone
    return OneTimeCode.objects.get(reference=key)


def _count(day: date, phone: str, *, limit: int, refusal: type[CodeRefused]) -> None:
    CodeCount.objects.get_or_create(day=day, phone=phone)
    free = CodeCount.objects.filter(day=day, phone=phone, count__lt=limit)
    if not free.update(count=F("count") + 1):
        raise refusal


def _digits(text: str) -> str:
    plain = "".join(text.split()).replace("-", "")
    if len(plain) != DIGITS or not plain.isdecimal():
        raise NotACode
    return "".join(str(unicodedata.decimal(digit)) for digit in plain)


def _browser_hash(browser_key: str) -> str:
    return salted_hmac("shop.communication.browser", browser_key, algorithm="sha256").hexdigest()


def _code_hash(reference: str, phone: str, purpose: str, digits: str) -> str:
    words = f"{reference}:{phone}:{purpose}:{digits}"
    return salted_hmac("shop.communication.code", words, algorithm="sha256").hexdigest()
