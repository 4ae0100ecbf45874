"""Payouts at the desk: asking for one, those that were made, and the month on paper."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from sellers.desk.access import Desk, Right, desk_view
from shop.order.refusals import NotPossible
from shop.partner.models import Partner
from shop.payment import months
from shop.payment.models import Payout
from shop.payment.papers import statement as papers
from shop.payment.paying_out import month_statements, payout_accounts, payouts

SHOWN = 20
#: What sellers see: drafts are nobody's word yet.
TOLD = (
    Payout.State.RELEASED,
    Payout.State.CONFIRMED,
    Payout.State.BOUNCED,
    Payout.State.UNDONE,
)
FORMS = {
    "pdf": (papers.to_pdf, "application/pdf"),
    "xlsx": (
        papers.to_sheet,
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ),
}


def told(partner: Partner) -> list[dict[str, object]]:
    """Return the newest payouts with their account masked."""
    rows = partner.payouts.filter(state__in=TOLD).select_related("batch").order_by("-pk")
    return [
        {"row": row, "account": payout_accounts.masked(row.number) if row.number else ""}
        for row in rows[:SHOWN]
    ]


@require_POST
@desk_view(Right.DECIDE_MONEY)
def ask(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Ask to be paid before the next round."""
    try:
        payouts.ask(desk.seller.partner, by=desk.by)
    except (NotPossible, payout_accounts.AccountRefused) as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("We know that you want to be paid out. Staff look at it soon."))
    return redirect("desk:money", desk.seller.slug)


@desk_view(Right.SEE_MONEY)
def paper(request: HttpRequest, desk: Desk, year: int, month: int, form: str) -> HttpResponse:
    """Hand out a month's statement: `form` is pdf or xlsx."""
    try:
        first = months.first_day(year, month)
    except months.NoSuchMonth as error:
        raise Http404 from error
    if form not in FORMS:
        raise Http404
    write, kind = FORMS[form]
    body = write(month_statements.of(desk.seller.partner, first))
    name = f"laporan-{desk.seller.slug}-{first:%Y-%m}.{form}"
    return HttpResponse(
        body,
        content_type=kind,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
