import gzip
import re
from html import unescape

import pytest
from django.contrib.sessions.models import Session

from shop.address.models import UserAddress
from shop.basket.models import Basket
from shop.checkout.models import Draft
from shop.communication.models import Message
from shop.order.models import Order
from shop.partner.models import Partner, StockRecord
from shop.shipping.models import PartnerDelivery
from tests import factories

from .conftest import TYPED

pytestmark = pytest.mark.django_db
ADDRESS, CHECK = "/checkout/alamat/", "/checkout/periksa/"
VILLAGE = "35.05.04.2010"


@pytest.fixture
def egg(stall):
    return factories.listing(stall, title="Telur Ayam", price=25_000, stock=10, unit="kg")


@pytest.fixture
def shopping(client, egg):
    """A browser with two kilos of eggs in its basket."""
    put(client, egg, 2)
    return client


def put(client, product, count):
    answer = client.post(
        f"/keranjang/isi/{product.public_id}/", {"jumlah": count}, HTTP_SEC_FETCH_SITE="same-origin"
    )
    assert answer.status_code == 302


def answers(*partners, choice="village_courier::", **fields):
    chosen = {f"delivery-{partner.pk}": choice for partner in partners}
    return {**TYPED, "village": VILLAGE, **chosen, **fields}


def hidden(page) -> dict[str, str]:
    """The hidden fields of the check page's form."""
    found = re.findall(r'name="(key|seen)" value="([^"]*)"', page.content.decode())
    return {name: unescape(value) for name, value in found}


def text_of(page) -> str:
    return unescape(re.sub(r"<[^>]+>", " ", page.content.decode()))


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_a_guest_orders_without_javascript(shopping, stall, prefix):
    page = shopping.get(f"{prefix}{ADDRESS}")
    assert page.status_code == 200
    answer = shopping.post(f"{prefix}{ADDRESS}", answers(stall))
    assert answer.url == f"{prefix}{CHECK}"

    page = shopping.get(answer.url)
    assert page["Cache-Control"].count("no-store") == 1
    for word in ["Rp58.000", "Rp8.000", "Dawuhan, Kademangan, Kabupaten Blitar, Jawa Timur 66161"]:
        assert word in text_of(page)
    answer = shopping.post(f"{prefix}{CHECK}", {**hidden(page), "method": "transfer"})

    order = Order.objects.get()
    assert answer.status_code == 302
    assert re.fullmatch(rf"{prefix}/pesanan/[\w-]{{22,}}/", answer.url)
    assert (order.total, order.language) == (58_000, "en" if prefix else "id")
    assert order.user is None


def test_without_basket_there_is_nothing_to_check_out(client, home):
    for path in (ADDRESS, CHECK, "/checkout/desa/", "/checkout/kode/"):
        answer = client.get(path)
        assert (answer.status_code, answer.url) == (302, "/keranjang/")
    assert (Draft.objects.count(), Session.objects.count()) == (0, 0)


def test_looking_at_the_address_page_writes_nothing(shopping):
    shopping.get(f"{ADDRESS}?ke={VILLAGE}")

    assert Draft.objects.count() == 0


def test_the_check_comes_after_the_address(shopping, stall):
    assert shopping.get(CHECK).url == ADDRESS
    shopping.post(ADDRESS, answers(stall, name=""))

    assert shopping.get(CHECK).url == ADDRESS
    assert shopping.post(CHECK, {"method": "transfer"}).url == ADDRESS
    assert Order.objects.count() == 0


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("phone", "0812", "Nomor HP kurang panjang"),
        ("phone", "bukan nomor", "Nomor HP hanya berisi angka"),
        ("phone", "", "nomor HP Anda"),
        ("name", " ", "Isi nama Anda."),
        ("email", "sari@", "Isi alamat email lengkap"),
        ("street", "", "Isi nama jalan"),
        ("name", "x" * 151, "150"),
    ],
)
def test_a_bad_answer_is_said_and_everything_typed_is_kept(shopping, stall, field, value, message):
    page = shopping.post(ADDRESS, answers(stall, **{field: value}, directions="Pagar <hijau>"))

    assert page.status_code == 200
    assert message in text_of(page)
    again = shopping.get(ADDRESS)
    for answer in (page, again):
        assert 'value="Pagar &lt;hijau&gt;"' in answer.content.decode()
        if value.strip():
            assert f'value="{value}"' in answer.content.decode()


