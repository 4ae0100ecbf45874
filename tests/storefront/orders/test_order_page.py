"""The order page: by secret link and by account, what it hides, and what it asks a code for."""

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from sellers.models import Seller
from shop.communication.models import CodeCount, Message
from shop.order import links, states
from shop.order.models import Order, SellerOrder
from shop.payment.models import Collector, Payment
from shop.people.actors import guest
from tests import factories
from tests.payment.money import BUYER, STAFF, receive, transfer_order

from .conftest import code_sent, text_of

pytestmark = pytest.mark.django_db
NEEDING_CODE = ["batal", "alamat", "rekening", "simpan", "tautan"]


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_the_link_opens_the_order_and_nothing_may_keep_it(client, order, url, prefix):
    page = client.get(f"{prefix}{url}")

    assert page.status_code == 200
    assert "no-store" in page["Cache-Control"]
    assert page["Referrer-Policy"] == "same-origin"
    assert page["X-Robots-Tag"] == "noindex"
    assert '<meta name="robots" content="noindex">' in page.content.decode()
    for word in [order.number, "Lapak Asri", "Lapak Bumi", "Rp100.000", "Rp100.001"]:
        assert word in text_of(page)


def test_looking_writes_nothing_but_the_form_token(client, url):
    page = client.get(url)

    assert Session.objects.count() == 0
    assert list(page.cookies) == ["csrftoken"]


def test_phone_and_street_are_masked_until_a_code_is_entered(client, url, prove):
    hidden = text_of(client.get(url))
    assert "0813-••••-••77" in hidden
    for secret in ["0813-0000-0077", "Jl. Kelud 5", "Pagar hijau", "+6281234567890"]:
        assert secret not in hidden

    assert prove(url) == url

    shown = text_of(client.get(url))
    assert "0813-0000-0077" in shown
    assert "Jl. Kelud 5, Pagar hijau" in shown


def test_the_print_is_masked_too(client, url):
    page = text_of(client.get(f"{url}cetak/"))

    assert "Dawuhan, Kademangan, Kabupaten Blitar" in page
    assert "Jl. Kelud 5" not in page


@pytest.mark.parametrize("secret", ["x" * 32, "A" * 22])
def test_an_unknown_link_is_a_designed_404(client, secret):
    page = client.get(f"/pesanan/{secret}/")

    assert page.status_code == 404
    assert "Sambung Desa" in page.content.decode()


def test_a_revoked_link_is_closed(client, order, url):
    links.revoke(order, by=BUYER)

    assert client.get(url).status_code == 404
    assert client.post(f"{url}batal/").status_code == 404


@pytest.mark.parametrize("action", NEEDING_CODE)
@pytest.mark.parametrize("method", ["get", "post"])
def test_a_link_alone_changes_nothing(client, order, url, action, method):
    before = Order.objects.filter(pk=order.pk).values().get()

    answer = getattr(client, method)(f"{url}{action}/", {"line1": "Jl. Lain 1"})

    assert (answer.status_code, answer.url) == (302, f"{url}kode/?untuk={action}")
    assert Order.objects.filter(pk=order.pk).values().get() == before
    assert order.tokens.filter(revoked_at=None).count() == 1


def test_looking_at_the_code_page_sends_no_code(client, url):
    page = client.get(f"{url}kode/?untuk=batal")

    assert page.status_code == 200
    assert "0812-••••-••90" in text_of(page)
    assert Message.objects.filter(kind="code").count() == 0


def test_a_code_to_the_phone_opens_the_way_for_this_browser_only(client, order, url, prove):
    assert prove(url, "batal") == f"{url}batal/"
    assert "Ya, batalkan" in text_of(client.get(f"{url}batal/"))

    assert Client().get(f"{url}batal/").status_code == 302
    order.refresh_from_db()
    assert order.phone_proven_at is not None


def test_a_wrong_code_opens_nothing(client, url):
    address = f"{url}kode/?untuk=batal"
    client.post(address, {"send": "1"})
    wrong = "000000" if code_sent() != "000000" else "111111"

    page = client.post(address, {"digits": wrong})

    assert "kali lagi" in text_of(page)
    assert client.get(f"{url}batal/").status_code == 302


def test_a_code_of_one_order_opens_no_other(client, order, url, prove):
    other = factories.placed_order(guest_phone=order.guest_phone)
    prove(url)

    answer = client.get(f"/pesanan/{links.mint(other)}/batal/")

    assert answer.status_code == 302


def test_eleven_codes_a_day_are_refused_in_words(client, url):
    for _number in range(10):
        client.post(f"{url}kode/", {"send": "1"})

    page = client.post(f"{url}kode/", {"send": "1"}, follow=True)

    assert "Besok" in text_of(page) or "besok" in text_of(page)
    assert max(CodeCount.objects.values_list("count", flat=True)) <= 11


