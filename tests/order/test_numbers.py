import re

import pytest
from oscar.core.loading import get_class

from shop.order.numbers import new_number

pytestmark = pytest.mark.django_db


def test_a_number_is_two_groups_of_four_digits():
    assert re.fullmatch(r"\d{4}-\d{4}", new_number())


def test_numbers_do_not_follow_each_other():
    drawn = [int(new_number().replace("-", "")) for _ in range(20)]
    assert len(set(drawn)) == 20
    assert sorted(drawn) != drawn


def test_oscar_draws_the_same_numbers():
    generator = get_class("order.utils", "OrderNumberGenerator")()
    assert re.fullmatch(r"\d{4}-\d{4}", generator.order_number(basket=None))
