"""Signing in and up: no cookie before somebody sends the form, and none sent from elsewhere."""

import pytest
from django.test import Client

from tests import factories

PAGES = ["/akun/masuk/", "/akun/daftar/", "/akun/sandi/lupa/", "/en/akun/masuk/"]


@pytest.mark.django_db
@pytest.mark.parametrize("path", PAGES)
def test_reading_an_entrance_sets_no_cookie(path):
    answer = Client().get(path)

    assert answer.status_code == 200
    assert not answer.cookies
    assert b"csrfmiddlewaretoken" not in answer.content


@pytest.fixture
def known(db):
    person = factories.person(email="sari@contoh.example")
    person.set_password("lereng-kelud-77")
    person.save()
    return {"login": "sari@contoh.example", "password": "lereng-kelud-77"}


def send(fields: dict, **headers) -> tuple[int, bool]:
    """Return the status, and whether somebody is signed in afterwards."""
    browser = Client(enforce_csrf_checks=True)
    answer = browser.post("/akun/masuk/", fields, headers=headers)
    return answer.status_code, "_auth_user_id" in browser.session


def test_our_own_page_signs_in(known):
    assert send(known, **{"sec-fetch-site": "same-origin"}) == (302, True)
    assert send(known, origin="http://testserver") == (302, True)


@pytest.mark.parametrize(
    "headers",
    [{"sec-fetch-site": "cross-site"}, {"origin": "https://elsewhere.example"}, {}],
)
def test_a_form_from_elsewhere_signs_nobody_in(known, headers):
    assert send(known, **headers) == (403, False)


def test_the_page_that_asks_again_holds_no_password(known):
    answer = Client(enforce_csrf_checks=True).post("/akun/masuk/", known)

    assert b"sari@contoh.example" in answer.content
    assert b"lereng-kelud-77" not in answer.content
