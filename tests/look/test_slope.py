"""The slope follows the villages' altitudes."""

import csv
from pathlib import Path

from shop.look.slope import altitude_bands, band_count, slope_svg

# 2.5 km are 0.02248 degrees of latitude.
NORTH, SAME_BAND, THIRD_BAND = -8.0, -8.01, -8.05


def test_bands_hold_highest_median_and_lowest_from_the_north():
    points = [(NORTH, 300), (SAME_BAND, 100), (SAME_BAND, 110), (THIRD_BAND, 20)]
    assert altitude_bands(points) == [(300, 110, 100), (300, 110, 100), (20, 20, 20)]


def test_the_southernmost_place_belongs_to_the_last_band():
    points = [(-8.0, 10), (-8.0449, 30)]
    assert band_count(points) == 2
    assert altitude_bands(points) == [(10, 10, 10), (30, 30, 30)]


def test_the_drawing_has_exact_steps():
    svg = slope_svg([(NORTH, 400), (THIRD_BAND, 0)], has_mountain=False, has_sea=False)
    terrace = "M0 51h101.3h32h101.3q32 0 32 97h101.3H400V160H0z"
    assert svg == (
        '<svg viewBox="0 0 400 160" preserveAspectRatio="none" aria-hidden="true">'
        f'<path class="a" d="{terrace}"/><path class="b" d="{terrace}"/>'
        f'<path class="c" d="{terrace}"/></svg>'
    )


def test_a_village_is_marked_where_it_lies():
    svg = slope_svg([(NORTH, 400), (THIRD_BAND, 0)], (-8.025, 200), has_mountain=False)
    assert svg.count('<path class="h" d="M148 100h0"/>') == 2


def test_flat_land_stays_flat():
    svg = slope_svg([(NORTH, 10), (SAME_BAND, 0)], has_mountain=False, has_sea=False)
    assert '<path class="a" d="M0 143h' in svg
    assert '<path class="c" d="M0 148h' in svg


def test_no_village_leaves_the_ground():
    assert altitude_bands([]) == [(0, 0, 0)]
    assert '<path class="c" d="M0 148h304H400V160H0z"/>' in slope_svg([], (-8.0, 100))


def test_blitar_has_eighteen_bands_and_stays_below_two_kilobytes():
    source = Path(__file__).parents[2] / "shop/villages/data/kabupaten-blitar.csv"
    with source.open() as lines:
        points = [
            (float(row["latitude"]), float(row["elevation_m"])) for row in csv.DictReader(lines)
        ]
    assert len(altitude_bands(points)) == 18
    assert len(slope_svg(points)) <= 2_000
