"""Who moves money signs in with a second step, and nobody around it."""

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.contrib.auth.models import Group
from django.core.cache import cache
from django.test import Client
from wagtail.snippets.models import get_snippet_models

from shop.communication import second_factor
from shop.dashboard.people_admin import site as people_site
from shop.history.models import Event
from shop.people.actors import SYSTEM, actor_for
from shop.storefront.staff_groups import FINANCE_MAKER, make_groups
from shop.urls import urlpatterns
from tests import factories, second_step

pytestmark = pytest.mark.django_db
PASSWORD = "rahasia-desa-77"
MONEY = "/dashboard/transfer/"


@pytest.fixture(autouse=True)
def nothing_tried():
    """Begin without the cache's counts of wrong codes and its list of used ones."""
    cache.clear()


def finance_person():
    make_groups(by=SYSTEM)
    person = factories.person(is_staff=True, email="kas@example.com")
    person.set_password(PASSWORD)
    person.save()
    person.groups.add(Group.objects.get(name=FINANCE_MAKER))
    return person


def sign_in(browser: Client, then: str = ""):
    path = "/akun/masuk/" + (f"?next={then}" if then else "")
    return browser.post(path, {"login": "kas@example.com", "password": PASSWORD, "next": then})


def events(verb: str) -> int:
    return Event.objects.filter(verb=verb).count()


def test_who_has_no_authenticator_is_led_to_set_one_up_and_back():
    finance_person()
    browser = Client()
    sign_in(browser)
    led = browser.get(MONEY)
    assert led["Location"] == "/akun/dua-langkah/pasang/?next=%2Fdashboard%2Ftransfer%2F"
    page = browser.get(led["Location"])
    assert page.status_code == 200
    assert "<svg" in page.content.decode()
    secret = page.context["form"].secret
    digits = second_step.auth.format_hotp_value(
        second_step.auth.hotp_value(
            secret, next(iter(second_step.auth.yield_hotp_counters_from_time()))
        )
    )
    done = browser.post(led["Location"], {"code": digits})
    assert done["Location"] == "/akun/dua-langkah/cadangan/?next=%2Fdashboard%2Ftransfer%2F"
    shown = browser.get(done["Location"])
    assert len(shown.context["unused_codes"]) == 10
    assert shown.context["can_view_codes"]
    assert 'href="/dashboard/transfer/"' in shown.content.decode()
    assert not browser.get(done["Location"]).context["can_view_codes"]
    assert browser.get(MONEY).status_code == 200
    assert events("second_factor.added") == 1


def test_a_wrong_first_code_sets_nothing_up():
    finance_person()
    browser = Client()
    sign_in(browser)
    browser.get("/akun/dua-langkah/pasang/")
    refused = browser.post("/akun/dua-langkah/pasang/", {"code": "000000"})
    assert refused.status_code == 422
    assert Authenticator.objects.count() == 0
    assert events("second_factor.added") == 0


def test_each_sign_in_asks_for_the_code_and_leads_on():
    second_step.set_up(finance_person())
    browser = Client()
    assert sign_in(browser, MONEY)["Location"] == "/akun/dua-langkah/masuk/"
    assert browser.get(MONEY).status_code == 302
    assert "_auth_user_id" not in browser.session
    wrong = browser.post("/akun/dua-langkah/masuk/", {"code": "12"})
    assert wrong.status_code == 422
    right = browser.post("/akun/dua-langkah/masuk/", {"code": second_step.code()})
    assert right["Location"] == MONEY
    assert browser.get(MONEY).status_code == 200


@pytest.mark.parametrize("steps", [-1, 0, 1])
def test_a_code_counts_once_though_clocks_may_differ(steps):
    second_step.set_up(finance_person())
    code = second_step.code(steps=steps)
    first, second = Client(), Client()
    sign_in(first)
    sign_in(second)
    assert first.post("/akun/dua-langkah/masuk/", {"code": code}).status_code == 302
    assert second.post("/akun/dua-langkah/masuk/", {"code": code}).status_code == 422
    assert "_auth_user_id" not in second.session


def test_guessing_codes_ends():
    second_step.set_up(finance_person())
    browser = Client()
    sign_in(browser)
    for _guess in range(5):
        browser.post("/akun/dua-langkah/masuk/", {"code": "000001"})
    late = browser.post("/akun/dua-langkah/masuk/", {"code": second_step.code()})
    assert late.status_code == 422
    assert "_auth_user_id" not in browser.session


