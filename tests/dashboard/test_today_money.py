"""The staff's first page: what waits, how much of it, and the first five of each at once."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone

from shop.dashboard import registry
from shop.dashboard.money_queues import QUEUES
from shop.order import states
from shop.payment.incoming import receipts
from shop.payment.models import (
    CardPayment,
    Dispute,
    Payment,
    ProviderCall,
    ProviderEvent,
    Refund,
    StatementFile,
)
from shop.people.actors import SYSTEM
from tests.factories import placed_order
from tests.payment.money import BUYER, paid_order, transfer_order

pytestmark = pytest.mark.django_db
HOME = "/dashboard/"


def text_of(page) -> str:
    main = page.content.decode().partition("<main")[2].partition("</main>")[0]
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", f"<{main}")).split())


def proven_transfer() -> Payment:
    payment = transfer_order()
    payment.proofs.create().picture.save("a.webp", ContentFile(b"RIFF"))
    return payment


def card_payment(**fields) -> CardPayment:
    order = placed_order()
    payment = Payment.objects.create(
        order=order,
        method="card",
        collector=transfer_order().collector,
        due=order.total,
        **{"state": "authorised", **fields},
    )
    return CardPayment.objects.create(payment=payment, held=60_000)


def test_a_proof_stands_beside_the_amount_that_is_expected(sign_in):
    payment = proven_transfer()
    page = sign_in("maker").get(HOME)
    proof = payment.proofs.get()
    assert f'<img src="/dashboard/transfer/bukti/{proof.pk}/"' in page.content.decode()
    assert f'href="/dashboard/transfer/#bayar-{payment.pk}"' in page.content.decode()
    said = text_of(page)
    assert "Bukti transfer yang perlu dijawab 1" in said
    assert f"Rp50.00{payment.code} {payment.order.number}" in said


def test_five_are_shown_and_all_are_counted(sign_in):
    payments = [proven_transfer() for _ in range(7)]
    said = text_of(sign_in("maker").get(HOME))
    assert "Bukti transfer yang perlu dijawab 7" in said
    assert [payment.order.number in said for payment in payments] == [True] * 5 + [False] * 2


def test_what_the_card_provider_left_open_is_seen(sign_in):
    held, doubtful = card_payment(), card_payment(state="in_doubt", doubt="Jumlah lain")
    later = card_payment()
    CardPayment.objects.filter(pk=held.pk).update(
        capture_before=timezone.now() + timedelta(hours=30)
    )
    CardPayment.objects.filter(pk=later.pk).update(
        capture_before=timezone.now() + timedelta(days=5)
    )
    call = ProviderCall.objects.create(
        operation="intent.capture", payment=held.payment, key="k", state="unknown"
    )
    ProviderEvent.objects.create(event_id="evt_1", type="charge.refunded", state="quarantined")
    Dispute.objects.create(
        provider_id="dp_1",
        payment=doubtful.payment,
        amount=40_000,
        opened_at=timezone.now(),
        evidence_by=timezone.now() + timedelta(days=3),
    )

    said = text_of(sign_in("maker").get(HOME))
    assert "Penyedia kartu tidak menjawab" not in said
    ProviderCall.objects.filter(pk=call.pk).update(created_at=timezone.now() - timedelta(hours=1))
    said = text_of(sign_in("maker").get(HOME))

    for title in (
        "Sengketa: kirim bukti 1",
        "Dana kartu yang segera hangus 1",
        "Pembayaran yang meragukan 1",
        "Kabar kartu yang tidak cocok 1",
        "Penyedia kartu tidak menjawab 1",
    ):
        assert title in said
    assert "Jumlah lain" in said
    assert said.index("Sengketa") < said.index("Penyedia kartu")


def test_held_money_that_the_provider_will_not_give_is_in_doubt_too(sign_in):
    card_payment(doubt="amount_too_large")
    said = text_of(sign_in("maker").get(HOME))
    assert "Pembayaran yang meragukan 1" in said
    assert "amount_too_large" in said


@pytest.mark.parametrize(
    "fields",
    [
        {"state": "approved", "bank": "Bank", "number": "1", "holder": "Sari"},
        {"state": "failed", "way": "card"},
    ],
)
def test_refunds_wait_for_those_who_send_them(sign_in, fields):
    order = paid_order()
    states.ask_to_cancel(order, by=BUYER)
    Refund.objects.update(**fields)
    assert "Pengembalian dana yang perlu dikirim 1" in text_of(sign_in("releaser").get(HOME))
    assert "Pengembalian dana yang perlu dikirim" not in text_of(sign_in("maker").get(HOME))


@pytest.mark.parametrize("role", ["support", "nobody's staff"])
def test_others_see_no_money_that_waits(sign_in, role):
    proven_transfer()
    said = text_of(sign_in(role).get(HOME))
    assert "Bukti transfer yang perlu dijawab" not in said


def test_rows_and_stray_money_wait_for_those_who_enter_money(sign_in):
    account = transfer_order().account
    receipts.enter(account, amount=7_777, received_on=timezone.localdate(), by=SYSTEM)
    file = StatementFile.objects.create(account=account, name="a", saved_at=timezone.now())
    file.rows.create(account=account, booked_on=timezone.localdate(), amount=-5_000, text="ADM")
    said = text_of(sign_in("maker").get(HOME))
    assert "Baris mutasi rekening 1" in said
    assert "Uang tanpa pesanan 1" in said


def test_the_first_page_asks_no_more_for_many(sign_in, django_assert_num_queries):
    browser = sign_in("maker")
    proven_transfer()
    browser.get(HOME)
    with django_assert_num_queries(QUERIES):
        browser.get(HOME)
    for _ in range(6):
        proven_transfer()
    with django_assert_num_queries(QUERIES):
        browser.get(HOME)


def test_every_queue_leads_to_a_screen_and_is_one_question(django_assert_num_queries):
    names = {screen.url_name for screen in registry.screens()}
    assert {queue.url_name for queue in QUEUES} <= names
    for queue in QUEUES:
        with django_assert_num_queries(1):
            assert [queue.line(row) for row in queue.rows()] == []


QUERIES = 28
