"""What the stall earned, what is on its way, what was paid, what it owes: per order and month."""

import csv
from datetime import date

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from sellers.desk.access import Desk, Right, desk_view, page
from sellers.desk.money import payouts, sales
from shop.payment.papers.sheet import harmless
from shop.payment.paying_out import payout_accounts, statements

ON_A_PAGE = 25
#: A database takes only so many values in one question.
READ_AT_ONCE = 500
WEEKS = 8


@desk_view(Right.SEE_MONEY)
def money(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Show where the stall's money stands, its weeks and its months."""
    partner = desk.seller.partner
    account = payout_accounts.in_use(partner)
    return page(
        request,
        desk,
        "desk/money.html",
        {
            "statement": statements.of(partner),
            "on_its_way": statements.on_its_way(partner),
            "months": statements.by_month(partner),
            "weeks": sales.by_week(partner, WEEKS),
            "in_use": account,
            "account_number": payout_accounts.masked(account.number) if account else "",
            "waiting": payout_accounts.waiting(partner),
            "payouts": payouts.told(partner),
            "asked": partner.payout_requests.filter(answered_at__isnull=True).first(),
        },
        tab="money",
    )


@desk_view(Right.SEE_MONEY)
def orders(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Show the money of each order, newest first; `bulan=2026-11` keeps one month's."""
    partner, month = desk.seller.partner, month_of(request.GET.get("bulan", ""))
    parts = statements.parts_of(partner)
    if month:
        parts = parts.filter(
            order__date_placed__year=month.year, order__date_placed__month=month.month
        )
    pages = Paginator(parts.prefetch_related("lines"), ON_A_PAGE).get_page(request.GET.get("hal"))
    rows = statements.of_orders(partner, pages.object_list)
    return page(
        request,
        desk,
        "desk/money_orders.html",
        {
            "rows": rows,
            "pages": pages,
            "month": month,
            "previous_url": _address(month, pages.number - 1) if pages.has_previous() else "",
            "next_url": _address(month, pages.number + 1) if pages.has_next() else "",
        },
        tab="money",
    )


@desk_view(Right.SEE_MONEY)
def table(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Hand out every order's money as a table for a spreadsheet.

    Indonesian spreadsheets expect semicolons (the comma is their decimal mark) and read UTF-8
    only with a byte order mark.
    """
    partner = desk.seller.partner
    answer = HttpResponse(content_type="text/csv; charset=utf-8")
    day = timezone.localdate().isoformat()
    answer["Content-Disposition"] = f'attachment; filename="uang-{desk.seller.slug}-{day}.csv"'
    answer.write("\ufeff")
    rows = csv.writer(answer, delimiter=";")
    rows.writerow(
        [
            _("Order no."),
            _("Date"),
            _("Status"),
            _("Goods"),
            _("Delivery fee"),
            _("Commission"),
            _("Parcel fee that you gave back"),
            _("Yours"),
            _("Earned"),
            _("Cash in hand"),
        ]
    )
    parts = statements.parts_of(partner).prefetch_related("lines")
    for some in Paginator(parts, READ_AT_ONCE):
        found = statements.of_orders(partner, some.object_list)
        rows.writerows(map(harmless, _cells(row)) for row in found)
    return answer


def _cells(row: statements.OrderMoney) -> list[object]:
    """Write an order's row of the table, under the heads that `table` gives it."""
    return [
        row.part.order.number,
        timezone.localtime(row.part.order.date_placed).date().isoformat(),
        row.part.get_status_display(),
        row.goods,
        row.delivery,
        row.commission,
        row.courier_back,
        row.net,
        row.earned,
        row.in_hand,
    ]


def _address(month: date | None, number: int) -> str:
    kept = {"bulan": f"{month:%Y-%m}"} if month else {}
    return f"?{urlencode(kept | {'hal': number})}"


def month_of(text: str) -> date | None:
    """Read `2026-11` as the first day of that month; None for anything else."""
    try:
        return date.fromisoformat(f"{text}-01")
    except ValueError:
        return None
