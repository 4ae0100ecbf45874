"""Who helps in the demo's stalls beside their people: by consent, asking for it, or invited."""

from sellers.models import Membership
from sellers.team import consents, invitations
from shop.communication.codes import ProvenPhone
from shop.people.actors import actor_for

from .data import sellers
from .stalls import find_seller

INVITED_PHONE = "+6280000000199"


def assist(volunteer, seller_id: str) -> bool:
    """Let a volunteer help by the owner's consent; False if one was ever asked for."""
    consent = ask(volunteer, seller_id)
    if consent is None:
        return False
    proof = ProvenPhone(consent.owner.phone, consents.purpose(consent))
    consents.give_by_code(consent, proof=proof, by=actor_for(consent.owner))
    return True


def ask(volunteer, seller_id: str):
    """Ask an owner for her consent and return it; None if it was ever asked for."""
    seller = _seller(seller_id)
    if seller.consents.filter(volunteer=volunteer).exists():
        return None
    return consents.ask(seller, volunteer, by=actor_for(volunteer))


def invite(owner, seller_id: str) -> bool:
    """Invite a helper who has not answered yet; False if somebody was ever invited."""
    seller = _seller(seller_id)
    if seller.invitations.exists():
        return False
    by = actor_for(owner)
    invitations.invite(seller, INVITED_PHONE, role=Membership.Role.HELPER, by=by)
    return True


def _seller(seller_id: str):
    return find_seller(next(entry for entry in sellers() if entry["id"] == seller_id))
