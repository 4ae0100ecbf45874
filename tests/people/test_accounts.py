"""Signing in by password, forgotten passwords, and everything that leads to the one door."""

import re
from html import unescape

import pytest
from django.contrib.auth import get_user
from django.core import mail
from django.core.cache import cache

from shop.communication import outbox
from shop.communication.models import Message
from shop.people.models import User
from tests import factories

from .conftest import code_sent

pytestmark = pytest.mark.django_db
PASSWORD = "gunung-kelud-1731"
BACKEND = "django.contrib.auth.backends.ModelBackend"
SIGN_IN, SIGN_UP = "/akun/masuk/", "/akun/daftar/"


def text_of(page) -> str:
    main = page.content.decode().partition("<main")[2].partition("</main>")[0]
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", f"<{main}")).split())


@pytest.mark.parametrize(
    "login", ["081234567890", "+6281234567890", "0812-3456-7890", "8123 4567 890", "Sari@contoh.id"]
)
@pytest.mark.parametrize("prefix", ["", "/en"])
def test_phone_in_any_spelling_or_email_signs_in(client, login, prefix):
    person = User.objects.create_user(
        "sari@contoh.id", PASSWORD, phone="+6281234567890", name="Sari Contoh"
    )

    answer = client.post(f"{prefix}{SIGN_IN}", {"login": login, "password": PASSWORD})

    assert (answer.status_code, answer.url) == (302, f"{prefix}/akun/")
    assert get_user(client) == person


@pytest.mark.parametrize("login", ["081234567890", "081299999999", "sari@contoh.id", "x", ""])
def test_a_wrong_password_signs_nobody_in(client, login):
    User.objects.create_user(None, PASSWORD, phone="+6281234567890")

    page = client.post(SIGN_IN, {"login": login, "password": "salah-sekali"})

    assert page.status_code == 200
    assert not get_user(client).is_authenticated


def test_the_session_is_renewed_at_sign_in_and_out(client):
    person = factories.person()
    client.get("/pesanan/")
    session = client.session
    session["basket"] = "kept"
    session.save()
    client.cookies["sesi"] = before = session.session_key

    client.post(SIGN_IN, {"login": person.phone, "password": "rahasia-sekali"})
    signed_in = client.session.session_key
    client.post("/akun/keluar/")

    assert len({before, signed_in, client.session.session_key}) == 3
    assert not get_user(client).is_authenticated


def test_signing_out_asks_first(client):
    client.force_login(factories.person(), backend="django.contrib.auth.backends.ModelBackend")

    page = client.get("/akun/keluar/")

    assert "Keluar" in text_of(page)
    assert get_user(client).is_authenticated


def test_the_password_is_changed(client):
    person = factories.person()
    client.post(SIGN_IN, {"login": person.phone, "password": "rahasia-sekali"})
    assert client.get("/akun/sandi/ganti/").status_code == 200

    answer = client.post(
        "/akun/sandi/ganti/",
        {"oldpassword": "rahasia-sekali", "password1": PASSWORD, "password2": PASSWORD},
    )

    assert answer.status_code == 302
    person.refresh_from_db()
    assert person.check_password(PASSWORD)


def test_a_forgotten_password_is_set_anew_by_email(client):
    person = factories.person(email="sari@contoh.example")
    page = client.post("/akun/sandi/lupa/", {"email": "sari@contoh.example"}, follow=True)
    assert page.status_code == 200
    page = client.get(f"/akun/sandi/lupa/{code_sent('password_link')}/", follow=True)
    address = page.redirect_chain[-1][0]

    client.post(address, {"password1": PASSWORD, "password2": PASSWORD})

    person.refresh_from_db()
    assert person.check_password(PASSWORD)


def test_known_and_unknown_addresses_get_a_mail_by_the_outbox_alone(client):
    sari = factories.person(email="sari@contoh.example")
    for email in ("sari@contoh.example", "siapa@contoh.example"):
        client.post("/akun/sandi/lupa/", {"email": email})

    messages = Message.objects.order_by("pk").values_list("kind", "email", "person_id")
    assert list(messages) == [
        ("password_link", "sari@contoh.example", sari.pk),
        ("email_unknown", "siapa@contoh.example", None),
    ]
    assert mail.outbox == []


