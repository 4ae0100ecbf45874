"""One-time codes: the one service that proves a phone.

A code is six digits, kept as a keyed hash, bound to phone, purpose and browser, good for one use,
five minutes and five tries. A phone gets ten a day, and one every CODE_PAUSE_SECONDS for the same
purpose; an address CODES_PER_HOUR_AND_ADDRESS, which is many, since a mobile carrier's customers
share addresses; the whole site CODES_PER_DAY. All is counted in the database by conditional
updates, so that requests at the same time can't get past a limit.
Nobody is looked up: a known and an unknown phone take the same steps. Codes are no change of
anything people own, so they write no history event.
"""

import ipaddress
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
from shop.communication.models import AddressCount, CodeCount, OneTimeCode

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
    is_code=True,
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


class TooSoon(CodeRefused):
    """A code for this went to the phone a moment ago."""

    message = _("A code is on its way. Wait a minute before you ask for another one.")


class TooManyFromAddress(CodeRefused):
    """This address has asked for its codes of this hour."""

    message = _("Too many codes were asked for from your network. Try again in an hour.")


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
    phone: str,
    *,
    purpose: str,
    browser_key: str,
    address: str = "",
    language: str = "id",
    is_reached: bool = True,
    by_email: outbox.Recipient | None = None,
) -> str:
    """Send a code to a phone (E.164); returns the reference to check it by.

    `browser_key` is a secret of this browser, for example its session key; `address` the
    visitor's, to be counted. With `is_reached=False` all is counted and kept alike, but nothing
    is sent: so a page can hide whether a phone fits. With `by_email` the code proves an e-mail
    address, and `phone` is `email_key` of its person. Raises TooSoon, TooManyCodes,
    TooManyFromAddress or BudgetSpent.
    """
    digits = f"{secrets.randbelow(10**DIGITS):0{DIGITS}d}"
    reference = uuid.uuid4()
    expires_at = timezone.now() + GOOD_FOR
    with transaction.atomic():
        today = timezone.localdate()
        _count(today, WHOLE_SITE, limit=settings.CODES_PER_DAY, refusal=BudgetSpent)
        _count(today, phone, limit=MAX_PER_DAY_AND_PHONE, refusal=TooManyCodes)
        _require_pause(phone, purpose)
        if address:
            _count_address(address)
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
                "code_by_email" if by_email else "code",
                to=by_email or outbox.Recipient(name="", phone=phone, language=language),
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


def email_key(person_id: int) -> str:
    """Return what stands in a phone's place where a code proves a person's e-mail address."""
    return f"@{person_id}"


def forget_old() -> int:
    """Delete codes and counts of over two days; returns how many codes."""
    before = timezone.now() - KEPT_FOR
    CodeCount.objects.filter(day__lt=timezone.localdate(before)).delete()
    AddressCount.objects.filter(hour__lt=before).delete()
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


def _count_address(address: str) -> None:
    hour = timezone.now().replace(minute=0, second=0, microsecond=0)
    row = {"hour": hour, "address_hash": _address_hash(address)}
    AddressCount.objects.get_or_create(**row)
    free = AddressCount.objects.filter(**row, count__lt=settings.CODES_PER_HOUR_AND_ADDRESS)
    if not free.update(count=F("count") + 1):
        raise TooManyFromAddress


def _require_pause(phone: str, purpose: str) -> None:
    """The phone's count was taken before, so that requests for one phone stand in line here."""
    since = timezone.now() - timedelta(seconds=settings.CODE_PAUSE_SECONDS)
    if OneTimeCode.objects.filter(phone=phone, purpose=purpose, created_at__gt=since).exists():
        raise TooSoon


def _address_hash(address: str) -> str:
    """Hash an address; of IPv6 the /64 that one customer holds.

    An IPv4 address in IPv6's spelling (`::ffff:…`) counts as itself: all of them share one /64.
    """
    read = ipaddress.ip_address(address)
    read = getattr(read, "ipv4_mapped", None) or read
    network = ipaddress.ip_network(f"{read}/{64 if read.version == 6 else 32}", strict=False)
    return salted_hmac("shop.communication.address", str(network), algorithm="sha256").hexdigest()


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
