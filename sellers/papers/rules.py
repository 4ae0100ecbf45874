"""Which paper goods need, may show, or can't have, by the taxonomy's columns alone.

P-IRT is for retail-packed food that keeps over 7 days at room temperature, never for milk, meat
and fish (BPOM 22/2018); halal: UU 33/2014, PP 42/2024 art. 160, natural goods exempt by KMA
1360/2021; SKKH, and its like for fish, travels with live animals.
"""

from dataclasses import dataclass
from enum import Enum
from typing import Protocol

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from catalogue.models import Halal, Pirt, Product
from sellers.models import Credential

Kind = Credential.Kind
FISH, PROCESSED = "perikanan", "olahan"

#: These name the goods they are for; the others stand for the whole stall.
PER_LISTING = (Kind.PIRT, Kind.HALAL, Kind.SKKH, Kind.FISH_HEALTH)


#: What each kind of paper is for, to those who may want one.
WHY: dict[str, str | Promise] = {
    Kind.NIB: _(
        "Shows that the business is registered. Free of charge at OSS, for every business."
    ),
    Kind.PIRT: _("For packed home-made food that keeps over 7 days. Asked for through OSS."),
    Kind.HALAL: _("Food and drink need it by law; small businesses can get it free of charge."),
    Kind.SKKH: _("For live animals that travel. The veterinarian of the regency gives it."),
    Kind.FISH_HEALTH: _("For live fish that travel. The fisheries service gives it."),
    Kind.ORGANIC: _("Only certified goods may be called organic."),
    Kind.OTHER: _("Whatever else buyers may trust, such as a certificate of quality."),
}


class Need(Enum):
    """Whether goods need a paper."""

    NEEDED = "needed"
    MAY = "may"
    NOT_NEEDED = "not_needed"
    IMPOSSIBLE = "impossible"
    DOES_NOT_APPLY = "does_not_apply"


@dataclass(frozen=True)
class Rule:
    """One kind of paper for some goods, with the reason in the reader's words."""

    kind: str
    need: Need
    why: str | Promise


class Goods(Protocol):
    """What the rules read: a category of the taxonomy has it."""

    sector: str
    is_food: bool
    is_live: bool
    pirt: str
    halal: str


def rules_for(goods: Goods) -> dict[str, Rule]:
    """Return the rule of every kind of paper for a category's goods; asks no database."""
    rules = [_pirt(goods), _halal(goods), *_health(goods), _organic(goods)]
    rules.append(Rule(Kind.NIB, Need.MAY, _("Every business gets it free of charge at OSS.")))
    rules.append(Rule(Kind.OTHER, Need.MAY, _("Whatever else buyers may trust.")))
    return {rule.kind: rule for rule in rules}


def rules_of(product: Product) -> dict[str, Rule]:
    """Return the rules of a listing: its category's, or its own columns' while it has none."""
    return rules_for(next(iter(product.categories.all()), None) or _Uncategorised(product))


def _pirt(goods: Goods) -> Rule:
    if goods.pirt == Pirt.USUAL:
        return Rule(Kind.PIRT, Need.NEEDED, _("Packed food that keeps over 7 days."))
    if goods.pirt == Pirt.FREE:
        return Rule(Kind.PIRT, Need.NOT_NEEDED, _("Food that keeps less than 7 days."))
    if goods.pirt == Pirt.IMPOSSIBLE:
        return Rule(Kind.PIRT, Need.IMPOSSIBLE, _licence_instead(goods))
    if goods.is_food and goods.sector == FISH:
        return Rule(
            Kind.PIRT,
            Need.IMPOSSIBLE,
            _("P-IRT is not given for fresh fish. It needs none of the food licences."),
        )
    return Rule(Kind.PIRT, Need.DOES_NOT_APPLY, _("P-IRT is for packed food only."))


def _licence_instead(goods: Goods) -> Promise:
    if goods.sector == PROCESSED:
        return _("P-IRT is not given for milk, frozen and pasteurised food. Ask for BPOM MD.")
    return _(
        "P-IRT is not given for meat and milk. Ask the livestock service for an NKV; packed "
        "pasteurised milk needs BPOM MD."
    )


def _halal(goods: Goods) -> Rule:
    if goods.halal == Halal.REQUIRED:
        return Rule(Kind.HALAL, Need.NEEDED, _("By law: a halal certificate, or “not halal”."))
    if goods.halal == Halal.EXEMPT:
        return Rule(Kind.HALAL, Need.NOT_NEEDED, _("Natural goods need no halal certificate."))
    return Rule(Kind.HALAL, Need.DOES_NOT_APPLY, _("The halal duty is about food and drink."))


def _health(goods: Goods) -> list[Rule]:
    travels = _("Live animals travel with a certificate of their health.")
    other = _("Only for live animals.")
    needed = (Kind.FISH_HEALTH if goods.sector == FISH else Kind.SKKH) if goods.is_live else None
    return [
        Rule(kind, Need.NEEDED, travels)
        if kind == needed
        else Rule(kind, Need.DOES_NOT_APPLY, other)
        for kind in (Kind.SKKH, Kind.FISH_HEALTH)
    ]


def _organic(goods: Goods) -> Rule:
    if goods.is_food:
        return Rule(Kind.ORGANIC, Need.MAY, _("Only certified goods may be called organic."))
    return Rule(Kind.ORGANIC, Need.DOES_NOT_APPLY, _("Organic is said of food only."))


class _Uncategorised:
    """A listing without a category, read like one."""

    sector = ""

    def __init__(self, product: Product):
        self.is_live, self.pirt, self.halal = product.is_live, product.pirt, product.halal
        self.is_food = product.halal != Halal.NONE or product.pirt != Pirt.NONE
