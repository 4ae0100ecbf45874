"""The demo's people in a browser test: their passwords, and what a buyer does with his thumbs."""

import re
import time

from playwright.sync_api import Page, expect

from shop.storefront.demo.people import code_of
from tests.e2e.letters import prove

SECTORS = ("peternakan", "olahan", "perikanan")
CODE_SECONDS = 45
KENDALREJO_TALUN = "35.05.14.2002"


def password_of(name: str, *, said: str) -> str:
    """Return a demo person's password from what loading the demo said."""
    return re.search(rf"{name}@contoh\.example\s+\S+\s+(\S+)", said).group(1)


def sign_in(page: Page, shop: str, name: str, *, said: str, then: str) -> None:
    """Sign a demo person in by password, the second way, and go on to `then`."""
    page.goto(f"{shop}/akun/masuk/?next={then}")
    page.get_by_text("Masuk dengan kata sandi").click()
    page.get_by_label("Nomor HP atau email").fill(f"{name}@contoh.example")
    page.get_by_label("Kata sandi").fill(password_of(name, said=said))
    page.get_by_role("button", name="Masuk", exact=True).click()
    if "/akun/dua-langkah/" in page.url:
        _take_second_step(page, f"{name}@contoh.example")
    page.wait_for_url(f"**{then}")


def _take_second_step(page: Page, email: str) -> None:
    """Type what the authenticator app shows; a code counts once, so perhaps wait for the next."""
    deadline = time.monotonic() + CODE_SECONDS
    while "/akun/dua-langkah/" in page.url:
        assert time.monotonic() < deadline, f"no code lets {email} in"
        page.get_by_label("Kode").fill(code_of(email))
        page.get_by_role("button", name="Masuk", exact=True).click()
        if "/akun/dua-langkah/" in page.url:
            time.sleep(5)


def fill_basket(page: Page, shop: str) -> list[str]:
    """Browse three sectors and put one listing of each into the basket; returns the stalls."""
    stalls: list[str] = []
    for sector in SECTORS:
        page.goto(f"{shop}/")
        page.locator(f"main a[href='/belanja/{sector}/']").first.click()
        page.wait_for_url(f"**/belanja/{sector}/")
        cards = page.locator(".list .card:not(.off) h3 a")
        addresses = [card.get_attribute("href") for card in cards.all()]
        for address in addresses:
            page.goto(shop + address)
            stall = page.locator(".seller a").first.inner_text()
            if stall not in stalls:
                page.locator(".paybar .btn.go").click()
                stalls.append(stall)
                break
    expect(page.get_by_role("heading", name="Keranjang", level=1)).to_be_visible()
    return stalls


def give_address(page: Page, *, gift: bool = False, phone: str = "0812 3456 7890") -> None:
    """Fill the address page: the village by a few letters, the first delivery of each stall."""
    page.locator(".paybar .btn.go").click()
    page.get_by_label("Nama Anda").fill("Wulan Contoh")
    page.get_by_label("Nomor HP Anda").fill(phone)
    if gift:
        page.get_by_label("Kirim untuk orang lain").check()
        page.get_by_label("Nama penerima").fill("Mbah Surti Contoh")
        page.get_by_label("Nomor HP penerima").fill("+62 813-9876-5432")
        page.get_by_label("Ucapan").fill("Selamat panen, Mbah")
    page.get_by_label("Desa, kecamatan, atau kode pos").fill("kendalrejo talun")
    page.get_by_role("button", name="Cari").last.click()
    page.locator(f"input[value='{KENDALREJO_TALUN}']").check()
    page.get_by_role("button", name="Pakai desa ini").click()
    page.get_by_label("Jalan, nomor rumah").fill("Jalan Raya 12")
    page.locator(".paybar .btn.go").click()
    expect(page.get_by_role("heading", name="Periksa pesanan")).to_be_visible()


def place(page: Page) -> str:
    """Place the order by bank transfer; returns its number."""
    page.get_by_label("Transfer bank").check()
    page.get_by_role("button", name="Buat pesanan").click()
    return number_of(page)


def place_for_cash(page: Page, phone: str) -> str:
    """Place the order for cash, with the code that comes to `phone` (E.164); returns its number."""
    page.get_by_label("Bayar di tempat").check()
    prove(page, phone, page.get_by_role("button", name="Buat pesanan").click)
    return number_of(page)


def number_of(page: Page) -> str:
    """Read the number of the order just placed."""
    heading = page.get_by_role("heading", level=1)
    expect(heading).to_contain_text("Pesanan No.")
    return re.search(r"\d{4}-\d{4}", heading.inner_text()).group()


def send_proof(page: Page, picture: bytes) -> None:
    """Send a picture of the transfer from the order's page."""
    page.get_by_label("Bukti transfer").set_input_files(
        {"name": "bukti.jpg", "mimeType": "image/jpeg", "buffer": picture}
    )
    page.get_by_role("button", name="Kirim bukti transfer").click()
    expect(page.get_by_role("heading", name="Pembayaran dicek")).to_be_visible()


def enter_money(staff: Page, shop: str, number: str, *, amount: int) -> None:
    """Enter a transfer from the bank's statement, as staff."""
    staff.goto(f"{shop}/dashboard/transfer/")
    form = staff.locator("form", has=staff.locator(f"input[value='{number}']"))
    form.get_by_label("Jumlah diterima").fill(str(amount))
    form.get_by_label("Keterangan di mutasi").fill(f"TRSF {number}")
    form.get_by_role("button").click()
    expect(staff.get_by_text(f"Tercatat untuk pesanan {number}")).to_be_visible()
