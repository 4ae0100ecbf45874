"""What a partner offers: verbs that write delivery choices and arrangement zones."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from shop.history.models import record
from shop.partner.models import Partner
from shop.people.actors import Actor

from .models import ArrangementZone, Method, PartnerDelivery
from .tariffs import PREFIX

MAX_FEE = 100_000_000
MAX_FREE_ABOVE = 1_000_000_000
MAX_DAYS = 60
MAX_KM = 1_000


class ChoiceRefused(ValueError):
    """Base of all refusals; `str()` is for the person who asked."""

    message = ""

    def __str__(self) -> str:
        return str(self.message)


class BadFee(ChoiceRefused):
    message = _("Write the delivery fee as whole rupiah, from Rp0 to Rp100.000.000.")


class BadCourierFee(ChoiceRefused):
    message = _("Write the village courier's fee as whole rupiah, from Rp0 to Rp1.000.000.")


class BadDays(ChoiceRefused):
    message = _("Write the days as whole numbers from 0 to 60, the shorter time first.")


class BadRadius(ChoiceRefused):
    message = _("Write the distance in whole kilometres, from 1 to 1,000.")


class BadFreeAbove(ChoiceRefused):
    message = _(
        "Write from which amount the village courier is free as whole rupiah, from Rp1 to "
        "Rp1.000.000.000."
    )


class BadDestination(ChoiceRefused):
    message = _("Choose a province, regency, district or village from the list.")


def offer(
    partner: Partner,
    method: str,
    *,
    by: Actor,
    radius_km: int | None = None,
    handling_days: int = 0,
    note: str = "",
    free_above: int | None = None,
) -> PartnerDelivery:
    """Let a partner deliver by a method, or change its limits.

    `radius_km` bounds the village courier (None: no bound of the partner's own), who is free
    from goods worth `free_above` rupiah (None: never). Raises BadRadius, BadDays, BadFreeAbove.
    """
    if radius_km is not None and not _is_whole(radius_km, 1, MAX_KM):
        raise BadRadius
    if not _is_whole(handling_days, 0, MAX_DAYS):
        raise BadDays
    if free_above is not None and not (
        method == Method.VILLAGE_COURIER and _is_whole(free_above, 1, MAX_FREE_ABOVE)
    ):
        raise BadFreeAbove
    limits = {
        "radius_km": radius_km,
        "handling_days": handling_days,
        "note": note[:200],
        "free_above": free_above,
    }
    with transaction.atomic():
        present = PartnerDelivery.objects.filter(partner=partner, method=method)
        before = present.values(*limits).first()
        choice, _created = PartnerDelivery.objects.update_or_create(
            partner=partner, method=Method(method), defaults=limits
        )
        if before != limits:
            after = {"method": str(choice.method)} | limits
            record("delivery.offered", partner, by=by, before=before, after=after)
    return choice


def withdraw(partner: Partner, method: str, *, by: Actor) -> bool:
    """Stop offering a method; say whether it was offered."""
    with transaction.atomic():
        count, _rows = PartnerDelivery.objects.filter(partner=partner, method=method).delete()
        if count:
            record("delivery.withdrawn", partner, by=by, before={"method": str(method)})
    return bool(count)


def set_zone(
    partner: Partner,
    destination: str,
    *,
    by: Actor,
    carrier: str,
    fee: int,
    days_min: int = 1,
    days_max: int = 3,
) -> ArrangementZone:
    """Set the partner's own fee (rupiah) for delivery by arrangement to a code prefix.

    The prefix "35.05" is a regency, "" all of Indonesia; the longest that fits wins. Raises
    BadDestination, BadFee, BadDays.
    """
    if not PREFIX.fullmatch(destination):
        raise BadDestination
    if not _is_whole(fee, 0, MAX_FEE):
        raise BadFee
    if not (_is_whole(days_min, 0, MAX_DAYS) and _is_whole(days_max, days_min, MAX_DAYS)):
        raise BadDays
    terms = {"carrier": carrier[:60], "fee": fee, "days_min": days_min, "days_max": days_max}
    with transaction.atomic():
        present = ArrangementZone.objects.filter(partner=partner, destination=destination)
        before = present.values(*terms).first()
        zone, _created = ArrangementZone.objects.update_or_create(
            partner=partner, destination=destination, defaults=terms
        )
        if before != terms:
            after = {"destination": destination} | terms
            record("delivery.zone_set", partner, by=by, before=before, after=after)
    return zone


def remove_zone(partner: Partner, destination: str, *, by: Actor) -> bool:
    """Stop delivering by arrangement to a code prefix; say whether it was a zone."""
    with transaction.atomic():
        zone = ArrangementZone.objects.filter(partner=partner, destination=destination).first()
        if zone is None:
            return False
        before = {"destination": destination, "carrier": zone.carrier, "fee": zone.fee}
        zone.delete()
        record("delivery.zone_removed", partner, by=by, before=before)
    return True


def _is_whole(value: object, least: int, most: int) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and least <= value <= most
