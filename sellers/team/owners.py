"""Owners of stalls: who they are, and what nobody does in their place."""

from django.db.models import QuerySet

from sellers.models import Membership, Seller
from sellers.refusals import OwnerOnly
from shop.partner.models import Partner
from shop.people.actors import Actor
from shop.people.models import User


def owners_of(seller: Seller) -> QuerySet[User]:
    """Return the people who own a stall now, the first owner first."""
    open_ones = Membership.objects.filter(
        seller=seller, role=Membership.Role.OWNER, ended_at__isnull=True
    )
    return User.objects.filter(memberships__in=open_ones).order_by("memberships__pk")


def owns_business(partner: Partner, person_id: int) -> bool:
    """Say whether a person owns the stall of a partner now; one without a stall is anybody's."""
    seller = Seller.objects.filter(partner=partner.pk).first()
    return seller is None or owners_of(seller).filter(pk=person_id).exists()


def refuse_helpers(by: Actor) -> None:
    """Raise OwnerOnly for a volunteer who acts in the owner's name."""
    if by.on_behalf_of_id is not None:
        raise OwnerOnly


def require_owner(seller: Seller, *, by: Actor) -> None:
    """Raise OwnerOnly for a person who doesn't own the stall now, and guests; the system passes."""
    refuse_helpers(by)
    if not by.is_system and not owners_of(seller).filter(pk=by.person_id).exists():
        raise OwnerOnly
