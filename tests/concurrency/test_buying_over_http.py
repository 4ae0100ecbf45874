"""Eight buyers' browsers against several web processes, from the basket to the order."""

import http.client
import random
import time
from collections.abc import Iterator
from contextlib import ExitStack
from urllib.parse import urlsplit

import pytest
from django.db import connection

from catalogue.models import Product
from shop.checkout.models import Draft
from shop.order.models import Order
from shop.partner.models import StockRecord
from tests import databases, factories
from tests.concurrency.browsing import Browser, Page
from tests.concurrency.buying import open_shop, ordered
from tests.concurrency.racing import RACERS, race, rounds
from tests.live import live_server

DATABASES = ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)]
WHO = {"name": "Sari Contoh", "phone": "0812 3456 7890"}


@pytest.fixture(scope="module", params=DATABASES)
def site(request, tmp_path_factory, django_test_environment, django_db_blocker) -> Iterator[str]:
    """The address of a running shop with three web processes; the tests here share it."""
    with ExitStack() as open_now:
        open_now.enter_context(django_db_blocker.unblock())
        if request.param == "sqlite":
            url = databases.copy_sqlite(tmp_path_factory.mktemp("site") / "shop.sqlite3")
        elif postgres := databases.postgres_server():
            url = open_now.enter_context(databases.postgres_copy(postgres))
        else:
            pytest.skip("PostgreSQL is not running: make services")
        open_now.enter_context(databases.using(url))
        open_shop()
        connection.close()
        server = live_server(workers=3, environment={})
        open_now.callback(server.kill)
        yield server.url


@pytest.fixture
def egg(site):
    return factories.shelved(factories.stall(), title="Telur", stock=10_000)


def at_check(site: str, *goods) -> tuple[Browser, Page]:
    """Return a buyer before the last button, with goods in the basket (a listing and a count)."""
    browser = Browser(site)
    for listing, count in goods:
        browser.post(f"/keranjang/isi/{listing.public_id}/", {"jumlah": count})
    page = browser.get("/checkout/alamat/?ke=35.05.04.2001")
    form = page.form_with("phone")
    choices = {
        name: "pickup::"
        for listing, _count in goods
        for name in [f"delivery-{listing.stockrecords.get().partner_id}"]
    }
    page = browser.submit(page, form, **WHO, **choices)
    assert page.path == "/checkout/periksa/", page.path
    return browser, page


def place(browser: Browser, page: Page) -> Page:
    return browser.submit(page, page.form_with("seen"), method="transfer")


def is_order(page: Page) -> bool:
    return page.status == 200 and page.path.startswith("/pesanan/")


def prepare(entry):
    site, listing, count = entry
    return at_check(site, (listing, count))


def press(ready) -> tuple[int, bool]:
    """Press the last button; returns the answer's status and whether it is the order."""
    page = place(*ready)
    return page.status, is_order(page)


def buy(entry) -> tuple[int, bool]:
    """Go all the way, and stop at the page that says no."""
    site, listing, count = entry
    browser = Browser(site)
    page = browser.post(f"/keranjang/isi/{listing.public_id}/", {"jumlah": count})
    if page.path != "/keranjang/":
        return page.status, False
    page = browser.get("/checkout/alamat/?ke=35.05.04.2001")
    if page.path == "/checkout/alamat/" and "phone" in page.forms[-1].fields | page.forms[0].fields:
        delivery = f"delivery-{listing.stockrecords.get().partner_id}"
        page = browser.submit(page, page.form_with("phone"), **WHO, **{delivery: "pickup::"})
    if page.path != "/checkout/periksa/":
        return page.status, False
    page = place(browser, page)
    return page.status, is_order(page)


