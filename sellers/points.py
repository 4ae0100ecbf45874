"""A stall's exact place: reading it from what an owner types or pastes, and keeping it.

Degrees, WGS 84. Without one the stall is at its village.
"""

import re
from urllib.parse import unquote

from django.db import transaction

from shop.history.models import record
from shop.partner.models import Partner
from shop.partner.signals import partner_changed
from shop.people.actors import Actor

from .models import Seller
from .refusals import NeedsPlace

LONGEST = 500
NUMBER = r"(-?\d{1,3}(?:[.,]\d+)?)"
# Typed or copied from a map: "-8.0983, 112.1681", "-8,0983; 112,1681".
TYPED = re.compile(rf"^\s*{NUMBER}\s*[;,\s]\s*{NUMBER}\s*$")
# Links name the pin as !3d…!4d…, q=…, query=…, ll=… or mlat=…&mlon=…; "@" is only the view.
PATTERNS = [
    re.compile(pattern)
    for pattern in (
        r"!3d(-?\d{1,3}\.\d+)!4d(-?\d{1,3}\.\d+)",
        r"[?&](?:q|query|ll|destination)=(?:loc:)?(-?\d{1,3}\.\d+),\s*\+?(-?\d{1,3}\.\d+)",
        r"mlat=(-?\d{1,3}\.\d+)&mlon=(-?\d{1,3}\.\d+)",
        r"^geo:(-?\d{1,3}\.\d+),(-?\d{1,3}\.\d+)",
        r"@(-?\d{1,3}\.\d+),(-?\d{1,3}\.\d+)",
    )
]


def point_from(text: str) -> tuple[float, float]:
    """Return latitude and longitude of two typed numbers or of a map's link.

    Short links hold no place of their own and nothing is fetched for them. Raises NeedsPlace.
    """
    text = unquote(text.strip()[:LONGEST])
    if typed := TYPED.match(text):
        found = [float(number.replace(",", ".")) for number in typed.groups()]
    else:
        matches = (pattern.search(text) for pattern in PATTERNS)
        match = next((match for match in matches if match), None)
        if match is None:
            raise NeedsPlace
        found = [float(number) for number in match.groups()]
    latitude, longitude = found
    if abs(latitude) > 90 or abs(longitude) > 180:
        raise NeedsPlace
    return latitude, longitude


def set_point(seller: Seller, point: tuple[float, float] | None, *, by: Actor) -> bool:
    """Put the stall at a latitude and longitude, or None: at its village. Raises NeedsPlace."""
    latitude, longitude = point or (None, None)
    if point and (abs(latitude) > 90 or abs(longitude) > 180):
        raise NeedsPlace
    with transaction.atomic():
        current = Seller.objects.select_for_update().get(pk=seller.pk)
        if (current.latitude, current.longitude) == (latitude, longitude):
            return False
        current.latitude, current.longitude = latitude, longitude
        current.save(update_fields=["latitude", "longitude"])
        record("seller.point_set", current, by=by, after={"has_point": point is not None})
        partner_changed.send(Partner, partner=Partner.objects.get(pk=current.partner_id))
    seller.refresh_from_db()
    return True
