"""Paying by card from the order page: to the provider's page and back, by link and by account."""

import re

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from shop.order import links
from shop.order.models import OrderToken
from shop.payment.models import CardPayment, Payment
from shop.storefront.orders.card import return_address
from tests import factories
from tests.payment.cards import again, card_order, open_page
from tests.payment.money import BUYER

from .conftest import text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def payment(stripe_stand_in):
    return card_order()


@pytest.fixture
def page(payment):
    """The order page's address."""
    return f"/pesanan/{links.mint(payment.order)}/"


def came_from(stand_in) -> str:
    """The path that the provider leads back to."""
    address = stand_in.last("checkout.session")["success_url"]
    assert address == stand_in.last("checkout.session")["cancel_url"]
    assert address.startswith("http://testserver/")
    return address.removeprefix("http://testserver")


def test_one_press_leads_to_the_providers_page(client, payment, page, stripe_stand_in):
    shown = client.get(page)
    assert "Bayar dengan kartu" in text_of(shown)
    assert "Bayar Rp50.000 sebelum" in text_of(shown)
    answer = client.post(f"{page}kartu/")
    assert answer.status_code == 303
    assert answer.url == stripe_stand_in.last("checkout.session")["url"]
    assert client.post(f"{page}kartu/").url == answer.url
    assert again(payment).state == "pending"


def test_a_reload_of_the_forms_address_leads_to_the_order(client, payment, page):
    answer = client.get(f"{page}kartu/")
    assert (answer.status_code, answer.url) == (302, page)
    assert again(payment).card.session_id is None


def test_forms_may_end_at_the_providers_page_only_where_cards_are_taken(
    client, payment, page, settings
):
    policy = client.get(page)["Content-Security-Policy"]
    assert f"form-action 'self' {settings.STRIPE_PAGE_ORIGIN};" in f"{policy};"
    assert settings.STRIPE_PAGE_ORIGIN not in client.get("/")["Content-Security-Policy"]
    settings.STRIPE_SECRET_KEY = ""
    assert "form-action 'self';" in f"{client.get(page)['Content-Security-Policy']};"


def test_back_from_the_page_the_order_is_paid(client, payment, page, stripe_stand_in):
    client.post(f"{page}kartu/")
    stripe_stand_in.pay(again(payment).card.session_id)
    answer = client.get(came_from(stripe_stand_in), follow=True)
    assert "Pembayaran Anda sudah masuk" in text_of(answer)
    assert payment.order.number in text_of(answer)
    payment = again(payment)
    assert (payment.state, payment.order.status) == ("captured", "confirmed")


def test_back_without_paying_the_order_waits(client, payment, page, stripe_stand_in):
    client.post(f"{page}kartu/")
    answer = client.get(came_from(stripe_stand_in), follow=True)
    assert "Pembayaran kartu belum selesai" in text_of(answer)
    assert "Bayar dengan kartu" in text_of(answer)
    assert again(payment).state == "pending"


def test_what_the_address_says_is_not_believed(client, payment, page, stripe_stand_in):
    client.post(f"{page}kartu/")
    back = came_from(stripe_stand_in)
    client.get(f"{back}?payment_status=paid&session_id=cs_test_1")
    assert again(payment).state == "pending"
    assert client.get(back.replace(".", ".x")).status_code == 404
    assert client.get("/bayar/kembali/1.abc/").status_code == 404
    assert client.get("/bayar/kembali/x/").status_code == 404


def test_another_browser_reads_how_it_went_and_nothing_of_the_order(
    client, payment, page, stripe_stand_in
):
    client.post(f"{page}kartu/")
    stripe_stand_in.pay(again(payment).card.session_id)
    Session.objects.all().delete()
    stranger = Client()
    answer = stranger.get(came_from(stripe_stand_in))
    assert answer.status_code == 200
    assert "Pembayaran Anda sudah masuk" in text_of(answer)
    for secret in [payment.order.number, payment.order.guest_name, "Rp50.000", "/pesanan/9"]:
        assert secret not in answer.content.decode()
    assert not stranger.cookies
    assert Session.objects.count() == 0


