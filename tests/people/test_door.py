"""The one door: a phone, a code, a name for who is new; nobody learns who is known."""

import json
import logging
import re
from datetime import timedelta

import pytest
from django.contrib.auth import get_user
from django.contrib.auth.hashers import MD5PasswordHasher
from django.core import signing
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from shop.communication.codes import _address_hash
from shop.communication.models import AddressCount, CodeCount, Message, OneTimeCode
from shop.history.models import Event
from shop.people.models import User
from tests import factories

from .conftest import PHONE, code_sent

pytestmark = pytest.mark.django_db
DOOR = "/akun/masuk/"


@pytest.fixture
def known():
    return factories.person(phone=PHONE, phone_verified_at=timezone.now())


@pytest.mark.parametrize("typed", ["081234567890", "0812-3456-7890", "+62 812 3456 7890"])
@pytest.mark.parametrize("prefix", ["", "/en"])
def test_a_new_person_says_her_name_and_is_in(client, typed, prefix):
    assert client.post(f"{prefix}{DOOR}", {"phone": typed, "next": f"{prefix}/keranjang/"}).url == (
        f"{prefix}{DOOR}kode/"
    )
    assert (
        client.post(f"{prefix}{DOOR}kode/", {"digits": code_sent()}).url == f"{prefix}{DOOR}nama/"
    )
    answer = client.post(f"{prefix}{DOOR}nama/", {"name": "Sari Contoh"})

    assert (answer.status_code, answer.url) == (302, f"{prefix}/keranjang/")
    person = User.objects.get()
    assert (person.phone, person.name, person.email) == (PHONE, "Sari Contoh", None)
    assert person.phone_verified_at
    assert not person.has_usable_password()
    assert get_user(client) == person
    assert Event.objects.about(person).get().verb == "person.registered"


def test_a_known_person_is_in_by_her_code(client, known, come_in):
    assert come_in().url == "/akun/"
    assert get_user(client) == known


def test_until_the_name_is_said_there_is_no_account(client, come_in):
    come_in()

    assert client.post(f"{DOOR}nama/", {"name": " "}).status_code == 422
    assert User.objects.count() == 0
    assert not get_user(client).is_authenticated


@pytest.mark.parametrize("path", ["kode/", "nama/"])
def test_a_later_step_without_the_first_leads_back(client, path):
    assert client.get(f"{DOOR}{path}").url == DOOR
    assert client.post(f"{DOOR}{path}", {"name": "X", "digits": "123456"}).url == DOOR


def test_the_name_page_needs_the_code_first(client):
    client.post(DOOR, {"phone": PHONE})

    assert client.post(f"{DOOR}nama/", {"name": "Pencuri"}).url == DOOR
    assert User.objects.count() == 0


def test_wrong_digits_let_nobody_in(client, known):
    client.post(DOOR, {"phone": PHONE})
    wrong = f"{(int(code_sent()) + 1) % 1_000_000:06d}"

    assert "4 kali lagi" in client.post(f"{DOOR}kode/", {"digits": wrong}).content.decode()
    assert not get_user(client).is_authenticated


@pytest.mark.parametrize(
    ("typed", "words"),
    [("", "nomor HP"), ("0812", "kurang panjang"), ("nomor", "hanya berisi angka")],
)
def test_what_is_wrong_with_a_number_is_said_and_kept(client, typed, words):
    page = client.post(DOOR, {"phone": typed})

    assert page.status_code == 422
    assert words in page.content.decode()
    assert OneTimeCode.objects.count() == 0
    if typed:
        assert f'value="{typed}"' in page.content.decode()


def test_next_never_leads_away(client, known, come_in):
    assert come_in(then="https://elsewhere.example/").url == "/akun/"


def test_known_and_unknown_numbers_look_alike(known):
    def steps(phone: str) -> list:
        browser, seen = Client(), []
        for path, fields in [
            (DOOR, {"phone": phone}),
            (f"{DOOR}kode/", None),
            (f"{DOOR}kode/", {"digits": "12"}),
            (f"{DOOR}kode/", {"digits": "000000"}),
            (f"{DOOR}kode/", {"send": "1"}),
        ]:
            with CaptureQueriesContext(
                connection,
            ) as queries:
                page = browser.get(path) if fields is None else browser.post(path, fields)
            text = re.sub(r"0812-••••-••\d\d|[A-Za-z0-9]{64}", "", page.content.decode())
            seen.append((page.status_code, page.get("Location"), text, len(queries)))
        return seen

    steps("+6281299999901")
    assert steps(PHONE) == steps("+6281299999902")


@pytest.mark.parametrize(
    ("known", "unknown"),
    [(PHONE, "0812 9999 9999"), ("sari@contoh.example", "tak@ada.example")],
)
def test_a_wrong_password_costs_the_same_for_known_and_unknown(monkeypatch, known, unknown):
    User.objects.create_user("sari@contoh.example", "lereng-kelud-77", phone=PHONE)
    hashed = []
    encode = MD5PasswordHasher.encode
    monkeypatch.setattr(
        MD5PasswordHasher,
        "encode",
        lambda self, password, salt: hashed.append(1) or encode(self, password, salt),
    )
    costs = []
    for login in (known, unknown):
        hashed.clear()
        page = Client().post(DOOR, {"login": login, "password": "salah-sekali"})
        costs.append((page.status_code, len(hashed), page.content.replace(login.encode(), b"")))

    assert costs[0] == costs[1]
    assert costs[0][1] >= 1


