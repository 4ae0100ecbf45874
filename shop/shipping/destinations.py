"""Where goods go: a village of Indonesia, from our own regions or the file of all places."""

import logging
from dataclasses import dataclass

from django.db.models import Q

from shop.address import search
from shop.villages.models import Region

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Destination:
    """A village with the names above it; coordinates (degrees) only where we know them."""

    code: str
    village: str
    district: str
    regency: str
    province: str
    postal_code: str = ""
    latitude: float | None = None
    longitude: float | None = None
    region_id: int | None = None

    @property
    def label(self) -> str:
        """Village and district, since village names repeat."""
        return f"{self.village}, {self.district}"

    @property
    def full_label(self) -> str:
        """All names and the postal code: what a courier asks for."""
        names = f"{self.village}, {self.district}, {self.regency}, {self.province}"
        return f"{names} {self.postal_code}".strip()

    @property
    def prefixes(self) -> list[str]:
        """The codes of the village and of everything above it, longest first; last comes ""."""
        parts = self.code.split(".")
        return [".".join(parts[:length]) for length in range(len(parts), -1, -1)]


def destination_for(code: str) -> Destination | None:
    """Return the village that has (or in our regions: had) this code; None if there is none."""
    if not code or len(code) > 13:
        return None
    region = (
        Region.objects.villages()
        .select_related("parent__parent__parent")
        .filter(Q(code=code) | Q(former_codes__code=code))
        .first()
    )
    return _of_region(region) if region else _of_place(code)


def _of_region(region: Region) -> Destination:
    district = region.parent
    regency = district.parent
    return Destination(
        code=region.code,
        village=region.name,
        district=district.name,
        regency=regency.name,
        province=regency.parent.name,
        postal_code=region.postal_code,
        latitude=region.latitude,
        longitude=region.longitude,
        region_id=region.pk,
    )


def _of_place(code: str) -> Destination | None:
    try:
        place = search.place(code)
    except search.PlacesNotBuilt:
        log.exception("No file of places: only our own villages are known")
        return None
    if place is None:
        return None
    return Destination(
        code=place.code,
        village=place.village,
        district=place.district,
        regency=place.regency,
        province=place.province,
        postal_code=place.postal_code,
    )
