"""A relative abroad pays by card for somebody in Blitar, under the content policy of production."""

import pytest
from django.core.management import call_command

from shop.order.models import Order
from shop.payment.models import Payment
from tests.e2e.people import fill_basket, give_address, number_of
from tests.stand_ins.stripe.driver import KEY, SECRET

pytestmark = pytest.mark.browser


@pytest.fixture
def shop(demo_shop, serve, stripe_stand_in) -> str:
    """The address of the demo shop, which takes cards at the provider's stand-in."""
    call_command("prepare_pages")
    server = serve(
        workers=2,
        STRIPE_SECRET_KEY=KEY,
        STRIPE_WEBHOOK_SECRET=SECRET,
        STRIPE_API_BASE=stripe_stand_in.origin,
        STRIPE_PAGE_ORIGIN=stripe_stand_in.origin,
    )
    stripe_stand_in.configure(webhook_url=f"{server.url}/webhooks/stripe/")
    return server.url


def test_a_relative_abroad_pays_by_card_for_somebody_in_blitar(shop, buyer, stripe_stand_in):
    # given goods for somebody else, ordered from abroad
    fill_basket(buyer, shop)
    give_address(buyer, gift=True, phone="+65 8123 4567")

    # when the order is placed, the provider's page opens at once
    buyer.get_by_label("Kartu debit atau kredit").check()
    buyer.get_by_role("button", name="Buat pesanan").click()
    buyer.wait_for_url(f"{stripe_stand_in.origin}/c/pay/**")

    # and a declined card leads back to an order that waits
    buyer.get_by_role("button", name="Tolak").click()
    buyer.get_by_role("link", name="Kembali ke toko").click()
    number = number_of(buyer)
    order = Order.objects.get(number=number)
    assert (order.status, order.guest_phone) == ("awaiting", "+6581234567")
    assert order.recipient_phone == "+6281398765432"

    # from where the same page opens again, and takes a card whose bank asks first
    buyer.get_by_role("button", name="Bayar dengan kartu").click()
    buyer.wait_for_url(f"{stripe_stand_in.origin}/c/pay/**")
    buyer.get_by_role("button", name="Bayar dengan 3-D Secure").click()
    buyer.get_by_role("button", name="Benar, ini saya").click()

    # then the buyer is back at the order, which is secured by one charge
    assert number_of(buyer) == number
    order.refresh_from_db()
    payment = Payment.objects.get()
    assert order.status == "confirmed"
    assert (order.paid, payment.state) in {("yes", "captured"), ("held", "authorised")}
    paid = [charge for charge in stripe_stand_in.objects("charge") if charge["paid"]]
    assert [charge["amount"] for charge in paid] == [payment.card.held * 100]
    assert len(stripe_stand_in.objects("checkout.session")) == 1
