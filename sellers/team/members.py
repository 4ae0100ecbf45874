"""Who works in a stall: verbs that let a person in and out."""

from django.db import IntegrityError, transaction
from django.utils import timezone

from sellers import refusals
from sellers.models import Membership, Seller
from sellers.team import notices
from sellers.team.owners import refuse_helpers, require_owner
from shop.history.models import record
from shop.people.actors import Actor


def add_member(seller: Seller, person, *, role: str, by: Actor) -> Membership:
    """Let a person work in the stall as owner or helper. Raises AlreadyMember, OwnerOnly.

    At the desk an owner lets people in by `invitations.invite`, so that they agree themselves.
    """
    require_owner(seller, by=by)
    return let_in(seller, person, role=role, by=by)


def let_in(seller: Seller, person, *, role: str, by: Actor) -> Membership:
    """Write a membership that an owner gave leave for. Raises AlreadyMember."""
    role = Membership.Role(role)
    with transaction.atomic():
        try:
            with transaction.atomic():
                membership = Membership.objects.create(seller=seller, person=person, role=role)
        except IntegrityError as error:
            raise refusals.AlreadyMember from error
        record("seller.member_added", seller, by=by, after={"person": person.pk, "role": str(role)})
    return membership


def end_membership(membership: Membership, *, by: Actor) -> bool:
    """End a person's work in the stall, by an owner or by the person herself.

    Raises LastOwner for the only owner, OwnerOnly.
    """
    refuse_helpers(by)
    if by.person_id != membership.person_id:
        require_owner(membership.seller, by=by)
    with transaction.atomic():
        seller = Seller.objects.select_for_update().get(pk=membership.seller_id)
        open_ones = seller.memberships.filter(ended_at__isnull=True)
        owners = set(open_ones.filter(role=Membership.Role.OWNER).values_list("pk", flat=True))
        if owners == {membership.pk}:
            raise refusals.LastOwner
        if not open_ones.filter(pk=membership.pk).update(ended_at=timezone.now()):
            return False
        record(
            "seller.member_ended",
            seller,
            by=by,
            before={"person": membership.person_id, "role": membership.role},
        )
        if by.person_id != membership.person_id:
            notices.tell(membership.person, seller, "stall.membership_ended")
    membership.refresh_from_db()
    return True