def test_a_spare_code_opens_once():
    person = finance_person()
    second_step.set_up(person)
    spare = RecoveryCodes.activate(person).get_unused_codes()[0]
    for browser, status in ((Client(), 302), (Client(), 422)):
        sign_in(browser)
        assert browser.post("/akun/dua-langkah/masuk/", {"code": spare}).status_code == status


def test_after_twelve_hours_money_asks_again():
    person = finance_person()
    browser = Client()
    browser.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    second_step.passed(browser, person)
    assert browser.get(MONEY).status_code == 200
    session = browser.session
    for proof in session["account_authentication_methods"]:
        proof["at"] -= second_factor.COUNTS_FOR
    session.save()
    led = browser.get(MONEY)
    assert led["Location"] == "/akun/dua-langkah/periksa/?next=%2Fdashboard%2Ftransfer%2F"
    assert browser.get(led["Location"]).status_code == 200
    again = browser.post(led["Location"], {"code": second_step.code(), "next": MONEY})
    assert again["Location"] == MONEY
    assert browser.get(MONEY).status_code == 200


def test_secrets_rest_sealed():
    authenticator = second_step.set_up(finance_person())
    assert second_step.SECRET not in str(authenticator.data)


def test_a_secret_that_our_key_no_longer_opens_fits_no_code(settings):
    second_step.set_up(finance_person())
    settings.OUTBOX_KEY = "another key"
    browser = Client()
    sign_in(browser)
    assert browser.post("/akun/dua-langkah/masuk/", {"code": second_step.code()}).status_code == 422


def test_another_administrator_resets_it_and_ends_every_session():
    person, chief = finance_person(), factories.person(is_staff=True, is_superuser=True)
    browser = Client()
    browser.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    second_step.passed(browser, person)
    second_factor.reset(person, by=actor_for(chief))
    assert not second_factor.is_set_up(person)
    assert events("second_factor.reset") == 1
    assert browser.get(MONEY)["Location"].startswith("/akun/masuk/")


def test_nobody_resets_her_own():
    chief = factories.person(is_staff=True, is_superuser=True)
    second_step.set_up(chief)
    with pytest.raises(second_factor.OwnSecondFactor):
        second_factor.reset(chief, by=actor_for(chief))
    assert second_factor.is_set_up(chief)
    assert events("second_factor.reset") == 0


def test_new_spare_codes_end_the_former_ones():
    person = finance_person()
    browser = Client()
    sign_in(browser)
    second_step.passed(browser, person)
    former = RecoveryCodes.activate(person).get_unused_codes()
    assert browser.post("/akun/dua-langkah/cadangan/baru/").status_code == 302
    shown = browser.get("/akun/dua-langkah/cadangan/").context["unused_codes"]
    assert not set(former) & set(shown)
    assert events("second_factor.codes_renewed") == 1


def test_giving_it_up_ends_it_and_is_told():
    person = finance_person()
    browser = Client()
    sign_in(browser)
    second_step.passed(browser, person)
    assert browser.post("/akun/dua-langkah/lepas/").status_code == 302
    assert not second_factor.is_set_up(person)
    assert events("second_factor.removed") == 1


def test_giving_it_up_needs_it():
    person = finance_person()
    second_step.set_up(person)
    browser = Client()
    browser.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    assert browser.post("/akun/dua-langkah/lepas/").status_code == 302
    assert second_factor.is_set_up(person)


def test_the_people_s_tables_want_the_second_step_and_reset_it_for_others():
    chief, person = factories.person(is_staff=True, is_superuser=True), finance_person()
    second_step.set_up(person)
    browser = Client()
    browser.force_login(chief, backend="django.contrib.auth.backends.ModelBackend")
    asked = browser.get("/admin/people/user/")
    assert asked["Location"].startswith("/akun/dua-langkah/pasang/")
    second_step.passed(browser, chief)
    for target in (person, chief):
        browser.post(
            "/admin/people/user/",
            {"action": "reset_second_factor", "_selected_action": [target.pk]},
            HTTP_SEC_FETCH_SITE="same-origin",
        )
    assert not second_factor.is_set_up(person)
    assert second_factor.is_set_up(chief)
    assert events("second_factor.reset") == 1


def test_no_form_of_others_touches_money():
    """Neither Django's admin nor Wagtail's snippets know a table of money, orders or history."""
    known = {model._meta.label for model in people_site._registry}
    assert known == {"people.User", "auth.Group"}
    snippets = {model._meta.app_label for model in get_snippet_models()}
    assert not snippets & {"payment", "order", "checkout", "history", "basket", "mfa"}
    addresses = {str(pattern.pattern) for pattern in urlpatterns}
    assert not [address for address in addresses if address.startswith("api")]
