"""Choosing the card while buying: placing leads straight to the provider's page."""

from datetime import timedelta

import pytest
from django.utils import timezone

from shop.order.models import Order
from shop.payment.models import Payment
from tests import factories

from .test_pages import ADDRESS, CHECK, answers, hidden, put, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def shopping(client, stall, stripe_stand_in):
    """A browser that has answered everything but how to pay."""
    put(client, factories.listing(stall, price=25_000, unit="kg"), 2)
    client.post(ADDRESS, answers(stall))
    return client


def order_now(client, prefix="", **more):
    page = client.get(f"{prefix}{CHECK}")
    return client.post(f"{prefix}{CHECK}", {**hidden(page), "method": "card", **more})


@pytest.mark.parametrize(("prefix", "language"), [("", "id"), ("/en", "en")])
def test_placing_leads_straight_to_the_providers_page(shopping, stripe_stand_in, prefix, language):
    answer = order_now(shopping, prefix)
    session = stripe_stand_in.last("checkout.session")
    assert (answer.status_code, answer.url) == (303, session["url"])
    order, payment = Order.objects.get(), Payment.objects.get()
    assert (order.status, payment.state, payment.due) == ("awaiting", "pending", 58_000)
    assert session["success_url"].startswith(f"http://testserver{prefix}/bayar/kembali/")
    sent = stripe_stand_in.requests()[0]["parameters"]
    assert sent["locale"] == language
    assert sent["customer_email"] == "sari@contoh.id"
    assert order.expires_at - order.date_placed == timedelta(hours=24)


def test_the_page_says_what_card_means(shopping):
    page = text_of(shopping.get(CHECK))
    assert "Kartu debit atau kredit" in page
    assert "Visa atau Mastercard, juga dari luar negeri. Anda membayar di halaman Stripe." in page


def test_without_keys_the_page_knows_no_card(shopping, settings):
    settings.STRIPE_SECRET_KEY = ""
    page = shopping.get(CHECK)
    assert "Kartu" not in text_of(page)
    assert order_now(shopping).status_code == 200
    assert Order.objects.count() == 0


def test_a_second_press_leads_to_the_one_order(shopping, stripe_stand_in):
    sent = {**hidden(shopping.get(CHECK)), "method": "card"}
    shopping.post(CHECK, sent)
    answer = shopping.post(CHECK, sent, follow=True)
    assert "Bayar dengan kartu" in text_of(answer)
    assert Order.objects.count() == Payment.objects.count() == 1
    assert len(stripe_stand_in.objects("checkout.session")) == 1


def test_while_the_provider_is_away_the_order_is_placed_and_paid_from_its_page(
    shopping, stripe_stand_in
):
    stripe_stand_in.fail("/v1/checkout/sessions", "drop")
    answer = order_now(shopping)
    assert answer.status_code == 302
    page = shopping.get(answer.url)
    assert "coba lagi sebentar" in text_of(page)
    assert "Bayar dengan kartu" in text_of(page)
    assert shopping.post(f"{answer.url}kartu/").status_code == 303


def test_weighed_goods_that_come_late_are_not_for_cards(client, stall, stripe_stand_in):
    product = factories.listing(
        stall,
        price=25_000,
        unit="kg",
        price_basis="weight",
        net_measure="g",
        net_amount=1_000,
        is_preorder=True,
        preorder_days=9,
    )
    put(client, product, 2)
    client.post(ADDRESS, answers(stall))
    assert "paling lama 5 hari lagi" in text_of(client.get(CHECK))
    assert order_now(client).status_code == 200
    assert Order.objects.count() == 0


def test_weighed_goods_are_held_with_the_tolerance(client, stall, stripe_stand_in):
    product = factories.listing(
        stall, price=25_000, unit="kg", price_basis="weight", net_measure="g", net_amount=1_000
    )
    put(client, product, 2)
    client.post(ADDRESS, answers(stall))
    assert order_now(client).status_code == 303
    payment = Payment.objects.get()
    assert (payment.due, payment.card.held, payment.card.is_captured_later) == (
        58_000,
        63_000,
        True,
    )
    part = Order.objects.get().seller_orders.get()
    assert part.promised_to <= timezone.localdate() + timedelta(days=5)


def test_the_check_page_lets_its_form_end_at_the_provider(shopping, settings):
    policy = shopping.get(CHECK)["Content-Security-Policy"]
    assert f"form-action 'self' {settings.STRIPE_PAGE_ORIGIN};" in f"{policy};"
