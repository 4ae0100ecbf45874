"""Opening a stall of one's own."""

from django.db import transaction

from shop.people.actors import Actor
from shop.people.models import User
from shop.villages.models import Region

from .models import Membership, Seller
from .refusals import OwnerOnly, PhoneNotProven, TooManyStalls
from .verbs import register_seller

MOST_UNVERIFIED = 3


def is_proven(person: User) -> bool:
    """Say whether a person proved her phone, or a volunteer saw her with it."""
    return bool(person.phone and (person.phone_verified_at or person.confirmed_by_id))


def open_stall(
    person: User,
    *,
    name: str,
    village: Region,
    by: Actor,
    phone: str = "",
    sector: str = "",
    story: str = "",
) -> Seller:
    """Register a person's own stall; the phone is hers unless another is given.

    She sees it at once, buyers after it was verified. Raises PhoneNotProven, TooManyStalls,
    OwnerOnly, and what `verbs.register_seller` raises.
    """
    if by.person_id != person.pk or by.on_behalf_of_id is not None:
        raise OwnerOnly
    if not is_proven(person):
        raise PhoneNotProven
    with transaction.atomic():
        User.objects.select_for_update().get(pk=person.pk)
        if _unverified(person) >= MOST_UNVERIFIED:
            raise TooManyStalls
        return register_seller(
            by=by,
            name=name,
            village=village,
            owner=person,
            phone=phone or person.phone,
            is_demo=person.is_demo,
            sector=sector,
            story=story,
        )


def _unverified(person: User) -> int:
    return Membership.objects.filter(
        person=person,
        role=Membership.Role.OWNER,
        ended_at__isnull=True,
        seller__verified_at__isnull=True,
    ).count()
