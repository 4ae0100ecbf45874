"""A lost link is found by number and phone with a code; no answer tells which pairs exist."""

import pytest
from django.contrib.sessions.models import Session

from shop.communication.models import CodeCount, Message

from .conftest import PHONE, code_sent, text_of

pytestmark = pytest.mark.django_db


def ask(client, number, phone=PHONE):
    return client.post(
        "/pesanan/", {"number": number, "phone": phone}, HTTP_SEC_FETCH_SITE="same-origin"
    )


def test_looking_sets_no_cookie_and_writes_nothing(client):
    page = client.get("/pesanan/")

    assert page.status_code == 200
    assert (len(page.cookies), Session.objects.count()) == (0, 0)


@pytest.mark.parametrize("spelling", ["{}", "{0[0]}{0[1]}", "{0[0]} {0[1]}"])
def test_number_and_phone_with_the_code_open_the_order(client, order, spelling):
    number = spelling.format(order.number if "0[" not in spelling else order.number.split("-"))
    assert ask(client, number, "0812 3456 7890").url == "/pesanan/kode/"

    page = client.post("/pesanan/kode/", {"digits": code_sent()}, follow=True)

    assert page.redirect_chain[-1][0].startswith("/pesanan/")
    assert order.number in text_of(page)
    assert "Jl. Kelud 5" in text_of(page)
    order.refresh_from_db()
    assert order.tokens.count() == 1


@pytest.mark.parametrize(
    ("number", "phone"), [("0000-0000", PHONE), (None, "+6281299999999"), ("1", PHONE)]
)
def test_an_unknown_pair_gets_the_same_answers(client, order, number, phone):
    known = client_answers(client, order.number, PHONE)
    client.session.flush()

    assert client_answers(client, number or order.number, phone) == known


def client_answers(client, number, phone):
    """What a guesser sees: after asking, at the code page, and after wrong digits."""
    first = ask(client, number, phone)
    page = client.get(first.url)
    wrong = client.post(first.url, {"digits": "000001"})
    mask = "0812-••••-••" + phone[-2:]
    assert mask in text_of(page)
    return (
        first.status_code,
        first.url,
        text_of(page).replace(mask, ""),
        text_of(wrong).replace(mask, ""),
    )


def test_nothing_is_sent_for_an_unknown_pair_but_all_is_counted(client, order):
    for _number in range(10):
        ask(client, "0000-0000")
    page = ask(client, "0000-0000")

    assert Message.objects.filter(kind="code").count() == 0
    assert CodeCount.objects.get(phone=PHONE).count == 10
    assert "besok" in text_of(page).lower()


@pytest.mark.parametrize(
    ("number", "phone"), [("", PHONE), ("x" * 50, PHONE), ("1", "12"), ("1", "")]
)
def test_malformed_answers_are_said_and_kept(client, number, phone):
    page = ask(client, number, phone)

    assert page.status_code == 422
    assert Message.objects.count() == 0


def test_the_code_page_without_asking_leads_back(client):
    assert client.get("/pesanan/kode/").url == "/pesanan/"
