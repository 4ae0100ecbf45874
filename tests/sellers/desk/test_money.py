"""Money at the desk: whose figures, which table, and who names the account."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from shop.communication.models import Message
from shop.order import states
from shop.payment.collecting.collectors import platform
from shop.payment.models import PayoutAccount, PayoutRequest
from shop.payment.paying_out import payout_accounts, payouts
from shop.people.actors import Actor, actor_for
from shop.people.models import FormerContact
from tests import factories
from tests.payment.money import STAFF, paid_order

pytestmark = pytest.mark.django_db

ACCOUNT = {"bank": "Bank Contoh", "number": "1234567890", "holder": "Sri Contoh"}


@pytest.fixture
def stall():
    return factories.stall(factories.partner("Lapak Asri"))


def signed_in(person) -> Client:
    """A browser in which somebody typed a password just now."""
    browser = Client()
    answer = browser.post("/akun/masuk/", {"login": person.phone, "password": "rahasia-sekali"})
    assert answer.status_code == 302
    return browser


def earned(stall, **fields):
    order = paid_order(stall.partner, **fields)
    part = order.seller_orders.get()
    states.accept(part, by=STAFF)
    states.ready(part, by=STAFF)
    states.hand_over(part, by=STAFF)
    states.complete(part, by=STAFF)
    return order


def test_the_owner_reads_what_is_ready_and_what_is_on_its_way(stall):
    earned(stall, commission_bp=1_000)
    paid_order(stall.partner, commission_bp=1_000)

    page = signed_in(factories.works_in(stall)).get(f"/lapak-saya/{stall.slug}/uang/")

    assert page.status_code == 200
    assert page.context["statement"].available == 45_000
    assert page.context["on_its_way"] == 45_000
    assert "Rp45.000" in page.content.decode()


def test_the_table_opens_in_a_spreadsheet_and_runs_nothing(stall):
    order = earned(stall, number="=1+1")

    answer = signed_in(factories.works_in(stall)).get(f"/lapak-saya/{stall.slug}/uang/tabel.csv")
    head, row = answer.content.decode().splitlines()

    assert head.startswith("\ufeffNo. pesanan;Tanggal;")
    assert row.split(";")[0] == f"'{order.number}"
    assert row.split(";")[3:] == ["50000", "0", "0", "0", "50000", "50000", "0"]


def test_orders_of_one_month(stall):
    earned(stall)
    browser = signed_in(factories.works_in(stall))
    month = timezone.localdate().strftime("%Y-%m")
    address = f"/lapak-saya/{stall.slug}/uang/pesanan/"

    assert len(browser.get(address, {"bulan": month}).context["rows"]) == 1
    assert browser.get(address, {"bulan": "2020-01"}).context["rows"] == []
    assert len(browser.get(address, {"bulan": "kemarin"}).context["rows"]) == 1


def test_the_owner_enters_her_account_and_sees_it_masked(stall):
    browser = signed_in(factories.works_in(stall))

    answer = browser.post(f"/lapak-saya/{stall.slug}/uang/rekening/", ACCOUNT)
    page = browser.get(f"/lapak-saya/{stall.slug}/uang/").content.decode()

    assert answer.status_code == 302
    assert payout_accounts.in_use(stall.partner).number == "1234567890"
    assert "1234567890" not in page
    assert "890" in page


def test_a_bad_number_keeps_what_was_typed(stall):
    browser = signed_in(factories.works_in(stall))

    answer = browser.post(f"/lapak-saya/{stall.slug}/uang/rekening/", ACCOUNT | {"number": "12"})

    assert answer.status_code == 422
    assert "8 sampai 16 angka" in answer.content.decode()
    assert "Sri Contoh" in answer.content.decode()
    assert not PayoutAccount.objects.exists()


def test_a_change_is_told_to_every_way_and_the_former_phone(stall):
    owner = factories.works_in(stall, email="sri@contoh.example")
    FormerContact.objects.create(person=owner, phone="+6281299990000")
    FormerContact.objects.create(
        person=owner, phone="+6281299991111", left_at=timezone.now() - timedelta(days=40)
    )
    browser = signed_in(owner)
    browser.post(f"/lapak-saya/{stall.slug}/uang/rekening/", ACCOUNT)
    assert not Message.objects.filter(kind="payout_account.changed").exists()

    browser.post(f"/lapak-saya/{stall.slug}/uang/rekening/", ACCOUNT | {"number": "99887766"})

    told = Message.objects.filter(kind="payout_account.changed")
    assert {message.phone for message in told} >= {"+6281299990000"}
    assert {message.person_id for message in told} == {owner.pk}
    assert "+6281299991111" not in {message.phone for message in told}
    assert "inbox" in {message.way for message in told}
    assert not any("99887766" in str(message.values) for message in told)
    assert payout_accounts.in_use(stall.partner).number == "1234567890"


def test_a_new_account_is_taken_back(stall):
    owner = factories.works_in(stall)
    for number in ("1234567890", "99887766"):
        payout_accounts.set_account(
            stall.partner, bank="Bank", number=number, holder="Sri", by=actor_for(owner)
        )

    answer = signed_in(owner).post(f"/lapak-saya/{stall.slug}/uang/rekening/batal/")

    assert answer.status_code == 302
    assert payout_accounts.waiting(stall.partner) is None


def test_without_a_fresh_proof_the_account_stays_closed(stall):
    browser = Client()
    browser.force_login(
        factories.works_in(stall), backend="django.contrib.auth.backends.ModelBackend"
    )

    answer = browser.post(f"/lapak-saya/{stall.slug}/uang/rekening/", ACCOUNT)

    assert answer.status_code == 302
    assert answer.url.startswith("/akun/periksa/")
    assert not PayoutAccount.objects.exists()


@pytest.mark.parametrize("who", ["helper", "assistant", "neighbour"])
def test_nobody_else_names_the_account(stall, who):
    owner = factories.works_in(stall)
    volunteer = factories.assigned("volunteer", stall.partner.village)
    factories.consented(volunteer, stall)
    person = {
        "helper": lambda: factories.works_in(stall, "helper"),
        "assistant": lambda: volunteer,
        "neighbour": lambda: factories.works_in(factories.stall()),
    }[who]()
    payout_accounts.set_account(
        stall.partner, bank="Bank", number="1234567890", holder="Sri", by=actor_for(owner)
    )
    browser = signed_in(person)

    answer = browser.post(f"/lapak-saya/{stall.slug}/uang/rekening/", ACCOUNT)

    assert answer.status_code == (404 if who == "neighbour" else 403)
    assert PayoutAccount.objects.count() == 1
    money = browser.get(f"/lapak-saya/{stall.slug}/uang/")
    assert money.status_code == {"helper": 403, "assistant": 200, "neighbour": 404}[who]
    assert "1234567890" not in money.content.decode()


def paid_out(stall, owner):
    """Pay out what the stall earned; returns the payout on its way to the bank."""
    earned(stall)
    payout_accounts.set_account(
        stall.partner, bank="Bank", number="1234567890", holder="Sri", by=actor_for(owner)
    )
    makers = [Actor(name, person_id=factories.person().pk) for name in "AB"]
    batch = payouts.draft(platform(), by=makers[0])
    payouts.release(batch, by=makers[1])
    return batch.payouts.get(), makers[1]


def test_the_owner_asks_to_be_paid_and_reads_that_she_was(stall):
    owner = factories.works_in(stall)
    browser, address = signed_in(owner), f"/lapak-saya/{stall.slug}/uang/"
    earned(stall)
    payout_accounts.set_account(
        stall.partner, bank="Bank", number="1234567890", holder="Sri", by=actor_for(owner)
    )
    assert "Minta pencairan" in browser.get(address).content.decode()

    page = browser.post(f"{address}minta/", follow=True).content.decode()
    assert "Permintaan pencairan Anda sudah kami terima" in page
    assert "Minta pencairan" not in page
    assert PayoutRequest.objects.get().partner == stall.partner


@pytest.mark.parametrize("end", ["paid", "bounced"])
def test_the_owners_hear_how_a_payout_ended(stall, end):
    owner = factories.works_in(stall)
    payout, staff = paid_out(stall, owner)
    browser, address = signed_in(owner), f"/lapak-saya/{stall.slug}/uang/"
    assert "sedang dikirim ke bank Anda" in browser.get(address).content.decode()

    if end == "paid":
        payouts.confirm(payout, reference="TRX", by=staff)
    else:
        payouts.bounce(payout, reason="Rekening tutup.", by=staff)

    told = Message.objects.filter(kind=f"payout.{end}", person=owner)
    assert "inbox" in {message.way for message in told}
    assert not any("1234567890" in str(message.values) for message in told)
    page = browser.get(address).content.decode()
    words = {"paid": "sudah dicairkan", "bounced": "kembali, tetap milik Anda"}[end]
    assert words in page
    assert "1234567890" not in page
    assert "•••• 890" in page


@pytest.mark.parametrize(("form", "begins"), [("pdf", b"%PDF-"), ("xlsx", b"PK")])
def test_a_month_is_handed_out(stall, form, begins):
    earned(stall)
    browser = signed_in(factories.works_in(stall))
    month = timezone.localdate().strftime("%Y-%m")
    address = f"/lapak-saya/{stall.slug}/uang/laporan/"
    assert browser.get(f"{address}{month}.{form}").content.startswith(begins)
    for wrong in (f"2026-13.{form}", f"2999-01.{form}", f"{month}.exe"):
        assert browser.get(address + wrong).status_code == 404


@pytest.mark.parametrize("who", ["helper", "assistant"])
def test_nobody_else_asks_for_a_payout(stall, who):
    factories.works_in(stall)
    person = factories.assigned("volunteer", stall.partner.village)
    if who == "assistant":
        factories.consented(person, stall)
    else:
        person = factories.works_in(stall, "helper")
    answer = signed_in(person).post(f"/lapak-saya/{stall.slug}/uang/minta/")
    assert answer.status_code == 403
    assert not PayoutRequest.objects.exists()
