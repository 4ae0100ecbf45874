"""The demo's sellers with what they offer for delivery, through the verbs of people's own."""

from datetime import time, timedelta

from django.core.files.base import File
from django.db import transaction
from django.utils import timezone

from sellers import verbs
from sellers.clock.hours import set_hours
from sellers.models import Membership, Seller
from sellers.team import members
from shop.shipping import choices
from shop.shipping.models import Method
from shop.villages.models import Region

from . import data
from .data import DEMO
from .people import owner_of

LIVE_FISH = ("Bus malam", [("35.05", 15_000, 1, 1), ("35", 45_000, 1, 2)])
CATTLE = ("Pikap penjual", [("35.05", 150_000, 1, 3), ("35.72", 150_000, 1, 3)])
FEED = ("Pikap penjual", [("35.05", 75_000, 1, 3), ("35.72", 75_000, 1, 3)])
CROPS = "pertanian"
JAVA = [("31", 95_000, 1, 3), ("33", 75_000, 1, 2), ("34", 75_000, 1, 2)]


def load_seller(entry: dict) -> bool:
    """Make a seller as the file has her; False if she is there already."""
    if existing := find_seller(entry):
        _add_photo(existing, entry)
        return False
    with transaction.atomic():
        seller = verbs.register_seller(
            by=DEMO,
            name=entry["name"],
            village=Region.objects.get(code=entry["village_code"]),
            owner_name=entry["owner_name"],
            sector=entry["sector"],
            story=entry["description"],
            since_year=entry["since"],
            opening_hours=entry["open_hours"],
            phone=entry["phone_demo"],
            is_demo=True,
        )
        verbs.verify(seller, by=DEMO)
        # After that, so that 42 owners are not told of it one by one.
        members.add_member(seller, owner_of(entry), role=Membership.Role.OWNER, by=DEMO)
        set_hours(seller, _week(entry["open_hours"]), by=DEMO)
        _offer_delivery(seller, entry)
        if entry["id"] in data.ON_HOLIDAY:
            first = timezone.localdate()
            last = first + timedelta(days=data.HOLIDAY_DAYS)
            verbs.set_holiday(seller, first, last, by=DEMO)
    _add_photo(seller, entry)
    return True


def find_seller(entry: dict) -> Seller | None:
    """Return the demo's seller, but no closed one that a former demo left to its orders."""
    return (
        Seller.objects.filter(is_demo=True, name=entry["name"], memberships__isnull=False)
        .select_related("partner")
        .first()
    )


def let_help(person, entry: dict) -> bool:
    """Let a demo person help in a stall; False if she does already."""
    seller = find_seller(entry)
    if seller.memberships.filter(person=person, ended_at__isnull=True).exists():
        return False
    members.add_member(seller, person, role=Membership.Role.HELPER, by=DEMO)
    return True


def _week(text: str) -> dict[int, tuple[time, time]]:
    """Return the file's hours ("06.00-17.00") for every day of the week."""
    opens, closes = (time.fromisoformat(part.replace(".", ":")) for part in text.split("-"))
    return dict.fromkeys(range(7), (opens, closes))


def _offer_delivery(seller: Seller, entry: dict) -> None:
    ways = {
        way
        for listing in data.listings()
        if listing["umkm_id"] == entry["id"]
        for way in listing["shipping"]
    }
    partner = seller.partner
    choices.offer(partner, Method.PICKUP, by=DEMO, note=f"Jam {entry['open_hours']}")
    if "kurir-desa" in ways:
        radius = entry["delivery_radius_km"]
        choices.offer(
            partner,
            Method.VILLAGE_COURIER,
            by=DEMO,
            radius_km=radius,
            free_above=data.FREE_ABOVE.get(entry["id"]),
        )
    if ways & {"ekspedisi", "ekspedisi-kilat"}:
        choices.offer(partner, Method.PARCEL, by=DEMO, handling_days=1)
    if ways & {"ekspedisi-hidup", "antar-pickup"}:
        choices.offer(partner, Method.ARRANGEMENT, by=DEMO, handling_days=1)
        _set_zones(partner, entry, is_live="ekspedisi-hidup" in ways)


def _set_zones(partner, entry: dict, *, is_live: bool) -> None:
    carrier, zones = LIVE_FISH if is_live else FEED if entry["sector"] == CROPS else CATTLE
    for destination, fee, days_min, days_max in zones + (JAVA if is_live else []):
        choices.set_zone(
            partner,
            destination,
            by=DEMO,
            carrier=carrier,
            fee=fee,
            days_min=days_min,
            days_max=days_max,
        )


def _add_photo(seller: Seller, entry: dict) -> None:
    name = data.SELLER_PHOTOS.get(entry["id"])
    if name and not hasattr(seller, "photo"):
        with (data.FOLDER / "photos" / name).open("rb") as photo:
            verbs.set_photo(seller, File(photo, name=name), by=DEMO)