def test_a_gift_needs_its_recipient(shopping, stall):
    page = shopping.post(ADDRESS, answers(stall, is_gift="on", recipient_phone="12"))

    assert "Isi nama penerima." in text_of(page)
    assert len(re.findall(r'aria-invalid="true"', page.content.decode())) == 2


def test_the_village_is_found_on_a_page_of_its_own_and_nothing_typed_is_lost(shopping, stall):
    typed = answers(stall, choice="pickup::", go="village", words="dawuhan kademangan")
    del typed["village"]
    answer = shopping.post(ADDRESS, typed)
    assert answer.url == "/checkout/desa/?q=dawuhan+kademangan"

    page = shopping.get(answer.url)
    assert f'value="{VILLAGE}"' in page.content.decode()
    answer = shopping.post("/checkout/desa/", {"village": VILLAGE})
    assert answer.url == ADDRESS

    page = shopping.get(ADDRESS)
    assert "Dawuhan, Kademangan" in text_of(page)
    assert 'value="village_courier::" checked' in page.content.decode()
    assert 'value="Jl. Kelud 5, RT 02/RW 03"' in page.content.decode()


@pytest.mark.parametrize("code", ["", "99.99.99.9999", "x", "' OR 1", "35.05"])
def test_an_unknown_village_is_refused_in_words(shopping, code):
    page = shopping.post("/checkout/desa/", {"village": code})

    assert page.status_code == 200
    assert ("Pilih desa" if not code else "Desa itu tidak ada") in text_of(page)
    assert Draft.objects.count() == 0


def test_an_unknown_village_in_the_address_form_only_leaves_pickup(shopping, stall):
    page = shopping.post(ADDRESS, answers(stall, village="99.99.99.9999"))

    assert page.status_code == 200
    assert "Desa itu tidak ada" in text_of(page)
    assert "Ambil sendiri" in text_of(page)
    assert "Diantar kurir desa" not in text_of(page)


def test_an_unknown_village_does_not_replace_the_one_chosen_before(shopping, stall):
    shopping.post(ADDRESS, answers(stall))

    page = shopping.post(ADDRESS, answers(stall, village="99.99.99.9999", choice="pickup::"))

    assert page.status_code == 200
    assert "Desa itu tidak ada" in text_of(page)
    assert Draft.objects.get().answers["village"] == VILLAGE


def test_picking_up_asks_for_no_address(shopping, stall):
    typed = answers(stall, choice="pickup::", street="", directions="")
    del typed["village"]

    assert shopping.post(ADDRESS, typed).url == CHECK
    page = shopping.get(CHECK)
    shopping.post(CHECK, {**hidden(page), "method": "transfer"})
    assert Order.objects.get().shipping_address is None


@pytest.mark.parametrize("choice", ["", "parcel:regular:JNX", "teleport", "village_courier:x:"])
def test_a_delivery_that_is_not_offered_is_asked_again(shopping, stall, choice):
    page = shopping.post(ADDRESS, answers(stall, choice=choice))

    assert page.status_code == 200
    assert "Pilih cara terima barang ini." in text_of(page)


def test_a_double_submit_leads_to_the_one_order(shopping, stall):
    shopping.post(ADDRESS, answers(stall))
    form = {**hidden(shopping.get(CHECK)), "method": "transfer"}

    first, second = shopping.post(CHECK, form), shopping.post(CHECK, form)

    assert Order.objects.count() == 1
    assert [answer.status_code for answer in (first, second)] == [302, 302]
    assert second.url.startswith("/pesanan/")
    assert StockRecord.objects.get().num_allocated == 2


def test_after_a_lost_answer_the_browser_is_led_to_the_order(shopping, stall):
    shopping.post(ADDRESS, answers(stall))
    shopping.post(CHECK, {**hidden(shopping.get(CHECK)), "method": "transfer"})

    for path in (ADDRESS, CHECK):
        assert shopping.get(path).url.startswith("/pesanan/")


def test_another_browser_with_the_same_key_sees_no_order(shopping, stall, client_class):
    shopping.post(ADDRESS, answers(stall))
    form = {**hidden(shopping.get(CHECK)), "method": "transfer"}
    shopping.post(CHECK, form)

    answer = client_class().post(CHECK, form)

    assert answer.url == "/keranjang/"


@pytest.fixture
def client_class():
    from django.test import Client

    return Client


