"""Tables for spreadsheets, in which no text is ever run as a formula."""

import io
from collections.abc import Iterable, Sequence

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

#: What a spreadsheet takes for a formula when a cell begins with it (OWASP, CSV injection).
FORMULA = ("=", "+", "-", "@", "\t", "\r")
#: Characters that a sheet's name must not have, and how long it may be (Excel).
NOT_IN_NAMES = str.maketrans(dict.fromkeys("[]:*?/\\", " "))
LONGEST_NAME = 31
WIDEST = 50
RUPIAH = "#,##0"


def harmless(cell: object) -> object:
    """Return a cell that no spreadsheet runs as a formula; numbers stay numbers."""
    return f"'{cell}" if isinstance(cell, str) and cell.lstrip(" ").startswith(FORMULA) else cell


def to_xlsx(
    title: str,
    headers: Sequence[str],
    rows: Iterable[Sequence[object]],
    *,
    totals: Sequence[object] | None = None,
) -> bytes:
    """Return one sheet: its title, a line of bold heads that stays in sight, rows, bold totals.

    Whole numbers are written as amounts with thousands, None as nothing, all else as text.
    """
    book = Workbook()
    sheet = book.active
    sheet.title = title.translate(NOT_IN_NAMES)[:LONGEST_NAME] or "1"
    _write(sheet, 1, [title], bold=True)
    _write(sheet, 3, headers, bold=True)
    last = 3
    for last, row in enumerate(rows, start=4):
        _write(sheet, last, row)
    if totals is not None:
        _write(sheet, last + 1, totals, bold=True)
    sheet.freeze_panes = "A4"
    for number, column in enumerate(sheet.iter_cols(min_row=3), start=1):
        longest = max(len(str(cell.value or "")) for cell in column)
        sheet.column_dimensions[get_column_letter(number)].width = min(WIDEST, longest + 4)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _write(sheet, number: int, row: Sequence[object], *, bold: bool = False) -> None:
    for column, value in enumerate(row, start=1):
        if value is None:
            continue
        cell = sheet.cell(number, column)
        if isinstance(value, int):
            cell.value, cell.number_format = value, RUPIAH
        else:
            cell.value = harmless(ILLEGAL_CHARACTERS_RE.sub("", str(value)))
            cell.data_type = "s"
        if bold:
            cell.font = Font(bold=True)
