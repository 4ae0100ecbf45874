"""What a listing's page says of wholesale prices, siblings, one animal, live terms and video."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from catalogue.models import ArrivalProof, DeadOnArrival, Product
from catalogue.units import amount_text, unit_label
from catalogue.weekdays import weekdays_of
from shop.basket.parts import PartLine
from shop.money import format_rupiah
from shop.partner.models import StockRecord
from shop.partner.sale_unit import is_sent
from shop.partner.videos import place_of
from shop.partner.wholesale import breaks_of

from .cards import state_of
from .wording import SELLERS, Fact

EVERY_DAY = 127


@dataclass(frozen=True)
class Step:
    """A wholesale price: from how many, and whole rupiah of one."""

    text: str
    price: int


@dataclass(frozen=True)
class Choice:
    """A size or taste of the same thing; `text` says why it can't be bought now."""

    name: str
    url: str
    price: int
    text: str
    is_current: bool


@dataclass(frozen=True)
class Video:
    """A link to a video, of which the page itself loads nothing."""

    url: str
    place: str


def steps(record: StockRecord) -> list[Step]:
    """Return the wholesale prices: "mulai 10 kg"."""
    unit = unit_label(record.product.unit)
    return [
        Step(_("from %(count)s %(unit)s") % {"count": step.min_quantity, "unit": unit}, step.price)
        for step in breaks_of(record)
    ]


def near_step(line: PartLine) -> str:
    """Say how many more make the next wholesale price; "" if it is not near."""
    if line.step is None:
        return ""
    return _("Add %(count)s more: %(price)s/%(unit)s") % {
        "count": line.step.min_quantity - line.takes,
        "price": format_rupiah(line.step.price),
        "unit": unit_label(line.product.unit),
    }


def choices(
    record: StockRecord, siblings: Iterable[StockRecord], *, on: date, to: str
) -> list[Choice]:
    """Return the sizes or tastes of a group by price, this listing too; [] when it is alone."""
    others = list(siblings)
    if not others:
        return []
    return [
        _choice(one, on=on, to=to, is_current=one.pk == record.pk)
        for one in sorted([record, *others], key=lambda one: (one.rupiah, one.pk))
    ]


def animal_facts(listing: Product) -> list[Fact]:
    """Return what is known of the one animal that is sold; the row must be joined."""
    animal = getattr(listing, "animal", None)
    if animal is None:
        return []
    said = [Fact(_("Sold as"), _("this one animal"))]
    if animal.variety:
        said.append(Fact(_("Breed or variety"), animal.variety, SELLERS))
    if animal.sex != animal.Sex.UNKNOWN:
        said.append(Fact(_("Sex"), str(animal.get_sex_display())))
    if animal.age_months is not None:
        said.append(Fact(_("Age"), _age(animal.age_months)))
    if animal.length_cm is not None:
        said.append(Fact(_("Length"), f"{animal.length_cm} cm"))
    if animal.weight_grams is not None:
        weight = amount_text(animal.weight_grams, Product.Measure.GRAM)
        said.append(Fact(_("Live weight"), weight))
    if animal.breeder:
        said.append(Fact(_("Breeder"), animal.breeder, SELLERS))
    return said


def live_terms(listing: Product) -> list[Fact]:
    """Return on which terms live goods are sent; [] for others and for goods only picked up."""
    if not listing.is_live or not is_sent(listing):
        return []
    said = []
    if listing.dispatch_days:
        said.append(Fact(_("Days of dispatch"), days_text(listing.dispatch_days)))
    if listing.live_packing:
        said.append(Fact(_("Packing"), listing.live_packing, SELLERS))
    if listing.endures_hours:
        said.append(Fact(_("Endures on the way"), _hours(listing.endures_hours)))
    if listing.dead_on_arrival:
        said.append(Fact(_("If dead on arrival"), dead_text(listing)))
    return said


def live_line(listing: Product) -> str:
    """Return the terms of live goods in one line for the basket; "" for others."""
    if not listing.is_live or not is_sent(listing):
        return ""
    parts = []
    if listing.dispatch_days:
        parts.append(_("Sent %(days)s.") % {"days": days_text(listing.dispatch_days)})
    if listing.dead_on_arrival:
        parts.append(_("Dead on arrival: %(terms)s") % {"terms": dead_text(listing)})
    return " ".join(parts)


def dead_text(listing: Product) -> str:
    """Say who bears a dead arrival, which proof it needs, and how soon it must be told."""
    who = f"{DeadOnArrival(listing.dead_on_arrival).label}."
    if listing.dead_on_arrival == DeadOnArrival.NOT_COVERED:
        return who
    said = [who]
    if listing.arrival_proof and listing.arrival_proof != ArrivalProof.NONE:
        proof = str(ArrivalProof(listing.arrival_proof).label)
        said.append(_("Proof: %(proof)s.") % {"proof": proof})
    if listing.arrival_hours:
        told = _("Tell within %(hours)s of arrival.")
        said.append(told % {"hours": _hours(listing.arrival_hours)})
    return " ".join(said)


def days_text(mask: int) -> str:
    """Write weekdays as people say them: "setiap hari", "Senin, Rabu"."""
    if mask == EVERY_DAY:
        return _("every day")
    return ", ".join(str(WEEKDAYS[day]) for day in weekdays_of(mask))


def video(listing: Product) -> Video | None:
    """Return the listing's video, if it has one at a place we know."""
    place = place_of(listing.video_url)
    return Video(listing.video_url, place) if place else None


def _choice(record: StockRecord, *, on: date, to: str, is_current: bool) -> Choice:
    _state, text = state_of(record, on=on)
    address = record.product.get_absolute_url()
    return Choice(
        record.choice or record.product.title,
        f"{address}?ke={to}" if to else address,
        record.rupiah,
        text,
        is_current,
    )


def _age(months: int) -> str:
    years, rest = divmod(months, 12)
    parts = []
    if years:
        parts.append(ngettext("%(count)s year", "%(count)s years", years) % {"count": years})
    if rest or not years:
        parts.append(ngettext("%(count)s month", "%(count)s months", rest) % {"count": rest})
    return " ".join(parts)


def _hours(hours: int) -> str:
    return ngettext("%(count)s hour", "%(count)s hours", hours) % {"count": hours}