def test_a_new_basket_after_an_order_makes_a_second_order(shopping, stall, egg):
    for _time in range(2):
        shopping.post(ADDRESS, answers(stall))
        shopping.post(CHECK, {**hidden(shopping.get(CHECK)), "method": "transfer"})
        put(shopping, egg, 1)

    assert Order.objects.count() == 2


@pytest.mark.parametrize(
    ("happen", "words"),
    [
        (lambda: StockRecord.objects.update(price=30_000), "Rp25.000 menjadi Rp30.000"),
        (lambda: StockRecord.objects.update(num_in_stock=1), "1, bukan 2"),
        (lambda: Partner.objects.update(accepts_orders=False), "sedang tidak menerima pesanan"),
        (lambda: PartnerDelivery.objects.exclude(method="pickup").delete(), "pilih lagi"),
    ],
)
def test_what_changed_meanwhile_is_shown_and_nothing_is_ordered(shopping, stall, happen, words):
    shopping.post(ADDRESS, answers(stall))
    page = shopping.get(CHECK)
    happen()

    page = shopping.post(CHECK, {**hidden(page), "method": "transfer"})

    assert page.status_code == 409
    assert words in text_of(page)
    assert "Pesanan belum dibuat" in text_of(page)
    assert Order.objects.count() == 0
    assert Basket.objects.get().status == Basket.OPEN
    assert 'value="Sari Contoh"' in shopping.get(ADDRESS).content.decode()


def test_a_tampered_price_orders_nothing(shopping, stall):
    shopping.post(ADDRESS, answers(stall))
    form = hidden(shopping.get(CHECK))

    page = shopping.post(CHECK, {**form, "seen": form["seen"][:-3] + "xyz", "method": "transfer"})

    assert page.status_code == 409
    assert Order.objects.count() == 0


@pytest.mark.parametrize("method", ["", "card", "TRANSFER", "x" * 500])
def test_an_unknown_way_to_pay_is_refused_in_words(shopping, stall, method):
    shopping.post(ADDRESS, answers(stall))

    page = shopping.post(CHECK, {**hidden(shopping.get(CHECK)), "method": method})

    assert "Pilih cara bayar" in text_of(page)
    assert Order.objects.count() == 0


def code_sent() -> str:
    from shop.communication.sealing import unseal

    return unseal(bytes(Message.objects.filter(kind="code").latest("pk").secret))


def test_a_first_cash_order_needs_a_code(shopping, stall):
    shopping.post(ADDRESS, answers(stall))

    answer = shopping.post(CHECK, {**hidden(shopping.get(CHECK)), "method": "cash"})
    assert answer.url == "/checkout/kode/"
    assert Order.objects.count() == 0
    page = shopping.get(answer.url)
    assert "0812" in text_of(page)
    wrong = "000000" if code_sent() != "000000" else "111111"
    assert shopping.post(answer.url, {"digits": wrong}).status_code == 200
    assert Order.objects.count() == 0
    answer = shopping.post(answer.url, {"digits": code_sent()})

    order = Order.objects.get()
    assert answer.url.startswith("/pesanan/")
    assert (order.status, order.paid, order.payment_method) == ("confirmed", "promised", "cash")
    assert order.phone_proven_at is not None


def test_a_change_while_the_code_travels_is_shown(shopping, stall):
    shopping.post(ADDRESS, answers(stall))
    shopping.post(CHECK, {**hidden(shopping.get(CHECK)), "method": "cash"})
    StockRecord.objects.update(price=30_000)

    page = shopping.post("/checkout/kode/", {"digits": code_sent()})

    assert page.status_code == 409
    answer = shopping.post(CHECK, {**hidden(page), "method": "cash"})
    assert answer.url.startswith("/pesanan/")
    assert Order.objects.get().total == 68_000


def test_signed_in_people_find_their_own_answers(shopping, stall):
    person = factories.person(name="Tutik Contoh", phone="+6281234567891", email="t@contoh.id")
    shopping.force_login(person)
    page = shopping.get(f"{ADDRESS}?ke={VILLAGE}").content.decode()
    for value in ("Tutik Contoh", "0812-3456-7891", "t@contoh.id"):
        assert f'value="{value}"' in page

    shopping.post(ADDRESS, answers(stall, save_address="on"))
    shopping.post(CHECK, {**hidden(shopping.get(CHECK)), "method": "transfer"})

    assert Order.objects.get().user == person
    kept = UserAddress.objects.get()
    assert (kept.user, kept.line1, kept.village_code) == (person, TYPED["street"], VILLAGE)


