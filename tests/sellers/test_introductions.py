"""A volunteer brings an owner in: a link for her own phone, once, within 15 minutes."""

from datetime import timedelta

import pytest
from django.contrib.auth import get_user
from django.contrib.auth.models import Group
from django.test import Client
from django.utils import timezone

from sellers.models import Introduction
from sellers.team import introductions
from sellers.team.introductions import (
    IntroductionGone,
    NeedsOwnCode,
    NeedsPersonsName,
    NotYourVillage,
    OwnPhone,
    introduce,
)
from shop.communication.models import Message
from shop.history.models import Event
from shop.people.actors import Actor, actor_for
from shop.people.models import User
from shop.people.phones import BadPhone
from tests import factories
from tests.people.conftest import code_sent

pytestmark = pytest.mark.django_db
PHONE = "+6281234567890"


@pytest.fixture
def place():
    return factories.village()


@pytest.fixture
def pandu(place):
    return factories.assigned("volunteer", place)


def bring_in(by: User, place, phone: str = PHONE, name: str = "Bu Siti Contoh") -> str:
    """Return the address of a new introduction."""
    _introduction, secret = introduce(name=name, phone=phone, village=place, by=actor_for(by))
    return f"/lapak-saya/perkenalan/{secret}/"


def test_a_new_owner_comes_in_on_her_own_phone(client, pandu, place):
    address = bring_in(pandu, place, phone="0812 3456 7890")
    page = client.get(address).content.decode()
    assert "Bu Siti Contoh" in page
    assert "Suruhwadang" in page
    assert "0812-••••-••90" in page
    assert User.objects.filter(phone=PHONE).count() == 0

    assert client.post(address).url == "/lapak-saya/"

    siti = User.objects.get(phone=PHONE)
    assert get_user(client) == siti
    assert (siti.name, siti.confirmed_by, siti.phone_verified_at) == ("Bu Siti Contoh", pandu, None)
    assert client.session.get_expiry_age() == pytest.approx(90 * 24 * 3600, abs=5)
    used = Introduction.objects.get()
    assert (used.person, used.made_by) == (siti, pandu)
    verbs = Event.objects.about(used, siti).values_list("verb", "person", "after")
    assert list(verbs) == [
        ("introduction.made", pandu.pk, {"village": place.code}),
        ("person.registered", pandu.pk, {"in_person": True}),
        ("introduction.used", siti.pk, {}),
    ]


def test_a_link_works_once(client, pandu, place):
    address = bring_in(pandu, place)
    client.post(address)
    other = Client()

    for answer in (other.get(address), other.post(address)):
        assert answer.status_code == 410
    assert not get_user(other).is_authenticated


def test_a_preview_uses_nothing_up(client, pandu, place):
    address = bring_in(pandu, place)
    for _look in range(3):
        assert Client().get(address).status_code == 200

    assert client.post(address).status_code == 302


def test_after_15_minutes_the_link_has_run_out(client, pandu, place):
    address = bring_in(pandu, place)
    made = Introduction.objects.get()
    assert made.expires_at - made.created_at == pytest.approx(
        timedelta(minutes=15), abs=timedelta(seconds=1)
    )
    Introduction.objects.update(expires_at=timezone.now())

    assert client.post(address).status_code == 410
    assert not get_user(client).is_authenticated


@pytest.mark.parametrize("secret", ["x", "A" * 22, "%00"])
def test_a_made_up_link_is_none(client, secret):
    assert client.get(f"/lapak-saya/perkenalan/{secret}/").status_code in {400, 410}


def test_such_a_session_touches_neither_account_nor_bank_account(client, pandu, place):
    client.post(bring_in(pandu, place))

    for path in ("/akun/nomor/", "/akun/email/", "/akun/sandi/buat/"):
        assert client.get(path).url.startswith("/akun/periksa/")


def test_a_coordinators_word_beside_a_volunteers_counts_as_a_proof(client, pandu, place):
    client.post(bring_in(pandu, place))
    client.post(bring_in(pandu, place))
    assert client.get("/akun/nomor/").status_code == 302
    client.post(bring_in(factories.assigned("volunteer", place), place))
    assert client.get("/akun/nomor/").status_code == 302

    client.post(bring_in(factories.assigned("coordinator", place.parent), place))

    assert client.get("/akun/nomor/").status_code == 200


def test_a_known_owner_is_told_and_her_doubted_number_holds_again(client, pandu, place):
    siti = factories.person(
        phone=PHONE, phone_verified_at=timezone.now(), phone_doubted_at=timezone.now()
    )
    elsewhere = Client()
    elsewhere.force_login(siti, "django.contrib.auth.backends.ModelBackend")

    client.post(bring_in(pandu, place))

    siti.refresh_from_db()
    assert (siti.phone_doubted_at, siti.confirmed_by) == (None, pandu)
    assert get_user(client) == siti
    assert not get_user(elsewhere).is_authenticated
    assert Message.objects.filter(kind="introduced", way="phone", phone=PHONE).count() == 1


@pytest.mark.parametrize("role", ["volunteer", "coordinator"])
def test_who_may_bring_in(place, role):
    regions = {
        "own village": (place, True),
        "another village": (factories.village("35.05.04.2010", "Dawuhan"), False),
        "its district": (place.parent, role == "coordinator"),
        "its regency": (place.parent.parent, role == "coordinator"),
    }
    for region, is_allowed in regions.values():
        somebody = factories.assigned(role, region)
        if is_allowed:
            assert bring_in(somebody, place)
        else:
            with pytest.raises(NotYourVillage):
                bring_in(somebody, place)