@pytest.mark.parametrize(("ready", "job"), [(prepare, press), (None, buy)])
def test_the_last_units_are_sold_and_no_more(site, ready, job):
    chance, stall = random.Random(11), factories.stall()
    shelves = []
    for number in range(rounds(4)):
        counts = [1] * RACERS if number % 2 else [chance.randint(1, 4) for _racer in range(RACERS)]
        stock = chance.randint(max(counts), sum(counts) - 1)
        shelves.append((factories.shelved(stall, stock=stock), counts))
    entries = [[(site, listing, count) for count in counts] for listing, counts in shelves]

    results = race(job, entries, **({"prepare": ready} if ready else {}))

    for (listing, counts), outcomes in zip(shelves, results, strict=True):
        assert [outcome.text for outcome in outcomes if outcome.error] == []
        assert {outcome.value[0] for outcome in outcomes} <= {200, 409}
        record = StockRecord.objects.get(product=listing)
        assert record.num_allocated == ordered(listing) <= record.num_in_stock
        is_buyer = [outcome.value[1] for outcome in outcomes]
        assert orders_of(listing) == sum(is_buyer)
        left = record.num_in_stock - record.num_allocated
        refused = [count for count, has in zip(counts, is_buyer, strict=True) if not has]
        assert all(count > left for count in refused)
        if set(counts) == {1}:
            assert left == 0


def test_pressed_again_and_again_it_is_one_order(site):
    """Every answer is the order, also when the buyer's own order has taken the last unit."""
    stall = factories.stall()
    last = [factories.shelved(stall, stock=1) for _round in range(rounds(4))]
    buyers = [at_check(site, (listing, 1)) for listing in last]

    results = race(press, [[buyer] * 4 for buyer in buyers])

    assert {outcome.value for outcomes in results for outcome in outcomes} == {(200, True)}
    assert {(orders_of(listing), ordered(listing)) for listing in last} == {(1, 1)}


def test_the_back_button_leads_to_the_order(site, egg):
    browser, page = at_check(site, (egg, 1))
    place(browser, page)

    assert is_order(place(browser, page))
    assert is_order(browser.get("/checkout/periksa/"))
    assert is_order(browser.get("/checkout/alamat/"))
    assert orders_of(egg) == 1


def test_two_tabs_are_one_order(site, egg):
    browser, page = at_check(site, (egg, 1))
    other_tab = browser.get("/checkout/periksa/")

    assert is_order(place(browser, page))
    assert is_order(place(browser, other_tab))
    assert (orders_of(egg), ordered(egg)) == (1, 1)


def test_a_tab_that_does_not_show_what_another_added_is_asked_again(site, egg):
    browser, page = at_check(site, (egg, 1))
    browser.post(f"/keranjang/isi/{egg.public_id}/", {"jumlah": 2})

    asked = place(browser, page)

    assert (asked.path, asked.status, orders_of(egg)) == ("/checkout/periksa/", 409, 0)
    assert is_order(place(browser, asked))
    assert ordered(egg) == 3


def test_a_lost_answer_is_found_again(site, egg):
    browser, page = at_check(site, (egg, 1))

    press_and_hang_up(browser, page)

    deadline = time.monotonic() + 20
    while not orders_of(egg) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert orders_of(egg) == 1
    assert is_order(place(browser, page))
    assert is_order(browser.get("/checkout/periksa/"))
    assert (orders_of(egg), ordered(egg)) == (1, 1)
    assert Draft.objects.get(key=page.form_with("seen").fields["key"]).answers == {}


def orders_of(product: Product) -> int:
    return Order.objects.filter(lines__product=product).distinct().count()


def press_and_hang_up(browser: Browser, page: Page) -> None:
    """Send the form and close the line without waiting for the answer."""
    form = page.form_with("seen")
    request = browser.request(form.action, {**form.fields, "method": "transfer"})
    request.add_header("Content-Type", "application/x-www-form-urlencoded")
    browser.cookies.add_cookie_header(request)
    address = urlsplit(browser.site)
    line = http.client.HTTPConnection(address.hostname, address.port, timeout=20)
    line.request(
        "POST", urlsplit(request.full_url).path, request.data, dict(request.header_items())
    )
    line.close()
