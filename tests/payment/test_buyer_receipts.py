"""The buyer's numbered receipt: one per payment, frozen, numbered without gaps."""

from io import BytesIO

import pytest
from django.db import transaction
from django.test import Client
from django.utils import timezone
from pypdf import PdfReader

from shop.order import links, states
from shop.payment import buyer_receipts, cash, methods
from shop.payment.models import BuyerReceipt, ReceiptCounter
from shop.payment.papers import receipt as paper
from shop.people.actors import SYSTEM
from tests.factories import partner, placed_order
from tests.payment.money import BUYER, STAFF, paid_order, receive, transfer_order, two_part_order

pytestmark = pytest.mark.django_db


def numbers() -> list[str]:
    return [receipt.number for receipt in BuyerReceipt.objects.all()]


def test_money_that_completes_a_payment_brings_a_receipt():
    year = timezone.localdate().year
    order = paid_order(partner("Lapak Asri"))
    receipt = BuyerReceipt.objects.get()
    payment = order.payments.get()
    assert receipt.number == f"{year}-000001"
    assert receipt.payment == payment
    assert receipt.content["total"] == payment.due + payment.code
    assert receipt.content["code"] == payment.code
    assert (receipt.content["correction"], receipt.content["over"]) == (0, 0)
    assert [seller["name"] for seller in receipt.content["sellers"]] == ["Lapak Asri"]


def test_too_little_brings_none_until_the_rest_is_there():
    payment = transfer_order(partner())
    receive(payment, 10_000)
    assert numbers() == []
    receive(payment, payment.total - 10_000)
    assert BuyerReceipt.objects.get().content["total"] == payment.total


def test_too_much_is_named():
    payment = transfer_order(partner())
    receive(payment, payment.total + 7_000)
    content = BuyerReceipt.objects.get().content
    assert (content["over"], content["total"]) == (7_000, payment.total + 7_000)


def test_each_part_paid_in_cash_has_its_own():
    proven = timezone.now()
    order = placed_order(partner("Lapak Satu"), partner("Lapak Dua"), phone_proven_at=proven)
    methods.start(order, method="cash", by=BUYER)
    for part in order.seller_orders.order_by("pk"):
        cash.received(part, by=STAFF)
    said = [
        [seller["name"] for seller in receipt.content["sellers"]]
        for receipt in BuyerReceipt.objects.all()
    ]
    assert said == [["Lapak Satu"], ["Lapak Dua"]]


def test_issuing_again_gives_the_same_number():
    order = paid_order(partner())
    payment = order.payments.get()
    again = buyer_receipts.issue(payment)
    assert again == BuyerReceipt.objects.get()
    assert ReceiptCounter.objects.get().last == 1


def test_a_rolled_back_capture_gives_its_number_back():
    payment = transfer_order(partner())
    with transaction.atomic():
        receive(payment)
        transaction.set_rollback(True)
    receive(transfer_order(partner()))
    assert [number[-6:] for number in numbers()] == ["000001"]


def test_a_new_year_begins_at_one_by_the_clock_of_jakarta():
    for year, last in ((2025, 7), (2030, 3)):
        ReceiptCounter.objects.create(year=year, last=last)
    paid_order(partner())
    assert numbers() == [f"{timezone.localdate().year}-000001"]


def test_the_paper_says_all_of_it():
    order = two_part_order()
    receipt = BuyerReceipt.objects.get()
    said = "\n".join(
        page.extract_text() for page in PdfReader(BytesIO(paper.to_pdf(receipt))).pages
    )
    for part in order.seller_orders.all():
        assert part.partner_name in said
    for words in (receipt.number, order.number, order.guest_name, "0853-1111-1010"):
        assert words in said
    assert "PPN" not in said


def test_its_words_stay_when_names_change_later():
    owner = partner("Lapak Lama")
    order = paid_order(owner)
    order.seller_orders.update(partner_name="Lapak Baru")
    assert paper.read(BuyerReceipt.objects.get()).sellers[0].name == "Lapak Lama"


def test_what_was_paid_back_since_stands_below():
    order = paid_order(partner())
    states.cancel_part(order.seller_orders.get(), by=SYSTEM, reason="Habis")
    text = paper.read(BuyerReceipt.objects.get())
    assert [line.amount for line in text.refunds] == [-order.refunds.get().amount]
    assert text.total != "Rp0"


def test_the_link_shows_it_and_no_other_orders():
    order, other = paid_order(partner()), paid_order(partner())
    mine, others = order.payments.get().buyer_receipt, other.payments.get().buyer_receipt
    address = f"/pesanan/{links.mint(order)}/"
    browser = Client()
    assert f"kuitansi/{mine.pk}/" in browser.get(address).content.decode()
    page = browser.get(f"{address}kuitansi/{mine.pk}/")
    assert page.status_code == 200
    assert mine.number in page.content.decode()
    file = browser.get(f"{address}kuitansi/{mine.pk}.pdf")
    assert file["Content-Type"] == "application/pdf"
    assert file.content.startswith(b"%PDF-")
    assert browser.get(f"{address}kuitansi/{others.pk}/").status_code == 404
    assert browser.get(f"{address}kuitansi/{others.pk}.pdf").status_code == 404
