"""What an owner may write about a listing, checked before the database is asked."""

from collections.abc import Mapping

from catalogue.models import Halal, Pirt, Product, Storage
from catalogue.season import mask_of
from shop.partner import refusals

MAX_NUMBER = 1_000_000_000
MAX_DAYS = 3_650
MAX_PREORDER_DAYS = 365
MAX_MINIMUM = 10_000
MAX_TITLE = 120
MAX_DESCRIPTION = 5_000
ALL_MONTHS = 4095

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
    }
)
CHOICES = {
    "net_measure": Product.Measure.values,
    "price_basis": Product.PriceBasis.values,
    "storage": Storage.values,
    "pirt": Pirt.values,
    "halal": Halal.values,
}
TEXTS = {"description": MAX_DESCRIPTION, "unit": 20, "piece_unit": 20, "content_note": 80}
OPTIONAL_NUMBERS = {
    "net_amount": MAX_NUMBER,
    "piece_count": MAX_NUMBER,
    "shelf_life_days": MAX_DAYS,
}
WAYS = ("allows_pickup", "allows_village_courier", "allows_parcel", "allows_arrangement")
#: Every column that `create_listing` and `edit` take, beside the category.
FIELDS = (
    FLAGS
    | CHOICES.keys()
    | TEXTS.keys()
    | OPTIONAL_NUMBERS.keys()
    | {"title", "gross_grams", "min_quantity", "preorder_days", "season_mask", "facts"}
)


def defaults_of(category) -> dict:
    """What a listing of this category has unless its owner says otherwise."""
    return {
        "unit": category.default_unit or "pak",
        "storage": category.storage or Storage.ROOM,
        "shelf_life_days": category.shelf_life_days,
        "season_mask": category.season_mask,
        "is_perishable": category.is_perishable,
        "is_live": category.is_live,
        "pirt": category.pirt,
        "halal": category.halal,
    }


def checked(values: Mapping[str, object]) -> dict:
    """Return the values as the database takes them; raises refusals.ListingRefused.

    `season_months` (1–12) may stand for `season_mask`. A name that is no column of a
    listing's words and sale unit is a programmer's mistake: TypeError.
    """
    values = dict(values)
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
    if name == "min_quantity":
        return _number(value, 1, MAX_MINIMUM, refusals.BadQuantity)
    if name == "gross_grams":
        return _number(value, 1, MAX_NUMBER)
    if name == "preorder_days":
        return _number(value, 0, MAX_PREORDER_DAYS)
    if name == "season_mask":
        return _number(value, 0, ALL_MONTHS)
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
    if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
        raise refusal
    return value
