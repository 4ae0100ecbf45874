"""Who hears of a stall's affairs: its owners, its helpers, the volunteers of its village.

Who works in a stall is not told a second time as its village's volunteer.
"""

from collections.abc import Iterable

from django.db.models import QuerySet

from sellers.models import Membership, Seller
from sellers.team.owners import owners_of
from shop.communication import telling
from shop.people.models import User
from shop.villages.models import Assignment, Region

Role = Assignment.Role


def helpers_of(seller: Seller) -> QuerySet[User]:
    """Return the people who help in the stall now."""
    open_ones = seller.memberships.filter(role=Membership.Role.HELPER, ended_at__isnull=True)
    return User.objects.filter(memberships__in=open_ones).order_by("pk")


def volunteers_of(seller: Seller) -> QuerySet[User]:
    """Return the volunteers of the stall's village; where there is none, coordinators above."""
    village = seller.partner.village
    inside = _assigned(Role.VOLUNTEER, [village])
    return inside if inside.exists() else _assigned(Role.COORDINATOR, _above(village))


def tell_owners(seller: Seller, kind: str, **said: object) -> None:
    """Tell the owners; `said` is what `telling.tell` takes."""
    tell_all(owners_of(seller), kind, seller=seller, **said)


def tell_helpers(seller: Seller, kind: str, **said: object) -> None:
    """Tell the stall's helpers."""
    tell_all(helpers_of(seller), kind, seller=seller, **said)


def tell_volunteers(seller: Seller, kind: str, **said: object) -> None:
    """Tell the village's volunteers, but nobody who works in the stall."""
    working = seller.memberships.filter(ended_at__isnull=True).values("person")
    tell_all(volunteers_of(seller).exclude(pk__in=working), kind, seller=seller, **said)


def tell_all(
    people: Iterable[User], kind: str, *, seller: Seller, values: dict | None = None, **said: object
) -> None:
    """Tell each of them about a stall; `stall` and `village` are among the values."""
    known = {"stall": seller.name, "village": seller.partner.village.name}
    for person in people:
        telling.tell(person, kind, values=known | (values or {}), **said)


def _assigned(role: str, regions: list[Region]) -> QuerySet[User]:
    current = Assignment.objects.current().filter(role=role, region__in=regions)
    return User.objects.filter(pk__in=current.values("person")).order_by("pk")


def _above(village: Region) -> list[Region]:
    above, region = [], village.parent
    while region is not None:
        above.append(region)
        region = region.parent
    return above
