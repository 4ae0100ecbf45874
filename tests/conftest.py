"""What every test can ask for: databases, live servers, browsers; and a closed network."""

import os
import shutil
import sys
import threading
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connections
from django.utils import translation

from shop.address import places
from tests import browsers, databases
from tests.closed_network import refuse_strangers
from tests.live import LiveServer, LiveWorker, live_server, live_worker
from tests.stand_ins.stripe import driver as stripe_driver

SERVICES = {"postgresql", "browser", "elasticsearch", "stripe_mock"}

sys.addaudithook(refuse_strangers)


def pytest_configure(config: pytest.Config) -> None:
    """Keep connections by thread and nothing else.

    Playwright's loop runs in the test's own thread; Django would take the thread for an
    asynchronous one and keep a second set of connections there, which a forked process does
    not see.
    """
    connections._connections = threading.local()


def pytest_unconfigure(config: pytest.Config) -> None:
    if "TEST_SCRATCH" not in os.environ:
        shutil.rmtree(settings.SCRATCH, ignore_errors=True)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what needs a service by the fixtures it asks for, so that nobody forgets to."""
    for item in items:
        if "chromium" in item.fixturenames:
            item.add_marker("browser")
        if "postgres_database" in item.fixturenames:
            item.add_marker("postgresql")
        if "stripe_mock" in item.fixturenames:
            item.add_marker("stripe_mock")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo):
    """With REQUIRE_SERVICES=1 a test that wants a service fails where it would be skipped."""
    report = yield
    wanted = SERVICES & {marker.name for marker in item.iter_markers()}
    if report.skipped and wanted and os.environ.get("REQUIRE_SERVICES") == "1":
        report.outcome = "failed"
        report.longrepr = f"{item.nodeid} was skipped, but REQUIRE_SERVICES=1: {report.longrepr}"
    return report


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Item):
    """After a test with real transactions, Django has emptied every table: take a new copy."""
    result = yield
    marker = item.get_closest_marker("django_db")
    if marker and marker.kwargs.get("transaction"):
        databases.use(databases.copy_sqlite(settings.SCRATCH / "default.sqlite3"))
    return result


@pytest.fixture(autouse=True)
def indonesian() -> None:
    """Begin in Indonesian: Django's client leaves the language of its last page behind."""
    translation.activate(settings.LANGUAGE_CODE)


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment, django_db_blocker):
    """Instead of migrating, each test process works on its own copy of the migrated file."""
    url = databases.copy_sqlite(settings.SCRATCH / "default.sqlite3")
    with django_db_blocker.unblock(), databases.using(url):
        yield


@pytest.fixture
def sqlite_database(tmp_path, django_test_environment, django_db_blocker):
    """A fresh migrated SQLite database with real transactions, for all threads; its address."""
    url = databases.copy_sqlite(tmp_path / "shop.sqlite3")
    with django_db_blocker.unblock(), databases.using(url):
        yield url


@pytest.fixture
def postgres_database(django_test_environment, django_db_blocker):
    """A fresh migrated PostgreSQL database with real transactions, for all threads; its address."""
    server = databases.postgres_server()
    if server is None:
        pytest.skip("PostgreSQL is not running: make services")
    with databases.postgres_copy(server) as url, django_db_blocker.unblock(), databases.using(url):
        yield url


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def each_database(request) -> str:
    """The same test on a fresh SQLite and on a fresh PostgreSQL database; its address."""
    name = "sqlite_database" if request.param == "sqlite" else "postgres_database"
    return request.getfixturevalue(name)


@pytest.fixture(scope="session", autouse=True)
def places_index() -> Path:
    """The file of every village of Indonesia, built once; live servers read it too."""
    if not places.is_current(settings.PLACES_INDEX, ours={}):
        places.build(settings.PLACES_INDEX, ours={}, report=lambda line: None)
    return settings.PLACES_INDEX


@pytest.fixture
def serve():
    """Start gunicorn on the database in use: `serve(workers=2) -> LiveServer`."""
    running: list[LiveServer] = []

    def start(*, workers: int = 2, **environment: str) -> LiveServer:
        running.append(live_server(workers=workers, environment=environment))
        return running[-1]

    yield start
    for server in running:
        server.stop()


@pytest.fixture
def employ():
    """Start the worker on the database in use: `employ() -> LiveWorker`."""
    running: list[LiveWorker] = []

    def start(**environment: str) -> LiveWorker:
        running.append(live_worker(environment=environment))
        return running[-1]

    yield start
    for worker in running:
        worker.stop()


@pytest.fixture(scope="session")
def stripe_process():
    """A card provider of our own, started once in each test process."""
    with stripe_driver.running() as stand_in:
        yield stand_in


@pytest.fixture
def stripe_stand_in(stripe_process, settings):
    """The card provider, forgetful of earlier tests; the shop is set up to use it."""
    stripe_process.reset()
    for name, value in stripe_process.settings().items():
        setattr(settings, name, value)
    return stripe_process


@pytest.fixture(scope="session")
def chromium():
    """Debian's Chromium, started once in each test process."""
    executable = browsers.chromium()
    if executable is None:
        pytest.skip("Chromium is not installed (Debian: apt-get install chromium)")
    # Playwright's loop runs in this thread, and Django takes that for asynchronous code.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with browsers.launched(executable) as browser:
        yield browser
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def page(chromium):
    """A phone's page at 360 × 740; errors in its console fail the test."""
    with browsers.opened_page(chromium) as page:
        yield page


@pytest.fixture
def page_without_javascript(chromium):
    """The same with JavaScript off."""
    with browsers.opened_page(chromium, javascript=False) as page:
        yield page


@pytest.fixture
def desktop_page(chromium):
    """A page at 1280 × 900."""
    with browsers.opened_page(chromium, viewport=browsers.DESKTOP) as page:
        yield page
