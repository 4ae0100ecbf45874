"""The filter sheet of a list: its questions, and the answers that can be taken away."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from shop.look.pieces import Choice, FacetGroup
from shop.money import format_rupiah

from .asking import Asking
from .finding import District


@dataclass(frozen=True)
class Chosen:
    """A chosen filter and the address without it."""

    label: str
    url: str


def groups(asking: Asking, districts: Sequence[District], *, place: str) -> list[FacetGroup]:
    """Return the questions; `place` is the destination's name, empty while nobody said it."""
    asked = [
        FacetGroup(
            "urut",
            _("Sort by"),
            choices(sorts(asking), asking.sort or ("sesuai" if asking.words else "baru")),
            is_single=True,
        ),
        FacetGroup(
            "kirim",
            _("How you receive it"),
            choices(deliveries(place), "sampai" if asking.reaches else asking.delivery),
            is_single=True,
        ),
    ]
    if len(districts) > 1 or asking.district:
        asked.append(FacetGroup("kec", _("District"), by_district(asking, districts), True))
    asked += [
        FacetGroup("siap", _("When"), choices(readiness(), asking.readiness), is_single=True),
        FacetGroup(
            "musim", _("Season"), [Choice("1", _("In season now"), is_chosen=asking.in_season)]
        ),
    ]
    return asked


def choices(answers: dict[str, str], chosen: str) -> list[Choice]:
    """Return a question's answers with the chosen one marked."""
    return [Choice(value, label, is_chosen=value == chosen) for value, label in answers.items()]


def sorts(asking: Asking) -> dict[str, str]:
    """Return the orders; relevance only with words."""
    orders = {"sesuai": _("Most relevant")} if asking.words else {}
    return orders | {
        "baru": _("Newest"),
        "murah": _("Lowest price"),
        "per-kg": _("Lowest price per kg or litre"),
    }


def deliveries(place: str) -> dict[str, str]:
    """Return the ways to receive goods; "reaches me" once the destination is known."""
    ways = {"": _("Any way")}
    if place:
        ways["sampai"] = _("Delivered to %(place)s") % {"place": place}
    return ways | {
        "ambil": _("Pick up"),
        "kurir-desa": _("Village courier"),
        "ekspedisi": _("Parcel courier"),
        "antar": _("By arrangement"),
    }


def readiness() -> dict[str, str]:
    """Return when goods are ready."""
    return {"": _("Any time"), "siap": _("Ready now"), "po": _("Pre-order")}


def by_district(asking: Asking, districts: Sequence[District]) -> list[Choice]:
    """Return the districts with their counts, and all of them first."""
    everywhere = Choice("", _("All districts"), is_chosen=not asking.district)
    return [
        everywhere,
        *(Choice(d.code, d.name, d.count, d.code == asking.district) for d in districts),
    ]


def chosen(asking: Asking, districts: Sequence[District], path: str, *, place: str) -> list[Chosen]:
    """Return what is chosen, each with the address of the list without it."""

    def without(label: str, **changes: object) -> Chosen:
        return Chosen(label, asking.address(path, page=1, **changes))

    marks = []
    if asking.words:
        marks.append(without(f"“{asking.words}”", words=""))
    if asking.reaches and place:
        marks.append(without(deliveries(place)["sampai"], reaches=False))
    if asking.delivery:
        marks.append(without(deliveries(place)[asking.delivery], delivery=""))
    marks += [without(d.name, district="") for d in districts if d.code == asking.district]
    if asking.price_from is not None or asking.price_to is not None:
        marks.append(without(price_label(asking), price_from=None, price_to=None))
    if asking.readiness:
        marks.append(without(readiness()[asking.readiness], readiness=""))
    if asking.in_season:
        marks.append(without(_("In season now"), in_season=False))
    return marks


def price_label(asking: Asking) -> str:
    """Write the chosen price range."""
    if asking.price_to is None:
        return _("From %(amount)s") % {"amount": format_rupiah(asking.price_from)}
    if asking.price_from is None:
        return _("Up to %(amount)s") % {"amount": format_rupiah(asking.price_to)}
    return f"{format_rupiah(asking.price_from)}–{format_rupiah(asking.price_to)}"