def test_the_buyer_cancels_while_unpaid(client, order, url, prove):
    prove(url, "batal")

    page = client.post(f"{url}batal/", follow=True)

    order.refresh_from_db()
    assert order.status == "cancelled"
    assert "Pesanan dibatalkan." in text_of(page)
    assert set(order.seller_orders.values_list("status", flat=True)) == {"cancelled"}


def test_the_buyer_asks_to_cancel_until_a_seller_accepts(client, order, url, prove):
    receive(order.payments.get())
    first = order.seller_orders.first()
    assert "Minta batal" in text_of(client.get(url))
    states.accept(first, by=STAFF)
    assert "Minta batal" not in text_of(client.get(url))

    prove(url, "batal")
    client.post(f"{url}batal/")
    order.refresh_from_db()
    assert order.cancel_asked_at is not None
    statuses = list(order.seller_orders.order_by("pk").values_list("status", flat=True))
    assert statuses == ["accepted", "new"]


def test_a_paid_order_nobody_accepted_is_cancelled_and_owes_a_refund(client, order, url, prove):
    receive(order.payments.get())
    prove(url, "batal")

    page = client.post(f"{url}batal/", follow=True)

    assert "Pesanan dibatalkan." in text_of(page)
    assert sum(order.refunds.values_list("amount", flat=True)) == 100_000
    assert f"{url}rekening/" in page.content.decode()


def test_the_buyer_names_a_refund_account_with_a_code(client, order, url, prove):
    receive(order.payments.get())
    states.ask_to_cancel(order, by=BUYER)
    assert prove(url, "rekening") == f"{url}rekening/"

    page = client.post(f"{url}rekening/", {"bank": "Bank Contoh", "number": "12", "holder": "Sari"})
    assert page.status_code == 422
    assert 'value="Sari"' in page.content.decode()
    client.post(f"{url}rekening/", {"bank": "Bank Contoh", "number": "0012-3456", "holder": "Sari"})

    assert set(order.refunds.values_list("state", "number")) == {("approved", "00123456")}


def test_the_buyer_changes_the_street_with_a_code(client, order, url, prove):
    assert prove(url, "alamat") == f"{url}alamat/"
    form = {
        "recipient_name": "Wati Contoh",
        "recipient_phone": "0813 1111 2222",
        "line1": "Jl. Baru 1",
        "line2": "",
    }
    refused = client.post(f"{url}alamat/", {**form, "recipient_phone": "12"})
    assert refused.status_code == 422
    assert 'value="Jl. Baru 1"' in refused.content.decode()

    client.post(f"{url}alamat/", form)

    order.refresh_from_db()
    assert (order.recipient_name, order.recipient_phone) == ("Wati Contoh", "+6281311112222")
    assert (order.shipping_address.line1, order.shipping_address.village_name) == (
        "Jl. Baru 1",
        "Dawuhan",
    )


def test_old_links_are_turned_off_and_a_new_one_opens(client, order, url, prove):
    prove(url, "tautan")
    assert "Matikan tautan lama" in text_of(client.get(f"{url}tautan/"))

    answer = client.post(f"{url}tautan/")

    assert client.get(url).status_code == 404
    assert answer.url != url
    assert client.get(answer.url).status_code == 200


def test_cash_on_pick_up_after_a_code(client, order, url):
    answer = client.post(f"{url}bayar/", {"method": "cash"})
    assert answer.url == f"{url}kode/?untuk=tunai"
    client.post(answer.url, {"send": "1"})
    answer = client.post(answer.url, {"digits": code_sent()})
    assert answer.url == f"{url}bayar/?cara=cash"
    assert 'name="method" value="cash"' in client.get(answer.url).content.decode()
    order.refresh_from_db()
    assert order.status == "awaiting"

    page = client.post(f"{url}bayar/?cara=cash", {"method": "cash"}, follow=True)

    order.refresh_from_db()
    assert (order.status, order.paid, order.payment_method) == ("confirmed", "promised", "cash")
    assert page.status_code == 200
    assert set(Payment.objects.values_list("method", "state")) == {
        ("transfer", "cancelled"),
        ("cash", "promised"),
    }


@pytest.mark.parametrize("prefix", ["", "/en"])
@pytest.mark.parametrize("action", ["bukti", "lagi", "diterima/1"])
def test_a_forms_address_opened_without_the_form_leads_to_the_order(client, url, prefix, action):
    assert client.get(f"{prefix}{url}{action}/").url == f"{prefix}{url}"


@pytest.mark.parametrize("method", ["cash", "transfer"])
def test_an_order_that_is_over_asks_for_no_code_to_pay(client, order, url, method):
    states.cancel(order, by=BUYER)

    assert client.get(f"{url}bayar/?cara={method}").url == url
    page = client.post(f"{url}bayar/", {"method": method}, follow=True)

    assert page.redirect_chain == [(url, 302)]
    assert "Ini sudah tidak bisa dilakukan" in text_of(page)


