"""What the stall earned, what is on its way, what was paid."""

from django.http import HttpRequest, HttpResponse

from .access import Desk, Right, desk_view, page


@desk_view(Right.SEE_MONEY)
def money(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Show it."""
    return page(request, desk, "desk/money.html", tab="money")
