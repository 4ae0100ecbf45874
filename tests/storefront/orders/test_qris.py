"""Paying by QRIS: the code over the sum, the printed one beside it, and the buyer's word."""

from io import BytesIO

import pytest
import zxingcpp
from PIL import Image

from shop.order import links
from shop.payment import methods
from shop.payment.collecting import qris, qris_pictures
from shop.payment.incoming import proofs
from shop.payment.models import Payment, Proof, QrisCode
from tests.factories import partner, placed_order, qris_code
from tests.payment.money import BUYER, STAFF, transfer_order
from tests.payment.qris_codes import STATIC, drawn
from tests.payment.test_proofs import picture

from .conftest import text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def order(db):
    """An unpaid order of Rp50.000 by QRIS."""
    read = qris.parse(STATIC)
    qris_code(payload=STATIC, nmid=read.nmid, merchant_name=read.merchant_name)
    order = placed_order(partner())
    methods.start(order, method="qris", by=BUYER)
    return order


def scanned(answer) -> str:
    """What a wallet reads in a picture that was answered."""
    content = answer.getvalue() if answer.streaming else answer.content
    with Image.open(BytesIO(content)) as image:
        return zxingcpp.read_barcodes(image)[0].text


def test_the_page_shows_the_code_who_it_pays_and_how_much(client, url):
    page = client.get(url)
    text = text_of(page)
    assert f'src="{url}qris.svg"' in page.content.decode()
    for words in ("Rp50.000", "TOKO CONTOH DESA", "NMID ID1099999999999", "Saya sudah bayar"):
        assert words in text
    assert "Kode unik" not in text


def test_the_code_carries_the_sum_on_the_screen_and_in_the_gallery(client, url):
    expected = qris.with_amount(qris.parse(STATIC), 50_000)
    drawing = client.get(f"{url}qris.svg")
    assert (drawing["Content-Type"], drawing.content) == (
        "image/svg+xml",
        qris_pictures.svg(expected),
    )
    saved = client.get(f"{url}qris.png")
    assert saved["Content-Disposition"].startswith('attachment; filename="qris-')
    assert scanned(saved) == expected
    assert "no-store" in drawing["Cache-Control"]


def test_after_a_part_came_the_code_asks_for_the_rest(client, order, url):
    Payment.objects.update(captured=20_000)
    assert dict(qris.tags_of(scanned(client.get(f"{url}qris.png"))))["54"] == "30000"
    assert "Rp20.000 sudah masuk." in text_of(client.get(url))


def test_the_code_without_an_amount_is_the_original_picture_or_drawn_anew(client, url):
    assert scanned(client.get(f"{url}qris-asli/")) == STATIC
    code = QrisCode.objects.get()
    reading = qris_pictures.read_picture(drawn(STATIC, kind="JPEG"))
    code.picture.save(reading.picture.name, reading.picture)
    original = client.get(f"{url}qris-asli/")
    assert (original["Content-Type"], scanned(original)) == ("image/jpeg", STATIC)
    assert original["Cache-Control"].startswith("private, no-store") or (
        "no-store" in original["Cache-Control"]
    )


@pytest.mark.parametrize("rest", ["qris.svg", "qris.png", "qris-asli/"])
def test_no_code_is_shown_once_nothing_is_to_be_paid(client, order, url, rest):
    assert client.get(f"{url}{rest}").status_code == 200
    Payment.objects.update(state=Payment.State.EXPIRED)
    assert client.get(f"{url}{rest}").status_code == 404


def test_a_word_stops_the_clock_and_confirms_nothing(client, order, url):
    page = client.post(f"{url}sudah-bayar/", follow=True)
    order.refresh_from_db()
    assert (order.status, order.clock_stopped_at is not None) == ("awaiting", True)
    assert (Proof.objects.get().picture.name, Payment.objects.get().state) == ("", "pending")
    assert "Kami mencocokkan pembayaran Anda" in text_of(page)
    assert "Saya sudah bayar" not in text_of(page)


def test_a_picture_may_come_with_the_word(client, url):
    client.post(f"{url}sudah-bayar/", {"picture": picture()})
    assert Proof.objects.get().picture.name.startswith("proofs/")


def test_what_is_no_picture_is_refused_in_words(client, order, url):
    file = BytesIO(b"no picture")
    file.name = "bukti.jpg"
    page = client.post(f"{url}sudah-bayar/", {"picture": file})
    assert page.status_code == 422
    assert "Berkas ini bukan gambar." in text_of(page)
    assert Proof.objects.count() == 0


def test_refused_words_run_out(client, order, url):
    for _number in range(5):
        client.post(f"{url}sudah-bayar/")
        proofs.refuse(Proof.objects.latest("pk"), reason="Belum masuk", by=STAFF)
    page = client.post(f"{url}sudah-bayar/", follow=True)
    assert "Anda sudah mengirim beberapa foto." in text_of(page)
    assert "Belum masuk" in text_of(page)


def test_a_word_is_taken_for_qris_only(client):
    order = transfer_order().order
    page = client.post(f"/pesanan/{links.mint(order)}/sudah-bayar/", follow=True)
    assert "Pesanan ini tidak sedang menunggu pembayaran" in text_of(page)
    assert Proof.objects.count() == 0