@pytest.mark.parametrize("method", ["", "gold", "x" * 500])
def test_an_unknown_method_is_refused_in_words(client, order, url, method):
    page = client.post(f"{url}bayar/", {"method": method}, follow=True)

    assert "Pilih cara bayar" in text_of(page)
    assert list(order.payments.values_list("state", flat=True)) == ["pending"]


def test_order_again_fills_the_basket_and_names_what_is_gone(client, order, url):
    first, second = [part.lines.get() for part in order.seller_orders.order_by("pk")]
    Seller.objects.create(
        partner=first.partner, name="Lapak Asri", slug="asri", verified_at=timezone.now()
    )
    first.stockrecord.num_in_stock = 10
    first.stockrecord.save()

    page = client.post(f"{url}lagi/", follow=True)

    assert page.redirect_chain == [("/keranjang/", 302)]
    assert first.title in text_of(page)
    assert f"{second.title}: " in text_of(page)


def test_received_completes_a_sent_part(client, order, url):
    receive(order.payments.get())
    part = order.seller_orders.first()
    part.delivery_method = "parcel"
    part.save()
    states.accept(part, by=STAFF)
    states.ready(part, by=STAFF)
    states.send(part, by=STAFF, tracking_number="AB123")
    assert "AB123" in text_of(client.get(url))

    client.post(f"{url}diterima/{part.pk}/")

    part.refresh_from_db()
    assert part.status == SellerOrder.Status.COMPLETED


def test_a_parcel_is_named_by_courier_and_service_in_the_readers_language(client, order, url):
    part = order.seller_orders.first()
    part.delivery_method, part.delivery_service, part.courier = "parcel", "express", "JNE"
    part.save()

    assert "JNE Kilat" in text_of(client.get(url))
    assert "JNE Express" in text_of(client.get(f"/en{url}"))


@pytest.mark.parametrize(
    ("method", "words"), [("pickup", "Siap diambil"), ("parcel", "Siap dikirim")]
)
def test_a_packed_part_says_whom_it_waits_for(client, order, url, method, words):
    receive(order.payments.get())
    part = order.seller_orders.first()
    part.delivery_method = method
    part.save()
    states.accept(part, by=STAFF)
    states.ready(part, by=STAFF)

    page = client.get(url).content.decode()

    assert f'<b class="push small">{words}</b>' in page


@pytest.mark.parametrize(
    ("ends", "words"),
    [
        (["declined", "declined"], "Ditolak penjual"),
        (["cancelled", "declined"], "Dibatalkan"),
        (["completed", "cancelled"], "Selesai"),
    ],
)
def test_a_closed_order_says_how_it_ended(client, order, url, ends, words):
    for part, status in zip(order.seller_orders.order_by("pk"), ends, strict=True):
        SellerOrder.objects.filter(pk=part.pk).update(status=status)
    Order.objects.filter(pk=order.pk).update(status=Order.State.CLOSED)

    page = client.get(url).content.decode()

    assert f"· {words}</p>" in page


def test_nobody_holds_the_money_of_a_cash_order(client, order, url):
    assert "Uang Anda ditahan di kami" in text_of(client.get(url))

    Order.objects.filter(pk=order.pk).update(payment_method="cash")

    page = text_of(client.get(url))
    assert "Anda membayar ke penjual saat barang diterima." in page
    assert "ditahan di kami" not in page


def test_another_orders_part_is_not_found(client, order, url):
    other = factories.placed_order().seller_orders.get()

    assert client.post(f"{url}diterima/{other.pk}/").status_code == 404


def test_timeline_says_what_happened_and_what_comes(client, order, url):
    receive(order.payments.get())
    states.accept(order.seller_orders.first(), by=guest("Bu Tutik"))

    page = text_of(client.get(url))

    assert "Pesanan dikonfirmasi" in page
    assert "Diterima penjual" in page
    assert "Bu Tutik" in page


def test_queries_do_not_grow_with_sellers(client, order, url):
    large = transfer_order(
        *[factories.partner() for _number in range(5)],
        shipping_address=order.shipping_address,
    ).order
    counts = []
    for address in (url, f"/pesanan/{links.mint(large)}/"):
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        counts.append(len(queries))

    assert counts[0] == counts[1] <= 20


def test_money_that_a_village_collects_is_not_said_to_rest_with_the_shop(client, order, url):
    collector = Collector.objects.create(
        kind="village", region=factories.village(), name="BUMDes Makmur"
    )
    order.payments.update(collector=collector)

    page = text_of(client.get(url))

    assert "Uangnya langsung ke BUMDes Makmur." in page
    assert "ditahan di kami" not in page
