"""What an owner may write about a listing, checked before the database is asked."""

from collections.abc import Mapping

from catalogue.models import ArrivalProof, DeadOnArrival, Halal, Pirt, Product, Storage
from catalogue.season import mask_of
from catalogue.weekdays import week_mask_of
from shop.partner import refusals

from .amounts import is_count
from .live_defaults import live_terms_of
from .videos import checked_video

MAX_NUMBER = 1_000_000_000
MAX_DAYS = 3_650
MAX_PREORDER_DAYS = 365
MAX_MINIMUM = 10_000
MAX_TITLE = 120
MAX_DESCRIPTION = 5_000
ALL_MONTHS = 4095
ALL_WEEKDAYS = 127
MAX_ENDURED_HOURS = 240
MAX_ARRIVAL_HOURS = 72

FLAGS = frozenset(
    {
        "is_perishable",
        "is_fragile",
        "is_live",
        "is_preorder",
        "allows_pickup",
        "allows_village_courier",
        "allows_parcel",
        "express_only",
        "allows_arrangement",
        "is_declared_not_halal",
    }
)
CHOICES = {
    "net_measure": Product.Measure.values,
    "price_basis": Product.PriceBasis.values,
    "storage": Storage.values,
    "pirt": Pirt.values,
    "halal": Halal.values,
    "dead_on_arrival": ["", *DeadOnArrival.values],
    "arrival_proof": ["", *ArrivalProof.values],
}
TEXTS = {
    "description": MAX_DESCRIPTION,
    "unit": 20,
    "piece_unit": 20,
    "content_note": 80,
    "live_packing": 200,
}
OPTIONAL_NUMBERS = {
    "net_amount": MAX_NUMBER,
    "piece_count": MAX_NUMBER,
    "shelf_life_days": MAX_DAYS,
    "endures_hours": MAX_ENDURED_HOURS,
    "arrival_hours": MAX_ARRIVAL_HOURS,
}
#: Numbers that are always there, with their bounds and what is said outside of them.
NUMBERS = {
    "min_quantity": (1, MAX_MINIMUM, refusals.BadQuantity),
    "gross_grams": (1, MAX_NUMBER, refusals.BadAmount),
    "preorder_days": (0, MAX_PREORDER_DAYS, refusals.BadAmount),
    "season_mask": (0, ALL_MONTHS, refusals.BadAmount),
    "dispatch_days": (0, ALL_WEEKDAYS, refusals.BadAmount),
}
#: What live goods that are sent must state, each in one column.
LIVE_TERMS = frozenset(
    {
        "dispatch_days",
        "live_packing",
        "endures_hours",
        "dead_on_arrival",
        "arrival_proof",
        "arrival_hours",
    }
)
WAYS = ("allows_pickup", "allows_village_courier", "allows_parcel", "allows_arrangement")
#: Every column that `create_listing` and `edit` take, beside the category.
FIELDS = (
    FLAGS
    | CHOICES.keys()
    | TEXTS.keys()
    | OPTIONAL_NUMBERS.keys()
    | NUMBERS.keys()
    | {"title", "facts", "video_url"}
)


def defaults_of(category, *, is_live: bool | None = None) -> dict:
    """What a listing of this category has unless its owner says otherwise.

    `is_live` says whether these goods live where their category does not (None: it does).
    """
    is_live = category.is_live if is_live is None else is_live
    return {
        "unit": category.default_unit or "pak",
        "storage": category.storage or Storage.ROOM,
        "shelf_life_days": category.shelf_life_days,
        "season_mask": category.season_mask,
        "is_perishable": category.is_perishable,
        "is_live": is_live,
        "pirt": category.pirt,
        "halal": category.halal,
        **(live_terms_of(category) if is_live else {}),
    }


def following(category, product: Product) -> dict:
    """Return what a listing takes over when it moves to this category; its own words stay."""
    taken = {"is_live": category.is_live, "pirt": category.pirt, "halal": category.halal}
    terms = live_terms_of(category)
    return taken | {name: value for name, value in terms.items() if not getattr(product, name)}


def checked(values: Mapping[str, object]) -> dict:
    """Return the values as the database takes them; raises refusals.ListingRefused.

    `season_months` (1–12) may stand for `season_mask`, `dispatch_weekdays` (0 is Monday) for
    `dispatch_days`. A name that is no column of a listing's words and sale unit is a
    programmer's mistake: TypeError.
    """
    values = dict(values)
    if "dispatch_weekdays" in values:
        values["dispatch_days"] = week_mask_of(values.pop("dispatch_weekdays"))
    if "season_months" in values:
        values["season_mask"] = mask_of(values.pop("season_months"))
    if unknown := values.keys() - FIELDS:
        raise TypeError(f"a listing has no field {', '.join(sorted(unknown))}")
    return {name: _checked_one(name, value) for name, value in values.items()}


def require_whole(product: Product) -> None:
    """Refuse a listing whose fields contradict each other; raises refusals.ListingRefused."""
    if product.price_basis == Product.PriceBasis.WEIGHT and not (
        product.net_measure == Product.Measure.GRAM and product.net_amount
    ):
        raise refusals.NeedsGrams
    if not any(getattr(product, way) for way in WAYS):
        raise refusals.NeedsDelivery


def is_sent(product: Product) -> bool:
    """Say whether the goods may go on the way at all, pick-up aside."""
    return any(getattr(product, way) for way in WAYS if way != "allows_pickup")


def _checked_one(name: str, value: object) -> object:
    if name == "title":
        return _title(value)
    if name in FLAGS:
        return bool(value)
    if name in CHOICES:
        return _choice(value, CHOICES[name])
    if name in TEXTS:
        return _text(value, TEXTS[name])
    if name in OPTIONAL_NUMBERS:
        return None if value is None else _number(value, 1, OPTIONAL_NUMBERS[name])
    if name in NUMBERS:
        return _number(value, *NUMBERS[name])
    if name == "video_url":
        return checked_video(value)
    return {str(key)[:40]: str(text)[:120] for key, text in dict(value).items()}


def _title(value: object) -> str:
    title = " ".join(str(value).split())
    if not 1 <= len(title) <= MAX_TITLE:
        raise refusals.NeedsTitle
    return title


def _text(value: object, longest: int) -> str:
    text = str(value).strip()
    if len(text) > longest:
        raise refusals.TooLong
    return text


def _choice(value: object, choices: list[str]) -> str:
    if value not in choices:
        raise refusals.BadChoice
    return str(value)


def _number(value: object, least: int, most: int, refusal=refusals.BadAmount) -> int:
    if not is_count(value, least, most):
        raise refusal
    return value
