"""The form of papers' numbers: who reads a number here gets it as it is kept, or a refusal."""

import re
from datetime import date

from sellers.models import Credential
from sellers.papers import refusals as refusals

Kind = Credential.Kind

NIB = re.compile(r"\d{13}")
#: Packaging, food group, regency, product, producer, year of expiry (BPOM 22/2018).
PIRT = re.compile(r"([1-8]\d{2}\d{4}\d{2}\d{4})-?(\d{2})")
#: Certificates of BPJPH; the length differs by year of issue.
HALAL = re.compile(r"ID\d{11,17}")
OTHER = re.compile(r"[\w./\- ]{3,60}")


def as_kept(kind: str, number: str) -> str:
    """Return a number without what people write around it; raises BadNib, BadPirt, …"""
    bare = re.sub(r"[\s.]", "", number).upper()
    if kind == Kind.NIB:
        return _matching(NIB, re.sub(r"^NIB:?|-", "", bare), refusals.BadNib)
    if kind == Kind.PIRT:
        found = PIRT.fullmatch(re.sub(r"^P-?IRT:?(NO:?)?", "", bare))
        if found is None:
            raise refusals.BadPirt
        return f"{found[1]}-{found[2]}"
    if kind == Kind.HALAL:
        return _matching(HALAL, bare.replace("-", ""), refusals.BadHalal)
    return _matching(OTHER, " ".join(number.split()), refusals.NeedsNumber)


def pirt_year(number: str) -> int:
    """Return the year in which a P-IRT number (as kept) says that it expires."""
    return 2000 + int(number[-2:])


def pirt_expiry(number: str) -> date:
    """Return the last day a P-IRT number can stand for."""
    return date(pirt_year(number), 12, 31)


def _matching(form: re.Pattern, number: str, refusal: type[Exception]) -> str:
    if not form.fullmatch(number):
        raise refusal
    return number
