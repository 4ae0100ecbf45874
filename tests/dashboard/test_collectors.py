"""The staff's screen of where buyers pay to: one enters, another confirms, both freshly proven."""

import time

import pytest
from django.urls import reverse

from shop.payment.collecting import collectors, proposals
from shop.payment.models import BankAccount, Collector, QrisCode
from shop.people.actors import SYSTEM, actor_for
from tests.factories import bank_account, partner, person, stall, village
from tests.payment.qris_codes import STATIC, WITH_53_000, code, drawn, tag
from tests.payment.test_collectors import treasurer_of

pytestmark = pytest.mark.django_db
PROOFS = "account_authentication_methods"
ACCOUNT = {"bank": "Bank Contoh", "number": "12345678", "holder": "Sambung Desa"}


def proven(browser, *, minutes=0):
    """Note in a browser's session that its person gave her password so long ago."""
    session = browser.session
    given = {"method": "password", "at": time.time() - minutes * 60}
    session[PROOFS] = [*session.get(PROOFS, []), given]
    session.save()
    return browser


@pytest.fixture
def maker(sign_in):
    return proven(sign_in("maker"))


@pytest.fixture
def releaser(sign_in):
    return proven(sign_in("releaser"))


def enter_url(kind):
    return reverse("dashboard:collector-enter", args=[collectors.platform().pk, kind])


def place_url(row):
    kind = "qris" if isinstance(row, QrisCode) else "rekening"
    return reverse("dashboard:collector-place", args=[kind, row.pk])


def test_one_enters_an_account_and_another_confirms_it(maker, releaser):
    former = bank_account()
    assert maker.post(enter_url("rekening"), ACCOUNT).url == "/dashboard/penerima/"
    account = BankAccount.objects.get(number="12345678")
    page = releaser.get(place_url(account)).content.decode()
    assert "12345678" in page
    assert former.number in page
    releaser.post(place_url(account), {"step": "setuju"})
    assert collectors.shown_account() == account
    assert "Bank Contoh •••• 678" in maker.get("/dashboard/penerima/").content.decode()


def test_who_enters_holds_no_right_to_confirm(maker):
    maker.post(enter_url("rekening"), ACCOUNT)
    account = BankAccount.objects.get()
    assert maker.post(place_url(account), {"step": "setuju"}).status_code == 404
    assert not BankAccount.objects.get().is_active
    maker.post(place_url(account), {"step": "tarik"})
    assert BankAccount.objects.get().refused_at is not None


def test_not_even_a_superuser_confirms_what_she_entered(sign_in):
    superuser = proven(sign_in("superuser"))
    superuser.post(enter_url("rekening"), ACCOUNT)
    account = BankAccount.objects.get()
    assert "Anda sendiri yang memasukkan." in superuser.get(place_url(account)).content.decode()
    superuser.post(place_url(account), {"step": "setuju"})
    assert not BankAccount.objects.get().is_active


def test_a_refusal_says_why(maker, releaser):
    maker.post(enter_url("rekening"), ACCOUNT)
    account = BankAccount.objects.get()
    releaser.post(place_url(account), {"step": "tolak", "reason": " "})
    assert BankAccount.objects.get().refused_at is None
    releaser.post(place_url(account), {"step": "tolak", "reason": "Nama lain."})
    assert BankAccount.objects.get().reason == "Nama lain."


def test_a_qris_code_is_read_from_its_picture_and_kept(maker, releaser):
    maker.post(enter_url("qris"), {"picture": drawn(STATIC)})
    code = QrisCode.objects.get()
    assert code.payload == STATIC
    page = releaser.get(place_url(code)).content.decode()
    assert "ID1099999999999" in page
    picture = releaser.get(reverse("dashboard:collector-picture", args=[code.pk]))
    assert (picture["Content-Type"], picture.getvalue()[:2]) == ("image/jpeg", b"\xff\xd8")
    releaser.post(place_url(code), {"step": "setuju"})
    assert collectors.qris_for([]) == code
    releaser.post(place_url(code), {"step": "tutup"})
    assert collectors.qris_for([]) is None


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({}, "salah satu saja"),
        ({"text": STATIC, "picture": "a picture"}, "salah satu saja"),
        ({"text": WITH_53_000}, "kode dinamis"),
        ({"text": "https://contoh.id"}, "bukan kode QRIS"),
    ],
)
def test_a_wrong_code_is_refused_in_words_and_kept(maker, data, words):
    if "picture" in data:
        data = {**data, "picture": drawn(STATIC)}
    answer = maker.post(enter_url("qris"), data)
    page = answer.content.decode()
    assert (answer.status_code, QrisCode.objects.count()) == (422, 0)
    assert words in page
    if "text" in data:
        assert data["text"] in page


def test_a_village_with_a_treasurer_becomes_a_collector(maker):
    region = village()
    assert "BUMDes" not in maker.get("/dashboard/penerima/").content.decode()
    treasurer_of(region)
    url = reverse("dashboard:collector-village")
    maker.post(url, {"region": region.pk, "name": "BUMDes Maju"})
    assert Collector.objects.get(region=region).payee == "BUMDes Maju"
    assert "BUMDes Maju" in maker.get("/dashboard/penerima/").content.decode()
    assert maker.post(url, {"region": "", "name": ""}).status_code == 422


def test_staff_enter_no_sellers_account_but_confirm_it(maker, releaser):
    seller, owner = stall(partner()), person()
    seller.memberships.create(person=owner, role="owner")
    hers = collectors.of_seller(seller.partner)
    url = reverse("dashboard:collector-enter", args=[hers.pk, "rekening"])
    assert maker.get(url).status_code == 404
    account = proposals.propose_account(hers, **ACCOUNT, by=actor_for(owner))
    releaser.post(place_url(account), {"step": "setuju"})
    assert collectors.account_for([seller.partner_id]) == account


@pytest.mark.parametrize("role", ["support", "nobody's staff", "buyer"])
def test_others_see_nothing(sign_in, role):
    account = proposals.propose_account(collectors.platform(), **ACCOUNT, by=SYSTEM)
    for url in ("/dashboard/penerima/", enter_url("rekening"), place_url(account)):
        assert sign_in(role).get(url).status_code == 403


def test_without_a_fresh_proof_nothing_is_entered(sign_in):
    maker = proven(sign_in("maker"), minutes=11)
    assert "next=" in maker.post(enter_url("rekening"), ACCOUNT).url
    assert BankAccount.objects.count() == 0


def test_a_code_that_only_looks_the_same_is_seen(maker, releaser):
    def with_number(number):
        return code(t26=tag("00", "COM.CONTOH.WWW") + tag("01", number))

    former = proposals.propose_qris(
        collectors.platform(), payload=with_number("936000000000000001"), by=SYSTEM
    )
    assert "Tanyakan ke bank" not in releaser.get(place_url(former)).content.decode()
    releaser.post(place_url(former), {"step": "setuju"})
    maker.post(enter_url("qris"), {"text": with_number("936000000000000666")})
    new = QrisCode.objects.latest("pk")
    assert (new.nmid, new.merchant_name) == (former.nmid, former.merchant_name)
    page = releaser.get(place_url(new)).content.decode()
    assert "COM.CONTOH.WWW · 936000000000000666" in page
    assert "COM.CONTOH.WWW · 936000000000000001" in page
    assert "Tanyakan ke bank" in page
