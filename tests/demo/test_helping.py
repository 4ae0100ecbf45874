import pytest
from django.core.management import call_command

from sellers.clock.opening import opening_text
from sellers.models import Consent, Invitation, OpeningHours, Seller
from sellers.team import consents, invitations
from shop.storefront.demo.people import PARTS, person_of

pytestmark = pytest.mark.usefixtures("demo_shop")


def part(role: str):
    return person_of(next(part for part in PARTS if part.role == role))


def test_one_volunteer_helps_one_asks_and_one_helper_is_invited():
    assert [consent.volunteer for consent in consents.in_force().select_related("volunteer")] == [
        part("Pandu Digital desa lain")
    ]
    waiting = Consent.objects.get(given_at=None)
    assert waiting.volunteer == part("Pandu Digital")
    assert [invitation.phone for invitation in invitations.usable()] == ["+6280000000199"]


def test_every_stall_has_its_hours():
    assert OpeningHours.objects.count() == 42 * 7
    assert {opening_text(seller) for seller in Seller.objects.all()} == {
        "Senin–Minggu 06.00–17.00",
        "Senin–Minggu 08.00–17.00",
    }


def test_consents_and_invitations_go_with_the_demo():
    call_command("demo", "remove")

    assert not any(model.objects.exists() for model in (Consent, Invitation, OpeningHours))
