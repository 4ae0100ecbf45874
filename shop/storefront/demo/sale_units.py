"""From the demo's titles and contents to sale units: what is net, what is only said."""

import re

_AMOUNT = re.compile(r"(?P<number>\d+(?:,\d+)?) (?P<measure>kg|gram|ml|liter)")
_PIECES = re.compile(r"(?P<number>\d+) (?P<piece>[a-z]+)")
_FACTORS = {"kg": ("g", 1000), "gram": ("g", 1), "ml": ("ml", 1), "liter": ("ml", 1000)}
_WEIGHING_UNITS = {"kg": ("g", 1000), "liter": ("ml", 1000)}


def sale_unit(*, unit: str, content: str) -> dict:
    """Return `net_amount`, `net_measure`, `piece_count`, `piece_unit`, `content_note`.

    A kilogram holds a kilogram, whatever its gross weight; "15-17 butir" in it is only said.
    "30 butir" in a tray are thirty pieces. "1 ekor" of an "ekor" says nothing new.
    """
    if amount := _AMOUNT.fullmatch(content):
        measure, factor = _FACTORS[amount["measure"]]
        number = float(amount["number"].replace(",", "."))
        return {"net_amount": round(number * factor), "net_measure": measure}
    if unit in _WEIGHING_UNITS:
        measure, net = _WEIGHING_UNITS[unit]
        return {"net_amount": net, "net_measure": measure, "content_note": content}
    pieces = _PIECES.fullmatch(content)
    if pieces is None:
        return {"content_note": content}
    if pieces["piece"] == unit or pieces["piece"] == "meter":
        return {} if pieces["number"] == "1" else {"content_note": content}
    count = int(pieces["number"])
    return {
        "net_amount": count,
        "net_measure": "pcs",
        "piece_count": count,
        "piece_unit": pieces["piece"],
        "content_note": content,
    }
