import re

import pytest
from django.utils import timezone

from sellers.models import Consent, Invitation
from sellers.team import consents, invitations
from shop.communication.models import Message
from shop.communication.sealing import unseal
from shop.people.actors import actor_for
from tests import factories

pytestmark = pytest.mark.django_db

DESK = "/lapak-saya/kandang-telur"
NUMBER = "+6281255550001"
BACKEND = "django.contrib.auth.backends.ModelBackend"


@pytest.fixture
def seller():
    return factories.stall(name="Kandang Telur", slug="kandang-telur")


@pytest.fixture
def owner(seller):
    return factories.works_in(seller, name="Bu Sri Contoh", phone_verified_at=timezone.now())


@pytest.fixture
def desk(client, owner):
    """The owner's browser."""
    client.force_login(owner, backend=BACKEND)
    return client


def prove(browser):
    """Type the password that people of the factories have."""
    browser.post("/akun/periksa/", {"password": "rahasia-sekali"})


def words(response):
    return response.content.decode()


def sent_code():
    """The digits on their way to a phone."""
    return unseal(Message.objects.filter(kind="code").latest("pk").secret)


def test_an_invitation_is_shown_once_and_accepted_by_its_phone(desk, client, seller):
    page = desk.post(f"{DESK}/orang/undang/", {"phone": "0812 5555 0001"})

    link = re.search(r"/lapak-saya/undangan/([\w-]+)/", words(page))[0]
    assert f"wa.me/{NUMBER.removeprefix('+')}" in words(page)
    assert link not in words(desk.get(f"{DESK}/orang/"))
    assert "0812-5555-0001" in words(desk.get(f"{DESK}/orang/"))

    client.logout()
    assert client.get(link)["Location"].endswith(f"?next={link}")
    client.force_login(factories.person(phone_verified_at=timezone.now()), backend=BACKEND)
    assert "0812-••••-••01" in words(client.get(link))
    assert client.post(link).status_code == 403
    guest = factories.person(phone=NUMBER, phone_verified_at=timezone.now())
    client.force_login(guest, backend=BACKEND)
    assert "Bu Sri Contoh" in words(client.get(link))
    assert client.get(f"{DESK}/").status_code == 404
    assert client.post(link)["Location"] == f"{DESK}/"
    assert client.get(f"{DESK}/").status_code == 200
    gone = client.get(link)
    assert gone.status_code == 410
    assert "Minta undangan baru ke pemilik lapak." in words(gone)


def test_an_invitation_taken_back_says_what_to_do(desk, client, seller):
    page = desk.post(f"{DESK}/orang/undang/", {"phone": NUMBER})
    link = re.search(r"/lapak-saya/undangan/([\w-]+)/", words(page))[0]
    desk.post(f"{DESK}/orang/undangan/{seller.invitations.get().pk}/batal/")

    guest = factories.person(phone=NUMBER, phone_verified_at=timezone.now())
    client.force_login(guest, backend=BACKEND)
    for gone in (client.get(link), client.post(link)):
        assert gone.status_code == 410
        assert "Minta undangan baru ke pemilik lapak." in words(gone)
    assert not seller.memberships.filter(person=guest).exists()


def test_another_owner_is_invited_only_after_a_fresh_proof(desk):
    page = desk.post(f"{DESK}/orang/undang-pemilik/", {"phone": NUMBER})

    assert page.status_code == 302
    assert "/akun/" in page["Location"]
    assert not Invitation.objects.exists()


def test_a_removed_helper_is_out_at_the_next_request(desk, client, seller, owner):
    helper = factories.works_in(seller, "helper")
    membership = seller.memberships.get(person=helper)
    client.force_login(helper, backend=BACKEND)
    assert client.get(f"{DESK}/").status_code == 200

    client.force_login(owner, backend=BACKEND)
    client.post(f"{DESK}/orang/{membership.pk}/keluarkan/")

    client.force_login(helper, backend=BACKEND)
    assert client.get(f"{DESK}/").status_code == 404


def test_a_helper_may_leave_and_the_last_owner_may_not(desk, client, seller, owner):
    prove(desk)
    page = desk.post(f"{DESK}/orang/keluar/")
    assert (page.status_code, desk.get(f"{DESK}/").status_code) == (422, 200)

    helper = factories.works_in(seller, "helper")
    client.force_login(helper, backend=BACKEND)
    client.post(f"{DESK}/orang/keluar/")
    assert client.get(f"{DESK}/").status_code == 404


def test_ownership_ends_only_after_a_new_proof(desk, seller, owner):
    other = factories.works_in(seller)
    membership = seller.memberships.get(person=other)
    remove, leave = f"{DESK}/orang/{membership.pk}/keluarkan/", f"{DESK}/orang/keluar/"

    back = f"/akun/periksa/?next=%2Flapak-saya%2F{seller.slug}%2Forang%2F"
    assert desk.post(remove)["Location"] == back
    assert desk.post(leave)["Location"] == f"{back}keluar%2F"
    assert seller.memberships.filter(ended_at=None).count() == 2

    prove(desk)
    desk.post(remove)
    assert seller.memberships.get(ended_at=None).person == owner


def test_the_owner_agrees_with_a_code_and_ends_the_help_with_one_button(
    desk, client, seller, owner
):
    volunteer = factories.assigned("volunteer", seller.partner.village, name="Dimas Contoh")
    consent = consents.ask(seller, volunteer, by=actor_for(volunteer))
    assert "Dimas Contoh" in words(desk.get(f"{DESK}/orang/"))
    agree = f"{DESK}/orang/bantuan/{consent.pk}/setuju/"

    desk.post(agree, {"send": "1"})
    desk.post(agree, {"digits": "000000" if sent_code() != "000000" else "111111"})
    assert consents.consent_of(volunteer, seller) is None
    desk.post(agree, {"digits": sent_code()})
    assert consents.consent_of(volunteer, seller) == consent

    desk.post(f"{DESK}/orang/bantuan/{consent.pk}/akhiri/")
    assert consents.consent_of(volunteer, seller) is None


def test_a_volunteer_lays_the_help_down(client, seller, owner):
    volunteer = factories.assigned("volunteer", seller.partner.village)
    consent = factories.consented(volunteer, seller)
    client.force_login(volunteer, backend=BACKEND)

    client.post(f"{DESK}/orang/keluar/")

    consent.refresh_from_db()
    assert consent.ended_at is not None
    assert client.get(f"{DESK}/").status_code == 404


def test_rows_of_another_stall_are_not_there(desk, seller):
    other = factories.stall()
    stranger = factories.works_in(other)
    invitation, _secret = invitations.invite(other, NUMBER, role="helper", by=actor_for(stranger))
    volunteer = factories.assigned("volunteer", other.partner.village)
    consent = consents.ask(other, volunteer, by=actor_for(volunteer))
    helper = factories.works_in(other, "helper")
    membership = other.memberships.get(person=helper)

    for path in (
        f"undangan/{invitation.pk}/batal/",
        f"bantuan/{consent.pk}/akhiri/",
        f"bantuan/{consent.pk}/setuju/",
        f"{membership.pk}/keluarkan/",
    ):
        assert desk.post(f"{DESK}/orang/{path}").status_code == 404
    assert other.memberships.filter(ended_at=None).count() == 2
    assert invitations.usable().filter(pk=invitation.pk).exists()
    assert Consent.objects.get(pk=consent.pk).ended_at is None
