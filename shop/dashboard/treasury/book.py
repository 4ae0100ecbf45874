"""The monthly cash book: on the screen, as a spreadsheet, and on paper."""

from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from shop.money import format_rupiah
from shop.payment import cash_book, months
from shop.payment.papers.pdf import Paper
from shop.payment.papers.sheet import to_xlsx

from .access import Till, page, till_view


@till_view
def book(request: HttpRequest, till: Till, year: int, month: int) -> HttpResponse:
    """Show a month's book."""
    return page(
        request,
        till,
        "treasury/book.html",
        {"book": cash_book.of(till.collector, _first(year, month))},
    )


@till_view
def sheet(request: HttpRequest, till: Till, year: int, month: int) -> HttpResponse:
    """Hand it out as a spreadsheet."""
    found = cash_book.of(till.collector, _first(year, month))
    rows = [[None, _("Opening balance"), "", None, None, found.opening]]
    rows += [
        [_day(row), row.text, row.number, row.came or None, row.went or None, row.balance]
        for row in found.rows
    ]
    body = to_xlsx(
        _title(till, found),
        _heads(),
        rows,
        totals=[None, _("Closing balance"), "", found.came, found.went, found.closing],
    )
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    return _file(body, kind, till, found, "xlsx")


@till_view
def paper(request: HttpRequest, till: Till, year: int, month: int) -> HttpResponse:
    """Hand it out for printing, with a line to sign."""
    found = cash_book.of(till.collector, _first(year, month))
    sheet_of_paper = Paper(
        _title(till, found), subtitle=till.region.label, language=get_language() or "id"
    )
    sheet_of_paper.facts([(_("Opening balance"), format_rupiah(found.opening))])
    sheet_of_paper.table(
        _heads(),
        [
            [
                _day(row).isoformat(),
                row.text,
                row.number,
                format_rupiah(row.came) if row.came else "",
                format_rupiah(row.went) if row.went else "",
                format_rupiah(row.balance),
            ]
            for row in found.rows
        ],
        widths=[20, 52, 34, 27, 27, 30],
        align=["left", "left", "left", "right", "right", "right"],
    )
    sheet_of_paper.total(_("Money in"), format_rupiah(found.came))
    sheet_of_paper.total(_("Money out"), format_rupiah(found.went))
    sheet_of_paper.total(_("Closing balance"), format_rupiah(found.closing))
    sheet_of_paper.paragraph(_("Treasurer: ____________________"))
    return _file(sheet_of_paper.to_bytes(), "application/pdf", till, found, "pdf")


def _first(year: int, month: int) -> date:
    """Return the month's first day; 404 for a month that has not begun or never was."""
    try:
        return months.first_day(year, month)
    except months.NoSuchMonth as error:
        raise Http404 from error


def _day(row: cash_book.Row) -> date:
    return timezone.localtime(row.at).date()


def _heads() -> list[str]:
    return [_("Date"), _("What"), _("Number"), _("In"), _("Out"), _("Balance")]


def _title(till: Till, found: cash_book.CashBook) -> str:
    return _("Cash book of %(name)s, %(month)s") % {
        "name": till.collector,
        "month": date_format(found.month, "F Y"),
    }


def _file(body: bytes, kind: str, till: Till, found: cash_book.CashBook, suffix: str):
    name = f"buku-kas-{till.region.slug}-{found.month:%Y-%m}.{suffix}"
    return HttpResponse(
        body,
        content_type=kind,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
