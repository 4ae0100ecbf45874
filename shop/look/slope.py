"""The slope: a region's village altitudes from north (left) to south, drawn as steps.

Each step is the highest, the median and the lowest village of a band of 2.5 km, so the
landscape of home and village pages is a chart of the real places.
"""

from collections.abc import Sequence
from itertools import pairwise
from math import ceil
from statistics import median

from django.utils.safestring import SafeString, mark_safe

Place = tuple[float, float]

BAND_KM = 2.5
KM_PER_DEGREE = 111.2
WIDTH, HEIGHT = 400, 160
SHORE, SUMMIT = 148, 51
FLAT_LAND_M = 200
CORNER = 0.24

MOUNTAIN = (
    '<path class="k" d="M0 24 7 9c5 5 9 0 13 4s7-5 12-4c9 28 22 44 46 60s80 44 150 56l30 35H0z"/>'
)
SEA = '<path class="s" d="M340 145h60v15h-70z"/>'


def slope_svg(
    points: Sequence[Place],
    mark: Place | None = None,
    *,
    has_mountain: bool = True,
    has_sea: bool = True,
) -> SafeString:
    """Draw the villages' (latitude, metres) as an SVG; `mark` is one village's own place.

    The picture says nothing that the caption beside it doesn't, so it is hidden from
    screen readers. Without points only the ground is drawn.
    """
    bands = altitude_bands(points)
    summit = max([FLAT_LAND_M, *(high for high, _, _ in bands)])
    high, middle, low = (
        step_path([height_y(band[level], summit) for band in bands]) for level in range(3)
    )
    drawing = [
        MOUNTAIN if has_mountain else "",
        f'<path class="a" d="{high}"/><path class="b" d="{middle}"/>',
        SEA if has_sea else "",
        f'<path class="c" d="{low}"/>',
        mark_paths(points, mark, summit) if mark and points else "",
    ]
    return mark_safe(  # noqa: S308 - made of numbers alone
        f'<svg viewBox="0 0 {WIDTH} {HEIGHT}" preserveAspectRatio="none" aria-hidden="true">'
        f"{''.join(drawing)}</svg>"
    )


def altitude_bands(points: Sequence[Place]) -> list[tuple[float, float, float]]:
    """Return (highest, median, lowest) metres of each 2.5 km band, from north to south.

    A band without a village repeats the band north of it.
    """
    if not points:
        return [(0, 0, 0)]
    north = max(latitude for latitude, _ in points)
    members: list[list[float]] = [[] for _ in range(band_count(points))]
    for latitude, metres in points:
        members[min(int(km_south(north, latitude) / BAND_KM), len(members) - 1)].append(metres)
    bands: list[tuple[float, float, float]] = []
    for metres in members:
        bands.append((max(metres), median(metres), min(metres)) if metres else bands[-1])
    return bands


def band_count(points: Sequence[Place]) -> int:
    """Return how many bands lie between the northernmost and the southernmost point."""
    latitudes = [latitude for latitude, _ in points]
    return max(1, ceil(km_south(max(latitudes), min(latitudes)) / BAND_KM))


def km_south(north: float, latitude: float) -> float:
    """Return how many kilometres a latitude lies south of another."""
    return (north - latitude) * KM_PER_DEGREE


def height_y(metres: float, summit: float) -> int:
    """Return the drawing's y of an altitude, where y grows downwards."""
    return round(SHORE - (SHORE - SUMMIT) * metres / summit)


def step_path(heights: Sequence[int]) -> str:
    """Draw heights as terraces with one rounded corner each, closed at the bottom."""
    step = WIDTH / len(heights)
    corner = round(step * CORNER, 1)
    flat = f"h{round(step - corner, 1):g}"
    path = [f"M0 {heights[0]}", flat]
    for here, there in pairwise(heights):
        fall = there - here
        if fall > 0:
            path.append(f"q{corner:g} 0 {corner:g} {fall}")
        else:
            path.append(f"q0 {fall} {corner:g} {fall}" if fall else f"h{corner:g}")
        path.append(flat)
    return f"{''.join(path)}H{WIDTH}V{HEIGHT}H0z"


def mark_paths(points: Sequence[Place], mark: Place, summit: float) -> str:
    """Draw the koi dot of one village: where it lies north to south, and how high."""
    latitude, metres = mark
    south = km_south(max(place[0] for place in points), latitude)
    x = round(WIDTH * south / (band_count(points) * BAND_KM))
    dot = f'<path class="h" d="M{x} {height_y(metres, summit)}h0"/>'
    return dot * 2
