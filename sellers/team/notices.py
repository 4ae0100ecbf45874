"""What people are told about their place in a stall: verified, let in, taken out, helped."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from sellers.models import Seller
from sellers.team.owners import owners_of
from shop.communication.channels import has_phone_gateway
from shop.communication.kinds import PHONE, register_kind
from shop.communication.telling import tell as tell_person
from shop.people.models import User

INVITED, PAPER_COUNTS = "stall.invited", "consent.paper_confirmed"
#: Which room of the desk a message leads to; who is out of the stall is led nowhere.
ROOMS = {"stall.joined": "orang/", "consent.asked": "orang/", PAPER_COUNTS: "orang/"}
GONE = {"stall.membership_ended", "consent.refused", "consent.ended"}

register_kind(
    "stall.verified",
    subject=_("%(stall)s is verified"),
    text=_(
        "Good news: %(stall)s is verified. Buyers can see it now. Your desk:"
        " %(site)s/lapak-saya/%(slug)s/"
    ),
)
register_kind(
    "stall.verification_withdrawn",
    subject=_("%(stall)s can't be seen for now"),
    text=_(
        "%(stall)s can't be seen by buyers for now. Reason: %(reason)s. Your desk:"
        " %(site)s/lapak-saya/%(slug)s/"
    ),
)
register_kind(
    INVITED,
    subject=_("Invitation to %(stall)s"),
    text=_(
        "%(inviter)s invites you to work in %(stall)s. Open"
        " %(site)s/lapak-saya/undangan/%(secret)s/ with this phone within 3 days."
    ),
    reaches=(PHONE,),
)
register_kind(
    "stall.joined",
    subject=_("%(newcomer)s works in %(stall)s now"),
    text=_(
        "%(newcomer)s accepted the invitation and works in %(stall)s now. See:"
        " %(site)s/lapak-saya/%(slug)s/orang/"
    ),
)
register_kind(
    "stall.membership_ended",
    subject=_("You no longer work in %(stall)s"),
    text=_("You no longer work in %(stall)s. If that is a mistake, ask the owner."),
)
register_kind(
    "consent.asked",
    subject=_("%(volunteer)s wants to help in %(stall)s"),
    text=_(
        "%(volunteer)s asks to help you in %(stall)s. Agree only if you know this volunteer:"
        " %(site)s/lapak-saya/%(slug)s/orang/"
    ),
)
register_kind(
    "consent.given",
    subject=_("You may help in %(stall)s"),
    text=_("The owner agreed: you may help in %(stall)s. Open %(site)s/lapak-saya/%(slug)s/"),
)
register_kind(
    PAPER_COUNTS,
    subject=_("%(volunteer)s may help in %(stall)s"),
    text=_(
        "By the paper you signed, %(volunteer)s may help in %(stall)s for 30 days. You can end it"
        " at any moment: %(site)s/lapak-saya/%(slug)s/orang/"
    ),
    reaches=(PHONE,),
)
register_kind(
    "consent.refused",
    subject=_("The paper for %(stall)s was not accepted"),
    text=_("The signed paper for %(stall)s was not accepted. Reason: %(reason)s"),
)
register_kind(
    "consent.ended",
    subject=_("You no longer help in %(stall)s"),
    text=_("Your help in %(stall)s has ended. Thank you."),
)


def reaches_phone(person: User) -> bool:
    """Say whether a message can reach a person's phone; a demo person's stays on this machine."""
    return person.is_demo or has_phone_gateway()


def tell_owners(seller: Seller, kind: str, *, but: int | None = None, **values: object) -> None:
    """Tell the stall's owners, but not the person of that id."""
    for owner in owners_of(seller).exclude(pk=but):
        tell(owner, seller, kind, **values)


def tell(
    person: User,
    seller: Seller,
    kind: str,
    *,
    about: models.Model | None = None,
    **values: object,
) -> None:
    """Tell one person about a stall, inside the caller's transaction."""
    known = {"stall": seller.name, "slug": seller.slug}
    path = "" if kind in GONE else f"/lapak-saya/{seller.slug}/{ROOMS.get(kind, '')}"
    tell_person(person, kind, values=known | values, about=about, path=path)
