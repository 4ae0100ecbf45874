"""A proof of transfer: a picture that staff look at, refused in words when it is none."""

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from shop.order import links
from shop.payment.incoming import proofs
from shop.payment.models import Proof
from tests import factories
from tests.dashboard.conftest import person_of
from tests.payment.money import STAFF
from tests.payment.test_proofs import huge_picture, picture

from .conftest import text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def send(client, url):
    """Send a file as proof, and follow to the page that says what became of it."""
    return lambda file: client.post(f"{url}bukti/", {"picture": file} if file else {}, follow=True)


def test_a_picture_stops_the_clock_and_confirms_nothing(send, order):
    page = send(picture())

    order.refresh_from_db()
    assert (order.status, order.clock_stopped_at is not None) == ("awaiting", True)
    assert "Bukti transfer Anda sudah masuk." in text_of(page)
    assert "Pembayaran dicek" in text_of(page)


@pytest.mark.parametrize(
    ("file", "words"),
    [
        (
            lambda: SimpleUploadedFile("bukti.jpg", b"no picture", "image/jpeg"),
            "Berkas ini bukan gambar.",
        ),
        (
            lambda: SimpleUploadedFile("bukti.pdf", b"%PDF-1.7", "application/pdf"),
            "Jenis berkas ini",
        ),
        (lambda: SimpleUploadedFile("x.svg", b"<svg onload='x'/>", "image/svg+xml"), "bukan"),
        (lambda: SimpleUploadedFile("kosong.jpg", b"", "image/jpeg"), "kosong"),
        (lambda: huge_picture(), "Piksel foto terlalu banyak."),
        (lambda: None, "Bukti transfer"),
    ],
)
def test_what_is_no_picture_is_refused_in_words(send, order, file, words):
    page = send(file())

    assert page.status_code == 422
    assert "Ada 1 hal yang perlu dibetulkan." in text_of(page)
    assert words in text_of(page)
    order.refresh_from_db()
    assert (order.clock_stopped_at, Proof.objects.count()) == (None, 0)


def test_a_sixth_proof_is_refused_in_words(send, order):
    for _number in range(5):
        send(picture())
        proofs.refuse(Proof.objects.latest("pk"), reason="Belum masuk", by=STAFF)

    page = send(picture())

    assert "Anda sudah mengirim beberapa foto." in text_of(page)
    assert Proof.objects.count() == 5


@pytest.mark.parametrize(
    ("role", "status"),
    [
        ("anonymous", 302),
        ("buyer", 403),
        ("owner", 403),
        ("nobody's staff", 403),
        ("support", 200),
        ("maker", 200),
        ("releaser", 200),
    ],
)
def test_only_staff_with_the_right_see_the_picture(send, role, status):
    send(picture())
    browser = Client()
    if role != "anonymous":
        browser.force_login(person_of(role), "django.contrib.auth.backends.ModelBackend")

    answer = browser.get(f"/dashboard/transfer/bukti/{Proof.objects.get().pk}/")

    assert answer.status_code == status
    if status == 200:
        answer.getvalue()
        assert answer["Cache-Control"].count("no-store") >= 1
        assert answer["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("role", ["anonymous", "buyer", "superuser"])
def test_no_public_address_gives_the_picture(send, url, role):
    send(picture())
    name = Proof.objects.get().picture.name
    browser = Client()
    if role != "anonymous":
        browser.force_login(person_of(role), "django.contrib.auth.backends.ModelBackend")

    for path in [
        f"/media/{name}",
        f"/media/private/{name}",
        f"/media/../private/{name}",
        f"/private/{name}",
        f"/{name}",
        f"/static/{name}",
        f"/documents/1/{name}",
        f"{url}{name}",
        f"{url}bukti/1/",
    ]:
        assert browser.get(path).status_code == 404, path
    assert not (settings.MEDIA_ROOT / name).exists()


def test_the_buyers_page_names_no_file(send):
    page = send(picture())

    assert Proof.objects.get().picture.name not in page.content.decode()


def test_a_proof_by_another_orders_link_stays_with_that_order(client, order):
    other = factories.placed_order()

    page = client.post(f"/pesanan/{links.mint(other)}/bukti/", {"picture": picture()}, follow=True)

    assert "tidak sedang menunggu pembayaran" in text_of(page)
    assert Proof.objects.count() == 0
