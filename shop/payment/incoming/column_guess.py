"""A guess at which columns a bank's statement has, by the words of its headings.

People see the guess and choose; nothing is read by it unseen.
"""

from shop.payment.incoming.bank_columns import side_column
from shop.payment.incoming.bank_files import Cells

ROWS_WITH_HEADINGS = 25
WORDS = {
    "day": ("tanggal", "tgl", "date"),
    "side": ("d/k", "db/cr", "d/c", "dk", "jenis", "type"),
    "out": ("debet", "debit"),
    "into": ("kredit", "credit"),
    "amount": ("jumlah", "nominal", "amount", "mutasi"),
    "text": ("keterangan", "uraian", "deskripsi", "description", "remark", "berita"),
}


def headings(cells: Cells) -> list[str]:
    """Return the row that names most columns, or nothing."""
    row = max(cells[:ROWS_WITH_HEADINGS], key=lambda row: len(_found(row)), default=[])
    return row if len(_found(row)) > 1 else []


def guess(cells: Cells) -> dict[str, int]:
    """Return the columns (from 0) by what they seem to hold: day, text, amount, side, out, into."""
    found = _found(headings(cells))
    if "out" in found and "into" in found:
        found.pop("amount", None)
        found.pop("side", None)
    elif (side := side_column(cells)) is not None:
        found["side"] = side
    return found


def _found(row: list[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for at, cell in enumerate(row):
        for name, words in WORDS.items():
            if name not in found and any(word in cell.lower() for word in words):
                found[name] = at
                break
    return found
