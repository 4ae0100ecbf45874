"""Staff enter what the bank's statement shows: exactly, less, more, twice, from nobody."""

from datetime import timedelta

import pytest
from django.utils import timezone

from shop.payment.models import Receipt, Refund
from tests.payment.money import transfer_order

ENTER = "/dashboard/transfer/uang/"


@pytest.fixture
def maker(sign_in):
    return sign_in("maker")


def fill(payment, amount: int, /, **fields) -> dict:
    """Return the form as staff fill it in."""
    today = timezone.localdate().isoformat()
    return {"account": payment.account_id, "amount": str(amount), "received_on": today, **fields}


def test_the_exact_amount_finds_its_order(maker):
    payment = transfer_order()
    order = payment.order

    maker.post(ENTER, fill(payment, payment.total))

    order.refresh_from_db()
    assert (order.status, order.paid) == ("confirmed", "yes")


def test_too_little_waits_for_the_rest(maker):
    payment = transfer_order()
    order = payment.order

    maker.post(ENTER, fill(payment, payment.due - 5_000, payment=order.number))

    order.refresh_from_db()
    payment.refresh_from_db()
    assert (order.status, payment.captured) == ("awaiting", payment.due - 5_000)


def test_too_much_pays_and_the_rest_goes_back(maker):
    payment = transfer_order()
    order = payment.order

    maker.post(ENTER, fill(payment, payment.total + 7_000, payment=order.number.replace("-", "")))

    order.refresh_from_db()
    assert order.status == "confirmed"
    assert Refund.objects.get(order=order).amount == 7_000


def test_money_from_nobody_rests(maker):
    payment = transfer_order()
    order = payment.order

    maker.post(ENTER, fill(payment, payment.total + 123_456))

    order.refresh_from_db()
    assert order.status == "awaiting"
    assert Receipt.objects.get().payment is None


@pytest.mark.parametrize("amount", ["", "-5", "12,5", "NaN", "0", "9" * 30])
def test_no_amount_changes_nothing(maker, amount):
    payment = transfer_order()

    answer = maker.post(ENTER, fill(payment, 0) | {"amount": amount})

    assert answer.status_code == 422
    assert not Receipt.objects.exists()


def test_an_unknown_order_number_is_said(maker):
    payment = transfer_order()

    answer = maker.post(ENTER, fill(payment, payment.total, payment="0000-0000"))

    assert answer.status_code == 422
    assert "Tidak ada transfer untuk No. pesanan ini." in answer.content.decode()
    assert not Receipt.objects.exists()


@pytest.mark.parametrize("days", [-1, 367, 700_000])
def test_a_day_no_statement_of_today_has_is_asked_again(maker, days):
    payment = transfer_order()
    day = timezone.localdate() - timedelta(days=days)

    page = maker.post(ENTER, fill(payment, payment.total, received_on=day.isoformat()))

    assert page.status_code == 422
    assert "Pilih tanggal dalam setahun terakhir" in page.content.decode()
    assert Receipt.objects.count() == 0
