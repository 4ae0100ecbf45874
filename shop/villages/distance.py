"""How far villages lie from each other."""

from math import asin, cos, radians, sin, sqrt

from shop.villages.models import Region

EARTH_RADIUS_KM = 6371.0088


def distance_km(a: Region, b: Region) -> float | None:
    """The great-circle distance of two regions in kilometres; None when one has no point."""
    if None in (a.latitude, a.longitude, b.latitude, b.longitude):
        return None
    half_north = radians(b.latitude - a.latitude) / 2
    half_east = radians(b.longitude - a.longitude) / 2
    chord = (
        sin(half_north) ** 2
        + cos(radians(a.latitude)) * cos(radians(b.latitude)) * sin(half_east) ** 2
    )
    return 2 * EARTH_RADIUS_KM * asin(min(1.0, sqrt(chord)))
