"""An owner alone with her phone: from the first code to the rupiah she earned."""

import io
import re
import time
from datetime import timedelta
from pathlib import Path
from urllib.parse import quote_plus

import pytest
from django.conf import settings
from PIL import Image, UnidentifiedImageError
from playwright.sync_api import Page, expect

from sellers.models import Consent
from shop.communication.models import Message
from shop.history.models import Event
from shop.order.models import SellerOrder
from shop.partner.models import Partner
from shop.payment.models import Payment, Refund
from shop.payment.paying_out import statements
from shop.payment.proving.checks import problems
from tests.e2e import letters, owners, volunteers
from tests.e2e.people import enter_money, place, place_for_cash, send_proof, sign_in
from tests.images import making

pytestmark = pytest.mark.browser

OWNER_PHONE, BUYER_PHONE = "+6281234500077", "+6281234567890"
STALL, GOODS = "Kebun Bu Tini", "Cabai rawit merah Bu Tini"
MINUTE = timedelta(minutes=1)


def photo() -> bytes:
    """A photo by a phone that writes its place into every corner."""
    image = making.picture(1600, 1200)
    return making.saved(image, "JPEG", exif=making.exif(), xmp=making.XMP, comment=making.SECRET)


def knows_its_place(content: bytes) -> bool:
    """Whether anything of the photo's secret corners is left in a file."""
    return making.SECRET in content or b"GPSLatitude" in content or _has_position(content)


def _has_position(content: bytes) -> bool:
    try:
        tags = Image.open(io.BytesIO(content)).getexif()
    except UnidentifiedImageError:
        return False
    return making.GPS_TAG in tags


def files_kept() -> set[Path]:
    """Every file that people's uploads became."""
    roots = [Path(settings.MEDIA_ROOT), Path(settings.PRIVATE_ROOT)]
    return {path for root in roots for path in root.rglob("*") if path.is_file()}


@pytest.fixture
def files_of_others() -> set[Path]:
    """What tests before this one left in the folders that they all share."""
    return files_kept()


def pictures_served(page: Page) -> list[bytes]:
    """Every picture a page names, as the web server in front would send it."""
    named = re.findall(r"/media/([^\s\"',]+)", page.content())
    return [(Path(settings.MEDIA_ROOT) / name).read_bytes() for name in sorted(set(named))]


def find(buyer: Page, shop: str, title: str) -> None:
    """Search for goods by their name until the worker has put them into the index."""
    deadline = time.monotonic() + letters.DELIVERY_SECONDS
    found = buyer.locator(".card h3 a", has_text=title)
    while not found.count():
        assert time.monotonic() < deadline, f"{title} is not found"
        buyer.goto(f"{shop}/cari/?q={quote_plus(title)}")
    found.first.click()


def order_here(buyer: Page, *, quantity: int) -> None:
    """Order the goods of this page to be picked up, as far as the page that is checked last."""
    buyer.get_by_label("Jumlah").fill(str(quantity))
    buyer.locator(".paybar .btn.go").click()
    buyer.locator(".paybar .btn.go").click()
    buyer.get_by_label("Nama Anda").fill("Wulan Contoh")
    buyer.get_by_label("Nomor HP Anda").fill("0812 3456 7890")
    buyer.locator(".paybar .btn.go").click()
    expect(buyer.get_by_role("heading", name="Periksa pesanan")).to_be_visible()


def pay(buyer: Page, staff: Page, shop: str, number: str) -> Payment:
    """Transfer the money, as far as the shop can see, and enter it."""
    payment = Payment.objects.get(order__number=number)
    send_proof(buyer, making.saved(making.picture(540, 960), "JPEG"))
    enter_money(staff, shop, number, amount=payment.total)
    return payment


