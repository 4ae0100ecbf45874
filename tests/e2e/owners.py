"""What a stall's owner does with her thumb: come in, open a stall, list goods, fulfil an order."""

import re

from playwright.sync_api import Page, expect

from tests.e2e.letters import prove


def come_in(page: Page, shop: str, phone: str, *, name: str, then: str) -> None:
    """Sign in for the first time, by a code to `phone` (E.164)."""
    page.goto(f"{shop}/akun/masuk/?next={then}")
    page.get_by_label("Nomor HP", exact=True).fill("0" + phone.removeprefix("+62"))
    prove(page, phone, page.get_by_role("button", name="Kirim kode").click)
    page.get_by_label("Nama Anda").fill(name)
    page.get_by_role("button", name="Buat akun").click()
    page.wait_for_url(f"**{then}")


def open_stall(page: Page, *, name: str, village: str, sector: str) -> str:
    """Fill the page that opens a stall; returns its slug."""
    page.get_by_label("Nama usaha").fill(name)
    page.get_by_label("Desa atau kelurahan").fill(village)
    page.get_by_label(sector, exact=True).check()
    page.get_by_role("button", name="Buka lapak").click()
    expect(page.get_by_text("Lapak Anda sudah jadi")).to_be_visible()
    return re.search(r"/lapak-saya/([^/]+)/$", page.url).group(1)


def list_by_weight(page: Page, desk: str, *, title: str, price: str, photo: bytes) -> None:
    """Put goods on sale from a photo; then say that the scale decides what 1 kg comes to."""
    page.goto(f"{desk}produk/baru/")
    page.get_by_label("Ambil foto").set_input_files(
        {"name": "foto.jpg", "mimeType": "image/jpeg", "buffer": photo}
    )
    page.get_by_label("Nama produk").fill(title)
    page.get_by_label("Harga (rupiah)").fill(price)
    page.get_by_label("Satuan").fill("kg")
    page.get_by_label("Stok").fill("20")
    page.get_by_role("button", name="Tayangkan").click()
    expect(page.get_by_role("heading", name=title)).to_be_visible()
    page.get_by_role("link", name="Harga dan satuan").click()
    page.get_by_label("Menurut hasil timbang").check()
    page.get_by_role("button", name="Simpan").click()
    expect(page.get_by_text("Tersimpan")).to_be_visible()


def accept(page: Page, desk: str, number: str) -> None:
    """Answer a new order from today's page."""
    page.goto(desk)
    page.get_by_role("button", name=f"Terima pesanan {number}").click()
    expect(page.get_by_text("Anda menerima pesanan ini")).to_be_visible()


def see_new_price(page: Page, desk: str, number: str, *, kilograms: str) -> None:
    """Write what the scale says, as far as the page that asks whether it is right."""
    page.goto(f"{desk}pesanan/{number}/")
    page.get_by_role("link", name="Timbang").click()
    page.get_by_role("textbox").first.fill(kilograms)
    page.get_by_role("button", name="Lihat harga baru").click()


def hand_over(page: Page) -> None:
    """From the weighed order: ready, then with the buyer."""
    page.get_by_role("button", name="Barang siap").click()
    page.get_by_role("link", name="Sudah diserahkan").click()
    page.get_by_role("button", name="Sudah diserahkan").click()
