"""What somebody writes about a paper, checked by the rules of its kind."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils import timezone

from catalogue.models import Product
from sellers.models import Credential
from sellers.papers import refusals as refusals
from sellers.papers.numbers import as_kept, pirt_expiry, pirt_year

Kind = Credential.Kind

#: These say themselves who issued them.
KNOWN_ISSUER = (Kind.NIB, Kind.PIRT, Kind.HALAL)
#: NIB and halal certificates are valid without end.
NEEDS_EXPIRY = (Kind.PIRT, Kind.SKKH, Kind.FISH_HEALTH, Kind.ORGANIC)
LONGEST_VALIDITY = timedelta(days=366 * 10)


@dataclass(frozen=True, kw_only=True)
class Facts:
    """What stands on a paper; `listings` are the goods it is for."""

    number: str = ""
    expires_on: date | None = None
    issuer: str = ""
    title: str = ""
    listings: Iterable[Product] = ()


def in_process(kind: str, facts: Facts) -> dict:
    """Return the columns of a paper that is being applied for; raises NeedsTitle."""
    _require_title(kind, facts.title)
    return {"number": "", "expires_on": None, "title": facts.title.strip()[:80]}


def checked(kind: str, facts: Facts) -> dict:
    """Return the columns of what stands on a paper; raises CredentialRefused."""
    number = as_kept(kind, facts.number)
    _require_title(kind, facts.title)
    issuer = facts.issuer.strip()[:120]
    if kind not in KNOWN_ISSUER and not issuer:
        raise refusals.NeedsIssuer
    return {
        "number": number,
        "expires_on": _expiry(kind, number, facts.expires_on),
        "title": facts.title.strip()[:80],
        "issuer": issuer,
    }


def _require_title(kind: str, title: str) -> None:
    if kind == Kind.OTHER and not title.strip():
        raise refusals.NeedsTitle


def _expiry(kind: str, number: str, expires_on: date | None) -> date | None:
    if kind == Kind.PIRT:
        expires_on = expires_on or pirt_expiry(number)
        if expires_on.year != pirt_year(number):
            raise refusals.OtherYear(pirt_year(number))
    if expires_on is None:
        if kind in NEEDS_EXPIRY:
            raise refusals.NeedsExpiry
        return None
    today = timezone.localdate()
    if expires_on < today:
        raise refusals.AlreadyExpired
    if expires_on > today + LONGEST_VALIDITY:
        raise refusals.FarExpiry
    return expires_on
