"""What the order page asks to be transferred."""

import pytest

from tests.payment.money import receive

from .conftest import text_of

pytestmark = pytest.mark.django_db


def test_the_sum_with_its_code_and_the_account_can_be_copied(client, order, url):
    page = client.get(url).content.decode()

    payment = order.payments.get()
    assert payment.total == 100_001
    assert 'data-copy="100001"' in page
    assert f'data-copy="{payment.account.number}"' in page
    assert 'src="/static/js/copy.js"' in page


def test_after_too_little_only_the_rest_is_asked_for(client, order, url):
    receive(order.payments.get(), 60_000)

    page = client.get(url)

    assert "Rp60.000 sudah masuk. Silakan transfer kekurangannya sebelum" in text_of(page)
    assert 'data-copy="40000"' in page.content.decode()
    assert "Transfer persis sejumlah ini" not in text_of(page)
