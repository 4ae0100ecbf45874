"""The news page in a browser, with scripts and without."""

from django.conf import settings
from django.test import Client

from tests import factories
from tests.sellers.test_inbox import told


def signed_in(browser_page, person, server) -> None:
    session = Client()
    session.force_login(person)
    cookie = session.cookies[settings.SESSION_COOKIE_NAME].value
    browser_page.context.add_cookies(
        [{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": server.url}]
    )


class TestInABrowser:
    def test_the_script_offers_notices_and_its_worker_serves_the_desk_only(
        self, sqlite_database, serve, page
    ):
        owner = factories.works_in(factories.stall())
        told(owner)
        server = serve(workers=1)
        signed_in(page, owner, server)

        page.goto(f"{server.url}/lapak-saya/kabar/")

        page.get_by_role("button", name="Nyalakan pemberitahuan di HP ini").wait_for()
        scopes = page.evaluate(
            "navigator.serviceWorker.getRegistrations().then(all => all.map(one => one.scope))"
        )
        assert scopes == [f"{server.url}/lapak-saya/"]

    def test_without_scripts_all_but_the_notices_is_there(
        self, sqlite_database, serve, page_without_javascript
    ):
        page = page_without_javascript
        owner = factories.works_in(factories.stall())
        told(owner, path="")
        server = serve(workers=1)
        signed_in(page, owner, server)

        page.goto(f"{server.url}/lapak-saya/kabar/")
        assert page.locator("[data-notices]").is_hidden()
        page.get_by_role("link", name="Telur boleh dijual lagi").click()

        assert page.get_by_role("button", name="Tandai semua sudah dibaca").count() == 0
