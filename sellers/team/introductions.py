"""Bringing an owner in: a volunteer meets her, and she opens a link on her own phone.

The link lives 15 minutes and works once. It signs her in without a code, so it opens no account
that holds more than a stall of the volunteer's own region, and none whose holder can be sent a
code: a volunteer could open the link himself.
"""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sellers.models import Introduction, Seller
from sellers.refusals import SellerRefused
from shop.communication import proving
from shop.communication.channels import has_phone_gateway
from shop.communication.kinds import EMAIL, PHONE, register_kind
from shop.communication.telling import tell
from shop.communication.tokens import hash_token, new_token
from shop.history.models import record
from shop.people.actors import Actor, actor_for
from shop.people.models import User
from shop.people.phones import normalise
from shop.villages.models import Assignment, Region

GOOD_FOR = timedelta(minutes=15)

register_kind(
    "introduced",
    subject=_("Somebody signed in to your account"),
    text=_(
        "A Pandu Digital confirmed you in person, and a phone was signed in to your %(site_name)s"
        " account. If it wasn't you, contact us at once: %(site)s"
    ),
    reaches=(PHONE, EMAIL),
)


class NotYourVillage(SellerRefused):
    message = _("Only a volunteer of this village or a coordinator above can bring somebody in.")


class NeedsPersonsName(SellerRefused):
    message = _("Write the owner's name, at most 150 characters.")


class OwnPhone(SellerRefused):
    message = _("This is your own number. Nobody brings himself in.")


class NeedsOwnCode(SellerRefused):
    message = _("This number can't be brought in. Its holder signs in with a code.")


class IntroductionGone(SellerRefused):
    message = _("This link was used already or is older than 15 minutes. Ask for a new one.")


def introduce(*, name: str, phone: str, village: Region, by: Actor) -> tuple[Introduction, str]:
    """Make a link for the holder of a phone; returns it and the secret of its address.

    `by` is a volunteer of the village or a coordinator above it. Raises SellerRefused or
    people.phones.BadPhone.
    """
    maker = User.objects.get(pk=by.person_id)
    number, name = normalise(phone), " ".join(name.split())
    if not name or len(name) > 150:
        raise NeedsPersonsName
    if by.on_behalf_of_id or not _serves(maker, village):
        raise NotYourVillage
    if number == maker.phone:
        raise OwnPhone
    _require_harmless(User.objects.filter(phone=number).first(), maker)
    secret = new_token()
    with transaction.atomic():
        introduction = Introduction.objects.create(
            name=name,
            phone=number,
            village=village,
            token_hash=hash_token(secret),
            made_by=maker,
            expires_at=timezone.now() + GOOD_FOR,
        )
        record("introduction.made", introduction, by=by, after={"village": village.code})
    return introduction, secret


def find(secret: str) -> Introduction | None:
    """Return the introduction of a link while it can be used."""
    return (
        Introduction.objects.select_related("village__parent", "made_by")
        .filter(token_hash=hash_token(secret), used_at=None, expires_at__gt=timezone.now())
        .first()
    )


def accept(secret: str) -> Introduction:
    """Use a link up: its `person` is who may be signed in now, a new account or a known one.

    She is confirmed in person, and told by every way she has. Raises SellerRefused with nothing
    changed.
    """
    with transaction.atomic():
        introduction = find(secret)
        if introduction is None:
            raise IntroductionGone
        maker = introduction.made_by
        if not _serves(maker, introduction.village):
            raise IntroductionGone
        # Used up first, so that a second phone at the same time waits here and finds it gone.
        unused = Introduction.objects.filter(pk=introduction.pk, used_at=None)
        if not unused.update(used_at=timezone.now()):
            raise IntroductionGone
        person = proving.claim(introduction.phone)
        _require_harmless(person, maker)
        if person is None:
            person = proving.make_account(
                name=introduction.name, phone=introduction.phone, confirmed_by=maker
            )
        else:
            proving.confirm_in_person(person, by=actor_for(maker))
            tell(person, "introduced")
        Introduction.objects.filter(pk=introduction.pk).update(person=person)
        record("introduction.used", introduction, by=actor_for(person))
    introduction.refresh_from_db()
    return introduction


def is_by_coordinator(introduction: Introduction) -> bool:
    """Say whether a coordinator of the village or above made it.

    Only he is the second person whose word stands beside a volunteer's: two volunteers of one
    village must not suffice to take an owner's account over.
    """
    return _coordinates(introduction.made_by, introduction.village)


def _serves(person: User, village: Region) -> bool:
    """Say whether a person is a volunteer of a village or a coordinator of it or above, now."""
    held = Assignment.objects.held_by(person)
    return held.filter(role=Assignment.Role.VOLUNTEER, region=village).exists() or _coordinates(
        person, village
    )


def _coordinates(person: User, village: Region) -> bool:
    above = [region.pk for region in _with_all_above(village)]
    held = Assignment.objects.held_by(person)
    return held.filter(role=Assignment.Role.COORDINATOR, region__in=above).exists()


def _with_all_above(region: Region | None) -> list[Region]:
    return [region, *_with_all_above(region.parent)] if region else []


def _require_harmless(person: User | None, maker: User) -> None:
    """Raise NeedsOwnCode for an account whose rights reach beyond the maker's own stalls.

    Rights count here whether or not the number is in doubt. A number that its holder proved, and
    that nobody doubts, needs no volunteer's word, except for an owner whom no code reaches.
    """
    if person is None:
        return
    has_rights = (
        person.is_staff
        or person.is_superuser
        or not person.is_active
        or person.groups.exists()
        or person.user_permissions.exists()
        or Assignment.objects.current().filter(person=person).exists()
    )
    stalls = Seller.objects.filter(memberships__person=person, memberships__ended_at=None)
    is_known = person.phone_verified_at and not person.phone_doubted_at
    has_code = is_known and (has_phone_gateway() or not stalls)
    if has_rights or has_code or any(not _serves(maker, stall.partner.village) for stall in stalls):
        raise NeedsOwnCode