@pytest.mark.parametrize(
    "maker",
    [
        lambda place: factories.person(),
        lambda place: factories.person(is_staff=True, is_superuser=True),
        lambda place: factories.assigned("office", place),
        lambda place: factories.assigned("treasurer", place),
        lambda place: factories.assigned("volunteer", place, phone_doubted_at=timezone.now()),
    ],
    ids=["anybody", "superuser", "office", "treasurer", "doubted volunteer"],
)
def test_who_may_not(place, maker):
    with pytest.raises(NotYourVillage):
        bring_in(maker(place), place)
    assert Introduction.objects.count() == Event.objects.count() == 0


def test_nobody_brings_himself_in(pandu, place):
    with pytest.raises(OwnPhone):
        bring_in(pandu, place, phone=pandu.phone)


def test_who_helps_by_consent_brings_nobody_in(pandu, place):
    by = Actor(label="x", person_id=pandu.pk, on_behalf_of_id=1, consent="consent:1")

    with pytest.raises(NotYourVillage):
        introduce(name="Siti", phone=PHONE, village=place, by=by)


@pytest.mark.parametrize("name", ["", "  ", "x" * 151])
def test_a_name_is_needed(pandu, place, name):
    with pytest.raises(NeedsPersonsName):
        bring_in(pandu, place, name=name)
    with pytest.raises(BadPhone):
        bring_in(pandu, place, phone="0812")


def in_group(person):
    person.groups.add(Group.objects.create(name="Dukungan"))


HOLDS_MORE = {
    "staff": lambda person: User.objects.filter(pk=person.pk).update(is_staff=True),
    "superuser": lambda person: User.objects.filter(pk=person.pk).update(is_superuser=True),
    "group": in_group,
    "assignment": lambda person: person.assignments.create(
        role="office", region=factories.village(), starts=timezone.localdate()
    ),
    "assignment in doubt": lambda person: (
        person.assignments.create(
            role="office", region=factories.village(), starts=timezone.localdate()
        ),
        User.objects.filter(pk=person.pk).update(phone_doubted_at=timezone.now()),
    ),
    "stall elsewhere": lambda person: factories.stall(
        factories.partner(village=factories.village("35.05.04.2010", "Dawuhan"))
    ).memberships.create(person=person, role="helper"),
    "closed account": lambda person: User.objects.filter(pk=person.pk).update(is_active=False),
}


@pytest.mark.parametrize("more", HOLDS_MORE)
@pytest.mark.parametrize("when", ["before", "after"])
def test_an_account_that_holds_more_needs_its_own_code(client, pandu, place, more, when):
    holder = factories.person(phone=PHONE, confirmed_by=pandu)
    if when == "before":
        HOLDS_MORE[more](holder)
        with pytest.raises(NeedsOwnCode):
            bring_in(pandu, place)
        return
    address = bring_in(pandu, place)
    HOLDS_MORE[more](holder)

    page = client.post(address)

    assert page.status_code == 422
    assert "dengan kode OTP" in page.content.decode()
    assert not get_user(client).is_authenticated
    assert Introduction.objects.get().used_at is None


def test_an_owner_of_a_stall_of_the_village_may_be_brought_in(client, pandu, place):
    seller = factories.stall(factories.partner(village=place))
    owner = factories.works_in(seller, phone=PHONE, phone_verified_at=timezone.now())

    client.post(bring_in(pandu, place))

    assert get_user(client) == owner


def test_where_codes_reach_phones_a_proven_number_needs_its_own(pandu, place, settings):
    factories.works_in(
        factories.stall(factories.partner(village=place)),
        phone=PHONE,
        phone_verified_at=timezone.now(),
    )
    settings.OUTBOX_CHANNELS = ["sms"]

    with pytest.raises(NeedsOwnCode):
        bring_in(pandu, place)


def test_a_buyer_who_proved_his_number_is_no_volunteers_to_bring_in(pandu, place):
    factories.person(phone=PHONE, phone_verified_at=timezone.now())

    with pytest.raises(NeedsOwnCode):
        bring_in(pandu, place)


def test_the_holders_first_code_ends_every_session_that_was_only_introduced(client, pandu, place):
    volunteers_own_phone = Client()
    volunteers_own_phone.post(bring_in(pandu, place))

    client.post("/akun/masuk/", {"phone": PHONE})
    client.post("/akun/masuk/kode/", {"digits": code_sent()})

    assert get_user(client).phone == PHONE
    assert not get_user(volunteers_own_phone).is_authenticated


@pytest.mark.parametrize("path", ["/akun/periksa/kode/", "/akun/telepon/"])
def test_a_code_typed_in_the_introduced_session_keeps_it(client, pandu, place, path):
    client.post(bring_in(pandu, place))

    client.post(path, {"send": "1"})
    client.post(path, {"digits": code_sent()})

    assert get_user(client).phone_verified_at is not None


def test_a_phone_where_somebody_else_is_signed_in_is_not_hers(client, pandu, place):
    address = bring_in(pandu, place)
    client.force_login(pandu, "django.contrib.auth.backends.ModelBackend")

    for answer in (client.get(address), client.post(address)):
        assert answer.status_code == 409
    assert get_user(client) == pandu
    assert Introduction.objects.get().used_at is None


def test_a_volunteer_whose_time_is_over_lets_nobody_in(pandu, place):
    _introduction, secret = introduce(name="Siti", phone=PHONE, village=place, by=actor_for(pandu))
    pandu.assignments.update(ends=timezone.localdate() - timedelta(days=1))

    with pytest.raises(IntroductionGone):
        introductions.accept(secret)
