"""Proofs before account and money are touched; a number that was silent for 60 days."""

from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from allauth.core import context
from django.contrib.auth import get_user
from django.contrib.auth.models import Permission
from django.test import Client, RequestFactory
from django.utils import timezone

from shop.communication import account_proof, proving
from shop.communication.accounts import AccountAdapter, PhoneCodeForm
from shop.communication.models import Message
from shop.history.models import Event
from shop.people.actors import actor_for
from shop.people.models import FormerContact, User
from shop.people.sessions import end_all
from shop.villages.models import Assignment
from tests import factories

from .conftest import PHONE, code_sent

pytestmark = pytest.mark.django_db
PASSWORD = "rahasia-sekali"
NEW_PHONE = "+6285711112222"
CHECK = "/akun/periksa/"
GUARDED = ["/akun/nomor/", "/akun/email/", "/akun/sandi/ganti/", "/akun/sandi/buat/"]


@pytest.fixture
def sari():
    return factories.person(
        phone=PHONE, phone_verified_at=timezone.now(), last_login=timezone.now()
    )


@pytest.fixture
def silent(sari):
    """Sari, 61 days after she last signed in."""
    sari.last_login = timezone.now() - timedelta(days=61)
    sari.save()
    return sari


def forget_proofs(client, *, minutes: int = 11) -> None:
    session = client.session
    for proof in session["account_authentication_methods"]:
        proof["at"] -= minutes * 60
    session.save()


class TestFreshProof:
    @pytest.mark.parametrize("path", GUARDED)
    def test_ten_minutes_after_the_sign_in_a_proof_is_asked_for(self, client, sari, come_in, path):
        come_in()
        assert not client.get(path).get("Location", "").startswith(CHECK)
        forget_proofs(client)

        for answer in (client.get(path), client.post(path, {"email": "x@contoh.example"})):
            assert answer.url == f"{CHECK}?next={path.replace('/', '%2F')}"
        assert Message.objects.exclude(kind="code").count() == 0

    def test_a_code_to_the_own_phone_is_a_proof(self, client, sari, come_in):
        come_in()
        forget_proofs(client)
        client.post(f"{CHECK}kode/?next=/akun/nomor/", {"send": "1"})

        answer = client.post(f"{CHECK}kode/?next=/akun/nomor/", {"digits": code_sent()})

        assert answer.url == "/akun/nomor/"
        assert client.get("/akun/nomor/").status_code == 200

    def test_the_password_is_a_proof_and_a_wrong_one_is_none(self, client, sari, come_in):
        come_in()
        forget_proofs(client)

        assert client.post(CHECK, {"password": "salah"}).status_code == 422
        assert client.get("/akun/nomor/").status_code == 302
        assert (
            client.post(f"{CHECK}?next=/akun/nomor/", {"password": PASSWORD}).url == "/akun/nomor/"
        )
        assert client.get("/akun/nomor/").status_code == 200

    def test_a_code_to_the_confirmed_email_is_a_proof(self, client, sari, come_in):
        proving.change_email(sari, "sari@contoh.example", by=actor_for(sari))
        come_in()
        forget_proofs(client)
        client.post(f"{CHECK}email/", {"send": "1"})

        assert client.post(f"{CHECK}email/", {"digits": code_sent("code_by_email")}).url == "/akun/"
        assert client.get("/akun/nomor/").status_code == 200

    def test_an_unconfirmed_email_proves_nothing(self, client, sari, come_in):
        User.objects.filter(pk=sari.pk).update(email="lain@contoh.example")
        come_in()

        assert client.post(f"{CHECK}email/", {"send": "1"}).url == CHECK
        assert not Message.objects.filter(kind="code_by_email").exists()


