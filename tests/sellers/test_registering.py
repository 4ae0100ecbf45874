import pytest
from django.urls import reverse
from django.utils import timezone

from sellers import refusals
from sellers.addresses import reserved_words
from sellers.models import Seller
from sellers.registration import open_stall
from shop.people.actors import Actor, actor_for
from shop.villages.finding import villages_like
from tests import factories

pytestmark = pytest.mark.django_db

REGISTER = "/lapak-saya/daftar/"


@pytest.fixture
def places():
    """Suruhwadang, and two villages of one name in two districts."""
    factories.region("35.05.06", "Ponggok", slug="ponggok")
    factories.category("peternakan", "peternakan")
    return {
        "here": factories.village(),
        "one": factories.village("35.05.04.2001", "Sumberjati"),
        "other": factories.region("35.05.06.2001", "Sumberjati"),
    }


@pytest.fixture
def person():
    return factories.person(phone_verified_at=timezone.now(), name="Bu Sri Contoh")


def answers(**fields):
    return {
        "name": "Telur Bu Sri",
        "village": "suruhwadang",
        "sector": "peternakan",
        "phone": "0812 3456 7890",
        **fields,
    }


def test_a_stranger_signs_in_first_and_comes_back(client):
    page = client.get(REGISTER)

    assert page.status_code == 302
    assert page["Location"].endswith("?next=/lapak-saya/daftar/")


def test_a_new_stall_is_its_owners_at_once_and_the_buyers_later(client, person, places):
    client.force_login(person)

    page = client.post(REGISTER, answers())

    seller = Seller.objects.get()
    assert page["Location"] == "/lapak-saya/telur-bu-sri/"
    assert (seller.partner.village, seller.phone) == (places["here"], "+6281234567890")
    assert list(seller.memberships.values_list("person", "role")) == [(person.pk, "owner")]
    assert [row.method for row in seller.partner.deliveries.all()] == ["pickup"]
    assert client.get("/lapak/telur-bu-sri/").status_code == 404
    preview = client.get(reverse("desk:preview", args=[seller.slug]))
    assert "Telur Bu Sri" in preview.content.decode()


def test_her_own_phone_stands_in_for_none(client, person, places):
    client.force_login(person)

    client.post(REGISTER, answers(phone=""))

    assert Seller.objects.get().phone == person.phone


def test_villages_of_one_name_are_chosen_from_with_their_district(client, person, places):
    client.force_login(person)

    page = client.post(REGISTER, answers(village="sumberjati"))

    text = page.content.decode()
    assert page.status_code == 422
    assert "Sumberjati, Kademangan" in text
    assert "Sumberjati, Ponggok" in text
    assert 'value="Telur Bu Sri"' in text
    assert not Seller.objects.exists()

    chosen = answers(village="sumberjati", village_code="35.05.06.2001")
    client.post(REGISTER, chosen)
    assert Seller.objects.get().partner.village == places["other"]


def test_a_village_with_its_district_needs_no_choice(client, person, places):
    client.force_login(person)

    client.post(REGISTER, answers(village="Sumberjati, Kademangan"))

    assert Seller.objects.get().partner.village == places["one"]


@pytest.mark.parametrize(
    "fields",
    [
        {"village": "Atlantis"},
        {"village": "suruhwadang", "name": " "},
        {"sector": "sihir"},
        {"phone": "12"},
        {"village": "sumberjati", "village_code": "35.05.04.2007"},
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_made(client, person, places, fields):
    client.force_login(person)

    assert client.post(REGISTER, answers(**fields)).status_code == 422
    assert not Seller.objects.exists()


def test_an_unproven_phone_opens_no_stall(client, places):
    person = factories.person()
    client.force_login(person)

    assert client.get(REGISTER).status_code == 403
    with pytest.raises(refusals.PhoneNotProven):
        open_stall(person, name="Telur", village=places["here"], by=actor_for(person))


def test_somebody_confirmed_in_person_opens_a_stall(places):
    volunteer = factories.assigned("volunteer", places["here"])
    person = factories.person(confirmed_by=volunteer)

    assert open_stall(person, name="Telur", village=places["here"], by=actor_for(person)).pk


def test_nobody_opens_a_stall_for_somebody_else(person, places):
    volunteer = factories.assigned("volunteer", places["here"])

    for by in (
        actor_for(volunteer),
        Actor("Dimas", person.pk, on_behalf_of_id=person.pk, consent="consent:1"),
    ):
        with pytest.raises(refusals.OwnerOnly):
            open_stall(person, name="Telur", village=places["here"], by=by)


def test_a_person_has_several_stalls_but_few_unverified_ones(person, places):
    for number in range(3):
        open_stall(person, name=f"Telur {number}", village=places["here"], by=actor_for(person))

    with pytest.raises(refusals.TooManyStalls):
        open_stall(person, name="Telur 3", village=places["here"], by=actor_for(person))

    assert Seller.objects.count() == 3


def test_a_demo_persons_stall_belongs_to_the_demo(places):
    person = factories.person(phone_verified_at=timezone.now(), is_demo=True)

    seller = open_stall(person, name="Telur", village=places["here"], by=actor_for(person))

    assert (seller.is_demo, seller.partner.is_demo) == (True, True)


def test_words_of_the_desk_are_no_stalls_address(person, places):
    assert {"daftar", "undangan"} <= reserved_words()
    for word in sorted(reserved_words()):
        Seller.objects.all().delete()
        seller = open_stall(person, name=word, village=places["here"], by=actor_for(person))
        assert seller.slug != word


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("suruh", ["35.05.04.2007"]),
        ("SURUHWADANG kademangan", ["35.05.04.2007"]),
        ("sumberjati ponggok", ["35.05.06.2001"]),
        ("Sumberjati", ["35.05.04.2001", "35.05.06.2001"]),
        ("  ", []),
        ("%", []),
    ],
)
def test_villages_are_found_by_their_names(places, text, codes):
    assert [village.code for village in villages_like(text)] == codes
