"""The rooms of volunteers, coordinators and offices: who enters, what they see, what they do."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from sellers.models import Consent, Credential, Introduction
from sellers.papers import credentials
from sellers.papers.facts import Facts
from shop.history.models import Event
from shop.order.models import SellerOrder
from shop.partner import takedowns
from shop.partner.models import TakeDown
from shop.people.actors import SYSTEM
from shop.villages.assigning import end_assignment
from tests import factories
from tests.sellers.test_credentials import NIB, photo

pytestmark = pytest.mark.django_db

HOME = "/cms/"
BACKEND = "django.contrib.auth.backends.ModelBackend"


@pytest.fixture
def village():
    return factories.village()


@pytest.fixture
def elsewhere():
    return factories.village("35.05.06.2013", "Maliran")


@pytest.fixture
def stall(village):
    seller = factories.stall(name="Telur Bu Siti", phone="+6281234567890")
    factories.works_in(seller)
    return seller


def signed_in(person) -> Client:
    client = Client()
    client.force_login(person, backend=BACKEND)
    return client


@pytest.fixture
def people(village, elsewhere, stall):
    return {
        "volunteer": factories.assigned("volunteer", village),
        "volunteer elsewhere": factories.assigned("volunteer", elsewhere),
        "coordinator": factories.assigned("coordinator", village.parent),
        "coordinator elsewhere": factories.assigned("coordinator", elsewhere.parent),
        "office": factories.assigned("office", village),
        "treasurer": factories.assigned("treasurer", village),
        "owner": stall.memberships.get().person,
        "staff": factories.person(is_staff=True),
        "nobody": factories.person(),
    }


INSIDE = {
    "volunteer": True,
    "volunteer elsewhere": True,
    "coordinator": True,
    "coordinator elsewhere": True,
    "office": True,
    "treasurer": False,
    "owner": False,
    "staff": False,
    "nobody": False,
}
ROLES = list(INSIDE)


@pytest.mark.parametrize("role", ROLES)
def test_the_door_opens_to_who_serves_a_region_and_to_nobody_else(people, role):
    answer = signed_in(people[role]).get(HOME)
    assert answer.status_code == (200 if INSIDE[role] else 302)
    rooms = signed_in(people[role]).get(reverse("rooms:stalls"))
    assert rooms.status_code == (200 if INSIDE[role] else 302)


def test_who_has_not_signed_in_is_led_to_the_sign_in():
    answer = Client().get(HOME)
    assert answer.status_code == 302
    assert answer.url.startswith(reverse("account_login"))


def test_a_person_without_a_role_is_not_led_in_a_circle(people):
    answer = signed_in(people["nobody"]).get(HOME, follow=True)
    assert len(answer.redirect_chain) <= 3


def test_the_door_closes_at_the_next_request_after_the_role_ended(people):
    person = people["volunteer"]
    client = signed_in(person)
    assert client.get(HOME).status_code == 200
    yesterday = timezone.localdate() - timedelta(days=1)
    end_assignment(person.assignments.get(), ends=yesterday, by=SYSTEM)
    assert client.get(HOME).status_code == 302


def test_a_number_in_doubt_opens_no_door(people):
    person = people["volunteer"]
    person.phone_doubted_at = timezone.now()
    person.save()
    assert signed_in(person).get(HOME).status_code == 302


def test_the_home_page_lists_orders_nobody_answered_with_ways_to_call(people, stall, elsewhere):
    there = factories.stall(factories.partner("Lapak Jauh", village=elsewhere), name="Lapak Jauh")
    for seller in (stall, there):
        placed = factories.placed_order(seller.partner)
        placed.seller_orders.update(status="new", answer_by=timezone.now() + timedelta(hours=2))
    page = signed_in(people["volunteer"]).get(HOME).content.decode()
    assert "Pesanan belum dijawab" in page
    assert "tel:+6281234567890" in page
    assert "https://wa.me/6281234567890?text=Halo" in page
    assert "Lapak Jauh" not in page
    assert "Rp50.000" in page


def test_demo_people_are_never_called(people, stall):
    type(stall).objects.filter(pk=stall.pk).update(is_demo=True)
    placed = factories.placed_order(stall.partner)
    placed.seller_orders.update(status=SellerOrder.Status.NEW)
    page = signed_in(people["volunteer"]).get(HOME).content.decode()
    assert "wa.me" not in page
    assert "tel:" not in page


def test_a_stall_without_a_number_is_not_called_a_demo(people, stall):
    type(stall).objects.filter(pk=stall.pk).update(phone="")
    placed = factories.placed_order(stall.partner)
    placed.seller_orders.update(status=SellerOrder.Status.NEW)
    page = signed_in(people["volunteer"]).get(HOME).content.decode()
    assert "Lapak ini belum punya nomor. Silakan datangi." in page
    assert "Lapak contoh" not in page


def fill(stall, number: int) -> None:
    """Let an order, a paper, a mended listing and an unverified stall wait."""
    factories.placed_order(stall.partner).seller_orders.update(status="new")
    credentials.add(stall, "nib", Facts(number=f"{number:013d}"), by=SYSTEM)
    product = factories.shelved(stall)
    takedowns.take_down(product, reason="Foto orang lain", by=SYSTEM)
    takedowns.say_mended(product, note="Foto baru", by=SYSTEM)
    factories.stall(verified_at=None)


def test_the_home_page_asks_the_same_for_one_thing_that_waits_and_for_many(people, stall):
    client = signed_in(people["volunteer"])

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            page = client.get(HOME).content.decode()
        assert "Foto baru" in page
        return len(captured)

    fill(stall, 1)
    queries()
    one = queries()
    for number in range(2, 5):
        fill(stall, number)
    assert queries() == one


def test_a_count_is_true_where_not_all_is_shown(people, stall):
    for number in range(21):
        credentials.add(stall, "nib", Facts(number=f"{number:013d}"), by=SYSTEM)
        factories.placed_order(stall.partner).seller_orders.update(status="new")
    answer = signed_in(people["volunteer"]).get(HOME)
    page = answer.content.decode()
    assert page.count('<span class="count">(21)</span>') == 2
    assert page.count("#surat-") == 20


@pytest.mark.parametrize("role", [role for role in ROLES if INSIDE[role]])
def test_a_stall_is_seen_from_its_own_villages_only(people, stall, role):
    answer = signed_in(people[role]).get(reverse("rooms:stall", args=[stall.pk]))
    assert answer.status_code == (404 if "elsewhere" in role else 200)
    if answer.status_code == 200:
        assert "Telur Bu Siti" in answer.content.decode()


ACTS = ["volunteer", "coordinator"]


def doors(stall) -> dict[str, tuple[str, dict]]:
    """Return every address that changes something, with what it is sent."""
    paper = credentials.add(stall, "nib", Facts(number=NIB), by=SYSTEM, photo=photo())
    down, sold = factories.shelved(stall), factories.shelved(stall)
    takedowns.take_down(down, reason="Foto orang lain", by=SYSTEM)
    helper = factories.assigned("volunteer", stall.partner.village)
    consent = Consent.objects.create(
        seller=stall,
        owner=stall.memberships.get(role="owner").person,
        volunteer=helper,
        means="paper",
        paper="consents/x.jpg",
    )
    words = {"reason": "Nomor tidak cocok"}
    return {
        "paper-verify": (reverse("rooms:paper-verify", args=[paper.pk]), {}),
        "paper-refuse": (reverse("rooms:paper-refuse", args=[paper.pk]), words),
        "take-down": (reverse("rooms:take-down", args=[sold.pk]), words),
        "lift": (
            reverse("rooms:lift", args=[TakeDown.objects.get(product=down).pk]),
            {},
        ),
        "send-back": (reverse("rooms:send-back", args=[stall.pk]), words),
        "verify": (reverse("rooms:verify", args=[stall.pk]), {}),
        "ask": (reverse("rooms:ask", args=[stall.pk]), {}),
        "hand-in": (reverse("rooms:hand-in", args=[stall.pk]), {}),
        "consent-confirm": (reverse("rooms:consent-confirm", args=[consent.pk]), {}),
        "consent-refuse": (reverse("rooms:consent-refuse", args=[consent.pk]), words),
        "consent-end": (reverse("rooms:consent-end", args=[consent.pk]), {}),
    }


NAMES = [
    "paper-verify",
    "paper-refuse",
    "take-down",
    "lift",
    "send-back",
    "verify",
    "ask",
    "hand-in",
    "consent-confirm",
    "consent-refuse",
    "consent-end",
]
#: What a stranger to the stall's village gets, by hand.
REFUSED = {
    "volunteer elsewhere": 404,
    "coordinator elsewhere": 404,
    "office": 403,
    "treasurer": 302,
    "owner": 302,
    "staff": 302,
    "nobody": 302,
}


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("role", list(REFUSED))
def test_a_stranger_changes_nothing(people, stall, role, name):
    path, sent = doors(stall)[name]
    before = Event.objects.count()
    answer = signed_in(people[role]).post(path, sent)
    assert answer.status_code == REFUSED[role]
    assert Event.objects.count() == before
    assert Credential.objects.get().state == "waiting"
    assert TakeDown.objects.filter(lifted_at=None).count() == 1


@pytest.mark.parametrize("name", [*NAMES])
@pytest.mark.parametrize("role", ACTS)
def test_nothing_is_changed_by_looking(people, stall, role, name):
    path, _sent = doors(stall)[name]
    before = Event.objects.count()
    assert signed_in(people[role]).get(path).status_code == 405
    assert Event.objects.count() == before


@pytest.mark.parametrize("role", ACTS)
def test_volunteers_and_coordinators_check_papers_and_take_listings_down(people, stall, role):
    client, found = signed_in(people[role]), doors(stall)
    for name in ("paper-verify", "take-down", "lift"):
        path, sent = found[name]
        assert client.post(path, sent).status_code == 302
    paper = Credential.objects.get()
    assert (paper.state, paper.verified_by) == ("verified", people[role])
    assert TakeDown.objects.get(lifted_at=None).reason == "Nomor tidak cocok"
    assert TakeDown.objects.filter(lifted_at=None).count() == 1
    verbs = set(Event.objects.filter(person=people[role]).values_list("verb", flat=True))
    assert verbs == {"credential.verified", "listing.taken_down", "listing.restored"}


def test_a_stall_is_verified_or_sent_back_with_words(people, stall):
    type(stall).objects.update(verified_at=None)
    client = signed_in(people["volunteer"])
    home = client.get(HOME).content.decode()
    assert "Lapak menunggu verifikasi" in home
    client.post(reverse("rooms:send-back", args=[stall.pk]), {"reason": ""})
    assert not Event.objects.filter(verb="seller.sent_back").exists()
    client.post(reverse("rooms:send-back", args=[stall.pk]), {"reason": "Foto belum ada"})
    assert Event.objects.get(verb="seller.sent_back").reason == "Foto belum ada"
    client.post(reverse("rooms:verify", args=[stall.pk]))
    stall.refresh_from_db()
    assert stall.verified_by == people["volunteer"]


def test_who_works_in_a_stall_checks_nothing_there(people, stall):
    person = people["volunteer"]
    stall.memberships.create(person=person, role="helper")
    found = doors(stall)
    client = signed_in(person)
    for name in ("paper-verify", "paper-refuse", "take-down", "lift"):
        path, sent = found[name]
        client.post(path, sent)
    assert Credential.objects.get().state == "waiting"
    assert TakeDown.objects.filter(lifted_at=None).count() == 1
    page = client.get(reverse("rooms:stall", args=[stall.pk])).content.decode()
    assert "orang lain yang memverifikasi" in page
    assert "Verifikasi lapak" not in page


@pytest.mark.parametrize("role", ROLES)
def test_a_papers_photo_is_for_those_who_may_check_it(people, stall, role):
    paper = credentials.add(stall, "nib", Facts(number=NIB), by=SYSTEM, photo=photo())
    answer = signed_in(people[role]).get(reverse("rooms:paper-photo", args=[paper.pk]))
    expected = dict.fromkeys(ACTS, 200) | REFUSED
    assert answer.status_code == expected[role]
    if answer.status_code == 200:
        assert answer["Content-Type"] == "image/jpeg"
        assert "no-store" in answer["Cache-Control"]
        assert answer.getvalue()


def test_a_volunteer_asks_for_consent_and_gives_it_back(people, stall):
    client = signed_in(people["volunteer"])
    client.post(reverse("rooms:ask", args=[stall.pk]))
    consent = Consent.objects.get()
    assert (consent.volunteer, consent.given_at) == (people["volunteer"], None)
    client.post(reverse("rooms:consent-end", args=[consent.pk]))
    consent.refresh_from_db()
    assert consent.ended_at is not None


def test_a_paper_that_can_not_count_yet_says_so_and_waits(people, stall):
    volunteer, coordinator = signed_in(people["volunteer"]), signed_in(people["coordinator"])
    volunteer.post(reverse("rooms:hand-in", args=[stall.pk]), {"paper": photo()})
    confirm = reverse("rooms:consent-confirm", args=[Consent.objects.get().pk])
    words = "situs ini belum bisa mengirim pesan ke HP"
    assert words in volunteer.get(reverse("rooms:stall", args=[stall.pk])).content.decode()
    listed = coordinator.get(reverse("rooms:consents")).content.decode()
    assert words in listed
    assert confirm not in listed
    assert words in coordinator.post(confirm, follow=True).content.decode()
    assert Consent.objects.get().confirmed_by is None


def test_a_signed_paper_is_handed_in_by_the_volunteer_and_confirmed_by_the_coordinator(
    people, stall, settings
):
    settings.OUTBOX_CHANNELS = ["file", "sms"]
    volunteer, coordinator = signed_in(people["volunteer"]), signed_in(people["coordinator"])
    volunteer.post(reverse("rooms:hand-in", args=[stall.pk]), {"paper": photo()})
    consent = Consent.objects.get()
    assert (consent.means, consent.given_at) == ("paper", None)
    listed = coordinator.get(reverse("rooms:consents")).content.decode()
    assert "Telur Bu Siti" in listed
    assert volunteer.get(reverse("rooms:consents")).status_code == 403
    shown = coordinator.get(reverse("rooms:consent-photo", args=[consent.pk]))
    assert (shown.status_code, shown["Content-Type"]) == (200, "image/jpeg")
    assert shown.getvalue()
    volunteer.post(reverse("rooms:consent-confirm", args=[consent.pk]))
    consent.refresh_from_db()
    assert consent.confirmed_by is None
    coordinator.post(reverse("rooms:consent-confirm", args=[consent.pk]))
    consent.refresh_from_db()
    assert consent.confirmed_by == people["coordinator"]


def test_an_owner_is_brought_in_by_a_code_that_is_shown_once(people, village):
    client = signed_in(people["volunteer"])
    sent = {"name": "Bu Wati", "phone": "0812-7777-8888", "village": village.pk}
    page = client.post(reverse("rooms:bring-in"), sent).content.decode()
    made = Introduction.objects.get()
    assert (made.phone, made.made_by) == ("+6281277778888", people["volunteer"])
    assert "<svg" in page
    assert "/lapak-saya/perkenalan/" in page
    assert made.token_hash not in page


@pytest.mark.parametrize("role", list(REFUSED))
def test_nobody_else_brings_an_owner_of_this_village_in(people, village, role):
    sent = {"name": "Bu Wati", "phone": "0812-7777-8888", "village": village.pk}
    answer = signed_in(people[role]).post(reverse("rooms:bring-in"), sent)
    expected = {"volunteer elsewhere": 422, "coordinator elsewhere": 422}
    assert answer.status_code == expected.get(role, REFUSED[role])
    assert not Introduction.objects.exists()


def test_a_bad_phone_is_said_at_its_field(people, village):
    sent = {"name": "Bu Wati", "phone": "12", "village": village.pk}
    answer = signed_in(people["volunteer"]).post(reverse("rooms:bring-in"), sent)
    assert answer.status_code == 422
    assert 'value="Bu Wati"' in answer.content.decode()


def test_the_account_has_one_page_outside_of_the_admin(people):
    answer = signed_in(people["volunteer"]).get("/cms/account/")
    assert (answer.status_code, answer.url) == (302, reverse("storefront:account"))


def test_staff_who_look_after_stalls_take_listings_down_everywhere(stall):
    person = factories.person(is_staff=True)
    person.user_permissions.add(Permission.objects.get(codename="change_seller"))
    product, client = factories.shelved(stall), signed_in(person)
    assert client.get(HOME).status_code == 200
    client.post(reverse("rooms:take-down", args=[product.pk]), {"reason": "Barang palsu"})
    assert TakeDown.objects.get().by == person
    assert client.get(reverse("rooms:bring-in")).status_code == 403