def test_from_the_first_code_to_the_money_earned(
    files_of_others, shop, worker, owner, volunteer, buyer, staff
):
    # given a stall that its owner opened by phone and a volunteer verified, at 3 % commission
    owners.come_in(owner, shop, OWNER_PHONE, name="Tini Contoh", then="/lapak-saya/daftar/")
    slug = owners.open_stall(owner, name=STALL, village="Suruhwadang", sector="Pertanian")
    desk = f"{shop}/lapak-saya/{slug}/"
    assert buyer.goto(f"{shop}/lapak/{slug}/").status == 404
    volunteers.verify(volunteer, shop, STALL)
    Partner.objects.filter(seller__slug=slug).update(commission_bp=300)

    # and goods by weight, with a photo that knows where it was taken
    owners.list_by_weight(owner, desk, title=GOODS, price="45.000", photo=photo())

    # when a buyer finds them and orders 2 kg, and the money is entered
    find(buyer, shop, GOODS)
    product_page = buyer.url
    order_here(buyer, quantity=2)
    number = place(buyer)
    pay(buyer, staff, shop, number)

    # then the owner hears of it within a minute, on her phone and in the desk's inbox
    letter = letters.latest_letter(OWNER_PHONE, "seller.order_new")
    assert f"/lapak-saya/{slug}/pesanan/{number}/" in letter["text"]["body"]
    told = letters.all_sent(
        Message.objects.filter(kind="seller.order_new", person__phone=OWNER_PHONE)
    )
    assert {message.way for message in told} == {"phone", "inbox"}
    assert all(message.sent_at - message.created_at < MINUTE for message in told)
    owner.goto(f"{shop}/lapak-saya/kabar/")
    expect(owner.get_by_role("link", name=f"Pesanan baru di {STALL}: Rp90.000")).to_be_visible()

    # when she accepts and weighs, she reads what goes back before anything is saved
    owners.accept(owner, desk, number)
    owners.see_new_price(owner, desk, number, kilograms="1,9")
    expect(owner.get_by_text("Rp4.500 dikembalikan ke pembeli")).to_be_visible()
    part = SellerOrder.objects.get(order__number=number)
    assert part.status == "accepted"
    owner.get_by_role("button", name="Simpan berat").click()
    expect(owner.get_by_text("dipesan 2 kg, ditimbang 1,9 kg")).to_be_visible()
    assert Refund.objects.get(order=part.order).amount == 4_500

    # and hands the goods over, and the buyer says that all is well
    owners.hand_over(owner)
    buyer.reload()
    expect(buyer.get_by_text("Dipesan 2 kg, ditimbang 1,9 kg")).to_be_visible()
    buyer.get_by_role("button", name="Pesanan diterima").click()
    expect(buyer.get_by_text("Uangnya diteruskan ke penjual")).to_be_visible()
    part.refresh_from_db()
    assert part.status == "completed"

    # then she earned 1.9 kg less 3 %, to the rupiah, at the desk and in the ledger
    owner.goto(f"{desk}uang/")
    expect(owner.locator(".today li").first).to_have_text("Rp82.935siap dicairkan")
    assert statements.of(part.partner).available == 85_500 - 2_565
    assert problems() == []

    # and nothing kept or served knows where the photo was taken
    buyer.goto(product_page)
    served = pictures_served(buyer)
    assert served != []
    assert not any(knows_its_place(picture) for picture in served)
    kept = files_kept() - files_of_others
    assert kept != set()
    assert not any(knows_its_place(file.read_bytes()) for file in kept)


def test_a_volunteer_does_the_owners_part_with_her_consent(shop, worker, owner, volunteer, buyer):
    # given a stall whose owner let the volunteer help, by a code on her own phone
    owners.come_in(owner, shop, OWNER_PHONE, name="Tini Contoh", then="/lapak-saya/daftar/")
    slug = owners.open_stall(owner, name=STALL, village="Suruhwadang", sector="Pertanian")
    desk = f"{shop}/lapak-saya/{slug}/"
    volunteers.verify(volunteer, shop, STALL)
    volunteer.get_by_role("button", name="Minta persetujuan").click()
    owner.goto(f"{desk}orang/")
    owner.get_by_role("link", name="Setuju dengan kode").click()
    letters.prove(owner, OWNER_PHONE, owner.get_by_role("button", name="Kirim kode").click)
    expect(owner.get_by_text("Dimas Contoh sekarang boleh membantu Anda")).to_be_visible()
    volunteer.reload()
    volunteer.get_by_role("link", name="Buka Lapak Saya").click()

    # when he lists goods, and fulfils an order for cash
    owners.list_by_weight(volunteer, desk, title=GOODS, price="45.000", photo=photo())
    find(buyer, shop, GOODS)
    order_here(buyer, quantity=2)
    number = place_for_cash(buyer, BUYER_PHONE)
    owners.accept(volunteer, desk, number)
    owners.see_new_price(volunteer, desk, number, kilograms="2,1")
    expect(volunteer.get_by_text("Rp94.500").first).to_be_visible()
    volunteer.get_by_role("button", name="Simpan berat").click()
    owners.hand_over(volunteer)

    # then the history holds whose part it was, who did it and by which consent
    part = SellerOrder.objects.get(order__number=number)
    consent = Consent.objects.get(volunteer__name="Dimas Contoh", seller__slug=slug)
    steps = Event.objects.about(part).exclude(on_behalf_of=None)
    assert [(event.verb, event.person.name, event.on_behalf_of.name) for event in steps] == [
        (verb, "Dimas Contoh", "Tini Contoh")
        for verb in (
            "seller_order.accepted",
            "seller_order.weighed",
            "seller_order.ready",
            "seller_order.handed_over",
            "cash.received",
        )
    ]
    assert {event.consent for event in steps} == {f"consent:{consent.pk}"}

    # and the buyer reads it too
    buyer.reload()
    buyer.get_by_text("Perjalanan pesanan").click()
    expect(buyer.get_by_text("dengan bantuan Dimas Contoh").first).to_be_visible()

    # and her account stays hers
    assert volunteer.goto(f"{desk}uang/rekening/").status == 403
    expect(volunteer.get_by_role("heading", name="Hanya untuk pemilik")).to_be_visible()
    assert statements.of(part.partner).in_hand == 94_500
    assert problems() == []


