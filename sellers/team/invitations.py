"""Invitations into a stall: bound to a phone number, used once, good for 72 hours."""

from datetime import timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from sellers.models import Invitation, Membership, Seller
from sellers.refusals import (
    AlreadyMember,
    InvitationGone,
    NotInvited,
    OwnerOnly,
    TooManyInvitations,
)
from sellers.team import members, notices
from sellers.team.owners import require_owner
from shop.communication.outbox import Recipient, send
from shop.communication.tokens import hash_token, new_token
from shop.history.models import record
from shop.people.actors import Actor
from shop.people.models import User
from shop.people.phones import normalise

GOOD_FOR = timedelta(hours=72)
MOST_A_DAY = 10


def usable() -> QuerySet[Invitation]:
    """Return invitations that can still be accepted: one of a former owner can't."""
    inviter = Membership.objects.filter(
        seller=OuterRef("seller"),
        person=OuterRef("invited_by"),
        role=Membership.Role.OWNER,
        ended_at__isnull=True,
    )
    return Invitation.objects.filter(
        Exists(inviter),
        used_at__isnull=True,
        revoked_at__isnull=True,
        expires_at__gt=timezone.now(),
    )


def invite(seller: Seller, phone: str, *, role: str, by: Actor) -> tuple[Invitation, str]:
    """Invite the holder of a phone as owner or helper; return the secret of the link too.

    We send it for a verified stall (`is_sent_for`); an earlier one of this phone ends. Raises
    OwnerOnly, AlreadyMember, TooManyInvitations or people.phones.BadPhone.
    """
    if by.person_id is None:
        raise OwnerOnly
    require_owner(seller, by=by)
    number, role, now = normalise(phone), Membership.Role(role), timezone.now()
    token = new_token()
    with transaction.atomic():
        seller = Seller.objects.select_for_update().get(pk=seller.pk)
        _refuse_members(seller, number, role)
        if seller.invitations.filter(created_at__gt=now - timedelta(days=1)).count() >= MOST_A_DAY:
            raise TooManyInvitations
        seller.invitations.filter(
            phone=number, used_at__isnull=True, revoked_at__isnull=True
        ).update(revoked_at=now)
        invitation = Invitation.objects.create(
            seller=seller,
            phone=number,
            role=role,
            token_hash=hash_token(token),
            invited_by_id=by.person_id,
            expires_at=now + GOOD_FOR,
        )
        after = {"invitation": invitation.pk, "role": str(role)}
        record("seller.member_invited", seller, by=by, after=after)
        if is_sent_for(seller):
            _send(invitation, token, by=by)
    return invitation, token


def is_sent_for(seller: Seller) -> bool:
    """Say whether we send a stall's invitations, and not only show their links.

    Somebody must have seen the stall first: its name, in our message, reaches any phone.
    """
    return seller.verified_at is not None and not seller.is_demo


def revoke(invitation: Invitation, *, by: Actor) -> bool:
    """Take an invitation back; say whether it was open. Raises OwnerOnly."""
    require_owner(invitation.seller, by=by)
    with transaction.atomic():
        if not usable().filter(pk=invitation.pk).update(revoked_at=timezone.now()):
            return False
        before = {"invitation": invitation.pk, "role": invitation.role}
        record("seller.invitation_revoked", invitation.seller, by=by, before=before)
    return True


def by_secret(secret: str) -> Invitation:
    """Return the invitation of a link. Raises InvitationGone, whatever the reason."""
    found = usable().select_related("seller__partner__village__parent", "invited_by")
    invitation = found.filter(token_hash=hash_token(secret)).first()
    if invitation is None:
        raise InvitationGone
    return invitation


def is_for(invitation: Invitation, person: User) -> bool:
    """Say whether a person proved the phone that the invitation is bound to."""
    is_proven = person.phone_verified_at is not None and person.phone_doubted_at is None
    return is_proven and person.phone == invitation.phone


def accept(secret: str, person: User, *, by: Actor) -> Membership:
    """Use an invitation; a helper invited as owner becomes one.

    Raises InvitationGone, NotInvited or AlreadyMember.
    """
    invitation = by_secret(secret)
    if not is_for(invitation, person) or by.person_id != person.pk:
        raise NotInvited
    with transaction.atomic():
        if not usable().filter(pk=invitation.pk).update(used_at=timezone.now()):
            raise InvitationGone
        membership = _let_in(invitation, person, by=by)
        seller = invitation.seller
        notices.tell_owners(seller, "stall.joined", but=person.pk, newcomer=str(person))
    return membership


def _send(invitation: Invitation, token: str, *, by: Actor) -> None:
    holder = User.objects.filter(phone=invitation.phone).first()
    send(
        notices.INVITED,
        to=Recipient(name="", phone=invitation.phone, person_id=holder.pk if holder else None),
        values={"stall": invitation.seller.name, "inviter": by.label},
        secret=token,
        expires_at=invitation.expires_at,
    )


def _let_in(invitation: Invitation, person: User, *, by: Actor) -> Membership:
    """Write the membership; the owner's leave is the invitation itself."""
    seller, role = invitation.seller, invitation.role
    present = seller.memberships.filter(person=person, ended_at__isnull=True).first()
    if present is None:
        return members.let_in(seller, person, role=role, by=by)
    if not (present.role == Membership.Role.HELPER and role == Membership.Role.OWNER):
        raise AlreadyMember
    present.role = role
    present.save(update_fields=["role"])
    record("seller.member_made_owner", seller, by=by, after={"person": person.pk})
    return present


def _refuse_members(seller: Seller, phone: str, role: str) -> None:
    """Nobody is invited to what she is; only a helper may be invited once more, as owner."""
    present = seller.memberships.filter(person__phone=phone, ended_at__isnull=True)
    if role == Membership.Role.OWNER:
        present = present.filter(role=Membership.Role.OWNER)
    if present.exists():
        raise AlreadyMember