def test_a_link_that_was_turned_off_leads_nowhere(client, payment, page, stripe_stand_in):
    client.post(f"{page}kartu/")
    links.revoke(payment.order, by=BUYER)
    answer = client.get(came_from(stripe_stand_in))
    assert answer.status_code == 200
    assert payment.order.number not in text_of(answer)
    assert OrderToken.objects.filter(revoked_at=None).count() == 0


def test_a_signed_in_buyer_comes_back_to_the_account(client, payment, stripe_stand_in):
    person = factories.person()
    type(payment.order).objects.update(user=person)
    client.force_login(person)
    page = f"/akun/pesanan/{payment.order.number}/"
    assert client.post(f"{page}kartu/").status_code == 303
    assert client.get(came_from(stripe_stand_in)).url == page


def test_while_the_provider_does_not_answer_the_buyer_is_told(
    client, payment, page, stripe_stand_in
):
    stripe_stand_in.fail("/v1/checkout/sessions", "drop")
    answer = client.post(f"{page}kartu/", follow=True)
    assert "sedang tidak bisa dibuka" in text_of(answer)
    client.post(f"{page}kartu/")
    stripe_stand_in.pay(again(payment).card.session_id)
    stripe_stand_in.fail("/v1/checkout/sessions", "drop")
    answer = client.get(came_from(stripe_stand_in), follow=True)
    assert "sedang kami cek" in text_of(answer)
    assert again(payment).state == "pending"


def test_a_refused_page_is_explained_and_the_order_kept(client, payment, page):
    CardPayment.objects.update(held=1)
    answer = client.post(f"{page}kartu/", follow=True)
    assert text_of(answer).count("Jumlahnya terlalu kecil") == 2
    assert "Bayar lagi dengan kartu" in text_of(answer)
    assert client.post(f"{page}kartu/").status_code == 303
    assert sorted(Payment.objects.values_list("state", flat=True)) == ["failed", "pending"]


@pytest.mark.parametrize(
    ("state", "words"),
    [
        ("expired", "Halaman pembayaran kartu sudah ditutup"),
        ("lapsed", "Bank sudah melepas uangnya"),
    ],
)
def test_an_attempt_that_is_over_can_be_repeated(client, payment, page, state, words):
    Payment.objects.update(state=state, closed_at=timezone.now())
    shown = client.get(page)
    assert words in text_of(shown)
    assert "Bayar lagi dengan kartu" in text_of(shown)
    assert 'value="card"' not in shown.content.decode()
    assert client.post(f"{page}kartu/").status_code == 303


def test_in_doubt_nobody_is_asked_to_pay_again(client, payment, page):
    open_page(payment)
    Payment.objects.update(state="in_doubt")
    type(payment.order).objects.update(clock_stopped_at=timezone.now(), paid="checking")
    shown = client.get(page)
    assert "Jangan membayar lagi" in text_of(shown)
    assert "/kartu/" not in shown.content.decode()
    assert "bukti transfer" not in text_of(shown).lower()


def test_held_money_is_explained(client, stripe_stand_in):
    payment = card_order(weighed=True)
    shown = client.get(f"/pesanan/{links.mint(payment.order)}/")
    assert "Bank menahan Rp55.000 dulu" in text_of(shown)


def test_another_method_closes_the_page_and_card_leads_straight_back_to_one(
    client, payment, page, stripe_stand_in
):
    factories.bank_account()
    client.post(f"{page}kartu/")
    client.post(f"{page}bayar/", {"method": "transfer"})
    assert stripe_stand_in.last("checkout.session")["status"] == "expired"
    answer = client.post(f"{page}bayar/", {"method": "card"})
    assert answer.status_code == 303
    assert len(stripe_stand_in.objects("checkout.session")) == 2


def test_changing_the_method_of_a_paid_order_says_that_it_is_paid(
    client, payment, page, stripe_stand_in
):
    factories.bank_account()
    client.post(f"{page}kartu/")
    stripe_stand_in.pay(again(payment).card.session_id)
    answer = client.post(f"{page}bayar/", {"method": "transfer"}, follow=True)
    assert "baru saja masuk" in text_of(answer)
    assert again(payment).order.status == "confirmed"


def test_the_return_address_names_no_order(payment):
    address = return_address(payment)
    assert re.fullmatch(r"/bayar/kembali/\d+\.[\w-]{43}/", address)
    assert payment.order.number not in address
