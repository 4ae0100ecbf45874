"""The small scripts in a real browser; pages are handed to it, no server is needed."""

import re
from pathlib import Path
from urllib.parse import parse_qs

import pytest
from django.template.loader import render_to_string
from django.utils import translation

SCRIPTS = Path(__file__).parents[2] / "shop/static/js"
SHOP = "https://shop.test"  # copying works on secure pages only


class Shop:
    """Answers a browser's requests and remembers what was posted."""

    def __init__(self, page, body):
        self.page, self.body, self.posted, self.is_down = page, body, [], False
        page.route(f"{SHOP}/**", self.answer)

    def answer(self, route, request):
        address = request.url.removeprefix(SHOP)
        if address.endswith(".js"):
            script = (SCRIPTS / address.rsplit("/", 1)[1]).read_text()
            return route.fulfill(body=script, content_type="text/javascript")
        if request.method == "POST":
            answers = answers_of(request)
            self.posted.append(answers)
            if self.is_down and request.resource_type == "fetch":
                return route.abort()
        quantity = 2 + sum(int(answers["step"]) for answers in self.posted)
        scripts = "".join(
            f'<script type="module" src="/{name}.js"></script>'
            for name in ("stepper", "share", "copy")
        )
        return route.fulfill(
            body=f"<title>{quantity}</title><main>{self.body(quantity)}</main>{scripts}",
            content_type="text/html; charset=utf-8",
        )


def answers_of(request) -> dict[str, str]:
    """Return a posted form's answers, sent by script or by the browser itself."""
    text = request.post_data
    if "urlencoded" in request.headers["content-type"]:
        return {name: values[0] for name, values in parse_qs(text).items()}
    return dict(re.findall(r'name="(\w+)"\r\n\r\n(.*?)\r\n', text))


def basket(quantity: int) -> str:
    values = {"value": quantity, "title": "tray", "maximum": 60}
    stepper = render_to_string("components/stepper.html", values)
    return f'<form method="post" action="/keranjang/1/">{stepper}</form>'


def product(quantity: int) -> str:
    values = {"value": quantity, "title": "tray", "maximum": 3, "get_url": "/produk/"}
    stepper = render_to_string("components/stepper.html", values)
    return f'<form method="post" action="/keranjang/">{stepper}</form>'


@pytest.fixture
def open_page(chromium):
    pages = []

    def start(body) -> Shop:
        pages.append(chromium.new_page(permissions=["clipboard-read", "clipboard-write"]))
        shop = Shop(pages[-1], body)
        pages[-1].goto(f"{SHOP}/keranjang/")
        return shop

    with translation.override("id"):
        yield start
    for page in pages:
        page.close()


def test_plus_in_the_basket_saves_without_a_reload_and_keeps_the_focus(open_page):
    shop = open_page(basket)
    shop.page.evaluate("window.isSamePage = true")
    shop.page.get_by_label("Tambah tray").click()
    shop.page.wait_for_function("document.title == '3'")
    assert shop.posted == [{"quantity": "2", "step": "1"}]
    assert shop.page.evaluate("window.isSamePage") is True
    assert shop.page.get_by_label("Jumlah tray").input_value() == "3"
    assert shop.page.evaluate("document.activeElement.ariaLabel") == "Tambah tray"


def test_a_lost_connection_falls_back_to_the_form_itself(open_page):
    shop = open_page(basket)
    shop.is_down = True
    shop.page.get_by_label("Kurangi tray").click()
    shop.page.wait_for_load_state()
    shop.page.wait_for_function("document.querySelector('main')")
    assert shop.posted[-1] == {"quantity": "2", "step": "-1"}
    assert len(shop.posted) == 2


def test_steps_on_the_product_page_stay_there_and_stop_at_the_stock(open_page):
    shop = open_page(product)
    shop.page.get_by_label("Tambah tray").click()
    assert shop.page.get_by_label("Jumlah tray").input_value() == "3"
    assert shop.page.get_by_label("Tambah tray").is_disabled()
    shop.page.get_by_label("Kurangi tray").click()
    assert shop.page.get_by_label("Jumlah tray").input_value() == "2"
    assert shop.posted == []


def test_enter_in_the_quantity_field_sends_the_typed_number_without_a_step(open_page):
    shop = open_page(basket)
    sent = []

    def keep(route, request):
        sent.append(answers_of(request))
        route.fulfill(body="<main></main>", content_type="text/html")

    shop.page.route(f"{SHOP}/keranjang/1/", keep)
    shop.page.get_by_label("Jumlah tray").fill("7")
    shop.page.get_by_label("Jumlah tray").press("Enter")
    shop.page.wait_for_load_state()
    assert sent == [{"quantity": "7"}]


def test_the_copy_button_appears_and_says_when_it_is_done(open_page):
    shop = open_page(lambda quantity: render_to_string("components/copy.html", {"value": "208123"}))
    shop.page.get_by_role("button", name="Salin").click()
    shop.page.get_by_role("button", name="Tersalin").wait_for()
    assert shop.page.evaluate("navigator.clipboard.readText()") == "208123"


def test_without_scripts_there_is_no_copy_button():
    assert " hidden " in render_to_string("components/copy.html", {"value": "208123"})
