"""What every page of the desk shows around its content: open or closed, news, other stalls."""

from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from sellers.models import Seller
from sellers.team.consents import in_force
from shop.communication import inbox
from shop.look.words import day
from shop.people.models import User


@dataclass(frozen=True)
class Opening:
    """Whether buyers can order now, in words, and what the button beside it does."""

    words: str
    action: str
    is_open: bool
    to: str


def opening_of(seller: Seller) -> Opening:
    """Say whether the stall takes orders now; a stall nobody checked has no button."""
    partner = seller.partner
    if seller.verified_at is None:
        return Opening(_("Waiting to be checked"), "", is_open=False, to="")
    if partner.is_on_holiday(timezone.localdate()):
        words = _("On holiday")
        if partner.closed_to:
            words = _("On holiday until %(day)s") % {"day": day(partner.closed_to)}
        return Opening(words, _("End the holiday"), is_open=False, to="open")
    if not partner.accepts_orders:
        return Opening(_("Stall closed"), _("Open the stall"), is_open=False, to="open")
    return Opening(_("Stall open"), _("Close the stall"), is_open=True, to="closed")


@dataclass(frozen=True)
class Frame:
    """The frame's values for one person at one stall."""

    opening: Opening
    unread: int
    has_other_stalls: bool


def frame_of(seller: Seller, person: User) -> Frame:
    """Read the frame; three queries."""
    return Frame(
        opening=opening_of(seller),
        unread=inbox.unread(person),
        has_other_stalls=stalls_of(person).exclude(pk=seller.pk).exists(),
    )


def stalls_of(person: User) -> QuerySet[Seller]:
    """Return the stalls where a person works or helps by the owner's consent, by name."""
    worked = Seller.objects.worked_in_by(person).order_by().values("pk")
    helped = in_force().filter(volunteer=person).values("seller")
    return Seller.objects.with_place().filter(Q(pk__in=worked) | Q(pk__in=helped)).order_by("name")
