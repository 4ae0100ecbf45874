import pytest

from shop.order import links
from shop.order.models import OrderToken
from shop.people.actors import SYSTEM
from tests.factories import placed_order

pytestmark = pytest.mark.django_db


def test_every_link_opens_its_order():
    order = placed_order()
    first, second = links.mint(order), links.mint(order)
    assert first != second
    assert links.find(first) == links.find(second) == order


def test_a_secret_has_at_least_128_bits_and_is_stored_hashed():
    secret = links.mint(placed_order())
    assert len(secret) == 32
    assert OrderToken.objects.get().token_hash != secret
    assert secret not in str(OrderToken.objects.values_list().get())


def test_revoked_and_unknown_links_open_nothing():
    order = placed_order()
    secret = links.mint(order)
    assert links.revoke(order, by=SYSTEM) == 1
    assert links.find(secret) is None
    assert links.find("x" * 32) is None
    assert links.find("") is None
    assert links.find(links.mint(order)) == order
