"""Recipient and street may change until something is packed; the village never does."""

import pytest

from shop.checkout.writing import indonesia
from shop.history.models import Event
from shop.order import addresses
from shop.order.models import Order, SellerOrder, ShippingAddress
from shop.order.states import WrongState
from shop.people.actors import guest
from tests.factories import partner, placed_order

pytestmark = pytest.mark.django_db
BUYER = guest("Sari")
NEW = {
    "recipient_name": "Tono Contoh",
    "recipient_phone": "+628139999777",
    "line1": "Jl. Baru 7",
    "line2": "",
}


@pytest.fixture
def order(db):
    order = placed_order(partner(), partner(), delivery="parcel")
    order.shipping_address = ShippingAddress.objects.create(
        first_name="Sari Contoh", line1="Jl. Lama 1", village_name="Dawuhan", country=indonesia()
    )
    order.save()
    return order


def test_the_new_recipient_and_street_are_kept_and_history_keeps_them_private(order):
    addresses.change(order, **NEW, by=BUYER)
    order.refresh_from_db()
    address = order.shipping_address
    assert (order.recipient_name, address.first_name) == ("Tono Contoh", "Tono Contoh")
    assert (address.line1, address.village_name) == ("Jl. Baru 7", "Dawuhan")
    event = Event.objects.get(verb="order.address_changed")
    assert event.after == {"fields": ["recipient_name", "recipient_phone", "line1"]}


@pytest.mark.parametrize("status", ["cancelled", "expired", "closed"])
def test_nothing_changes_once_the_order_is_over(order, status):
    Order.objects.filter(pk=order.pk).update(status=status)
    with pytest.raises(WrongState):
        addresses.change(order, **NEW, by=BUYER)
    assert not Event.objects.filter(verb="order.address_changed").exists()


@pytest.mark.parametrize("status", ["ready", "sent", "handed_over", "completed"])
def test_nothing_changes_once_a_part_is_packed(order, status):
    SellerOrder.objects.filter(pk=order.seller_orders.first().pk).update(status=status)
    with pytest.raises(addresses.TooLateToChange):
        addresses.change(order, **NEW, by=BUYER)
    order.refresh_from_db()
    assert (order.recipient_name, order.shipping_address.line1) == ("Sari Contoh", "Jl. Lama 1")
    assert not Event.objects.filter(verb="order.address_changed").exists()