class TestContacts:
    def test_a_new_number_is_proven_and_the_old_ways_are_told(self, client, sari, come_in):
        proving.change_email(sari, "sari@contoh.example", by=actor_for(sari))
        come_in()
        Message.objects.all().delete()
        client.post("/akun/nomor/", {"phone": "0857 1111 2222"})

        assert client.post("/akun/nomor/kode/", {"digits": code_sent()}).url == "/akun/"

        sari.refresh_from_db()
        assert sari.phone == NEW_PHONE
        told = Message.objects.filter(kind="phone_changed")
        assert set(told.values_list("way", "phone", "email")) == {
            ("phone", PHONE, "sari@contoh.example"),
            ("email", PHONE, "sari@contoh.example"),
            ("inbox", "", ""),
        }
        assert FormerContact.objects.filter(person=sari).values_list("phone").get() == (PHONE,)
        assert Event.objects.filter(verb="person.phone_changed").count() == 1

    def test_a_new_number_ends_the_session_on_the_phone_that_was_left(self, client, sari, come_in):
        left = Client()
        come_in(browser=left)
        come_in()
        client.post("/akun/nomor/", {"phone": NEW_PHONE})

        client.post("/akun/nomor/kode/", {"digits": code_sent()})

        assert get_user(client) == sari
        assert not get_user(left).is_authenticated

    def test_a_number_that_another_account_proved_stays_there(self, client, sari, come_in):
        other = factories.person(phone=NEW_PHONE, phone_verified_at=timezone.now())
        come_in()
        client.post("/akun/nomor/", {"phone": NEW_PHONE})

        page = client.post("/akun/nomor/kode/", {"digits": code_sent()}, follow=True)

        assert "sudah punya akun" in page.content.decode()
        sari.refresh_from_db(), other.refresh_from_db()
        assert (sari.phone, other.phone) == (PHONE, NEW_PHONE)

    def test_a_new_email_counts_when_its_link_was_used(self, client, sari, come_in):
        come_in()
        client.post("/akun/email/", {"email": "Sari@Contoh.example"})
        link = f"/akun/email/{code_sent('email_to_confirm')}/"
        reader = Client()
        assert reader.get(link).status_code == 200
        sari.refresh_from_db()
        assert sari.email is None

        reader.post(link)

        sari.refresh_from_db()
        assert sari.email == "sari@contoh.example"
        assert proving.has_confirmed_email(sari)
        told = Message.objects.filter(kind="email_changed").values_list("way", "phone")
        assert set(told) == {("phone", PHONE), ("inbox", "")}
        assert reader.post(link).status_code == 410

    def test_anothers_email_gets_news_and_no_link(self, client, sari, come_in):
        factories.person(email="lain@contoh.example")
        come_in()

        answer = client.post("/akun/email/", {"email": "lain@contoh.example"})

        assert answer.url == "/akun/email/kirim/"
        assert not Message.objects.filter(kind="email_to_confirm").exists()
        assert Message.objects.get(kind="email_known").email == "lain@contoh.example"

    def test_a_first_password_is_set_and_told(self, client, come_in):
        come_in()
        client.post("/akun/masuk/nama/", {"name": "Sari Contoh"})
        other = Client()
        come_in(browser=other)
        new = {"password1": "gunung-kelud-1731", "password2": "gunung-kelud-1731"}

        assert client.post("/akun/sandi/buat/", new).status_code == 302

        person = get_user(client)
        assert person.check_password("gunung-kelud-1731")
        assert not get_user(other).is_authenticated
        assert Event.objects.filter(verb="person.password_changed").count() == 1
        assert Message.objects.filter(kind="password_changed", way="phone", phone=PHONE).exists()


