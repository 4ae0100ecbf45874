"""What changes a seller: each verb writes the partner's columns that buying depends on.

Every verb owns its transaction, writes one history event, tells `partner_changed`, notes a
change of the partner's listings, and raises a `refusals.SellerRefused` with nothing changed.
"""

from datetime import date, timedelta

from django.core.files.base import File
from django.db import transaction
from django.utils import timezone

from catalogue.models import Product, note_change
from sellers import refusals
from sellers.team import notices
from shop.history.models import Event, record
from shop.partner.models import Partner
from shop.partner.signals import partner_changed
from shop.people.actors import Actor
from shop.people.phones import normalise
from shop.shipping.models import Method, PartnerDelivery
from shop.villages.models import Region

from .addresses import free_slug, move_address
from .clock.answer_clock import hours_changing
from .models import Membership, Seller, SellerPhoto
from .profiles import checked
from .team.checking import require_checker
from .team.owners import refuse_helpers

FARTHEST_HOLIDAY = timedelta(days=731)


def register_seller(
    *,
    by: Actor,
    name: str,
    village: Region,
    owner=None,
    phone: str = "",
    is_demo: bool = False,
    **profile,
) -> Seller:
    """Make a seller and her partner, unverified and not yet taking orders; goods are picked up.

    `owner` is the person who becomes its owner; `profile` takes `owner_name`, `sector`,
    `story`, `since_year`, `opening_hours`. Raises SellerRefused or people.phones.BadPhone.
    """
    values = checked(profile | {"name": name})
    _require_village(village)
    with transaction.atomic():
        partner = Partner.objects.create(
            name=values["name"], village=village, accepts_orders=False, is_demo=is_demo
        )
        PartnerDelivery.objects.create(partner=partner, method=Method.PICKUP)
        seller = Seller.objects.create(
            partner=partner,
            slug=free_slug(values["name"], village),
            phone=normalise(phone) if phone else "",
            is_demo=is_demo,
            **values,
        )
        if owner is not None:
            Membership.objects.create(seller=seller, person=owner, role=Membership.Role.OWNER)
        record(
            "seller.registered",
            seller,
            by=by,
            after={
                "name": seller.name,
                "village": village.code,
                "owner": owner.pk if owner else None,
            },
        )
    return seller


def edit_profile(seller: Seller, *, by: Actor, **profile) -> bool:
    """Change name, story, sector, owner's name, year, hours; say whether anything changed.

    A new name gives the stall a new address; the former one redirects.
    """
    values = checked(profile)
    with transaction.atomic():
        current = _locked(seller)
        changed = {name: value for name, value in values.items() if getattr(current, name) != value}
        if not changed:
            return False
        before = {name: getattr(current, name) for name in changed}
        for name, value in changed.items():
            setattr(current, name, value)
        if "name" in changed:
            move_address(current)
            Partner.objects.filter(pk=current.partner_id).update(name=current.name)
        current.save()
        _tell(current, "seller.edited", by=by, before=before, after=changed)
    seller.refresh_from_db()
    return True


def move(seller: Seller, village: Region, *, by: Actor) -> bool:
    """Put the stall into another village; say whether that changed anything.

    People of the new village verify it anew. Raises OwnerOnly for a volunteer.
    """
    refuse_helpers(by)
    _require_village(village)
    with transaction.atomic():
        current = _locked(seller)
        if current.partner.village_id == village.pk:
            return False
        current.verified_at = current.verified_by = None
        current.save(update_fields=["verified_at", "verified_by"])
        _write(seller, "seller.moved", by=by, village=village, accepts_orders=False)
    seller.refresh_from_db()
    return True


def set_phone(seller: Seller, phone: str, *, by: Actor) -> bool:
    """Change the stall's phone number; a new number has no WhatsApp consent yet.

    Raises people.phones.BadPhone, or OwnerOnly for a volunteer.
    """
    refuse_helpers(by)
    number = normalise(phone)
    with transaction.atomic():
        current = _locked(seller)
        if current.phone == number:
            return False
        current.phone, current.whatsapp_consent_at = number, None
        current.save(update_fields=["phone", "whatsapp_consent_at"])
        record("seller.phone_changed", current, by=by)
    seller.refresh_from_db()
    return True


def verify(seller: Seller, *, by: Actor) -> bool:
    """Note who checked the seller; from now on buyers see the stall, and it takes orders.

    A stall that was closed for orders before stays closed. Raises NotYoursToCheck.
    """
    require_checker(seller, by=by)
    with transaction.atomic():
        current = _locked(seller)
        if current.verified_at:
            return False
        current.verified_at, current.verified_by_id = timezone.now(), by.person_id
        current.save(update_fields=["verified_at", "verified_by"])
        opens = not _was_closed(current)
        Partner.objects.filter(pk=current.partner_id).update(accepts_orders=opens)
        after = {"is_verified": True, "accepts_orders": opens}
        _tell(current, "seller.verified", by=by, after=after)
        notices.tell_owners(current, "stall.verified")
    seller.refresh_from_db()
    return True


