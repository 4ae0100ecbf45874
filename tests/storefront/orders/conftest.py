"""Orders as their buyers meet them, and the codes that come to their phones."""

import re
from html import unescape

import pytest

from shop.checkout.writing import indonesia
from shop.communication.models import Message
from shop.communication.sealing import unseal
from shop.order import links
from shop.order.models import ShippingAddress
from tests import factories
from tests.payment.money import transfer_order

PHONE = "+6281234567890"


@pytest.fixture(autouse=True)
def no_pause(settings):
    """A new code may be asked for at once."""
    settings.CODE_PAUSE_SECONDS = 0


@pytest.fixture
def order(db):
    """An unpaid order of two sellers by bank transfer, going to Dawuhan."""
    where = factories.village("35.05.04.2010", "Dawuhan")
    address = ShippingAddress.objects.create(
        country=indonesia(),
        line1="Jl. Kelud 5",
        line2="Pagar hijau",
        village=where,
        village_code=where.code,
        village_name="Dawuhan",
        district_name="Kademangan",
        line4="Kabupaten Blitar",
        state="Jawa Timur",
        postcode="66161",
    )
    owners = factories.partner("Lapak Asri"), factories.partner("Lapak Bumi")
    return transfer_order(
        *owners,
        guest_phone=PHONE,
        recipient_phone="+6281300000077",
        recipient_name="Budi Contoh",
        shipping_address=address,
    ).order


@pytest.fixture
def url(order) -> str:
    """The order page's address by its secret link."""
    return f"/pesanan/{links.mint(order)}/"


@pytest.fixture
def prove(client):
    """Return a function that proves the order's phone by code and says where it led."""

    def prove(page: str, then: str = "") -> str:
        address = f"{page}kode/?untuk={then}"
        client.post(address, {"send": "1"})
        return client.post(address, {"digits": code_sent()}).url

    return prove


def code_sent() -> str:
    """The digits of the last code that was sent."""
    return unseal(bytes(Message.objects.filter(kind="code").latest("pk").secret))


def text_of(page) -> str:
    """What a person reads in the main part of a page."""
    main = page.content.decode().partition("<main")[2].partition("</main>")[0]
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", f"<{main}")).split())
