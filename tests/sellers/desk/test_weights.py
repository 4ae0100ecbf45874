"""Weights as people type them."""

import pytest

from sellers.desk.orders.weights import BadWeight, is_far_off, read_grams


@pytest.mark.parametrize(
    ("typed", "grams"),
    [
        ("1,9", 1900),
        ("1.9", 1900),
        ("1.900", 1900),
        ("1900", 1900),
        ("1900 g", 1900),
        ("1.900 gr", 1900),
        ("1,9 kg", 1900),
        ("2", 2000),
        ("2 KG", 2000),
        (" 1,875 ", 1875),
        ("250g", 250),
        ("0", 0),
    ],
)
def test_weights_are_read_as_meant(typed, grams):
    assert read_grams(typed, nominal=2000) == grams


@pytest.mark.parametrize("typed", ["", "dua", "-1", "1,9,5,2", "1 ons", "1e3", "99999999", "1.9.5"])
def test_what_is_no_weight_is_refused(typed):
    with pytest.raises(BadWeight):
        read_grams(typed, nominal=2000)


def test_a_small_order_in_grams_is_grams():
    assert read_grams("240", nominal=250) == 240
    assert read_grams("3", nominal=2500) == 3000


@pytest.mark.parametrize(
    ("grams", "is_far"), [(1000, False), (999, True), (3000, False), (3001, True)]
)
def test_more_than_half_away_is_far_off(grams, is_far):
    assert is_far_off(grams, 2000) is is_far
