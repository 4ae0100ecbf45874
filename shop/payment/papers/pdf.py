"""A plain A4 paper as PDF: title, facts, tables, a total; who issued it at the foot of each page.

Lengths are millimetres, sizes of letters points.
"""

from collections.abc import Iterable, Sequence

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _
from fpdf import FPDF
from fpdf.enums import MethodReturnValue, TableBordersLayout, XPos, YPos
from fpdf.fonts import FontFace

from .letters import BOLD, REGULAR, printable

MARGIN = 18
LABEL = 48
INK = (33, 37, 41)
QUIET = (92, 99, 106)
LINE = (206, 212, 218)
FAMILY = "DejaVu"
ALIGNMENTS = {"left": "LEFT", "right": "RIGHT", "center": "CENTER"}


class _Sheet(FPDF):
    """The page with its foot; fpdf2 asks for the foot by this method's name."""

    foot = ""
    page_words = ""

    def footer(self) -> None:
        self.set_y(-14)
        self.set_font(FAMILY, size=8)
        self.set_text_color(*QUIET)
        number = self.page_words.format(page=self.page_no(), pages=self.str_alias_nb_pages)
        width = self.epw - 40
        self.cell(width, 5, self.foot, new_x=XPos.RIGHT, new_y=YPos.TOP)
        self.cell(40, 5, number, align="R")


class Paper:
    """Collects what a paper says, from top to bottom; every method returns the paper.

    `language` is that of the paper's own few words; texts come translated.
    """

    def __init__(self, title: str, *, subtitle: str = "", language: str = "id"):
        self._sheet = sheet = _Sheet(format="A4")
        sheet.set_margins(MARGIN, MARGIN)
        sheet.set_auto_page_break(True, margin=20)
        sheet.add_font(FAMILY, "", REGULAR)
        sheet.add_font(FAMILY, "B", BOLD)
        sheet.set_title(printable(title))
        sheet.set_lang(language)
        issuer = settings.OPERATOR["name"] or settings.SITE_NAME
        sheet.set_author(printable(issuer))
        sheet.foot = printable(issuer)
        with translation.override(language):
            sheet.page_words = _("Page {page} of {pages}")
        sheet.add_page()
        self._write(settings.SITE_NAME, size=9, ink=QUIET)
        self._write(title, size=18, style="B", after=1)
        if subtitle:
            self._write(subtitle, size=11, ink=QUIET)
        sheet.ln(3)

    def facts(self, facts: Iterable[tuple[str, object]]) -> "Paper":
        """Write labels at the left and what they say beside; those without a value are left out."""
        sheet = self._sheet
        for label, value in facts:
            text = printable("" if value is None else value)
            if not text:
                continue
            sheet.set_font(FAMILY, size=10)
            if sheet.will_page_break(6):
                sheet.add_page()
            top, page = sheet.get_y(), sheet.page
            sheet.set_text_color(*QUIET)
            sheet.multi_cell(LABEL, 5.5, printable(label), align="L", new_y=YPos.NEXT)
            label_end = (sheet.page, sheet.get_y())
            sheet.page = page
            sheet.set_xy(MARGIN + LABEL, top)
            sheet.set_text_color(*INK)
            sheet.multi_cell(0, 5.5, text, align="L", new_x=XPos.LMARGIN, new_y=YPos.NEXT)
            sheet.set_y(max((sheet.page, sheet.get_y()), label_end)[1])
        sheet.ln(2)
        return self

    def table(
        self,
        headers: Sequence[str],
        rows: Iterable[Sequence[object]],
        *,
        widths: Sequence[float] | None = None,
        align: Sequence[str] | None = None,
    ) -> "Paper":
        """Write a table; its head is repeated on each page.

        `widths` are shares of the page's width, `align` is "left", "right" or "center" a column.
        """
        sheet = self._sheet
        sheet.set_font(FAMILY, size=9)
        sheet.set_text_color(*INK)
        sheet.set_draw_color(*LINE)
        sides = tuple(ALIGNMENTS[side] for side in align or ["left"] * len(headers))
        with sheet.table(
            borders_layout=TableBordersLayout.HORIZONTAL_LINES,
            col_widths=tuple(widths) if widths else None,
            text_align=sides,
            line_height=5,
            padding=(1, 1.5),
            headings_style=FontFace(emphasis="BOLD", color=INK),
        ) as table:
            for row in [headers, *rows]:
                table.row([printable("" if cell is None else cell) for cell in row])
        sheet.ln(3)
        return self

    def paragraph(self, text: str) -> "Paper":
        """Write a paragraph across the page."""
        self._write(text, size=9.5, after=2)
        return self

    def heading(self, text: str) -> "Paper":
        """Write a line that names what follows, on the page of what follows."""
        if self._sheet.will_page_break(24):
            self._sheet.add_page()
        self._write(text, size=12, style="B", after=1)
        return self

    def total(self, label: str, value: str) -> "Paper":
        """Write a sum that stands out, at the right."""
        sheet = self._sheet
        sheet.set_font(FAMILY, "B", 11)
        sheet.set_text_color(*INK)
        value_width = sheet.get_string_width(printable(value)) + 4
        if sheet.will_page_break(8):
            sheet.add_page()
        width = sheet.epw - value_width
        sheet.cell(width, 7, printable(label), align="R", new_x=XPos.RIGHT, new_y=YPos.TOP)
        sheet.cell(value_width, 7, printable(value), align="R", new_x=XPos.LMARGIN, new_y=YPos.NEXT)
        return self

    def to_bytes(self) -> bytes:
        """Return the file."""
        return bytes(self._sheet.output())

    def _write(self, text: str, *, size: float, style: str = "", ink=INK, after: float = 0) -> None:
        sheet = self._sheet
        sheet.set_font(FAMILY, style, size)
        sheet.set_text_color(*ink)
        sheet.multi_cell(
            0,
            size * 0.5,
            printable(text),
            align="L",
            output=MethodReturnValue.PAGE_BREAK,
            new_x=XPos.LMARGIN,
            new_y=YPos.NEXT,
        )
        sheet.ln(after)
