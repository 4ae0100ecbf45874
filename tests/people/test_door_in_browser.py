"""The whole door on a cheap phone, with and without JavaScript."""

import pytest

from shop.people.models import User
from tests import browsers

from .conftest import code_sent


@pytest.fixture(params=["with JavaScript", "without JavaScript"])
def phone(request, chromium):
    """A phone's page at 360 × 740."""
    with browsers.opened_page(chromium, javascript=request.param == "with JavaScript") as page:
        yield page


def fits(page) -> bool:
    """Whether nothing sticks out at the side."""
    return page.locator("html").bounding_box()["width"] <= browsers.PHONE["width"]


def test_in_out_and_in_again_and_a_new_number(sqlite_database, serve, phone):
    shop = serve(workers=1).url
    phone.goto(f"{shop}/akun/masuk/?next=/akun/")
    assert fits(phone)
    phone.get_by_label("Nomor HP", exact=True).fill("0812 3456 7890")
    phone.get_by_role("button", name="Kirim kode").click()
    phone.get_by_label("Kode OTP").fill("000000")
    phone.get_by_role("button", name="Periksa kode").click()
    phone.get_by_text("4 kali lagi").first.wait_for()
    assert fits(phone)
    phone.get_by_label("Kode OTP").fill(code_sent())
    phone.get_by_role("button", name="Periksa kode").click()
    phone.get_by_label("Nama Anda").fill("Sari Contoh")
    assert fits(phone)
    phone.get_by_role("button", name="Buat akun").click()
    phone.wait_for_url("**/akun/")
    phone.get_by_role("heading", name="Halo, Sari Contoh").wait_for()
    assert fits(phone)

    phone.get_by_role("link", name="Ganti nomor HP").click()
    phone.get_by_label("Nomor HP", exact=True).fill("0857 1111 2222")
    assert fits(phone)
    phone.get_by_role("button", name="Kirim kode").click()
    phone.get_by_label("Kode OTP").fill(code_sent())
    phone.get_by_role("button", name="Periksa kode").click()
    phone.wait_for_url("**/akun/")
    assert User.objects.get().phone == "+6285711112222"

    phone.get_by_role("link", name="Keluar").click()
    phone.get_by_role("button", name="Keluar").click()
    phone.goto(f"{shop}/akun/")
    assert "/akun/masuk/" in phone.url
    phone.get_by_text("Masuk dengan kata sandi").click()
    assert phone.get_by_label("Kata sandi").is_visible()
    assert fits(phone)
    phone.get_by_label("Nomor HP", exact=True).fill("085711112222")
    phone.get_by_role("button", name="Kirim kode").click()
    phone.get_by_label("Kode OTP").fill(code_sent())
    phone.get_by_role("button", name="Periksa kode").click()
    phone.wait_for_url("**/akun/")
    assert User.objects.count() == 1
