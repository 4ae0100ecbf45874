"""The stall's record of changes: in plain words, by whom and why, and to whom of the desk."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from sellers import verbs
from sellers.models import Credential
from sellers.news import history, history_fields
from sellers.news.history_words import DETAILS, WORDS
from sellers.papers import credentials
from sellers.papers.facts import Facts
from sellers.team import consents, invitations
from shop.history.models import record
from shop.partner import commission, listings, takedowns, wholesale
from shop.partner.sale_unit import FIELDS
from shop.payment.collecting.collectors import platform
from shop.payment.paying_out import payout_accounts, payouts
from shop.people.actors import SYSTEM, Actor, actor_for
from shop.shipping import choices
from tests import factories
from tests.payment.test_payouts import sold
from tests.sellers.test_credentials import NIB
from tests.verbs.test_verbs import CASES

pytestmark = pytest.mark.django_db

OTHERS = {  # what verbs begin with that are not about a stall, its listings or its papers
    "assignment",
    "bank_account",
    "card_page",
    "cash",
    "category",
    "channel",
    "collector",
    "complaint",
    "conversation",
    "correction",
    "courier_band",
    "dispute",
    "message",
    "order",
    "pages",
    "payment",
    "person",
    "proof",
    "provider_event",
    "qris_code",
    "receipt",
    "refund",
    "regions",
    "second_factor",
    "seller_order",
    "shop",
    "staff_group",
    "statement",
    "statement_row",
    "tariff",
    "tariffs",
    "taxonomy",
    "village",
}
#: Verbs near a stall that it is not told of: an introduction comes before there is a stall, and
#: a batch pays many; what became of hers is told her by itself.
INTERNAL = {
    "introduction.made",
    "introduction.used",
    "payout.drafted",
    "payout.dropped",
    "payout.released",
}


@pytest.fixture
def stall():
    return factories.stall(name="Telur Bu Siti", phone="+6281234567890")


@pytest.fixture
def owner(stall):
    return factories.works_in(stall, name="Siti")


def companion(stall, owner) -> Actor:
    volunteer = factories.assigned("volunteer", stall.partner.village, name="Joko")
    consent = factories.consented(volunteer, stall)
    return Actor("Joko", volunteer.pk, owner.pk, f"consent:{consent.pk}")


def browser(person) -> Client:
    client = Client()
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    return client


def titles(stall, **whom) -> list[str]:
    return [change.title for change in history.changes(history.of_stall(stall, **whom))]


def page_of(stall, person, query="") -> str:
    answer = browser(person).get(f"/lapak-saya/{stall.slug}/riwayat/{query}")
    assert answer.status_code == 200
    return answer.content.decode()


def test_every_verb_about_a_stall_has_words_or_is_named_internal():
    written = {verb for case in CASES for verb in case.writes.split()}

    about_stalls = {verb for verb in written if verb.split(".")[0] not in OTHERS}
    assert sorted(about_stalls - WORDS.keys() - INTERNAL) == [], "these verbs have no words"
    assert sorted(INTERNAL & WORDS.keys()) == []
    assert sorted(DETAILS.keys() - WORDS.keys()) == []


def test_every_column_of_a_listing_that_can_change_has_a_name():
    assert sorted(FIELDS - history_fields.FIELDS.keys()) == []


def test_a_change_of_price_says_both_prices_who_and_by_whose_help(stall, owner):
    product = factories.shelved(stall, title="Telur Ayam")
    listings.set_price(product, 27_000, by=companion(stall, owner))

    change = history.changes(history.of_stall(stall))[0]

    assert change.title == "Harga Telur Ayam diubah: Rp25.000 → Rp27.000"
    assert change.who == "dengan bantuan Joko"
    assert replace(change, at=datetime(2026, 11, 23, 2, 52, tzinfo=UTC)).about == (
        "23 November 2026, 09.52 · dengan bantuan Joko"
    )
    assert "dengan bantuan Joko" in page_of(stall, owner)


def test_what_changed_is_said_in_plain_words_newest_first(stall, owner):
    by = actor_for(owner)
    product = factories.shelved(stall, title="Telur Ayam")
    verbs.set_holiday(stall, date(2026, 12, 1), date(2026, 12, 3), by=by)
    verbs.end_holiday(stall, by=by)
    verbs.set_accepts_orders(stall, not stall.partner.accepts_orders, by=by)
    listings.set_stock(product, 12, by=by)
    listings.edit(product, by=by, title="Telur Bebek", description="Baru", is_fragile=True)
    wholesale.set_breaks(product, {10: 20_000}, by=by)
    choices.offer(stall.partner, "arrangement", by=by)
    takedowns.take_down(product, reason="Fotonya salah", by=SYSTEM)

    assert titles(stall) == [
        "Telur Bebek diturunkan",
        "Cara kirim diatur: Kiriman khusus",
        "Harga grosir Telur Bebek diatur: ≥ 10: Rp20.000",
        "Telur Bebek diubah: “Telur Ayam” → “Telur Bebek”, keterangan, cara dan waktu kirim",
        "Stok Telur Bebek diubah: 10 → 12",
        "Pesanan ke lapak: ditutup dulu",
        "Libur diakhiri",
        "Libur diatur: 1 Desember 2026 sampai 3 Desember 2026",
    ]
    latest = history.changes(history.of_stall(stall))[0]
    assert (latest.who, latest.reason) == ("", "Fotonya salah")


def test_money_account_and_people_are_the_owners_affair(stall, owner):
    by = actor_for(owner)
    helper = factories.works_in(stall, "helper", name="Budi")
    invitations.invite(stall, phone="+6281299990000", role="helper", by=by)
    consents.end(factories.consented(factories.person(name="Joko"), stall), by=by)
    payout_accounts.set_account(
        stall.partner, bank="Bank Contoh", number="8800112233", holder="Sri Contoh", by=by
    )
    verbs.set_phone(stall, "+6281377778888", by=by)

    assert titles(stall) == []
    assert titles(stall, is_owner=True) == [
        "Nomor HP lapak diganti",
        "Rekening pencairan diatur: Bank Contoh",
        "Bantuan dari Joko berakhir",
        "Undangan ke lapak dibuat: Admin lapak",
    ]
    read = page_of(stall, owner)
    assert "Rekening pencairan diatur" in read
    secret = ("8800112233", "2233", "Sri Contoh", "7777", "9999")
    assert [word for word in secret if word in read] == []
    assert "Rekening pencairan" not in page_of(stall, helper)

    owner.phone_doubted_at = owner.date_joined
    owner.save()
    assert "Rekening pencairan" not in page_of(stall, owner)


def test_what_became_of_payouts_and_commission_is_the_owners_affair(stall, owner):
    staff, other = (factories.person(is_staff=True) for _twice in "ab")
    payout_accounts.set_account(
        stall.partner, bank="Bank Contoh", number="8800112233", holder="Sri", by=actor_for(owner)
    )
    sold(stall.partner)
    commission.set_rate(stall.partner, 350, by=SYSTEM)
    commission.set_rate(stall.partner, None, by=SYSTEM)
    payouts.ask(stall.partner, by=actor_for(owner))
    batch = payouts.draft(platform(), by=actor_for(staff))
    payout = payouts.release(batch, by=actor_for(other)).payouts.get()
    payouts.confirm(payout, reference="TRX1", by=SYSTEM)
    payouts.undo(payout, reason="Ditarik bank", by=SYSTEM)

    assert titles(stall) == []
    assert titles(stall, is_owner=True)[:5] == [
        "Pencairan ditarik kembali oleh bank: Rp50.000",
        "Pencairan terkirim: Rp50.000",
        "Pencairan diminta",
        "Komisi lapak diatur: mengikuti tiap kategori",
        "Komisi lapak diatur: 3,5%",
    ]
    assert "2233" not in page_of(stall, owner)


def test_an_actor_without_a_name_is_not_shown_by_address_or_phone(stall):
    for label in ("siti@contoh.id", "0812-3456-7890", "Siti"):
        record("seller.hours_set", stall, by=Actor(label))

    said = [change.who for change in history.changes(history.of_stall(stall))]

    assert said == ["Siti", "", ""]


def test_another_stalls_changes_stay_there(stall, owner):
    other = factories.stall()
    listings.set_price(factories.shelved(other), 27_000, by=SYSTEM)
    verbs.edit_profile(other, by=SYSTEM, story="Baru")

    assert titles(stall, is_owner=True) == []
    assert browser(owner).get(f"/lapak-saya/{other.slug}/riwayat/").status_code == 404


def test_pages_hold_25_changes_and_cost_the_same_queries_however_many(stall, owner):
    client, address = browser(owner), f"/lapak-saya/{stall.slug}/riwayat/"
    by = companion(stall, owner)

    def change():
        product = factories.shelved(stall)
        listings.set_price(product, 27_000, by=by)
        credentials.add(stall, Credential.Kind.OTHER, paper_facts(product), by=by)
        consents.end(factories.consented(factories.person(), stall), by=SYSTEM)
        record("seller.member_added", stall, by=by, after={"person": owner.pk, "role": "owner"})

    def paper_facts(product):
        return Facts(title=f"Surat {product.pk}", number=f"S-{product.pk}", issuer="Dinas")

    def queries() -> int:
        with CaptureQueriesContext(connection) as caught:
            client.get(address)
        return len(caught)

    change()
    queries()
    few = queries()
    for _time in range(8):
        change()

    assert queries() == few
    with CaptureQueriesContext(connection) as caught:
        history.changes(history.of_stall(stall, is_owner=True)[:25])
    assert len(caught) == 5
    first = client.get(address).context
    assert (len(first["changes"]), first["next_url"]) == (25, "?page=2")
    assert len(client.get(f"{address}?page=2").context["changes"]) == 36 - 25


def test_a_paper_shows_what_happened_to_it_and_not_to_others(stall, owner):
    volunteer = factories.assigned("volunteer", stall.partner.village, name="Joko")
    paper = credentials.add(stall, Credential.Kind.NIB, Facts(number=NIB), by=actor_for(owner))
    other = credentials.add(
        stall,
        Credential.Kind.OTHER,
        Facts(title="Piagam", number="P-1", issuer="Dinas"),
        by=SYSTEM,
    )
    credentials.verify(paper, by=actor_for(volunteer))
    credentials.refuse(paper, "Nomornya buram", by=actor_for(volunteer))

    with CaptureQueriesContext(connection) as caught:
        told = history.of_papers(stall, [paper, other])

    assert len(caught) == 2
    assert [(change.title, change.who, change.reason) for change in told[paper.pk]] == [
        ("NIB (Nomor Induk Berusaha) ditolak", "Joko", "Nomornya buram"),
        ("NIB (Nomor Induk Berusaha) terverifikasi", "Joko", ""),
        ("NIB (Nomor Induk Berusaha) ditambahkan", "Siti", ""),
    ]
    assert [change.title for change in told[other.pk]] == ["Piagam ditambahkan"]
    read = browser(owner).get(f"/lapak-saya/{stall.slug}/surat/{paper.pk}/").content.decode()
    assert "Riwayat surat ini" in read
    assert "Nomornya buram" in read
    assert "Piagam" not in read


def test_the_volunteers_room_shows_the_last_ten_and_nothing_of_money_and_people(stall, owner):
    volunteer = factories.assigned("volunteer", stall.partner.village)
    credentials.add(stall, Credential.Kind.NIB, Facts(number=NIB), by=SYSTEM)
    product = factories.shelved(stall, title="Telur Ayam")
    for price in range(26_000, 37_000, 1_000):
        listings.set_price(product, price, by=actor_for(owner))
    verbs.set_phone(stall, "+6281377778888", by=actor_for(owner))

    answer = browser(volunteer).get(f"/cms/desa/lapak/{stall.pk}/")

    assert [change.title[:24] for change in answer.context["changes"]] == [
        "Harga Telur Ayam diubah:"
    ] * 10
    read = answer.content.decode()
    assert "Perubahan terakhir" in read
    assert "Riwayat surat ini" in read
    assert "Nomor HP lapak diganti" not in read


def test_the_stalls_page_leads_to_its_history(stall, owner):
    read = browser(owner).get(f"/lapak-saya/{stall.slug}/lapak/").content.decode()

    assert f'href="/lapak-saya/{stall.slug}/riwayat/"' in read
