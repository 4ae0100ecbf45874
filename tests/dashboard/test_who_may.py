"""Every staff address for every role; the answers are written by hand."""

import pytest
from django.urls import get_resolver, reverse

from .conftest import ROLES

pytestmark = pytest.mark.django_db
STAFF = {"support", "maker", "releaser", "superuser"}
ANY_STAFF = {*STAFF, "nobody's staff"}
SUPPORT, MAKER = {"support", "superuser"}, {"maker", "superuser"}
RELEASER, CHIEF = {"releaser", "superuser"}, {"superuser"}
FINANCE = {*MAKER, *RELEASER}

# Address by name: how it is asked for, its arguments, and who may.
ADDRESSES = {
    "index": ("get", "", ANY_STAFF),
    "orders": ("get", "", STAFF),
    "order": ("get", "order.number", STAFF),
    "order-slip": ("get", "order.number part.pk", STAFF),
    "order-receipt": ("get", "paid.number paper.pk", STAFF),
    "order-step": ("post", "order.number part.pk :terima", SUPPORT),
    "order-cancel": ("post", "order.number", SUPPORT),
    "complaints": ("get", "", SUPPORT),
    "complaint": ("get", "complaint.pk", SUPPORT),
    "complaint-close": ("post", "complaint.pk", SUPPORT),
    "complaint-picture": ("get", "picture.pk", SUPPORT),
    "transfers": ("get", "", STAFF),
    "receipt-enter": ("post", "", MAKER),
    "receipt-match": ("post", "receipt.pk", MAKER),
    "proof": ("get", "proof.pk", STAFF),
    "proof-refuse": ("post", "proof.pk", MAKER),
    "refunds": ("get", "", STAFF),
    "refund-step": ("post", "refund.pk :mulai", RELEASER),
    "deliveries": ("get", "", MAKER),
    "tariff-table": ("get", "", MAKER),
    "tariff-import": ("post", "", MAKER),
    "tariff-remove": ("post", "tariff.pk", MAKER),
    "band-set": ("post", "", MAKER),
    "band-remove": ("post", "band.pk", MAKER),
    "villages": ("get", "", SUPPORT),
    "village-pilot": ("post", "village.code", SUPPORT),
    "assignments": ("get", "", SUPPORT),
    "assignment-end": ("post", "assignment.pk", SUPPORT),
    "messages": ("get", "", SUPPORT),
    "questions": ("get", "", SUPPORT),
    "question": ("get", "question.pk", SUPPORT),
    "question-answer": ("post", "question.pk", SUPPORT),
    "sellers": ("get", "", STAFF),
    "seller": ("get", "seller.pk", STAFF),
    "seller-holiday": ("post", "seller.pk", SUPPORT),
    "ready": ("get", "", CHIEF),
    "ready-test": ("post", "", CHIEF),
    "ready-open": ("post", "", CHIEF),
    "ready-close": ("post", "", CHIEF),
    "seller-step": ("post", "seller.pk :wa", SUPPORT),
    "statements": ("get", "", FINANCE),
    "statement-upload": ("post", "", MAKER),
    "statement": ("get", "file.pk", MAKER),
    "statement-columns": ("post", "file.pk", MAKER),
    "statement-take-over": ("post", "file.pk", MAKER),
    "statement-drop": ("post", "file.pk", MAKER),
    "statement-row": ("post", "row.pk :biarkan", MAKER),
    "give-back": ("get", "order.number", MAKER),
    "payouts": ("get", "", FINANCE),
    "payout-draft": ("post", "", MAKER),
    "payout-batch": ("get", "batch.pk", FINANCE),
    "payout-release": ("post", "batch.pk", RELEASER),
    "payout-drop": ("post", "batch.pk", FINANCE),
    "payout-table": ("get", "released.pk", RELEASER),
    "payout-step": ("post", "payout.pk :terkirim", RELEASER),
    "corrections": ("get", "", FINANCE),
    "correction-make": ("post", "", MAKER),
    "correction-step": ("post", "correction.pk :setujui", RELEASER),
    "card": ("get", "", FINANCE),
    "card-settle": ("post", "doubt.pk :tolak", MAKER),
    "card-looked-at": ("post", "event.pk", MAKER),
    "collectors": ("get", "", FINANCE),
    # These ask first for a fresh proof of who one is.
    "collector-village": ("post", "", MAKER),
    "collector-enter": ("post", "collector.pk :rekening", MAKER),
    "collector-place": ("post", ":rekening account.pk", FINANCE),
    "collector-picture": ("get", "code.pk", FINANCE),
    "commission": ("get", "", FINANCE),
    "commission-set": ("post", ":desa collector.pk", RELEASER),
}


def address(name: str, rows) -> str:
    arguments = []
    for word in ADDRESSES[name][1].split():
        if word.startswith(":"):
            arguments.append(word[1:])
        else:
            row, _dot, column = word.partition(".")
            arguments.append(getattr(getattr(rows, row), column))
    return reverse(f"dashboard:{name}", args=arguments)


def sent(name: str, rows) -> dict[str, object]:
    """What a form of that address must say, so that it is about something."""
    forms = {"payout-draft": {"collector": rows.collector.pk}, "payout-release": {"total": 10_000}}
    return forms.get(name, {})


def test_every_staff_address_is_in_the_table():
    _prefix, resolver = get_resolver().namespace_dict["dashboard"]
    names = {name for name in resolver.reverse_dict if isinstance(name, str)}

    assert names == set(ADDRESSES)


@pytest.mark.parametrize("role", ROLES)
def test_each_role_gets_what_it_may(sign_in, rows, role):
    answers, expected = {}, {}
    browser = sign_in(role)
    for name, (method, _arguments, allowed) in ADDRESSES.items():
        url = address(name, rows)
        answer = getattr(browser, method)(url, sent(name, rows))
        if answer.streaming:
            answer.getvalue()
        answers[name] = (answer.status_code, answer.get("Location", ""))
        if role == "anonymous":
            expected[name] = (302, f"/akun/masuk/?next={url}")
        elif role not in allowed:
            expected[name] = (403, "")
        else:
            expected[name] = answers[name]
            assert answer.status_code in ({200} if method == "get" else {302, 422}), name
            assert "/akun/masuk/" not in answer.get("Location", "")
            assert "no-store" in answer["Cache-Control"]

    assert answers == expected


@pytest.mark.parametrize("role", ["nobody's staff", "support", "maker", "releaser"])
def test_navigation_shows_only_what_one_may_open(sign_in, rows, role):
    page = sign_in(role).get("/dashboard/").content.decode()

    for name, (method, arguments, allowed) in ADDRESSES.items():
        if method == "get" and not arguments and name not in ("index", "tariff-table"):
            assert (f'href="{reverse(f"dashboard:{name}")}"' in page) == (role in allowed), name


def test_who_enters_money_never_releases_it(sign_in, rows):
    entering = {name for name, row in ADDRESSES.items() if row[2] == MAKER}
    releasing = {name for name, row in ADDRESSES.items() if row[2] == RELEASER}

    assert "receipt-enter" in entering
    assert releasing == {
        "commission-set",
        "correction-step",
        "payout-release",
        "payout-step",
        "payout-table",
        "refund-step",
    }
