"""Who may check a stall or its papers: people of its village who have no part in it."""

from django.db.models import Q, QuerySet

from sellers.models import Seller
from sellers.refusals import NotYoursToCheck
from shop.partner.models import Partner
from shop.people.actors import Actor
from shop.people.models import User
from shop.villages.models import Assignment

STAFF_PERMISSION = "sellers.change_seller"


def may_check(person: User, seller: Seller) -> bool:
    """Say whether a person may verify a stall or a paper of it.

    She is a volunteer of its village, a coordinator above it, or staff with the permission; and
    she never was owner, helper or assistant there.
    """
    if not person.is_active or is_involved(person, seller):
        return False
    return serves(person, seller) or person.has_perm(STAFF_PERMISSION)


def serves(person: User, seller: Seller) -> bool:
    """Say whether a person is a volunteer of the stall's village or a coordinator above it now."""
    return stalls_served_by(person).filter(pk=seller.pk).exists()


def coordinates(person: User, seller: Seller) -> bool:
    """Say whether a person is a coordinator of the stall's village, district or regency now."""
    return stalls_coordinated_by(person).filter(pk=seller.pk).exists()


def is_involved(person: User, seller: Seller) -> bool:
    """Say whether a person is or was owner, helper or assistant of a stall."""
    return (
        seller.memberships.filter(person=person).exists()
        or seller.consents.filter(volunteer=person, given_at__isnull=False).exists()
    )


def stalls_served_by(person: User) -> QuerySet[Seller]:
    """Return the stalls of a volunteer's village or a coordinator's region."""
    return Seller.objects.with_place().filter(_served_by(person))


def stalls_coordinated_by(person: User) -> QuerySet[Seller]:
    """Return the stalls below a coordinator's regions."""
    return Seller.objects.with_place().filter(_below(person, Assignment.Role.COORDINATOR))


def stalls_to_check(person: User) -> QuerySet[Seller]:
    """Return the unverified stalls that a person may verify, the oldest first."""
    if not person.is_active:
        return Seller.objects.none()
    found = Seller.objects.with_place().filter(verified_at__isnull=True)
    if not person.has_perm(STAFF_PERMISSION):
        found = found.filter(_served_by(person))
    return (
        found.exclude(memberships__person=person)
        .exclude(pk__in=person.consents_held.filter(given_at__isnull=False).values("seller"))
        .order_by("created_at", "pk")
    )


def require_checker(seller: Seller, *, by: Actor) -> None:
    """Raise NotYoursToCheck for who may not check the stall, and guests; the system passes."""
    if not by.is_system and not _is_checker(by, seller):
        raise NotYoursToCheck


def guards_goods(partner: Partner, person_id: int) -> bool:
    """Say whether a person may take down a partner's goods: who may check its stall.

    Goods of a partner without a stall are looked after by staff alone.
    """
    person = User.objects.filter(pk=person_id).first()
    seller = Seller.objects.filter(partner=partner.pk).first()
    if person is None or seller is None:
        return person is not None and person.has_perm(STAFF_PERMISSION)
    return may_check(person, seller)


def _is_checker(by: Actor, seller: Seller) -> bool:
    person = User.objects.filter(pk=by.person_id).first()
    return by.on_behalf_of_id is None and person is not None and may_check(person, seller)


def _served_by(person: User) -> Q:
    """Which stalls a volunteer or coordinator serves; a volunteer only those of her village."""
    village = _assigned(person, Assignment.Role.VOLUNTEER)
    return Q(partner__village__in=village) | _below(person, Assignment.Role.COORDINATOR)


def _below(person: User, role: str) -> Q:
    regions = _assigned(person, role)
    return (
        Q(partner__village__in=regions)
        | Q(partner__village__parent__in=regions)
        | Q(partner__village__parent__parent__in=regions)
        | Q(partner__village__parent__parent__parent__in=regions)
    )


def _assigned(person: User, role: str) -> QuerySet:
    return Assignment.objects.held_by(person).filter(role=role).values("region")
