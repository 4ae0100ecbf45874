"""What a volunteer never does in the owner's name, whatever page she found it on."""

import pytest

from sellers import refusals, verbs
from sellers.registration import open_stall
from sellers.team import consents, invitations, members
from sellers.team.checking import require_checker
from sellers.team.owners import require_owner
from shop.communication.codes import ProvenPhone
from shop.history.models import Event
from shop.people.actors import SYSTEM, Actor, guest
from shop.storefront.demo.data import DEMO
from tests import factories

pytestmark = pytest.mark.django_db

ACTS = {
    "phone": lambda place, by: verbs.set_phone(place.seller, "0812 9999 0000", by=by),
    "whatsapp": lambda place, by: verbs.consent_to_whatsapp(place.seller, by=by),
    "village": lambda place, by: verbs.move(
        place.seller, factories.village("35.05.04.2009", "Jimbe"), by=by
    ),
    "another stall": lambda place, by: open_stall(
        place.owner, name="Telur", village=place.seller.partner.village, by=by
    ),
    "add member": lambda place, by: members.add_member(
        place.seller, place.volunteer, role="owner", by=by
    ),
    "remove member": lambda place, by: members.end_membership(place.helper, by=by),
    "invite": lambda place, by: invitations.invite(
        place.seller, "+6281255550001", role="helper", by=by
    ),
    "revoke": lambda place, by: invitations.revoke(place.invitation, by=by),
    "give consent": lambda place, by: consents.give_by_code(
        place.asked,
        proof=ProvenPhone(place.owner.phone, consents.purpose(place.asked)),
        by=by,
    ),
    "end another's consent": lambda place, by: consents.end(place.asked, by=by),
}


class Place:
    """A stall with its owner, a helper, an invitation, and two volunteers, one of them helping."""

    def __init__(self):
        self.seller = factories.stall(phone="+6281234567890")
        self.owner = factories.works_in(self.seller)
        factories.works_in(self.seller, "helper")
        self.helper = self.seller.memberships.get(role="helper")
        village = self.seller.partner.village
        self.volunteer = factories.assigned("volunteer", village)
        self.consent = factories.consented(self.volunteer, self.seller)
        colleague = factories.assigned("volunteer", village)
        by = Actor("Sari", colleague.pk)
        self.asked = consents.ask(self.seller, colleague, by=by)
        owner = Actor("Sri", self.owner.pk)
        self.invitation, _secret = invitations.invite(
            self.seller, "+6281255550009", role="helper", by=owner
        )


@pytest.mark.parametrize("act", ACTS)
def test_a_volunteer_in_the_owners_name_is_refused(act):
    place = Place()
    consent = f"consent:{place.consent.pk}"
    before = Event.objects.count()

    for by in (
        Actor("Dimas", place.volunteer.pk, place.owner.pk, consent),
        Actor("Dimas", place.owner.pk, place.owner.pk, consent),
    ):
        with pytest.raises(refusals.OwnerOnly):
            ACTS[act](place, by)

    assert Event.objects.count() == before


@pytest.mark.parametrize("by", [SYSTEM, DEMO])
def test_our_own_code_passes(by):
    seller = factories.stall()

    require_owner(seller, by=by)
    require_checker(seller, by=by)


@pytest.mark.parametrize("name", ["system", "demo", "Sari Contoh"])
def test_a_guest_passes_by_no_name(name):
    seller = factories.stall()

    with pytest.raises(refusals.OwnerOnly):
        require_owner(seller, by=guest(name))
    with pytest.raises(refusals.NotYoursToCheck):
        require_checker(seller, by=guest(name))