@pytest.mark.parametrize("path", ["/akun/sandi/lupa/", "/akun/daftar/"])
def test_no_mail_leaves_for_a_demo_persons_address(client, settings, path):
    settings.OUTBOX_CHANNELS = ["email"]
    factories.person(email="demo@contoh.example", is_demo=True)
    client.post(path, {"email": "demo@contoh.example"})
    assert Message.objects.get().email == "demo@contoh.example"

    assert outbox.deliver_due() == 0
    assert mail.outbox == []


@pytest.mark.parametrize("email", ["siapa@contoh.example", "bukan email", ""])
def test_asking_for_a_strangers_password_is_no_error(client, email):
    page = client.post("/akun/sandi/lupa/", {"email": email}, follow=True)

    assert page.status_code == 200


@pytest.mark.parametrize("prefix", ["", "/en"])
@pytest.mark.parametrize(
    "path",
    ["accounts/login/", "accounts/register/", "dashboard/login/", "cms/login/", "_util/login/"],
)
def test_there_is_one_way_to_sign_in(client, prefix, path):
    answer = client.get(f"{prefix}/{path}?next=/akun/pesanan/1/")

    assert (answer.status_code, answer.url) == (302, f"{prefix}{SIGN_IN}?next=/akun/pesanan/1/")


@pytest.mark.parametrize("path", ["/cms/", "/dashboard/", "/admin/", "/akun/"])
def test_closed_rooms_lead_to_the_one_sign_in(client, path):
    answer = client.get(path, follow=True)

    assert answer.redirect_chain[-1][0].startswith(f"{SIGN_IN}?next=")


@pytest.mark.parametrize("path", ["/cms/", "/dashboard/", "/admin/"])
def test_a_buyer_hears_that_a_room_is_not_his(client, path):
    client.force_login(factories.person(), backend=BACKEND)

    page = client.get(path, follow=True)

    assert page.status_code == 403
    assert "Halaman ini milik orang lain" in text_of(page)


def test_there_is_one_way_to_a_new_password(client):
    assert client.get("/cms/password_reset/").status_code == 404
    assert client.post("/cms/password_reset/", {"email": "siapa@contoh.example"}).status_code == 404


def test_asking_too_often_is_refused_in_words(client, settings):
    settings.ACCOUNT_RATE_LIMITS = {"signup": "1/m/ip"}
    cache.clear()
    client.post(SIGN_UP, {"email": "sari@contoh.example"})

    page = client.post(SIGN_UP, {"email": "budi@contoh.example"})

    assert page.status_code == 429
    assert "Tunggu beberapa menit" in text_of(page)
    assert Message.objects.count() == 1


def test_next_never_leads_away_from_here(client):
    person = factories.person()

    answer = client.post(
        f"{SIGN_IN}?next=https://elsewhere.example/",
        {"login": person.phone, "password": "rahasia-sekali"},
    )

    assert answer.url == "/akun/"


def test_a_next_that_is_no_address_leads_to_the_account(client):
    person = factories.person()
    client.force_login(person, "django.contrib.auth.backends.ModelBackend")

    answer = client.post("/akun/periksa/?next=entah", {"password": "rahasia-sekali"})

    assert answer.url == "/akun/"


@pytest.mark.parametrize(
    "path",
    [SIGN_IN, SIGN_UP, "/akun/sandi/lupa/", "/akun/sandi/lupa/terkirim/", "/akun/sandi/selesai/"],
)
@pytest.mark.parametrize("prefix", ["", "/en"])
def test_account_pages_show_in_both_languages(client, path, prefix):
    page = client.get(f"{prefix}{path}")

    assert page.status_code == 200
    assert f'<html lang="{prefix[1:] or "id"}"' in page.content.decode()
    assert "noindex" in page.content.decode()
    assert "/info/privasi/" in page.content.decode()


@pytest.mark.parametrize(
    "path",
    ["/akun/email/", "/akun/nomor/", "/akun/sandi/ganti/", "/akun/telepon/", "/akun/periksa/"],
)
def test_pages_of_the_signed_in_show(client, path):
    person = factories.person()
    client.post(SIGN_IN, {"login": person.phone, "password": "rahasia-sekali"})

    assert client.get(path).status_code == 200
