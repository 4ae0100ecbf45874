"""A buyer who asks to cancel late stands in a queue of his own."""

from shop.order import states
from shop.order.models import Order
from tests.payment.money import BUYER, STAFF, two_part_order


def test_a_late_wish_to_cancel_waits_for_staff(sign_in):
    order = two_part_order()
    states.accept(order.seller_orders.first(), by=STAFF)
    states.ask_to_cancel(order, by=BUYER)

    page = sign_in("support").get("/dashboard/pesanan/?untuk=batal").content.decode()

    assert order.number in page
    assert "Pembeli minta batal" in page
    assert list(Order.objects.asking_to_cancel()) == [order]


def test_orders_nobody_asked_to_cancel_stay_out(sign_in):
    order = two_part_order()

    page = sign_in("support").get("/dashboard/pesanan/?untuk=batal").content.decode()

    assert order.number not in page
