"""A real shop takes no order before somebody opened it, and none after it is closed."""

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from shop.checkout import opening, readiness
from shop.checkout.models import Opening
from shop.checkout.placing import place
from shop.communication import channel_tests
from shop.communication.models import Message
from shop.history.models import Event
from shop.order.models import Order
from shop.people.actors import SYSTEM, actor_for
from tests import factories, second_step

from .conftest import BY

pytestmark = pytest.mark.django_db


@pytest.fixture
def real_shop(settings):
    """A shop that real buyers are to come to."""
    settings.ALWAYS_OPEN = False
    cache.clear()
    return settings


def chief():
    return factories.person(is_staff=True, is_superuser=True, email="ketua@example.com")


def signed_in(person) -> Client:
    browser = Client()
    browser.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    return second_step.passed(browser, person)


def good() -> readiness.Finding:
    """A check that finds everything well."""
    return readiness.Finding("good", is_good=True)


def bad() -> readiness.Finding:
    """A check that misses something."""
    return readiness.Finding("bad", is_good=False, detail="…")


@pytest.fixture
def only(monkeypatch):
    """Let just these checks run: `only(good, bad)`."""

    def only(*checks):
        monkeypatch.setattr(readiness, "_checks", {check.__name__: check for check in checks})

    return only


def test_a_trial_shop_is_open_without_asking(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert opening.is_open()


def test_a_real_shop_is_closed_until_it_is_opened(real_shop, only, django_assert_num_queries):
    only(good)
    with django_assert_num_queries(1):
        assert not opening.is_open()
    opening.open_shop(by=SYSTEM)
    assert opening.is_open()
    opening.close_shop(by=SYSTEM)
    assert not opening.is_open()
    verbs = Event.objects.filter(verb__startswith="shop.").values_list("verb", flat=True)
    assert sorted(verbs) == ["shop.closed", "shop.opened"]


def test_what_is_missing_keeps_it_closed(real_shop, only):
    only(good, bad)
    with pytest.raises(opening.NotReady) as refusal:
        opening.open_shop(by=SYSTEM)
    assert [finding.title for finding in refusal.value.missing] == ["bad"]
    assert not Opening.objects.exists()
    assert not Event.objects.filter(verb="shop.opened").exists()


def test_closed_pages_stay_and_buying_waits(real_shop, stall):
    browser = Client()
    factories.stall(stall)
    egg = factories.listing(stall, title="Telur Ayam", price=25_000, stock=10, unit="kg")
    added = browser.post(
        f"/keranjang/isi/{egg.public_id}/", {"jumlah": 1}, HTTP_SEC_FETCH_SITE="same-origin"
    )
    assert added.status_code == 302
    assert browser.get("/belanja/").status_code == 200
    assert "Telur Ayam" in browser.get("/keranjang/").content.decode()
    for path in ("/checkout/alamat/", "/checkout/desa/", "/checkout/periksa/"):
        page = browser.get(path)
        assert (page.status_code, "Belum dibuka" in page.content.decode()) == (200, True), path
    refused = browser.post("/checkout/periksa/", HTTP_SEC_FETCH_SITE="same-origin")
    assert refused.status_code == 409
    assert not Order.objects.exists()


def test_placing_itself_is_refused_though_the_page_was_open(real_shop, stall, draft):
    egg = factories.listing(stall, price=25_000, stock=10)
    ready = draft((egg, 2))
    with pytest.raises(opening.NotOpen):
        place(ready, by=BY)
    assert not Order.objects.exists()
    assert egg.stockrecords.get().num_allocated in (0, None)


def test_orders_placed_before_go_on_when_it_closes(real_shop, stall, draft, settings):
    egg = factories.listing(stall, price=25_000, stock=10)
    ready = draft((egg, 2))
    settings.ALWAYS_OPEN = True
    order = place(ready, by=BY)
    settings.ALWAYS_OPEN = False
    assert place(ready, by=BY) == order


def test_the_screen_opens_only_when_all_is_ready(real_shop, only):
    browser = signed_in(chief())
    only(good, bad)
    page = browser.get("/dashboard/siap-buka/").content.decode()
    assert "/dashboard/siap-buka/buka/" not in page
    browser.post("/dashboard/siap-buka/buka/")
    assert not opening.is_open()
    only(good)
    assert "/dashboard/siap-buka/buka/" in browser.get("/dashboard/siap-buka/").content.decode()
    browser.post("/dashboard/siap-buka/buka/")
    assert opening.is_open()
    browser.post("/dashboard/siap-buka/tutup/")
    assert not opening.is_open()


def test_the_screen_wants_the_second_step():
    browser, person = Client(), chief()
    browser.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    assert browser.get("/dashboard/siap-buka/").status_code == 302
    assert browser.post("/dashboard/siap-buka/buka/").status_code == 302
    assert not Opening.objects.exists()


def test_an_empty_installation_misses_everything_that_matters(real_shop):
    missing = {name for name, check in readiness._checks.items() if not check().is_good}
    assert missing >= {
        "organisation",
        "complaint_contact",
        "collector_account",
        "channel_tested",
        "worker_runs",
        "texts",
        "two_for_money",
    }


@pytest.mark.parametrize(("is_demo", "is_good"), [(False, True), (True, False)])
def test_a_demo_account_is_no_account(is_demo, is_good):
    factories.bank_account(is_demo=is_demo)
    assert readiness.collector_account().is_good is is_good


def test_a_worker_that_shows_life_runs():
    cache.clear()
    assert not readiness.worker_runs().is_good
    readiness.note_worker()
    assert readiness.worker_runs().is_good


def test_a_channel_counts_once_a_test_arrived(settings):
    settings.OUTBOX_CHANNELS = ["email", "file"]
    person = chief()
    assert not readiness.channel_tested().is_good
    channel_tests.send_test(person, by=actor_for(person))
    assert not readiness.channel_tested().is_good
    Message.objects.filter(kind="channel_test", way="email").update(
        state="sent", channel="email", sent_at=timezone.now()
    )
    assert readiness.channel_tested().is_good
    Message.objects.update(sent_at=timezone.now() - channel_tests.COUNTS_FOR)
    assert not readiness.channel_tested().is_good


def test_local_channels_reach_nobody(settings):
    settings.OUTBOX_CHANNELS = ["console", "file"]
    assert not readiness.channel_tested().is_good
