"""An owner lists her goods on her phone, with JavaScript and without, and we count her taps."""

import io

import pytest
from django.conf import settings
from django.test import Client
from PIL import Image
from playwright.sync_api import expect

from catalogue.models import Product
from catalogue.taxonomy import load_taxonomy
from shop.people.actors import SYSTEM
from tests import browsers, factories

pytestmark = pytest.mark.browser


class Thumb:
    """Counts what a person does: taps, and fields typed into."""

    def __init__(self, page):
        self.page, self.taps, self.fields = page, 0, 0

    def start(self) -> None:
        self.taps += 1
        self.page.get_by_role("link", name="Tambah produk").first.click()

    def tap(self, role: str, name: str) -> None:
        self.taps += 1
        self.page.get_by_role(role, name=name, exact=True).click()

    def type(self, label: str, text: str) -> None:
        self.taps += 1
        self.fields += 1
        self.page.get_by_label(label).fill(text)

    def photograph(self, content: bytes) -> None:
        self.taps += 2  # the button, and the camera's own
        file = {"name": "foto.jpg", "mimeType": "image/jpeg", "buffer": content}
        self.page.get_by_label("Ambil foto").set_input_files(file)


def photo() -> bytes:
    """A photo of a phone that knows where it is."""
    exif = Image.Exif()
    exif.get_ifd(0x8825).update({1: "S", 2: (8.0, 10.0, 37.0), 3: "E", 4: (112.0, 6.0, 32.0)})
    file = io.BytesIO()
    Image.effect_noise((2400, 1800), 60).convert("RGB").save(file, "JPEG", exif=exif)
    return file.getvalue()


@pytest.fixture
def seller(sqlite_database):
    load_taxonomy(by=SYSTEM)
    return factories.stall(slug="bu-sri", name="Bu Sri Contoh")


@pytest.fixture(params=["with JavaScript", "without JavaScript"])
def phone(request, chromium, seller, serve):
    """The owner's phone at her goods, signed in."""
    browser = Client()
    browser.force_login(factories.works_in(seller))
    session = browser.cookies[settings.SESSION_COOKIE_NAME].value
    url = serve(workers=1).url
    with browsers.opened_page(chromium, javascript=request.param == "with JavaScript") as page:
        cookie = {"name": settings.SESSION_COOKIE_NAME, "value": session, "url": url}
        page.context.add_cookies([cookie])
        page.goto(f"{url}/lapak-saya/bu-sri/produk/")
        yield page


def test_a_photo_a_name_a_price_a_stock_and_it_is_on_sale(phone):
    # when she lists eggs, once with a slip in the price
    thumb = Thumb(phone)
    thumb.start()
    thumb.photograph(photo())
    thumb.type("Nama produk", "Telur asin Bu Sri")
    thumb.type("Harga (rupiah)", "empat ribu")
    thumb.type("Stok", "30")
    thumb.tap("button", "Tayangkan")
    expect(phone.get_by_text("1 foto Anda sudah tersimpan")).to_be_visible()
    thumb.type("Harga (rupiah)", "4.000")
    thumb.tap("button", "Tayangkan")

    # then food under the halal duty asks its one question
    expect(phone.get_by_role("heading", name="Halal", exact=True)).to_be_visible()
    thumb.tap("radio", "Tidak halal: mengandung babi, alkohol, atau sejenisnya")
    thumb.tap("button", "Simpan dan tayangkan")

    # and it is on sale, with its photo, price, unit and category
    expect(phone.get_by_role("heading", name="Telur asin Bu Sri")).to_be_visible()
    product = Product.objects.get()
    assert (product.state, product.unit) == ("published", "butir")
    assert product.categories.get().slug == "telur-asin"
    assert product.images.count() == 1
    assert (thumb.taps, thumb.fields) == (11, 4)


def test_a_usual_listing_takes_seven_taps_and_three_fields(phone):
    thumb = Thumb(phone)
    thumb.start()
    thumb.photograph(photo())
    thumb.type("Nama produk", "Kangkung segar")
    thumb.type("Harga (rupiah)", "3000")
    thumb.type("Stok", "25")
    thumb.tap("button", "Tayangkan")
    expect(phone.get_by_text("Sudah tayang.")).to_be_visible()
    assert Product.objects.get().unit == "ikat"
    assert (thumb.taps, thumb.fields) == (7, 3)
