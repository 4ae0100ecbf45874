"""The demo shop served by real processes, and one buyer's and one staff member's browser."""

import pytest
from django.core.management import call_command

from tests import browsers
from tests.demo.conftest import demo_file, demo_shop  # noqa: F401 - the same demo shop
from tests.e2e.people import password_of


@pytest.fixture
def shop(demo_shop, serve) -> str:  # noqa: F811 - a fixture's name is its argument
    """The address of the demo shop, served with the content policy of production."""
    call_command("prepare_pages")
    return serve(workers=2).url


@pytest.fixture(params=["with JavaScript", "without JavaScript"])
def buyer(request, chromium):
    """A buyer's cheap phone."""
    with browsers.opened_page(chromium, javascript=request.param == "with JavaScript") as page:
        yield page


@pytest.fixture
def staff(chromium, demo_shop, shop):  # noqa: F811 - a fixture's name is its argument
    """A staff member's desktop, signed in as the demo's superuser."""
    with browsers.opened_page(chromium, viewport=browsers.DESKTOP) as page:
        page.goto(f"{shop}/akun/masuk/?next=/dashboard/")
        page.get_by_text("Masuk dengan kata sandi").click()
        page.get_by_label("Nomor HP atau email").fill("superuser@contoh.example")
        page.get_by_label("Kata sandi").fill(password_of("superuser", said=demo_shop))
        page.get_by_role("button", name="Masuk", exact=True).click()
        page.wait_for_url("**/dashboard/")
        yield page
