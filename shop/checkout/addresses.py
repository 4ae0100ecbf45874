"""Addresses a person keeps, offered again at the next order."""

from django.db import transaction

from shop.address.models import UserAddress
from shop.history.models import record
from shop.people.actors import actor_for
from shop.people.models import User
from shop.shipping.destinations import Destination

from . import drafts
from .models import Draft
from .writing import indonesia

SHOWN = 5


def of(person: User) -> list[UserAddress]:
    """Return the person's newest addresses that name a village."""
    kept = UserAddress.objects.filter(user=person).exclude(village_code="")
    return list(kept.order_by("-date_created")[:SHOWN])


def use(draft: Draft, person: User, address_id: str) -> None:
    """Put one of the person's own addresses into the draft; anything else changes nothing."""
    if not person.is_authenticated or not address_id.isdecimal() or len(address_id) > 18:
        return
    kept = UserAddress.objects.filter(user=person, pk=int(address_id)).first()
    if kept is None:
        return
    typed = {**drafts.typed_of(draft), "street": kept.line1, "directions": kept.line2}
    drafts.note_typed(draft, typed)
    drafts.note_village(draft, kept.village_code)


@transaction.atomic
def keep(person: User, answers: dict, destination: Destination | None) -> UserAddress | None:
    """Keep an address in the person's account, once; returns it, or None without a place."""
    street = answers["street"]
    if destination is None or not street:
        return None
    same = UserAddress.objects.filter(user=person, village_code=destination.code, line1=street)
    if found := same.first():
        return found
    address = UserAddress.objects.create(
        user=person,
        first_name=answers["recipient_name"] or answers["name"],
        line1=street,
        line2=answers["directions"],
        line4=destination.regency,
        state=destination.province,
        postcode=destination.postal_code,
        country=indonesia(),
        village_id=destination.region_id,
        village_code=destination.code,
        village_name=destination.village,
        district_name=destination.district,
    )
    record("person.address_kept", person, by=actor_for(person))
    return address
