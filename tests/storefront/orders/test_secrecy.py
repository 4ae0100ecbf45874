"""Secrets of links and phones of people stay out of the logs, whoever writes them."""

import logging
import logging.config
import sys
from io import StringIO

import pytest
from django.conf import settings

from shop.secrecy import MaskSecrets, mask

SECRET = "iv1KxsB1qzcV590nVNBUyNZHEGeZ_fKE"


@pytest.mark.parametrize("prefix", ["", "/en"])
@pytest.mark.parametrize("place", ["pesanan", "tanya"])
def test_a_links_secret_is_masked(prefix, place):
    line = mask(f'"GET {prefix}/{place}/{SECRET}/batal/ HTTP/1.1" 200')

    assert line == f'"GET {prefix}/{place}/[...]/batal/ HTTP/1.1" 200'


def test_a_link_to_a_new_password_is_masked():
    assert mask("GET /akun/sandi/lupa/4-d3x9ab-0f1e2d3c4b5a/ 302") == (
        "GET /akun/sandi/lupa/[...]/ 302"
    )


@pytest.mark.parametrize("door", ["undangan", "perkenalan"])
def test_a_link_into_a_stall_is_masked_also_as_the_way_on(door):
    assert mask(f"GET /lapak-saya/{door}/{SECRET}/ 200") == f"GET /lapak-saya/{door}/[...]/ 200"
    assert mask(f"GET /akun/masuk/?next=%2Flapak-saya%2F{door}%2F{SECRET}%2F 200") == (
        f"GET /akun/masuk/?next=%2Flapak-saya%2F{door}%2F[...]%2F 200"
    )


@pytest.mark.parametrize("phone", ["+6281234567890", "6281234567890", "081234567890"])
def test_a_phone_is_masked(phone):
    assert mask(f"no such person: {phone}.") == "no such person: [phone]."


@pytest.mark.parametrize("key", ["sk_live_", "sk_test_", "rk_live_", "whsec_"])
def test_a_key_of_the_card_provider_is_masked(key):
    assert (
        mask(f"Invalid API Key: {key}51HabcDEF0123, sorry") == f"Invalid API Key: {key}[...], sorry"
    )


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_the_way_back_from_the_card_page_is_masked(prefix):
    line = mask(f"GET {prefix}/bayar/kembali/12.{SECRET}/ 302")

    assert line == f"GET {prefix}/bayar/kembali/[...]/ 302"


def test_a_traceback_is_masked_too():
    record = logging.LogRecord("shop.any", logging.ERROR, __file__, 1, "Failed", (), None)
    try:
        raise ValueError(f"/pesanan/{SECRET}/ of +6281234567890 with sk_live_51HabcDEF0123")
    except ValueError:
        record.exc_info = sys.exc_info()
    MaskSecrets().filter(record)
    written = logging.Formatter("%(message)s").format(record)

    assert "ValueError: /pesanan/[...]/ of [phone] with sk_live_[...]" in written
    assert "51HabcDEF0123" not in written.split("ValueError:")[1]


def test_an_order_number_is_readable():
    assert mask("/dashboard/pesanan/9019-9725/") == "/dashboard/pesanan/9019-9725/"


@pytest.mark.parametrize(
    "name", ["django.request", "django.server", "gunicorn.error", "gunicorn.access", "shop.any"]
)
def test_every_logger_writes_through_the_mask(name, monkeypatch):
    written = StringIO()
    loggers = [logging.getLogger(part) for part in ("", name, *name.split(".")[:1])]
    before = [(one, list(one.handlers), one.propagate, one.level) for one in loggers]
    try:
        logging.config.dictConfig(settings.LOGGING)
        for handler in logging.getLogger().handlers:
            if any(type(one).__name__ == "MaskSecrets" for one in handler.filters):
                monkeypatch.setattr(handler, "stream", written)
        logging.getLogger(name).warning("Not Found: %s", f"/pesanan/{SECRET}/")
        direct = logging.getLogger(name).handlers
    finally:
        for one, handlers, propagate, level in before:
            one.handlers, one.propagate = handlers, propagate
            one.setLevel(level)

    assert "/pesanan/[...]/" in written.getvalue()
    assert SECRET not in written.getvalue()
    assert direct == []
