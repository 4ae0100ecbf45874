"""What the columns of a stall and of a listing are called where their change is told."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy

SALE_UNIT = gettext_lazy("what one unit is")
KEEPING = gettext_lazy("how long it keeps")
SENDING = gettext_lazy("how and when it is sent")
LIVE = gettext_lazy("terms for live animals")
HALAL = gettext_lazy("halal and P-IRT")

FIELDS = {
    "title": gettext_lazy("name"),
    "name": gettext_lazy("name"),
    "category": gettext_lazy("category of the listing"),
    "description": gettext_lazy("description of the listing"),
    "facts": gettext_lazy("facts of the listing"),
    "video_url": gettext_lazy("video of the listing"),
    "owner_name": gettext_lazy("owner's name"),
    "sector": gettext_lazy("what the stall makes"),
    "story": gettext_lazy("story of the stall"),
    "since_year": gettext_lazy("year it began"),
    "opening_hours": gettext_lazy("hours in words"),
    "unit": SALE_UNIT,
    "net_amount": SALE_UNIT,
    "net_measure": SALE_UNIT,
    "piece_count": SALE_UNIT,
    "piece_unit": SALE_UNIT,
    "price_basis": SALE_UNIT,
    "content_note": SALE_UNIT,
    "min_quantity": SALE_UNIT,
    "shelf_life_days": KEEPING,
    "is_perishable": KEEPING,
    "storage": KEEPING,
    "dispatch_days": SENDING,
    "season_mask": SENDING,
    "is_preorder": SENDING,
    "preorder_days": SENDING,
    "allows_pickup": SENDING,
    "allows_village_courier": SENDING,
    "allows_parcel": SENDING,
    "allows_arrangement": SENDING,
    "express_only": SENDING,
    "is_fragile": SENDING,
    "gross_grams": SENDING,
    "is_live": LIVE,
    "live_packing": LIVE,
    "endures_hours": LIVE,
    "dead_on_arrival": LIVE,
    "arrival_hours": LIVE,
    "arrival_proof": LIVE,
    "halal": HALAL,
    "is_declared_not_halal": HALAL,
    "pirt": HALAL,
}


def field_words(names: Iterable[str]) -> list[str]:
    """Return what changed columns are called, each word once; unknown columns stay unsaid."""
    return list(dict.fromkeys(str(FIELDS[name]) for name in names if name in FIELDS))
