"""The treasurer's first page: what is in her hands, whose it is, and what waits for her."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from shop.payment import cash_book

from . import incoming, outgoing
from .access import Till, page, till_view, tills_of, treasurer_view


@treasurer_view
def choose(request: HttpRequest) -> HttpResponse:
    """Lead to her village, or let her choose where she keeps several."""
    tills = list(tills_of(request.user))
    if len(tills) == 1:
        return redirect("treasury:overview", tills[0].region.code)
    return render(request, "treasury/choose.html", {"tills": tills})


@till_view
def overview(request: HttpRequest, till: Till) -> HttpResponse:
    """Show where the village's money stands."""
    collector = till.collector
    return page(
        request,
        till,
        "treasury/overview.html",
        {
            "in_hands": cash_book.in_hands(collector),
            "owed": cash_book.whose(collector),
            "to_confirm": incoming.open_payments(collector).count(),
            "to_return": outgoing.open_refunds(collector).count(),
            "to_pay": outgoing.open_payouts(collector).count(),
            "months": cash_book.months(collector)[:12],
        },
    )