def test_no_code_stands_in_clear_in_session_database_or_log(client, known, caplog):
    caplog.set_level(logging.DEBUG)
    client.post(DOOR, {"phone": PHONE})
    digits = code_sent()
    client.post(f"{DOOR}kode/", {"digits": "000000"})

    assert digits not in json.dumps(dict(client.session.items()))
    assert digits not in caplog.text
    for table in (OneTimeCode, Message, CodeCount, AddressCount):
        for row in table.objects.values():
            # Times and hashes may hold any six digits in a row; a code stands by itself.
            kept = [value for value in row.values() if isinstance(value, str | bytes | dict)]
            assert not re.search(rf"(?<![0-9a-f]){digits}(?![0-9a-f])", str(kept))


def test_the_session_gets_a_new_key_at_the_sign_in(client, known):
    client.post(DOOR, {"phone": PHONE})
    before = client.session.session_key
    client.post(f"{DOOR}kode/", {"digits": code_sent()})

    assert client.session.session_key != before
    assert not Client(headers={"cookie": f"sesi={before}"}).session.get("_auth_user_id")


def test_a_second_code_within_a_minute_is_refused_in_words(client, settings):
    settings.CODE_PAUSE_SECONDS = 60
    client.post(DOOR, {"phone": PHONE})

    for page in (client.post(DOOR, {"phone": PHONE}), client.post(f"{DOOR}kode/", {"send": "1"})):
        assert page.status_code == 429
        assert "Tunggu satu menit" in page.content.decode()
    assert OneTimeCode.objects.count() == 1


@pytest.mark.parametrize(
    ("proxies", "forwarded", "counted"),
    [
        (0, "198.51.100.1", "10.0.0.9"),
        (0, "198.51.100.1, 198.51.100.2", "10.0.0.9"),
        (1, "198.51.100.1, 203.0.113.5", "203.0.113.5"),
        (2, "198.51.100.1, 203.0.113.5, 10.0.0.1", "203.0.113.5"),
        (2, "198.51.100.1", "10.0.0.9"),
        (2, "bukan alamat, 203.0.113.5, 10.0.0.1", "203.0.113.5"),
    ],
)
def test_a_forged_address_does_not_escape_the_count(settings, proxies, forwarded, counted):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = proxies
    browser = Client(headers={"x-forwarded-for": forwarded}, REMOTE_ADDR="10.0.0.9")

    browser.post(DOOR, {"phone": PHONE})

    assert AddressCount.objects.get().address_hash == _address_hash(counted)


def test_codes_of_every_page_count_for_one_address(client, settings):
    settings.CODES_PER_HOUR_AND_ADDRESS = 1
    client.post(DOOR, {"phone": PHONE})

    page = Client().post("/pesanan/", {"number": "1000-0001", "phone": "081299999999"})

    assert "dari jaringan Anda" in page.content.decode()
    assert OneTimeCode.objects.count() == 1


class TestUnprovenClaims:
    def test_an_account_with_email_loses_its_claim_to_the_holder(self, client, come_in):
        squatter = factories.person(phone=PHONE, email="lain@contoh.example")

        assert come_in().url == f"{DOOR}nama/"
        client.post(f"{DOOR}nama/", {"name": "Sari Contoh"})

        squatter.refresh_from_db()
        assert squatter.phone is None
        assert User.objects.get(phone=PHONE).name == "Sari Contoh"

    def test_an_account_of_the_number_alone_becomes_the_holders(self, client, come_in):
        squatter = factories.person(phone=PHONE)
        thief = Client()
        thief.force_login(squatter, "django.contrib.auth.backends.ModelBackend")

        assert come_in().url == "/akun/"

        squatter.refresh_from_db()
        assert get_user(client) == squatter
        assert squatter.phone_verified_at
        assert not squatter.has_usable_password()
        assert not get_user(thief).is_authenticated


class TestJoiningByEmail:
    def test_a_link_makes_the_account(self, client):
        assert (
            client.post("/akun/daftar/", {"email": "Sari@Contoh.example"}).url
            == "/akun/email/kirim/"
        )
        key = code_sent("join_by_email")
        assert "sari@contoh.example" in client.get(f"/akun/daftar/{key}/").content.decode()
        assert User.objects.count() == 0

        fields = {"name": "Sari Contoh", "password1": "gunung-kelud-1731"}
        assert client.post(f"/akun/daftar/{key}/", fields).url == "/akun/"

        person = User.objects.get()
        assert (person.email, person.phone) == ("sari@contoh.example", None)
        assert person.emailaddress_set.get().verified
        assert get_user(client) == person
        assert Client().post(f"/akun/daftar/{key}/", fields).status_code == 422

    def test_known_and_unknown_addresses_look_alike(self):
        factories.person(email="sari@contoh.example")
        answers = []
        for email in ("lain@contoh.example", "sari@contoh.example", "baru@contoh.example"):
            with CaptureQueriesContext(connection) as queries:
                page = Client().post("/akun/daftar/", {"email": email})
            answers.append((page.status_code, page.url, page.content, len(queries)))

        assert answers[1] == answers[2]
        assert list(Message.objects.order_by("pk").values_list("kind", flat=True)) == [
            "join_by_email",
            "email_known",
            "join_by_email",
        ]

    @pytest.mark.parametrize("key", ["x", "a:b:c", "eyJ4IjoxfQ:1abc:zzz"])
    def test_a_forged_link_makes_nothing(self, client, key):
        assert client.post(f"/akun/daftar/{key}/", {"name": "X"}).status_code == 410
        assert User.objects.count() == 0

    def test_a_link_of_yesterday_has_run_out(self, client, monkeypatch):
        client.post("/akun/daftar/", {"email": "sari@contoh.example"})
        key = code_sent("join_by_email")
        later = signing.time.time() + timedelta(hours=25).total_seconds()
        monkeypatch.setattr(signing.time, "time", lambda: later)

        assert client.get(f"/akun/daftar/{key}/").status_code == 410
