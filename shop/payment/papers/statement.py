"""A seller's monthly statement on paper and as a sheet."""

from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from shop.money import format_rupiah
from shop.payment.paying_out.month_statements import MonthStatement, Row

from .pdf import Paper
from .sheet import to_xlsx

AMOUNTS = ("gross", "commission", "in_hand", "paid_out")


def to_pdf(statement: MonthStatement) -> bytes:
    """Return the statement for printing."""
    paper = Paper(_title(), subtitle=_subtitle(statement), language=get_language() or "id")
    paper.facts([(_("Balance at the beginning"), format_rupiah(statement.opening))])
    paper.table(
        _heads(),
        [
            [
                row.on.isoformat(),
                f"{row.text} {row.number}".strip(),
                *(format_rupiah(amount) if amount else "" for amount in _amounts(row)),
                format_rupiah(row.balance),
            ]
            for row in statement.rows
        ],
        widths=[20, 46, 25, 22, 25, 25, 25],
        align=["left", "left", *["right"] * 5],
    )
    earned = statement.total("gross") - statement.total("commission")
    paper.total(_("Sales and delivery, less refunds"), format_rupiah(statement.total("gross")))
    paper.total(_("Commission"), format_rupiah(statement.total("commission")))
    paper.total(_("Earned"), format_rupiah(earned))
    paper.total(_("Taken by the seller herself"), format_rupiah(statement.total("in_hand")))
    paper.total(_("Paid out"), format_rupiah(statement.total("paid_out")))
    paper.total(_("Balance at the end"), format_rupiah(statement.closing))
    paper.paragraph(
        _(
            "A balance above zero is hers: it is paid out, or held until buyers are content. Below "
            "zero she owes it, for example commission on sales in cash."
        )
    )
    return paper.to_bytes()


def to_sheet(statement: MonthStatement) -> bytes:
    """Return the statement for a spreadsheet (XLSX)."""
    heads = _heads()
    rows = [
        [row.on.isoformat(), row.text, row.number, *_amounts(row), row.balance]
        for row in statement.rows
    ]
    first = [None, _("Balance at the beginning"), None, *[None] * len(AMOUNTS), statement.opening]
    sums = [statement.total(name) for name in AMOUNTS]
    return to_xlsx(
        f"{_title()}: {_subtitle(statement)}",
        [*heads[:2], _("Order no."), *heads[2:]],
        [first, *rows],
        totals=[None, _("Balance at the end"), None, *sums, statement.closing],
    )


def _amounts(row: Row) -> list[int]:
    return [getattr(row, name) for name in AMOUNTS]


def _heads() -> list[str]:
    return [
        _("Date"),
        _("Movement"),
        _("Sales"),
        _("Commission"),
        _("Taken herself"),
        _("Paid out"),
        _("Balance"),
    ]


def _title() -> str:
    return _("Statement of the seller's money")


def _subtitle(statement: MonthStatement) -> str:
    return f"{statement.partner.name}, {date_format(statement.month, 'F Y')}"
