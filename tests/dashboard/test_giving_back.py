"""Staff give money back on a screen that first shows what it does."""

import re

import pytest

from shop.order import states
from shop.payment.models import Refund
from shop.payment.proving.checks import problems
from tests.dashboard.test_money import text_of
from tests.factories import partner
from tests.payment.money import STAFF, paid_order

pytestmark = pytest.mark.django_db


@pytest.fixture
def order(db):
    """A paid order of two stalls, the first part handed over."""
    order = paid_order(partner("Lapak Asri"), partner("Lapak Bumi"))
    first = order.seller_orders.first()
    for step in (states.accept, states.ready, states.hand_over):
        step(first, by=STAFF)
    return order


def fields(**changed):
    return {"what": "order", "bearer": "platform", "reason": "Rusak di jalan", **changed}


def test_a_preview_is_shown_before_anything_moves(order, sign_in):
    browser = sign_in("maker")
    address = f"/dashboard/pesanan/{order.number}/uang-kembali/"

    assert "Uang kembali" in text_of(browser.get(address))
    preview = browser.post(address, fields())
    assert "Kembali ke pembeli Rp100.000" in text_of(preview)
    assert not Refund.objects.exists()

    hidden = dict(
        re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', preview.content.decode())
    )
    hidden.pop("csrfmiddlewaretoken", None)
    answer = browser.post(address, hidden, follow=True)

    assert answer.redirect_chain == [(f"/dashboard/pesanan/{order.number}/", 302)]
    assert sorted(Refund.objects.values_list("amount", "bearer")) == [
        (50_000, ""),
        (50_000, "platform"),
    ]
    assert problems() == []


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"what": "sum"}, "Ada"),
        ({"what": "nobody"}, "Ada"),
        ({"reason": ""}, "Ada"),
        ({"seen": "99999"}, "Ada yang berubah sementara itu."),
    ],
)
def test_what_can_not_be_done_is_said_and_kept(order, sign_in, asked, said):
    answer = sign_in("maker").post(
        f"/dashboard/pesanan/{order.number}/uang-kembali/", fields(**asked)
    )
    assert answer.status_code == 422
    assert said in text_of(answer)
    assert not Refund.objects.exists()


def test_a_sum_without_an_amount_is_refused(order, sign_in):
    part = order.seller_orders.first()
    answer = sign_in("maker").post(
        f"/dashboard/pesanan/{order.number}/uang-kembali/", fields(what=f"sum-{part.pk}")
    )
    assert "Tulis jumlah uangnya." in text_of(answer)


@pytest.mark.parametrize(("role", "status"), [("maker", 200), ("releaser", 403), ("support", 403)])
def test_only_who_may_make_refunds_comes_in(order, sign_in, role, status):
    address = f"/dashboard/pesanan/{order.number}/uang-kembali/"
    assert sign_in(role).get(address).status_code == status


def test_a_large_refund_is_released_by_another(order, sign_in, settings):
    settings.SECOND_PERSON_ABOVE = 40_000
    maker = sign_in("maker")
    address = f"/dashboard/pesanan/{order.number}/uang-kembali/"
    second = order.seller_orders.last()
    preview = text_of(maker.post(address, fields(what=f"part-{second.pk}")))
    assert "orang kedua harus melepasnya" in preview
    maker.post(address, fields(what=f"part-{second.pk}", seen="50000"))
    refund = Refund.objects.get()
    assert refund.made_by is not None

    browser = sign_in("releaser")
    assert "Orang lain yang harus melepasnya" in text_of(browser.get("/dashboard/pengembalian/"))
    browser.post(f"/dashboard/pengembalian/{refund.pk}/lepas/")
    refund.refresh_from_db()
    assert refund.released_by is not None
