"""Whole rupiah: what is let in, how it is written, how it is shared out."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shop.money import NotWholeRupiah, format_rupiah, round_half_up, share, to_rupiah

amounts = st.integers(min_value=-(10**15), max_value=10**15)


@pytest.mark.parametrize(
    ("amount", "written"),
    [
        (0, "Rp0"),
        (999, "Rp999"),
        (25_000, "Rp25.000"),
        (1_250_000, "Rp1.250.000"),
        (-11_220, "−Rp11.220"),
    ],
)
def test_rupiah_are_written_with_dots(amount, written):
    assert format_rupiah(amount) == written


@given(amounts)
def test_written_rupiah_keep_every_digit(amount):
    digits = format_rupiah(amount).replace(".", "").replace("Rp", "").replace("−", "-")
    assert int(digits) == amount


@given(amounts)
def test_whole_amounts_pass_the_border(amount):
    assert to_rupiah(amount) == amount
    assert to_rupiah(Decimal(amount)) == amount
    assert to_rupiah(Decimal(amount).quantize(Decimal("0.01"))) == amount
    assert type(to_rupiah(Decimal(amount))) is int


@pytest.mark.parametrize(
    "value",
    [
        Decimal("25000.001"),
        Decimal("NaN"),
        Decimal("Infinity"),
        25_000.0,
        "25000",
        "25.000",
        True,
        None,
    ],
)
def test_anything_but_whole_rupiah_is_refused(value):
    with pytest.raises(NotWholeRupiah):
        to_rupiah(value)


@pytest.mark.parametrize(
    ("numerator", "denominator", "rounded"),
    [(5, 2, 3), (4, 3, 1), (-5, 2, -3), (1, 3, 0), (0, 7, 0), (669_933, 100, 6_699)],
)
def test_halves_are_rounded_up(numerator, denominator, rounded):
    assert round_half_up(numerator, denominator) == rounded


@given(amounts, st.integers(min_value=1, max_value=10**9))
def test_rounding_moves_by_half_at_most(numerator, denominator):
    assert abs(2 * round_half_up(numerator, denominator) * denominator - 2 * numerator) <= (
        denominator
    )


@pytest.mark.parametrize("denominator", [0, -1])
def test_a_denominator_must_be_positive(denominator):
    with pytest.raises(ValueError, match="positive"):
        round_half_up(1, denominator)


def test_shares_are_rounded_half_up():
    assert share(10_000, 1, 3) == 3_333
    assert share(10_001, 1, 2) == 5_001
    assert share(0, 0, 0) == 0


@given(
    st.integers(min_value=0, max_value=10**12),
    st.integers(min_value=0, max_value=10**6),
    st.integers(min_value=1, max_value=10**6),
)
def test_a_share_lies_between_nothing_and_all(amount, part, whole):
    if part > whole:
        with pytest.raises(ValueError, match="no part"):
            share(amount, part, whole)
    else:
        assert 0 <= share(amount, part, whole) <= amount
        assert abs(share(amount, part, whole) + share(amount, whole - part, whole) - amount) <= 1
