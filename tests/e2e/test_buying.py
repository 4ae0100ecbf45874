"""From the front page to a paid order, as a buyer and staff do it."""

import io

import pytest
from PIL import Image
from playwright.sync_api import expect

from shop.order.models import Order
from shop.payment.models import Payment
from tests.e2e.people import (
    enter_money,
    fill_basket,
    give_address,
    place,
    send_proof,
)

pytestmark = pytest.mark.browser


def picture() -> bytes:
    """A screenshot of a bank's app, as far as the shop can tell."""
    file = io.BytesIO()
    Image.new("RGB", (540, 960), "#1e4d36").save(file, "JPEG")
    return file.getvalue()


def test_three_stalls_one_order_paid_by_transfer(shop, buyer, staff):
    # given goods of three stalls in one basket
    stalls = fill_basket(buyer, shop)
    assert len(set(stalls)) == 3

    # when the buyer places one order and sends a proof
    give_address(buyer)
    number = place(buyer)
    for stall in stalls:
        expect(buyer.get_by_role("heading", name=f"Pesanan dari {stall}")).to_be_visible()
    send_proof(buyer, picture())
    order = Order.objects.get(number=number)
    assert order.status == "awaiting"
    assert order.clock_stopped_at is not None

    # and staff see the proof and enter the money from the statement
    payment = Payment.objects.get(order=order)
    staff.goto(f"{shop}/dashboard/transfer/")
    expect(staff.get_by_alt_text("Bukti transfer")).to_be_visible()
    enter_money(staff, shop, number, amount=payment.total)

    # then the buyer's page says so, and each seller has her own part to accept
    buyer.reload()
    expect(buyer.get_by_text("Sudah dibayar").first).to_be_visible()
    expect(buyer.get_by_text("Menunggu penjual").first).to_be_visible()
    order.refresh_from_db()
    assert (order.status, order.paid) == ("confirmed", "yes")
    assert [part.status for part in order.seller_orders.all()] == ["new", "new", "new"]

    # and one step of a seller, taken by staff, is on the buyer's page
    staff.goto(f"{shop}/dashboard/pesanan/{number}/")
    staff.get_by_role("button", name="Terima pesanan").first.click()
    expect(staff.get_by_text("Diproses").first).to_be_visible()
    buyer.reload()
    expect(buyer.get_by_text("Diproses").first).to_be_visible()


def test_recipient_elsewhere(shop, buyer):
    # given a basket
    fill_basket(buyer, shop)

    # when it is sent to somebody else
    give_address(buyer, gift=True)
    expect(buyer.get_by_text("Mbah Surti Contoh")).to_be_visible()
    number = place(buyer)

    # then the order knows two people, and its page masks the recipient's phone
    order = Order.objects.get(number=number)
    assert order.is_gift
    assert (order.guest_name, order.recipient_name) == ("Wulan Contoh", "Mbah Surti Contoh")
    assert (order.guest_phone, order.recipient_phone) == ("+6281234567890", "+6281398765432")
    expect(buyer.get_by_text("Mbah Surti Contoh")).to_be_visible()
    assert "9876-5432" not in buyer.content()
