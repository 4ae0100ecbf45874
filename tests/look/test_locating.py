"""The button that fills in the phone's own place, in a real browser without a server."""

from pathlib import Path

import pytest

SCRIPT = Path(__file__).parents[2] / "shop/static/js/locate.js"
SHOP = "https://shop.test"
BODY = (
    '<input id="place"><button type="button" hidden data-locate="place" data-failed="Gagal">'
    '<span>Pakai lokasi</span></button><script type="module" src="/locate.js"></script>'
)


@pytest.fixture
def page(chromium, request):
    permissions = ["geolocation"] if request.param else []
    context = chromium.new_context(
        permissions=permissions, geolocation={"latitude": -8.098312, "longitude": 112.168151}
    )
    page = context.new_page()
    page.route(
        f"{SHOP}/**",
        lambda route, asked: route.fulfill(
            body=SCRIPT.read_text() if asked.url.endswith(".js") else BODY,
            content_type="text/javascript" if asked.url.endswith(".js") else "text/html",
        ),
    )
    page.goto(SHOP)
    yield page
    context.close()


@pytest.mark.parametrize("page", [True], indirect=True)
def test_the_phones_place_fills_the_field(page):
    page.get_by_role("button").click()

    page.wait_for_function("document.getElementById('place').value")
    assert page.locator("#place").input_value() == "-8.09831, 112.16815"


@pytest.mark.parametrize("page", [False], indirect=True)
def test_a_phone_that_says_nothing_says_so(page):
    page.get_by_role("button").click()

    page.get_by_text("Gagal").wait_for()
    assert page.locator("#place").input_value() == ""
