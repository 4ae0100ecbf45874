"""Which papers a listing's kind of goods needs, as plain information.

What applies follows the taxonomy (P-IRT: retail-packed food that keeps over 7 days at room
temperature; halal: UU 33/2014 and PP 42/2024 art. 160, exempt natural goods KMA 1360/2021;
SKKH, and its like for fish, travels with live animals). Whether a seller has one is not known
here: every needed paper is `missing` until somebody checked it.
"""

from dataclasses import dataclass
from typing import Literal

from django.utils.translation import gettext as _

from .models import Halal, Pirt, Product

State = Literal["not_needed", "missing"]


@dataclass(frozen=True)
class Paper:
    """A paper, whether the goods need it, and the sentence that says so, as chips show it."""

    name: str
    state: State
    text: str
    icon: str = "info"


def for_listing(product: Product) -> list[Paper]:
    """Return the papers to speak of for a listing; none for crafts, feed and the like."""
    papers = []
    if product.pirt != Pirt.NONE:
        papers.append(_food_licence(product.pirt))
    if product.halal != Halal.NONE:
        papers.append(_halal(product.halal))
    if product.is_live:
        papers.append(Paper("SKKH", "missing", _("Animal or fish health certificate: none yet")))
    return papers


def _food_licence(pirt: str) -> Paper:
    if pirt == Pirt.USUAL:
        return Paper("P-IRT", "missing", _("P-IRT: none yet"))
    if pirt == Pirt.FREE:
        return Paper("P-IRT", "not_needed", _("P-IRT: not needed"))
    return Paper("BPOM/NKV", "missing", _("Licence of BPOM or veterinary control (NKV): none yet"))


def _halal(halal: str) -> Paper:
    if halal == Halal.REQUIRED:
        return Paper("Halal", "missing", _("Halal certificate: none yet"))
    return Paper("Halal", "not_needed", _("Halal certificate: not needed (natural goods)"))
