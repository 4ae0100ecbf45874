"""Money that staff enter, match and send back."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.utils import timezone

from shop.order import states
from shop.payment import cash, methods
from shop.payment.models import CashRecord, Payment, Receipt, Refund
from shop.payment.proving.checks import problems
from tests import factories
from tests.payment.money import BUYER, STAFF, paid_order, transfer_order

pytestmark = pytest.mark.django_db


def text_of(page) -> str:
    main = page.content.decode().partition("<main")[2].partition("</main>")[0]
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", f"<{main}")).split())


@pytest.fixture
def enter(sign_in):
    """Enter money as finance staff, and read what the page answers."""
    browser = sign_in("maker")

    def enter(account, amount, **fields):
        form = {
            "place": f"account-{account and account.pk}",
            "amount": amount,
            "received_on": timezone.localdate().isoformat(),
            "reference": "TRSF SARI",
            **fields,
        }
        return text_of(browser.post("/dashboard/transfer/uang/", form, follow=True))

    enter.browser = browser
    return enter


@pytest.mark.parametrize("spelling", ["{}", "Rp{:,}", " {} "])
def test_the_asked_amount_pays_the_order(enter, spelling):
    payment = transfer_order()
    amount = spelling.format(payment.total).replace(",", ".")

    page = enter(payment.account, amount)

    payment.order.refresh_from_db()
    assert (payment.order.status, payment.order.paid) == ("confirmed", "yes")
    assert f"Tercatat untuk pesanan {payment.order.number}: sudah dibayar." in page


def test_less_is_noted_and_the_rest_is_asked_for(enter):
    payment = transfer_order()

    page = enter(payment.account, 20_000, payment=payment.order.number)

    payment.order.refresh_from_db()
    assert payment.order.status == "awaiting"
    assert "Masih kurang Rp30.000." in page


def test_more_pays_and_gives_the_rest_back(enter):
    payment = transfer_order()

    page = enter(payment.account, payment.total + 5_000, payment=payment.order.number)

    payment.order.refresh_from_db()
    assert payment.order.status == "confirmed"
    assert "Rp5.000 dikembalikan ke pembeli." in page


def test_the_second_transfer_goes_back(enter):
    payment = transfer_order()
    enter(payment.account, payment.total, reference="A1")

    page = enter(payment.account, payment.total, reference="A2")

    assert f"Rp{payment.total:,} dikembalikan".replace(",", ".") in page
    assert Refund.objects.get().amount == payment.total


def test_the_same_line_of_the_statement_is_refused(enter):
    payment = transfer_order()
    enter(payment.account, payment.total, reference="A1")

    page = enter(payment.account, payment.total, reference="A1")

    assert "Ada 1 hal yang perlu dibetulkan." in page
    assert Receipt.objects.count() == 1


def test_a_line_without_its_text_could_be_entered_twice_and_is_refused(enter):
    payment = transfer_order()

    page = enter(payment.account, payment.total, reference="")

    assert "Ada 1 hal yang perlu dibetulkan." in page
    assert not Receipt.objects.exists()


def test_late_money_revives_an_expired_order(enter):
    payment = transfer_order()
    states.expire(payment.order, by=BUYER, at=timezone.now() + timedelta(days=2))

    enter(payment.account, payment.total)

    payment.order.refresh_from_db()
    assert payment.order.status == "confirmed"


def test_unknown_money_rests_until_it_is_matched(enter):
    payment = transfer_order()
    page = enter(payment.account, 777_777)
    assert "uang disimpan sampai dicocokkan" in page
    receipt = Receipt.objects.get()

    wrong = enter.browser.post(
        f"/dashboard/transfer/uang/{receipt.pk}/", {"number": "1111-2222"}, follow=True
    )
    assert Receipt.objects.get().payment is None
    right = enter.browser.post(
        f"/dashboard/transfer/uang/{receipt.pk}/",
        {"number": payment.order.number.replace("-", "")},
        follow=True,
    )

    assert "no. pesanan" in text_of(wrong).lower()
    assert payment.order.number in text_of(right)
    payment.order.refresh_from_db()
    assert payment.order.status == "confirmed"
    assert problems() == []


@pytest.mark.parametrize("amount", ["", "0", "-5", "abc", "1e9", "12,5", "²", "9" * 13, "Rp"])
def test_nonsense_is_refused_in_words_and_kept(enter, amount):
    payment = transfer_order()

    page = enter(payment.account, amount, reference="Tulisan saya")

    assert "Ada 1 hal yang perlu dibetulkan." in page
    assert Receipt.objects.count() == 0


def test_staff_send_a_refund_and_note_the_banks_reference(sign_in):
    order = paid_order()
    states.ask_to_cancel(order, by=BUYER)
    refund = order.refunds.get()
    Refund.objects.update(state="approved", bank="Bank", number="123456", holder="Sari")
    browser = sign_in("releaser")

    def step(name, text=""):
        address = f"/dashboard/pengembalian/{refund.pk}/{name}/"
        return browser.post(address, {"text": text}, follow=True)

    step("mulai")
    page = step("terkirim")
    refund.refresh_from_db()
    assert refund.state == "sending"
    assert "referensi" in text_of(page)
    step("terkirim", "TRX-1")

    refund.refresh_from_db()
    assert (refund.state, refund.reference) == ("sent", "TRX-1")
    assert step("terserah").status_code == 404
    assert step("tunai").status_code == 404
    assert problems() == []


def test_a_failed_refund_waits_for_another_account(sign_in):
    order = paid_order()
    states.ask_to_cancel(order, by=BUYER)
    refund = order.refunds.get()
    Refund.objects.update(state="sending", bank="Bank", number="123456", holder="Sari")

    sign_in("releaser").post(
        f"/dashboard/pengembalian/{refund.pk}/gagal/", {"text": "Rekening tutup"}
    )

    refund.refresh_from_db()
    assert (refund.state, refund.reason) == ("failed", "Rekening tutup")


def test_cash_a_seller_took_is_given_back_by_her(sign_in):
    order = factories.placed_order()
    CashRecord.objects.create(phone=order.guest_phone, proven_at=timezone.now())
    methods.start(order, method="cash", by=BUYER)
    part = order.seller_orders.get()
    states.accept(part, by=STAFF)
    states.ready(part, by=STAFF)
    cash.received(part, by=STAFF)
    states.cancel_part(part, by=STAFF, reason="Rusak")
    refund = order.refunds.get()
    browser = sign_in("releaser")

    assert "mengembalikannya tunai" in text_of(browser.get("/dashboard/pengembalian/"))
    assert browser.post(f"/dashboard/pengembalian/{refund.pk}/mulai/").status_code == 404
    browser.post(f"/dashboard/pengembalian/{refund.pk}/tunai/")

    refund.refresh_from_db()
    assert refund.state == "sent"
    assert problems() == []


def qris_payment(code) -> Payment:
    order = factories.placed_order()
    return Payment.objects.create(
        order=order,
        method="qris",
        collector=code.collector,
        qris=code,
        state="pending",
        due=order.total,
    )


def test_money_by_qris_is_confirmed_beside_its_order(enter):
    payment = qris_payment(factories.qris_code())
    page = text_of(enter.browser.get("/dashboard/transfer/"))
    assert payment.order.number in page
    assert "Uangnya sudah masuk" in page

    enter(None, payment.due, place=f"qris-{payment.qris_id}", payment=payment.order.number)

    payment.order.refresh_from_db()
    assert payment.order.status == "confirmed"


def test_money_by_qris_without_an_order_rests_and_equal_amounts_are_suggested(enter):
    code = factories.qris_code()
    payments = [qris_payment(code), qris_payment(code)]

    enter(None, payments[0].due, place=f"qris-{code.pk}")

    page = text_of(enter.browser.get("/dashboard/transfer/"))
    for payment in payments:
        assert f"Untuk pesanan {payment.order.number}" in page
        payment.refresh_from_db()
        assert payment.state == "pending"


def test_an_order_that_pays_elsewhere_is_refused(enter):
    payment = transfer_order()
    code = factories.qris_code()
    page = enter(None, 5_000, place=f"qris-{code.pk}", payment=payment.order.number)
    assert "Tidak ada pembayaran ke rekening atau QRIS ini" in page
    assert not Receipt.objects.exists()


def test_a_closed_account_still_takes_money_of_open_payments(enter):
    payment = transfer_order()
    type(payment.account).objects.update(is_active=False)
    enter(payment.account, payment.total)
    payment.order.refresh_from_db()
    assert payment.order.status == "confirmed"


def test_a_place_that_is_not_there_is_refused(enter):
    transfer_order()
    for place in ("", "account-99999", "qris-x", "x"):
        assert "Ada 1 hal yang perlu dibetulkan." in enter(None, 5_000, place=place)
    assert not Receipt.objects.exists()


def test_the_list_of_payments_asks_no_more_for_many(enter, django_assert_num_queries):
    transfer_order()
    enter.browser.get("/dashboard/transfer/")
    with django_assert_num_queries(QUERIES):
        enter.browser.get("/dashboard/transfer/")
    for _ in range(4):
        transfer_order().proofs.create(picture="proofs/a.webp")
    with django_assert_num_queries(QUERIES):
        enter.browser.get("/dashboard/transfer/")


QUERIES = 10
