"""Reading a bank's statement as it was downloaded: CSV or XLSX into cells of text, bounded.

Banks of Indonesia name and order their columns as they like, so this module knows no bank:
`bank_columns` says what people chose and how the cells are written.
"""

import csv
import io
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import BinaryIO

from django.utils.translation import gettext_lazy as _
from openpyxl import load_workbook

from shop.order.refusals import NotPossible

MOST_BYTES = 2_000_000
MOST_UNPACKED_BYTES = 8_000_000
MOST_PARTS = 200
MOST_ROWS = 5_000
MOST_COLUMNS = 30
LONGEST_CELL = 500
DELIMITERS = ";\t,|"
ROWS_TO_GUESS_BY = 60
XLSX_START = b"PK\x03\x04"
#: How UTF-16 files begin, and how those of Windows do that say nothing about it.
UTF16_STARTS = (b"\xff\xfe", b"\xfe\xff")

Cells = list[list[str]]


class NotAStatement(NotPossible):
    """The file can't be read as rows and columns."""

    message = _(
        "We can't read this file. Download the statement from your bank as CSV or Excel (.xlsx)."
    )


class TooBig(NotPossible):
    """The file, or what is packed in it, is larger than a statement ever is."""

    message = _("This file is too large. Download a shorter time, for example one month.")


def read(file: BinaryIO) -> Cells:
    """Return the file's rows as trimmed texts; days as ISO 8601, whole numbers without point.

    Empty rows are left out. Raises NotAStatement or TooBig.
    """
    data = file.read(MOST_BYTES + 1)
    if len(data) > MOST_BYTES:
        raise TooBig
    rows = _sheet(data) if data.startswith(XLSX_START) else _text(data)
    found: Cells = []
    for number, row in enumerate(rows):
        if number >= MOST_ROWS:
            raise TooBig
        cells = [_tidy(cell) for cell in row[:MOST_COLUMNS]]
        while cells and not cells[-1]:
            cells.pop()
        if cells:
            found.append(cells)
    if not any(len(row) > 1 for row in found):
        raise NotAStatement
    return found


def _tidy(cell: object) -> str:
    """One line of text; a spreadsheet's mark for "this is text" is no part of it."""
    if isinstance(cell, datetime | date):
        return cell.strftime("%Y-%m-%d")
    if isinstance(cell, float):
        # Four places, so that a fraction never looks like thousands ("234.567").
        cell = int(cell) if cell.is_integer() else f"{cell:.4f}"
    text = " ".join(str("" if cell is None else cell).split())
    return "".join(char for char in text if char.isprintable()).removeprefix("'")[:LONGEST_CELL]


def _text(data: bytes) -> Iterator[list[str]]:
    text = _decoded(data)
    if "\0" in text:
        raise NotAStatement
    delimiter = _delimiter(text)
    try:
        yield from csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    except csv.Error as error:
        raise NotAStatement from error


def _decoded(data: bytes) -> str:
    try:
        if data.startswith(UTF16_STARTS):
            return data.decode("utf-16")
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        if data.startswith(UTF16_STARTS):
            raise NotAStatement from None
    # What Windows programs write; every byte is some letter there.
    return data.decode("cp1252", errors="replace")


def _delimiter(text: str) -> str:
    """The delimiter that parts most rows into the same number of columns."""
    start = "\n".join(text.splitlines()[:ROWS_TO_GUESS_BY])
    return max(DELIMITERS, key=lambda delimiter: _evenness(start, delimiter))


def _evenness(text: str, delimiter: str) -> int:
    try:
        widths = Counter(len(row) for row in csv.reader(io.StringIO(text), delimiter=delimiter))
    except csv.Error:
        return 0
    return max((rows * (width - 1) for width, rows in widths.items()), default=0)


def _sheet(data: bytes) -> Iterable[list[object]]:
    """Yield the rows of the first sheet; formulas are not worked out but read as last saved."""
    _require_small(data)
    try:
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
        if not book.worksheets:
            raise NotAStatement
        rows = book.worksheets[0].iter_rows(max_col=MOST_COLUMNS, values_only=True)
        for row in rows:
            yield list(row)
    except NotPossible:
        raise
    except Exception as error:
        # What a broken or hostile workbook makes the library raise has no common base class.
        raise NotAStatement from error


def _require_small(data: bytes) -> None:
    """Refuse a package that unpacks to more than any statement; its parts can't be longer than
    the sizes it declares, since unpacking stops there.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            parts = package.infolist()
    except zipfile.BadZipFile as error:
        raise NotAStatement from error
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED_BYTES:
        raise TooBig
