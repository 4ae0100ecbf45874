"""What tests of people share: codes as their phone reads them, and a browser at the door."""

import pytest

from shop.communication.models import Message
from shop.communication.sealing import unseal

PHONE = "+6281234567890"


@pytest.fixture(autouse=True)
def no_pause(settings):
    """A new code may be asked for at once."""
    settings.CODE_PAUSE_SECONDS = 0


def code_sent(kind: str = "code") -> str:
    """The digits or link of the last message of a kind."""
    return unseal(bytes(Message.objects.filter(kind=kind).latest("pk").secret))


@pytest.fixture
def come_in(client):
    """Return a function that goes through the door by code and returns the last answer."""

    def come_in(phone: str = PHONE, *, then: str = "", browser=client):
        browser.post("/akun/masuk/", {"phone": phone, "next": then})
        return browser.post("/akun/masuk/kode/", {"digits": code_sent()})

    return come_in