def test_a_kept_address_fills_the_form_and_only_ones_own(shopping, stall, home):
    from shop.checkout import addresses
    from shop.shipping.destinations import destination_for

    mine, other = factories.person(), factories.person()
    destination = destination_for(home.code)
    kept = {
        person: addresses.keep(
            person, {**TYPED, "recipient_name": "", "street": f"Jl. {person.pk}"}, destination
        )
        for person in (mine, other)
    }
    shopping.force_login(mine)
    typed = answers(stall, street="")
    del typed["village"]

    shopping.post(ADDRESS, {**typed, "go": f"use:{kept[other].pk}"})
    assert f"Jl. {other.pk}" not in shopping.get(ADDRESS).content.decode()
    shopping.post(ADDRESS, {**typed, "go": f"use:{kept[mine].pk}"})
    page = shopping.get(ADDRESS).content.decode()
    assert f'value="Jl. {mine.pk}"' in page
    assert 'value="Sari Contoh"' in page


def test_one_stall_out_of_reach_does_not_stop_the_others(client, stall, egg):
    far = factories.partner("Lapak Jauh", methods=["village_courier"])
    PartnerDelivery.objects.filter(partner=far).update(radius_km=1)
    put(client, egg, 1)
    put(client, factories.listing(far, title="Madu"), 1)
    client.post(ADDRESS, answers(stall))
    page = client.get(CHECK)
    assert "Madu tetap di keranjang: Tidak dikirim ke Dawuhan, Kademangan." in text_of(page)

    client.post(CHECK, {**hidden(page), "method": "transfer"})

    assert [line.title for line in Order.objects.get().lines.all()] == ["Telur Ayam"]
    assert [line.product.title for line in Basket.open.get().lines.all()] == ["Madu"]


def test_the_pages_cost_no_more_for_more_lines(client, stall, django_assert_max_num_queries):
    for number in range(10):
        put(client, factories.listing(stall, price=1_000 + number), 1)
    client.post(ADDRESS, answers(stall))

    with django_assert_max_num_queries(14):
        assert client.get(ADDRESS).status_code == 200
    with django_assert_max_num_queries(14):
        assert client.get(CHECK).status_code == 200


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_the_pages_fit_the_first_round_trip(client, stall, prefix):
    others = [factories.partner(f"Lapak {number}") for number in range(2)]
    for number in range(10):
        owner = [stall, *others][number % 3]
        put(client, factories.listing(owner, title=f"Keripik Tempe {number} isi 250 gram"), 1)
    client.post(ADDRESS, answers(stall, *others))

    for path in (ADDRESS, CHECK, "/checkout/desa/?q=dawuhan"):
        page = client.get(prefix + path)
        head = sum(len(name) + len(value) + 4 for name, value in page.headers.items())
        assert head + len(gzip.compress(page.content, 6)) <= 14_000
        assert "style=" not in page.content.decode()


def test_who_signs_in_on_the_way_keeps_what_was_typed(shopping, stall):
    shopping.post(ADDRESS, answers(stall))
    shopping.force_login(factories.person(name="Lain", phone="+6281234567899"))

    page = shopping.get(ADDRESS).content.decode()
    assert 'value="Sari Contoh"' in page
    page = shopping.get(CHECK)
    shopping.post(CHECK, {**hidden(page), "method": "transfer"})

    order = Order.objects.get()
    assert (order.guest_name, order.shipping_address.line1) == ("Sari Contoh", TYPED["street"])


def test_goods_by_weight_say_how_much_they_may_differ(client, stall, settings):
    settings.WEIGHT_TOLERANCE_BP = 1_000
    put(client, factories.listing(stall, price_basis="weight", net_amount=1_000), 1)
    client.post(ADDRESS, answers(stall))

    assert "beratnya bisa berbeda sampai 10%." in text_of(client.get(CHECK))


def test_the_village_of_the_address_wins_over_the_one_before(shopping, stall):
    shopping.post(ADDRESS, answers(stall))
    factories.village("35.05.04.2006", "Sumberjo", latitude=-8.17665, longitude=112.10337)

    assert "Sumberjo, Kademangan" in text_of(shopping.get(f"{ADDRESS}?ke=35.05.04.2006"))
    assert "Dawuhan, Kademangan" in text_of(shopping.get(f"{ADDRESS}?ke=junk"))
