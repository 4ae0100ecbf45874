"""What people call sale units and pieces: the code is the Indonesian word itself."""

from django.utils.translation import get_language

from shop.look.words import thousandths

from .models import Product

ENGLISH = {
    "batang": "stick",
    "besek": "bamboo box",
    "boks": "box",
    "botol": "bottle",
    "buah": "piece",
    "butir": "piece",
    "ekor": "animal",
    "ikat": "bunch",
    "karung": "sack",
    "kuintal": "100 kg",
    "lembar": "sheet",
    "liter": "litre",
    "lusin": "dozen",
    "ons": "100 g",
    "pak": "pack",
    "papan": "block",
    "peti": "crate",
    "pohon": "plant",
    "sisir": "hand",
    "tandan": "bunch",
    "tangkep": "round",
    "toples": "jar",
}
THOUSAND = 1000


def unit_label(unit: str) -> str:
    """Return a unit's word in the reader's language; an unknown unit is its own word."""
    return ENGLISH.get(unit, unit) if get_language() == "en" else unit


def amount_text(amount: int, measure: str) -> str:
    """Write grams or millilitres as people say them: "250 g", "1,5 kg", "500 ml", "1 liter"."""
    if amount < THOUSAND:
        return f"{amount} {measure}"
    return (
        f"{thousandths(amount)} {'kg' if measure == Product.Measure.GRAM else unit_label('liter')}"
    )


def content_text(product: Product) -> str:
    """What one unit holds: net content and what the owner says; empty if the unit says it all."""
    parts = []
    is_weighed = product.net_measure != Product.Measure.PIECE
    if product.net_amount and is_weighed and product.unit not in {"kg", "liter"}:
        parts.append(amount_text(product.net_amount, product.net_measure))
    if product.content_note:
        parts.append(product.content_note)
    return ", ".join(parts)
