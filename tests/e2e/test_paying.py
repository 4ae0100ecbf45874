"""Ways to pay that end elsewhere: a village's QRIS code, a card left for a transfer."""

import io
import time

import pytest
import zxingcpp
from django.core.management import call_command
from PIL import Image
from playwright.sync_api import expect

from shop.order import states
from shop.order.models import Order
from shop.partner.models import Partner
from shop.payment import methods
from shop.payment.card import captures
from shop.payment.collecting import qris
from shop.payment.models import Payment
from shop.payment.proving.checks import problems
from shop.people.actors import SYSTEM
from tests.e2e.people import number_of, sign_in
from tests.stand_ins.stripe.driver import KEY, SECRET

pytestmark = pytest.mark.browser

SURUHWADANG = "35.05.04.2007"


@pytest.fixture
def card_shop(demo_shop, serve, stripe_stand_in) -> str:
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


def order_at(buyer, shop: str, partner: Partner) -> None:
    """Order goods of one stall to be picked up, as far as the page that is checked last."""
    goods = partner.stockrecords.filter(product__state="published", num_in_stock__gt=0)
    buyer.goto(f"{shop}/produk/{goods.first().product.public_id}/")
    buyer.locator(".paybar .btn.go").click()
    buyer.locator(".paybar .btn.go").click()
    buyer.get_by_label("Nama Anda").fill("Wulan Contoh")
    buyer.get_by_label("Nomor HP Anda").fill("0812 3456 7890")
    buyer.locator(".paybar .btn.go").click()
    expect(buyer.get_by_role("heading", name="Periksa pesanan")).to_be_visible()


def stall_in(village: str) -> Partner:
    """Return a stall of the demo in a village, with goods to sell."""
    stalls = Partner.objects.filter(
        village__code=village,
        stockrecords__product__state="published",
        stockrecords__num_in_stock__gt=0,
    )
    return stalls.order_by("pk").first()


def wait_for_confirmation(order: Order) -> None:
    """Wait until the server has heard of the payment."""
    deadline = time.monotonic() + 20
    while Order.objects.get(pk=order.pk).status != "confirmed":
        assert time.monotonic() < deadline, "no word of the payment"
        time.sleep(0.2)


def test_a_villages_qris_is_scanned_and_its_treasurer_confirms(shop, buyer, volunteer, demo_shop):
    # given an order from a village whose BUMDes has a code
    order_at(buyer, shop, stall_in(SURUHWADANG))
    buyer.get_by_label("QRIS").check()
    buyer.get_by_role("button", name="Buat pesanan").click()
    payment = Payment.objects.get(order__number=number_of(buyer))

    # when the code on the page is scanned, it names the BUMDes and the amount
    shown = buyer.get_by_role("img", name="BUMDES CONTOH").screenshot(scale="device")
    [read] = zxingcpp.read_barcodes(Image.open(io.BytesIO(shown)))
    assert read.text == qris.with_amount(qris.parse(payment.qris.payload), payment.total)
    assert f"54{len(str(payment.total)):02}{payment.total}" in read.text

    # and the buyer says it is paid, which confirms nothing
    buyer.get_by_role("button", name="Saya sudah bayar").click()
    expect(buyer.get_by_role("heading", name="Pembayaran dicek")).to_be_visible()
    assert Order.objects.get().status == "awaiting"

    # then the treasurer finds it on her statement, after her second step
    treasurer = volunteer
    treasurer.context.clear_cookies()
    sign_in(treasurer, shop, "bendahara", said=demo_shop, then=f"/kas-desa/{SURUHWADANG}/")
    treasurer.goto(f"{shop}/kas-desa/{SURUHWADANG}/masuk/")
    treasurer.get_by_label("Keterangan di mutasi").fill("QR WULAN")
    treasurer.get_by_role("button", name="Uangnya sudah masuk").click()
    expect(treasurer.get_by_text(f"Tercatat untuk pesanan {payment.order.number}")).to_be_visible()

    # and the buyer's order is paid, the ledger exact
    buyer.reload()
    expect(buyer.get_by_text("Sudah dibayar").first).to_be_visible()
    payment.refresh_from_db()
    assert (payment.state, payment.captured) == ("captured", payment.total)
    assert problems() == []


def test_who_walks_away_from_the_card_pays_once_by_transfer(card_shop, buyer, stripe_stand_in):
    # given a buyer who leaves the provider's page
    order_at(buyer, card_shop, stall_in(SURUHWADANG))
    buyer.get_by_label("Kartu debit atau kredit").check()
    buyer.get_by_role("button", name="Buat pesanan").click()
    buyer.wait_for_url(f"{stripe_stand_in.origin}/c/pay/**")
    buyer.get_by_role("link", name="Kembali ke toko").click()
    number = number_of(buyer)

    # when a transfer is chosen instead
    buyer.get_by_role("button", name="Transfer bank").click()
    expect(buyer.get_by_text("Nama pemilik rekening").first).to_be_visible()

    # then the provider's page is closed there too, and nobody was charged
    [session] = stripe_stand_in.objects("checkout.session")
    assert session["status"] == "expired"
    assert stripe_stand_in.objects("charge") == []
    states = Payment.objects.filter(order__number=number).order_by("pk")
    assert [(one.method, one.state) for one in states][-1] == ("transfer", "pending")
    assert len(states.open()) == 1
    assert problems() == []


def test_the_webhook_alone_secures_an_order_and_its_refund_goes_to_the_card(
    card_shop, buyer, stripe_stand_in
):
    # given a buyer whose phone died on the provider's page, just after paying
    order_at(buyer, card_shop, stall_in(SURUHWADANG))
    buyer.get_by_label("Kartu debit atau kredit").check()
    buyer.get_by_role("button", name="Buat pesanan").click()
    buyer.wait_for_url(f"{stripe_stand_in.origin}/c/pay/**")
    stripe_stand_in.pay(buyer.url.rpartition("/")[2])

    # then the provider's word confirms the order
    order = Order.objects.get()
    wait_for_confirmation(order)
    payment = order.payments.get()

    # and when the seller can't deliver, all of it goes back to the card
    states.decline(order.seller_orders.get(), reason="Habis", by=SYSTEM)
    captures.capture_due()
    methods.return_due()
    [charge] = stripe_stand_in.objects("charge")
    assert charge["amount_refunded"] == payment.card.held * 100
    assert problems() == []