class TestSilentNumber:
    def test_after_60_days_a_code_alone_leaves_the_number_in_doubt(self, silent, come_in):
        come_in()

        silent.refresh_from_db()
        assert silent.phone_doubted_at is not None
        assert Event.objects.filter(verb="person.phone_doubted").count() == 1

    def test_within_60_days_it_does_not(self, sari, come_in):
        sari.last_login = timezone.now() - timedelta(days=59)
        sari.save()
        come_in()

        sari.refresh_from_db()
        assert sari.phone_doubted_at is None

    def test_a_password_leaves_no_doubt(self, client, silent):
        client.post("/akun/masuk/", {"login": PHONE, "password": PASSWORD})

        silent.refresh_from_db()
        assert silent.phone_doubted_at is None

    def test_in_doubt_nobody_holds_a_role(self, silent, client, come_in):
        silent.is_staff = silent.is_superuser = True
        silent.save()
        silent.user_permissions.add(Permission.objects.first())
        place = factories.village()
        silent.assignments.create(role="volunteer", region=place, starts=timezone.localdate())
        assert Assignment.objects.held_by(silent).count() == 1
        come_in()

        person = User.objects.get(pk=silent.pk)
        assert not person.has_perm("order.view_order")
        assert not person.has_perms(["order.view_order"])
        assert not person.has_module_perms("order")
        assert not Assignment.objects.held_by(person).exists()
        assert client.get("/dashboard/").url.startswith(CHECK)
        assert client.get("/cms/", follow=True).redirect_chain[-1][0].startswith(CHECK)
        assert client.get("/admin/", follow=True).redirect_chain[-1][0].startswith(CHECK)

    def test_in_doubt_there_is_no_money_and_a_code_is_no_fresh_proof(self, silent, client, come_in):
        seller = factories.stall()
        seller.memberships.create(person=silent, role="owner")
        come_in()

        assert client.get(f"/lapak-saya/{seller.slug}/uang/").url.startswith(CHECK)
        assert client.get("/akun/nomor/").url.startswith(CHECK)
        assert "sudah lama tidak masuk" in client.get("/akun/").content.decode()
        page = client.get(CHECK).content.decode()
        assert "Nomor yang lama tidak dipakai bisa dijual lagi" in page
        assert 'name="password"' in page
        assert "kode/" not in page

    def test_in_doubt_a_volunteer_helps_nobody(self, silent, client, come_in):
        seller = factories.stall()
        factories.works_in(seller)
        silent.assignments.create(
            role="volunteer", region=seller.partner.village, starts=timezone.localdate()
        )
        factories.consented(silent, seller)
        come_in()
        assert client.get(f"/lapak-saya/{seller.slug}/").status_code == 404

        client.post(CHECK, {"password": PASSWORD})

        assert client.get(f"/lapak-saya/{seller.slug}/").status_code == 200

    def test_a_second_proof_ends_the_doubt_and_every_other_session(self, silent, client, come_in):
        elsewhere = Client()
        come_in(browser=elsewhere)
        come_in()

        assert client.post(CHECK, {"password": PASSWORD}).url == "/akun/"

        silent.refresh_from_db()
        assert silent.phone_doubted_at is None
        assert get_user(client) == silent
        assert not get_user(elsewhere).is_authenticated
        assert Event.objects.filter(verb="person.phone_doubt_ended").count() == 1

    def test_a_password_without_the_phone_ends_no_doubt_but_may_change_the_number(
        self, silent, client, come_in
    ):
        stranger = Client()
        come_in(browser=stranger)
        client.post("/akun/masuk/", {"login": PHONE, "password": PASSWORD})
        silent.refresh_from_db()
        assert silent.phone_doubted_at is not None
        assert f"{CHECK}kode/" in client.get(CHECK).content.decode()

        client.post("/akun/nomor/", {"phone": NEW_PHONE})
        client.post("/akun/nomor/kode/", {"digits": code_sent()})

        silent.refresh_from_db()
        assert (silent.phone, silent.phone_doubted_at) == (NEW_PHONE, None)
        assert get_user(client) == silent
        assert not get_user(stranger).is_authenticated

    def test_a_code_by_email_ends_the_doubt(self, silent, client, come_in):
        proving.change_email(silent, "sari@contoh.example", by=actor_for(silent))
        come_in()
        client.post(f"{CHECK}email/", {"send": "1"})
        client.post(f"{CHECK}email/", {"digits": code_sent("code_by_email")})

        silent.refresh_from_db()
        assert silent.phone_doubted_at is None


def test_ending_all_sessions_ends_each(sari, come_in):
    browsers = [Client(), Client()]
    for browser in browsers:
        come_in(browser=browser)
    assert all(get_user(browser) == sari for browser in browsers)

    end_all(sari)

    assert not any(get_user(browser).is_authenticated for browser in browsers)


def test_allauths_own_phone_flow_checks_our_codes(client, sari):
    client.get("/pesanan/")
    request = RequestFactory().get("/")
    request.session, request.user, request.LANGUAGE_CODE = client.session, sari, "id"
    with context.request_context(request):
        reference = AccountAdapter().generate_phone_verification_code(user=sari, phone=NEW_PHONE)
        digits = code_sent()
        assert digits not in reference

        wrong = f"{(int(digits) + 1) % 1_000_000:06d}"
        for typed, is_right in [(wrong, False), (digits, True), (digits, False)]:
            form = PhoneCodeForm({"code": typed}, user=sari, phone=NEW_PHONE, code=reference)
            assert form.is_valid() is is_right


def test_a_confirmed_address_is_taken_from_an_account_that_never_confirmed_it(sari):
    squatter = factories.person(email="lain@contoh.example")
    EmailAddress.objects.create(user=squatter, email="sari@contoh.example", verified=False)

    proving.change_email(sari, "sari@contoh.example", by=actor_for(sari))

    assert EmailAddress.objects.get(email="sari@contoh.example").user == sari
    assert account_proof.FRESH_SECONDS == 600