def test_a_problem_ends_with_a_part_of_the_money_back(
    files_of_others, shop, worker, demo_shop, owner, buyer, staff
):
    # given an order from a stall of the demo, paid and handed over
    partner = Partner.objects.get(seller__memberships__person__email="pemilik@contoh.example")
    path = f"/lapak-saya/{partner.seller.slug}/"
    sign_in(owner, shop, "pemilik", said=demo_shop, then=path)
    desk = shop + path
    goods = partner.stockrecords.filter(product__state="published", num_in_stock__gt=0).first()
    buyer.goto(f"{shop}/produk/{goods.product.public_id}/")
    order_here(buyer, quantity=1)
    number = place(buyer)
    pay(buyer, staff, shop, number)
    owners.accept(owner, desk, number)
    owner.goto(f"{desk}pesanan/{number}/")
    owners.hand_over(owner)
    part = SellerOrder.objects.get(order__number=number)

    # when the buyer shows what is wrong
    buyer.reload()
    buyer.get_by_role("link", name="Ada masalah").click()
    buyer.get_by_label("Apa masalahnya?").fill("Dua butir pecah di jalan.")
    buyer.get_by_label("Foto").set_input_files(
        {"name": "pecah.jpg", "mimeType": "image/jpeg", "buffer": photo()}
    )
    buyer.get_by_role("button", name="Laporkan masalah").click()
    expect(buyer.get_by_text("“Dua butir pecah di jalan.”")).to_be_visible()

    # then her money waits, and the owner sees why and answers
    assert list(SellerOrder.objects.held()) == [part]
    owner.goto(desk)
    owner.get_by_role("link", name=f"Jawab komplain {number}").click()
    expect(owner.get_by_text("“Dua butir pecah di jalan.”")).to_be_visible()
    owner.get_by_role("textbox").fill("Maaf, kami kembalikan separuh.")
    owner.get_by_role("button", name="Kirim jawaban").click()
    expect(owner.get_by_text("Jawaban terkirim")).to_be_visible()

    # when staff give half of it back, at the seller's cost
    staff.goto(f"{shop}/dashboard/komplain/")
    staff.get_by_role("link", name=number).click()
    expect(staff.get_by_text("Maaf, kami kembalikan separuh.")).to_be_visible()
    staff.get_by_label("Sebagian uang kembali").check()
    staff.get_by_label("Jumlah (rupiah)").fill("14.000")
    staff.get_by_label("Alasan").fill("Separuh kembali, sesuai tawaran penjual.")
    staff.get_by_role("button", name="Selesaikan komplain").click()

    # then both read how it ended, and the rest is earned to the rupiah
    for page, address in ((buyer, buyer.url), (owner, f"{desk}pesanan/{number}/")):
        page.goto(address)
        expect(page.get_by_text("Separuh kembali, sesuai tawaran penjual.").first).to_be_visible()
    part.refresh_from_db()
    assert part.status == "completed"
    assert Refund.objects.get(order=part.order).amount == 14_000
    assert statements.of(partner).earned == part.goods - 14_000
    assert problems() == []
    kept = files_kept() - files_of_others
    assert kept != set()
    assert not any(knows_its_place(file.read_bytes()) for file in kept)
