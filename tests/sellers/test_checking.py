from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission
from django.utils import timezone

from sellers import refusals, verbs
from sellers.team.checking import may_check, stalls_to_check
from shop.people.actors import SYSTEM, Actor, actor_for
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def seller():
    """A new stall of Suruhwadang with its owner."""
    partner = factories.partner(accepts_orders=False)
    seller = factories.stall(partner, verified_at=None)
    factories.works_in(seller)
    return seller


def elsewhere():
    factories.region("35.05.06", "Ponggok")
    return factories.region("35.05.06.2013", "Maliran")


def staff():
    person = factories.person(is_staff=True)
    person.user_permissions.add(Permission.objects.get(codename="change_seller"))
    return person


PEOPLE = {
    "volunteer of the village": (lambda s: factories.assigned("volunteer", village_of(s)), True),
    "coordinator of the village": (
        lambda s: factories.assigned("coordinator", village_of(s)),
        True,
    ),
    "coordinator of the district": (
        lambda s: factories.assigned("coordinator", village_of(s).parent),
        True,
    ),
    "coordinator of the regency": (
        lambda s: factories.assigned("coordinator", village_of(s).parent.parent),
        True,
    ),
    "staff with the permission": (lambda s: staff(), True),
    "superuser": (lambda s: factories.person(is_superuser=True), True),
    "staff without": (lambda s: factories.person(is_staff=True), False),
    "volunteer elsewhere": (lambda s: factories.assigned("volunteer", elsewhere()), False),
    "coordinator elsewhere": (
        lambda s: factories.assigned("coordinator", elsewhere().parent),
        False,
    ),
    "village office": (lambda s: factories.assigned("office", village_of(s)), False),
    "treasurer": (lambda s: factories.assigned("treasurer", village_of(s)), False),
    "owner": (lambda s: factories.works_in(s), False),
    "volunteer who owns it": (lambda s: member(s, "owner"), False),
    "volunteer who helps there": (lambda s: member(s, "helper"), False),
    "volunteer who worked there": (lambda s: former_member(s), False),
    "volunteer who assists": (lambda s: assistant(s), False),
    "volunteer who assisted": (lambda s: assistant(s, ended_at=timezone.now()), False),
    "staff who own it": (lambda s: member(s, "owner", staff()), False),
    "volunteer whose number is doubted": (lambda s: doubted(s), False),
    "former volunteer": (lambda s: former_volunteer(s), False),
    "buyer": (lambda s: factories.person(), False),
}


def village_of(seller):
    return seller.partner.village


def member(seller, role, person=None):
    person = person or factories.assigned("volunteer", village_of(seller))
    seller.memberships.create(person=person, role=role)
    return person


def former_member(seller):
    person = member(seller, "helper")
    seller.memberships.filter(person=person).update(ended_at=timezone.now())
    return person


def assistant(seller, **fields):
    person = factories.assigned("volunteer", village_of(seller))
    consent = factories.consented(person, seller)
    type(consent).objects.filter(pk=consent.pk).update(**fields or {"ended_at": None})
    return person


def doubted(seller):
    return factories.assigned("volunteer", village_of(seller), phone_doubted_at=timezone.now())


def former_volunteer(seller):
    person = factories.assigned("volunteer", village_of(seller))
    person.assignments.update(ends=timezone.localdate() - timedelta(days=1))
    return person


@pytest.mark.parametrize("who", PEOPLE)
def test_who_may_verify_a_stall(seller, who):
    make, is_allowed = PEOPLE[who]
    person = make(seller)

    assert may_check(person, seller) is is_allowed
    assert (seller in stalls_to_check(person)) is is_allowed
    if is_allowed:
        assert verbs.verify(seller, by=actor_for(person))
    else:
        with pytest.raises(refusals.NotYoursToCheck):
            verbs.verify(seller, by=actor_for(person))
        seller.refresh_from_db()
    assert (seller.verified_by == person) is is_allowed


def test_somebody_in_anothers_name_verifies_nothing(seller):
    volunteer = factories.assigned("volunteer", village_of(seller))
    by = Actor("Dimas", volunteer.pk, on_behalf_of_id=volunteer.pk, consent="consent:1")

    with pytest.raises(refusals.NotYoursToCheck):
        verbs.verify(seller, by=by)


def test_an_owner_keeps_nobody_from_taking_a_verification_back(seller):
    owner = seller.memberships.get().person
    verbs.verify(seller, by=SYSTEM)

    with pytest.raises(refusals.NotYoursToCheck):
        verbs.withdraw_verification(seller, by=actor_for(owner), reason="contoh")

    seller.refresh_from_db()
    assert seller.verified_at is not None


def test_a_verified_stall_takes_orders_unless_it_was_closed(seller):
    verbs.verify(seller, by=SYSTEM)
    seller.partner.refresh_from_db()
    assert seller.partner.accepts_orders

    verbs.set_accepts_orders(seller, False, by=SYSTEM)
    verbs.withdraw_verification(seller, by=SYSTEM, reason="contoh")
    verbs.verify(seller, by=SYSTEM)
    seller.partner.refresh_from_db()
    assert not seller.partner.accepts_orders