def withdraw_verification(seller: Seller, *, by: Actor, reason: str) -> bool:
    """Take it back; the stall disappears and takes no orders. Raises NotYoursToCheck."""
    require_checker(seller, by=by)
    with transaction.atomic():
        current = _locked(seller)
        if not current.verified_at:
            return False
        current.verified_at = current.verified_by = None
        current.save(update_fields=["verified_at", "verified_by"])
        Partner.objects.filter(pk=current.partner_id).update(accepts_orders=False)
        after = {"is_verified": False}
        _tell(current, "seller.verification_withdrawn", by=by, reason=reason, after=after)
        notices.tell_owners(current, "stall.verification_withdrawn", reason=reason)
    seller.refresh_from_db()
    return True


@transaction.atomic
def set_accepts_orders(seller: Seller, accepts: bool, *, by: Actor, reason: str = "") -> bool:
    """Open or close the stall for orders. Raises NotVerified for an unverified seller."""
    if accepts and _locked(seller).verified_at is None:
        raise refusals.NotVerified
    return _write(seller, "seller.opened_or_closed", by=by, reason=reason, accepts_orders=accepts)


def set_holiday(seller: Seller, first: date, last: date | None = None, *, by: Actor) -> bool:
    """Close the stall from the first to the last day, both inclusive (None: until further notice).

    Raises BadHoliday, or FarHoliday for days that only a mistyped year can mean.
    """
    if last is not None and last < first:
        raise refusals.BadHoliday
    if (
        first > timezone.localdate() + FARTHEST_HOLIDAY
        or (last or first) > first + FARTHEST_HOLIDAY
    ):
        raise refusals.FarHoliday
    return _write(seller, "seller.holiday_set", by=by, closed_from=first, closed_to=last)


def end_holiday(seller: Seller, *, by: Actor) -> bool:
    """Open the stall again, or forget a holiday to come."""
    return _write(seller, "seller.holiday_ended", by=by, closed_from=None, closed_to=None)


def consent_to_whatsapp(seller: Seller, *, by: Actor) -> bool:
    """Note the owner's consent that buyers see a WhatsApp link. Raises NeedsPhone, OwnerOnly."""
    refuse_helpers(by)
    return _consent(seller, "seller.whatsapp_consented", timezone.now(), by=by)


def withdraw_whatsapp(seller: Seller, *, by: Actor) -> bool:
    """Take the consent back; the link disappears."""
    return _consent(seller, "seller.whatsapp_withdrawn", None, by=by)


def set_photo(seller: Seller, file: File, *, by: Actor) -> SellerPhoto:
    """Put an uploaded photo in the place of the stall's former one; the worker derives it.

    Raises shop.images.refusals.PictureRefused for a file that can't become a picture.
    """
    photo = SellerPhoto.from_upload(file, seller=seller)
    with transaction.atomic():
        current = _locked(seller)
        for former in SellerPhoto.objects.filter(seller=current):
            former.delete()
        photo.save()
        record("seller.photo_set", current, by=by, after={"photo": photo.pk})
    return photo


def _consent(seller: Seller, verb: str, at, *, by: Actor) -> bool:
    with transaction.atomic():
        current = _locked(seller)
        if at and not current.phone:
            raise refusals.NeedsPhone
        if bool(current.whatsapp_consent_at) == bool(at):
            return False
        current.whatsapp_consent_at = at
        current.save(update_fields=["whatsapp_consent_at"])
        record(verb, current, by=by)
    seller.refresh_from_db()
    return True


def _was_closed(seller: Seller) -> bool:
    """Say whether somebody closed the stall for orders and nobody opened it since."""
    last = Event.objects.about(seller).filter(verb="seller.opened_or_closed").last()
    return last is not None and not last.after["accepts_orders"]


def _write(seller: Seller, verb: str, *, by: Actor, reason: str = "", **columns) -> bool:
    """Write columns of the partner; say whether anything changed."""
    with transaction.atomic():
        current = _locked(seller)
        partner = Partner.objects.select_for_update().get(pk=current.partner_id)
        changed = {
            name: value for name, value in columns.items() if getattr(partner, name) != value
        }
        if not changed:
            return False
        before = {name: _plain(getattr(partner, name)) for name in changed}
        with hours_changing(current):
            for name, value in changed.items():
                setattr(partner, name, value)
            partner.save(update_fields=list(changed))
        after = {name: _plain(value) for name, value in changed.items()}
        _tell(current, verb, by=by, reason=reason, before=before, after=after)
    seller.partner.refresh_from_db()
    return True


def _plain(value: object) -> object:
    if isinstance(value, date):
        return value.isoformat()
    return value.code if isinstance(value, Region) else value


def _tell(seller: Seller, verb: str, **facts) -> None:
    """Write the event, and tell whoever shows the stall or its listings."""
    record(verb, seller, **facts)
    partner_changed.send(Partner, partner=Partner.objects.get(pk=seller.partner_id))
    note_change(
        *Product.objects.filter(stockrecords__partner=seller.partner_id).values_list(
            "pk", flat=True
        )
    )


def _locked(seller: Seller) -> Seller:
    return Seller.objects.select_for_update().get(pk=seller.pk)


def _require_village(village: Region) -> None:
    if village.level != Region.Level.VILLAGE:
        raise refusals.NotAVillage
