"""The demo shop served by real processes, and the browsers of the people who meet in it."""

from contextlib import ExitStack
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command

from tests import browsers
from tests.demo.conftest import demo_file, demo_shop  # noqa: F401 - the same demo shop
from tests.e2e.people import sign_in


@pytest.fixture
def shop(demo_shop, serve) -> str:  # noqa: F811 - a fixture's name is its argument
    """The address of the demo shop, served with the content policy of production."""
    call_command("prepare_pages")
    return serve(workers=2).url


@pytest.fixture
def worker(shop, employ) -> None:
    """The worker: it delivers messages and makes pictures while people click."""
    Path(settings.OUTBOX_FILE).unlink(missing_ok=True)
    employ()


@pytest.fixture(params=["with JavaScript", "without JavaScript"])
def phone(request, chromium):
    """Gives cheap phones, all with JavaScript or all without: `phone() -> Page`."""
    with ExitStack() as stack:
        yield lambda: stack.enter_context(
            browsers.opened_page(chromium, javascript=request.param == "with JavaScript")
        )


@pytest.fixture
def buyer(phone):
    """A buyer's cheap phone."""
    return phone()


@pytest.fixture
def owner(phone):
    """The cheap phone of somebody who will own a stall."""
    return phone()


@pytest.fixture
def volunteer(phone, demo_shop, shop):  # noqa: F811 - a fixture's name is its argument
    """The phone of the demo's volunteer of Suruhwadang, in the volunteers' rooms."""
    page = phone()
    sign_in(page, shop, "pandu", said=demo_shop, then="/cms/")
    return page


@pytest.fixture
def staff(chromium, demo_shop, shop):  # noqa: F811 - a fixture's name is its argument
    """A staff member's desktop, signed in as the demo's superuser."""
    with browsers.opened_page(chromium, viewport=browsers.DESKTOP) as page:
        sign_in(page, shop, "superuser", said=demo_shop, then="/dashboard/")
        yield page
