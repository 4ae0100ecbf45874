"""A buyer reports a problem from the order page, by link and by account; pictures stay private."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image

from shop.order import links, states
from shop.order.models import Complaint, Line
from tests import factories
from tests.payment.money import STAFF, paid_order

from .conftest import text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def part(db):
    part = paid_order(factories.partner("Lapak Asri")).seller_orders.get()
    for step in (states.accept, states.ready, states.hand_over):
        step(part, by=STAFF)
    return part


@pytest.fixture
def url(part) -> str:
    return f"/pesanan/{links.mint(part.order)}/"


def photo():
    content = BytesIO()
    Image.new("RGB", (40, 30), "white").save(content, "JPEG")
    return SimpleUploadedFile("IMG_7.jpg", content.getvalue())


def form_of(part, **changes):
    line = part.lines.get()
    return {f"units_{line.pk}": "1", "text": "Dua telur pecah.", "pictures": [photo()], **changes}


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_the_link_is_enough_to_report_a_problem(client, part, url, prefix):
    page = client.get(f"{prefix}{url}")
    address = f"{prefix}{url}masalah/{part.pk}/"
    assert address in page.content.decode()
    assert ("Laporkan masalah paling lambat" in text_of(page)) is (not prefix)
    assert client.get(address).status_code == 200

    answer = client.post(address, form_of(part))

    assert (answer.status_code, answer.url) == (302, f"{prefix}{url}")
    complaint = Complaint.objects.get()
    assert (complaint.text, complaint.pictures.count()) == ("Dua telur pecah.", 1)
    shown = client.get(f"{prefix}{url}")
    assert "Dua telur pecah." in text_of(shown)
    assert address not in shown.content.decode()
    assert f"diterima/{part.pk}" not in shown.content.decode()


def test_the_account_reports_too(client, part):
    part.order.user = factories.person()
    part.order.save(update_fields=["user"])
    client.force_login(part.order.user)
    address = f"/akun/pesanan/{part.order.number}/masalah/{part.pk}/"
    assert client.post(address, form_of(part, pictures=[])).status_code == 302
    assert Complaint.objects.count() == 1


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"text": ""}, "kolom"),
        ({"units": "0"}, "Tulis apa masalahnya, dan pada barang yang mana."),
        ({"units": "9"}, "2"),
        ({"pictures": [SimpleUploadedFile("a.jpg", b"teks")]}, "Berkas ini bukan gambar"),
    ],
)
def test_what_is_missing_is_said_and_what_was_typed_is_kept(client, part, url, changes, said):
    line = part.lines.get()
    data = form_of(part, **changes)
    if "units" in data:
        data[f"units_{line.pk}"] = data.pop("units")

    page = client.post(f"{url}masalah/{part.pk}/", data)

    assert page.status_code == 422
    assert said.casefold() in text_of(page).casefold()
    assert not changes.get("text") or changes["text"] in page.content.decode()
    assert not Complaint.objects.exists()


def test_parts_of_other_orders_are_not_there(client, part, url):
    other = paid_order().seller_orders.get()
    assert client.get(f"{url}masalah/{other.pk}/").status_code == 404
    assert client.post(f"{url}masalah/{other.pk}/", form_of(other)).status_code == 404


def test_too_late_is_said_with_the_time(client, part, url):
    Line.objects.update(complaint_hours=0)
    page = client.get(f"{url}masalah/{part.pk}/", follow=True)
    assert "dalam 0 jam setelah diserahkan" in text_of(page)
    assert f"masalah/{part.pk}" not in page.content.decode()


def test_pictures_open_only_with_the_orders_own_link(client, part, url):
    client.post(f"{url}masalah/{part.pk}/", form_of(part))
    picture = Complaint.objects.get().pictures.get()

    shown = client.get(f"{url}masalah/gambar/{picture.pk}/")

    assert (shown.status_code, shown["Content-Type"]) == (200, "image/jpeg")
    assert "no-store" in shown["Cache-Control"]
    assert b"".join(shown.streaming_content)[:2] == b"\xff\xd8"
    other = f"/pesanan/{links.mint(paid_order())}/"
    assert client.get(f"{other}masalah/gambar/{picture.pk}/").status_code == 404


def test_received_completes_the_part(client, part, url):
    client.post(f"{url}diterima/{part.pk}/")
    part.refresh_from_db()
    assert part.status == "completed"
    assert part.completed_at <= timezone.now()
    assert "Ada masalah" not in text_of(client.get(url))


def test_both_weights_stay_visible(client):
    part = paid_order(factories.partner("Lapak Asri")).seller_orders.get()
    Line.objects.update(price_basis="weight", net_grams=1_000, tolerance_bp=1_000)
    states.accept(part, by=STAFF)
    url = f"/pesanan/{links.mint(part.order)}/"
    assert "Ditimbang penjual." in text_of(client.get(url))

    states.weigh(part, {part.lines.get().pk: 1_900}, by=STAFF)

    page = text_of(client.get(url)).replace("\N{NO-BREAK SPACE}", " ")
    assert "Dipesan 2 kg, ditimbang 1,9 kg" in page
    assert "2 kg → 1,9 kg, Rp47.500" in page
    assert "\N{MINUS SIGN}Rp2.500" in page


def test_a_dead_animal_is_to_be_shown(client, part, url):
    address = f"{url}masalah/{part.pk}/"
    assert "Hewan tiba" not in text_of(client.get(address))
    product = part.lines.get().product
    product.is_live, product.arrival_proof = True, "video"
    product.save()
    assert "Hewan tiba dalam keadaan mati? Kirim fotonya" in text_of(client.get(address))
