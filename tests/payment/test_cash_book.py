"""A treasurer's cash book: months, balances, and whose money is in her hands."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from shop.payment import accounts, cash_book, ledger
from shop.payment.models import Collector, Correction
from tests.factories import village

pytestmark = [pytest.mark.django_db, pytest.mark.breaks_ledger]

JAKARTA = ZoneInfo("Asia/Jakarta")
#: Corrections that move no treasurer's money.
NEVER_HERS = (
    Correction.Kind.DEBT_FORGIVEN,
    Correction.Kind.LOSS_BORNE,
    Correction.Kind.QRIS_SETTLED,
)


@pytest.fixture
def bumdes() -> Collector:
    return Collector.objects.create(kind="village", region=village(), name="BUMDes Contoh")


def test_a_month_begins_with_what_was_left_and_ends_with_what_is(bumdes, monkeypatch):
    hands, owed = accounts.hands(bumdes), accounts.suspense(bumdes)
    for moment, source, amount in [
        (datetime(2026, 10, 31, 23, 59, tzinfo=JAKARTA), "receipt:1", 100_000),
        (datetime(2026, 11, 1, 0, 0, tzinfo=JAKARTA), "receipt:2", 50_000),
        (datetime(2026, 11, 30, 23, 59, tzinfo=JAKARTA), "receipt:3", 25_000),
        (datetime(2026, 12, 1, 0, 0, tzinfo=JAKARTA), "receipt:4", 1_000),
    ]:
        monkeypatch.setattr("django.utils.timezone.now", lambda at=moment: at)
        ledger.post("received", source, entries={hands: amount, owed: -amount})
    november = cash_book.of(bumdes, date(2026, 11, 1))
    assert (november.opening, november.came, november.went, november.closing) == (
        100_000,
        75_000,
        0,
        175_000,
    )
    assert [row.balance for row in november.rows] == [150_000, 175_000]
    assert cash_book.months(bumdes) == [date(2026, 12, 1), date(2026, 11, 1), date(2026, 10, 1)]


def test_what_left_her_hands_stands_beside_what_came(bumdes):
    hands = accounts.hands(bumdes)
    ledger.post(
        "received", "receipt:1", entries={hands: 90_000, accounts.suspense(bumdes): -90_000}
    )
    ledger.post(
        "payout_confirmed", "payout:1", entries={hands: -40_000, f"payout:1@{bumdes.code}": 40_000}
    )
    book = cash_book.of(bumdes, cash_book.months(bumdes)[0])
    assert [(row.came, row.went, row.balance) for row in book.rows] == [
        (90_000, 0, 90_000),
        (0, 40_000, 50_000),
    ]
    assert [row.text for row in book.rows] == ["Pembayaran masuk", "Pencairan ke penjual"]


def test_every_line_reads_in_words(bumdes):
    hands = accounts.hands(bumdes)
    lines = [
        ("received", "receipt:7"),
        ("refund_sent", "refund:7"),
        ("payout_confirmed", "payout:7"),
        ("payout_undone", "payout:7"),
        *[(kind, "correction:7") for kind in Correction.Kind.values if kind not in NEVER_HERS],
    ]
    for kind, source in lines:
        ledger.post(kind, source, entries={hands: 5, accounts.LOSS: -5})
    rows = cash_book.of(bumdes, cash_book.months(bumdes)[0]).rows
    assert [row.text for row in rows] == [
        "Pembayaran masuk",
        "Pengembalian dana terkirim",
        "Pencairan ke penjual",
        "Pencairan dibatalkan",
        "Utang dibayar penjual",
        "Disetor ke Sambung Desa",
        "Bagian desa dari komisi",
        "Biaya bank",
        "Koreksi",
    ]
    numbers = ["Uang masuk 7", "Pengembalian dana 7", "Pencairan 7", "Pencairan 7"]
    assert [row.number for row in rows] == numbers + ["Koreksi 7"] * 5


def test_the_rest_of_her_money_is_the_platforms(bumdes):
    hands = accounts.hands(bumdes)
    ledger.post(
        "received",
        "receipt:1",
        entries={hands: 100_123, f"order:1@{bumdes.code}": -100_000, accounts.CODE: -123},
    )
    ledger.post(
        "earned",
        "part:1",
        entries={
            f"order:1@{bumdes.code}": 60_000,
            accounts.seller(7, bumdes): -57_000,
            accounts.village(bumdes.region, bumdes): -1_000,
            accounts.COMMISSION: -2_000,
        },
    )
    assert cash_book.whose(bumdes) == cash_book.Whose(
        buyers=40_000, sellers=57_000, village=1_000, platform=2_123
    )


def test_another_collectors_money_is_not_in_her_book(bumdes):
    other = Collector.objects.create(kind="village", region=village("35.05.04.2008", "Lain"))
    ledger.post(
        "received",
        "receipt:1",
        entries={accounts.hands(other): 5_000, accounts.suspense(other): -5_000},
    )
    assert cash_book.in_hands(bumdes) == 0
    assert cash_book.months(bumdes) == []
