"""Staff pay sellers out, correct the ledger and set commissions, each step by whom it is for."""

import pytest

from catalogue.models import Category
from shop.payment import ledger
from shop.payment.collecting.collectors import platform
from shop.payment.models import Collector, Correction, PayoutBatch
from shop.payment.paying_out import corrections, payouts
from shop.payment.proving.checks import problems
from shop.people.actors import Actor
from tests import factories
from tests.payment.test_payouts import sold, with_account

from .test_money import text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def seller():
    owner = factories.partner("Lapak Asri")
    with_account(owner)
    sold(owner, commission_bp=1_000)
    return owner


def test_one_makes_a_batch_another_releases_it_and_notes_what_the_bank_did(sign_in, seller):
    maker, releaser = sign_in("maker"), sign_in("releaser")
    form = {"collector": platform().pk, "partner": [seller.pk]}
    page = text_of(maker.post("/dashboard/pencairan/buat/", form, follow=True))
    batch = PayoutBatch.objects.get()
    assert "Orang lain yang harus menyetujuinya" in page
    address = f"/dashboard/pencairan/{batch.pk}/"
    assert maker.post(f"{address}setujui/", {"total": 45_000}).status_code == 403
    assert releaser.get(f"{address}tabel.csv").status_code == 404

    assert "Setujui Rp45.000" in text_of(releaser.get(address))
    releaser.post(f"{address}setujui/", {"total": 45_000})
    payout = batch.payouts.get()
    assert payout.state == "released"
    assert releaser.get(f"{address}tabel.csv").content.decode().count("1234567890") == 1
    assert maker.get(f"{address}tabel.csv").status_code == 403
    assert "1234567890" not in maker.get(address).content.decode()

    row = f"/dashboard/pencairan/baris/{payout.pk}/"
    assert maker.post(f"{row}terkirim/", {"text": "TRX"}).status_code == 403
    assert "referensi" in text_of(releaser.post(f"{row}terkirim/", {"text": " "}, follow=True))
    releaser.post(f"{row}terkirim/", {"text": "TRX-1"})
    payout.refresh_from_db()
    assert (payout.state, payout.reference) == ("confirmed", "TRX-1")
    releaser.post(f"{row}urungkan/", {"text": "Salah rekening"})
    payout.refresh_from_db()
    assert payout.state == "undone"
    assert releaser.post(f"{row}terserah/", {"text": "x"}).status_code == 404
    assert problems() == []


def test_the_releaser_sees_what_shrank_before_it_is_paid(sign_in, seller):
    maker = Actor("Pencatat", person_id=factories.person().pk)
    batch = payouts.draft(platform(), by=maker)
    batch.payouts.update(amount=60_000)
    browser = sign_in("releaser")
    address = f"/dashboard/pencairan/{batch.pk}/"
    assert "Sekarang: Rp45.000" in text_of(browser.get(address))
    page = browser.post(f"{address}setujui/", {"total": 60_000}, follow=True)
    assert "Jumlahnya sudah berubah" in page.content.decode()
    assert browser.post(f"{address}setujui/", {"total": "x"}).status_code == 404
    browser.post(f"{address}setujui/", {"total": 45_000})
    assert batch.payouts.get().amount == 45_000


def test_a_draft_is_given_up(sign_in, seller):
    batch = payouts.draft(platform(), by=Actor("A", person_id=factories.person().pk))
    assert sign_in("support").post(f"/dashboard/pencairan/{batch.pk}/batal/").status_code == 403
    sign_in("maker").post(f"/dashboard/pencairan/{batch.pk}/batal/")
    batch.refresh_from_db()
    assert batch.state == "dropped"


def test_the_list_says_who_lacks_an_account(sign_in):
    sold(factories.partner("Lapak Baru"))
    page = text_of(sign_in("maker").get("/dashboard/pencairan/"))
    assert "Lapak Baru Belum ada rekening bank." in page
    assert "Buat daftar" not in page


def test_a_correction_is_written_down_and_released(sign_in, seller):
    account = platform().accounts.get()
    maker, releaser = sign_in("maker"), sign_in("releaser")
    form = {"kind": "bank_fee", "amount": "2.500", "account": account.pk, "reason": "Admin"}
    maker.post("/dashboard/koreksi/buat/", form)
    made = Correction.objects.get()
    assert maker.post(f"/dashboard/koreksi/{made.pk}/setujui/").status_code == 403
    assert releaser.post("/dashboard/koreksi/buat/", form).status_code == 403
    assert "Admin" in text_of(releaser.get("/dashboard/koreksi/"))
    releaser.post(f"/dashboard/koreksi/{made.pk}/setujui/")
    assert ledger.balance("fees") == 2_500

    maker.post("/dashboard/koreksi/buat/", {"kind": "counter", "counters": made.pk, "reason": "x"})
    counter = Correction.objects.get(kind="counter")
    maker.post(f"/dashboard/koreksi/{counter.pk}/tolak/")
    counter.refresh_from_db()
    assert counter.state == "refused"
    assert problems() == []


@pytest.mark.parametrize(
    "fields",
    [
        {"kind": "bank_fee", "amount": "999999999"},
        {"kind": "bank_fee", "amount": "x"},
        {"kind": "debt_repaid", "partner": "Siapa"},
        {"kind": "village_share", "region": "99.99"},
        {"kind": "counter", "counters": "77"},
        {"kind": "terserah"},
    ],
)
def test_nonsense_is_refused_and_kept(sign_in, seller, fields):
    form = {"amount": "5", "account": platform().accounts.get().pk, "reason": "Kata saya", **fields}
    page = sign_in("maker").post("/dashboard/koreksi/buat/", form)
    assert page.status_code == 422
    assert "Kata saya" in page.content.decode()
    assert not Correction.objects.exists()


def test_a_seller_is_found_by_name_or_number(sign_in, seller):
    ledger_before = ledger.balances()
    for words in (str(seller.pk), "lapak asri"):
        form = {"kind": "debt_forgiven", "amount": "5", "partner": words, "reason": "x"}
        page = sign_in("maker").post("/dashboard/koreksi/buat/", form)
        assert "paling banyak sebesar" in page.content.decode()
    assert ledger.balances() == ledger_before
    assert corrections.REVERSIBLE


def test_rates_are_set_by_who_may(sign_in):
    seller = factories.partner("Lapak Asri")
    village = Collector.objects.create(kind="village", region=seller.village)
    category = factories.category("peternakan", "peternakan")
    releaser, maker = sign_in("releaser"), sign_in("maker")
    targets = {"kategori": category.pk, "lapak": seller.pk, "desa": village.pk}
    for what, pk in targets.items():
        assert maker.post(f"/dashboard/komisi/{what}/{pk}/", {"rate": "1"}).status_code == 403
        for typed in ("101", "-1", "2,555", "abc"):
            releaser.post(f"/dashboard/komisi/{what}/{pk}/", {"rate": typed})
        releaser.post(f"/dashboard/komisi/{what}/{pk}/", {"rate": "2,5"})
    assert releaser.post(f"/dashboard/komisi/apa/{village.pk}/", {}).status_code == 404
    for row in (category, seller, village):
        row.refresh_from_db()
    rates = (category.commission_bp, seller.commission_bp, village.village_share_bp)
    assert rates == (250, 250, 250)
    page = releaser.get("/dashboard/komisi/?q=asri").content.decode()
    assert page.count('value="2,5"') == 3
    releaser.post(f"/dashboard/komisi/kategori/{category.pk}/", {"rate": ""})
    assert Category.objects.get(pk=category.pk).commission_bp is None
