"""Orders in an account: one's own, and earlier guest orders once the phone is proven."""

import pytest

from shop.order import links
from shop.order.models import Order
from tests import factories
from tests.payment.money import transfer_order

from .conftest import PHONE, code_sent, text_of

pytestmark = pytest.mark.django_db
BACKEND = "django.contrib.auth.backends.ModelBackend"


@pytest.fixture
def sari(client):
    """Sari, signed in, with the phone of the order but no proof of it."""
    sari = factories.person(phone=PHONE, name="Sari Contoh")
    client.force_login(sari, BACKEND)
    return sari


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_strangers_sign_in_first_and_come_back(client, order, prefix):
    for path in ("/akun/", f"/akun/pesanan/{order.number}/", "/akun/telepon/"):
        answer = client.get(f"{prefix}{path}")
        assert answer.url == f"{prefix}/akun/masuk/?next={prefix}{path}"


def test_an_unproven_phone_shows_no_guest_orders(client, order, sari):
    page = client.get("/akun/")

    assert order.number not in text_of(page)
    assert "Buktikan nomor" in text_of(page)
    assert client.get(f"/akun/pesanan/{order.number}/").status_code == 404


def test_a_proven_phone_shows_earlier_guest_orders(client, order, sari):
    assert client.post("/akun/telepon/", {"send": "1"}).url == "/akun/telepon/"
    wrong = "000000" if code_sent() != "000000" else "111111"
    assert client.post("/akun/telepon/", {"digits": wrong}).status_code == 200
    assert client.post("/akun/telepon/", {"digits": code_sent()}).url == "/akun/"

    sari.refresh_from_db()
    assert sari.phone_verified_at is not None
    assert order.number in text_of(client.get("/akun/"))
    assert client.get(f"/akun/pesanan/{order.number}/").status_code == 200


def test_looking_at_the_proof_page_sends_nothing(client, sari):
    assert client.get("/akun/telepon/").status_code == 200

    from shop.communication.models import Message

    assert Message.objects.count() == 0


ACTIONS = ["", "cetak/", "kode/", "batal/", "alamat/", "rekening/", "simpan/", "tautan/"]


@pytest.mark.parametrize("action", ACTIONS)
def test_other_peoples_orders_are_not_found(client, order, action):
    Order.objects.update(user=factories.person())
    client.force_login(factories.person(phone_verified_at=order.date_placed), BACKEND)

    assert client.get(f"/akun/pesanan/{order.number}/{action}").status_code == 404
    assert client.post(f"/akun/pesanan/{order.number}/{action}").status_code == 404


def test_one_may_cancel_an_own_order_without_a_code_but_asked_once(client, order, sari):
    Order.objects.update(user=sari)
    address = f"/akun/pesanan/{order.number}/batal/"

    assert "Ya, batalkan" in text_of(client.get(address))
    order.refresh_from_db()
    assert order.status == "awaiting"
    client.post(address)

    order.refresh_from_db()
    assert order.status == "cancelled"


def test_the_account_of_refunds_needs_a_code_even_when_signed_in(client, order, sari):
    Order.objects.update(user=sari)
    address = f"/akun/pesanan/{order.number}/rekening/"

    assert client.get(address).url == f"/akun/pesanan/{order.number}/kode/?untuk=rekening"
    client.post(f"/akun/pesanan/{order.number}/kode/?untuk=rekening", {"send": "1"})
    answer = client.post(
        f"/akun/pesanan/{order.number}/kode/?untuk=rekening", {"digits": code_sent()}
    )

    assert answer.url == address
    assert client.get(address).status_code == 200


def test_a_number_in_doubt_says_not_where_refunds_go(client, order, sari):
    Order.objects.update(user=sari)
    address = f"/akun/pesanan/{order.number}/rekening/"
    client.post(f"/akun/pesanan/{order.number}/kode/?untuk=rekening", {"send": "1"})
    client.post(f"/akun/pesanan/{order.number}/kode/?untuk=rekening", {"digits": code_sent()})
    type(sari).objects.update(phone_doubted_at=order.date_placed)

    for answer in (client.get(address), client.post(address, {"bank": "B", "number": "12345678"})):
        assert answer.url.startswith("/akun/periksa/?next=")


def test_a_guests_order_is_kept_in_an_account_with_a_code(client, order, url, prove):
    person = factories.person()
    client.force_login(person, BACKEND)
    assert client.post(f"{url}simpan/").url == f"{url}kode/?untuk=simpan"
    assert prove(url, "simpan") == f"{url}simpan/"

    client.post(f"{url}simpan/")

    order.refresh_from_db()
    assert order.user == person
    assert order.number in text_of(client.get("/akun/"))


def test_a_kept_order_is_never_taken_by_somebody_else(client, order, url, prove):
    owner = factories.person()
    Order.objects.update(user=owner)
    client.force_login(factories.person(), BACKEND)
    prove(url, "simpan")

    client.post(f"{url}simpan/")

    order.refresh_from_db()
    assert order.user == owner


def test_orders_are_paged(client, sari):
    for _number in range(21):
        transfer_order(user=sari)

    first, second = text_of(client.get("/akun/")), text_of(client.get("/akun/?hal=2"))

    assert first.count("Belum bayar") == 20
    assert second.count("Belum bayar") == 1


def test_just_placed_is_said_once(client, order):
    secret = links.mint(order)
    client.get("/keranjang/")
    session = client.session
    session["just_placed"] = order.pk
    session.save()

    assert "Simpan halaman ini" in text_of(client.get(f"/pesanan/{secret}/"))
    assert "Simpan halaman ini" not in text_of(client.get(f"/pesanan/{secret}/"))
