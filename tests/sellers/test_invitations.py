from datetime import timedelta

import pytest
from django.utils import timezone

from sellers import refusals
from sellers.models import Invitation, Membership
from sellers.team import invitations, members
from shop.communication.models import Message
from shop.history.models import Event
from shop.people.actors import SYSTEM, Actor, actor_for
from tests import factories

pytestmark = pytest.mark.django_db

NUMBER = "+6281255550001"


@pytest.fixture
def seller():
    return factories.stall()


@pytest.fixture
def owner(seller):
    return factories.works_in(seller, name="Bu Sri Contoh", phone_verified_at=timezone.now())


@pytest.fixture
def guest():
    """Somebody who proved the number that is invited."""
    return factories.person(phone=NUMBER, phone_verified_at=timezone.now())


def invite(seller, owner, *, role="helper", phone=NUMBER):
    return invitations.invite(seller, phone, role=role, by=actor_for(owner))


def open_members(seller):
    rows = seller.memberships.filter(ended_at=None).order_by("pk")
    return list(rows.values_list("person", "role"))


def test_the_invited_phone_joins_once(seller, owner, guest):
    invitation, secret = invite(seller, owner, phone="0812 5555 0001")

    membership = invitations.accept(secret, guest, by=actor_for(guest))

    assert (membership.person, membership.role) == (guest, "helper")
    assert open_members(seller) == [(owner.pk, "owner"), (guest.pk, "helper")]
    verbs = [event.verb for event in Event.objects.about(seller)]
    assert verbs == ["seller.member_invited", "seller.member_added"]
    with pytest.raises(refusals.InvitationGone):
        invitations.accept(secret, guest, by=actor_for(guest))
    invitation.refresh_from_db()
    assert invitation.used_at is not None


def test_the_link_goes_to_the_phone_and_is_kept_as_a_hash_only(seller, owner):
    invitation, secret = invite(seller, owner)

    message = Message.objects.get(kind="stall.invited")
    assert message.phone == NUMBER
    assert secret not in str(message.values)
    assert invitation.token_hash != secret
    assert message.expires_at - timezone.now() > timedelta(hours=71)


@pytest.mark.parametrize(
    "fields",
    [
        {"phone": "+6281255550002"},
        {"phone_verified_at": None},
        {"phone_doubted_at": timezone.now()},
    ],
)
def test_nobody_else_can_use_the_link(seller, owner, guest, fields):
    _invitation, secret = invite(seller, owner)
    type(guest).objects.filter(pk=guest.pk).update(**fields)
    guest.refresh_from_db()

    with pytest.raises(refusals.NotInvited):
        invitations.accept(secret, guest, by=actor_for(guest))

    assert open_members(seller) == [(owner.pk, "owner")]


def gone_after_72_hours(invitation, owner):
    Invitation.objects.filter(pk=invitation.pk).update(expires_at=timezone.now())


def gone_when_revoked(invitation, owner):
    assert invitations.revoke(invitation, by=actor_for(owner))
    assert not invitations.revoke(invitation, by=actor_for(owner))


def gone_with_the_inviter(invitation, owner):
    other = factories.works_in(invitation.seller)
    membership = invitation.seller.memberships.get(person=owner)
    members.end_membership(membership, by=actor_for(other))


def gone_when_invited_again(invitation, owner):
    invite(invitation.seller, owner)


@pytest.mark.parametrize(
    "end",
    [gone_after_72_hours, gone_when_revoked, gone_with_the_inviter, gone_when_invited_again],
)
def test_an_invitation_ends(seller, owner, guest, end):
    invitation, secret = invite(seller, owner)
    assert invitation.expires_at - invitation.created_at <= timedelta(hours=72)
    end(invitation, owner)

    with pytest.raises(refusals.InvitationGone):
        invitations.accept(secret, guest, by=actor_for(guest))

    assert not seller.memberships.filter(person=guest).exists()


def test_only_owners_invite(seller, owner):
    volunteer = factories.assigned("volunteer", seller.partner.village)
    consent = factories.consented(volunteer, seller)
    nobody_of_this_stall = [
        actor_for(factories.works_in(seller, "helper")),
        actor_for(factories.works_in(factories.stall())),
        actor_for(factories.person(is_superuser=True)),
        Actor("Dimas", volunteer.pk, owner.pk, f"consent:{consent.pk}"),
        Actor("Dimas", owner.pk, owner.pk, f"consent:{consent.pk}"),
        SYSTEM,
    ]

    for by in nobody_of_this_stall:
        with pytest.raises(refusals.OwnerOnly):
            invitations.invite(seller, NUMBER, role="helper", by=by)

    assert not Invitation.objects.exists()


def test_a_helper_becomes_an_owner_by_invitation(seller, owner, guest):
    seller.memberships.create(person=guest, role="helper")
    with pytest.raises(refusals.AlreadyMember):
        invite(seller, owner)

    _invitation, secret = invite(seller, owner, role="owner")
    invitations.accept(secret, guest, by=actor_for(guest))

    assert open_members(seller) == [(owner.pk, "owner"), (guest.pk, "owner")]


def test_a_stall_sends_ten_invitations_a_day(seller, owner):
    for number in range(10):
        invite(seller, owner, phone=f"+62812555510{number:02d}")

    with pytest.raises(refusals.TooManyInvitations):
        invite(seller, owner)


def test_only_an_owner_or_oneself_ends_a_membership(seller, owner):
    helper = factories.works_in(seller, "helper")
    other = factories.works_in(seller, "helper")
    membership = seller.memberships.get(person=helper)

    for by in (actor_for(other), Actor("Dimas", other.pk, owner.pk, "consent:1")):
        with pytest.raises(refusals.OwnerOnly):
            members.end_membership(membership, by=by)
    assert members.end_membership(membership, by=actor_for(helper))
    assert members.end_membership(seller.memberships.get(person=other), by=actor_for(owner))
    assert open_members(seller) == [(owner.pk, "owner")]
    told = Message.objects.filter(kind="stall.membership_ended").values_list("person", flat=True)
    assert set(told) == {other.pk}


def test_the_last_owner_stays(seller, owner):
    factories.works_in(seller, "helper")

    with pytest.raises(refusals.LastOwner):
        members.end_membership(
            seller.memberships.get(role=Membership.Role.OWNER), by=actor_for(owner)
        )

    assert (owner.pk, "owner") in open_members(seller)


@pytest.mark.parametrize("state", [{"verified_at": None}, {"is_demo": True}])
def test_a_stall_that_nobody_verified_sends_its_link_itself(state):
    stall = factories.stall(**state)
    owner = factories.works_in(stall)

    _invitation, secret = invitations.invite(stall, NUMBER, role="helper", by=actor_for(owner))

    assert invitations.by_secret(secret).seller == stall
    assert not Message.objects.exists()
