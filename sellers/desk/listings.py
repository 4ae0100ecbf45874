"""The stall's listings."""

from django.http import HttpRequest, HttpResponse

from .access import Desk, Right, desk_view, page


@desk_view(Right.SELL)
def listings(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Show it."""
    return page(request, desk, "desk/listings.html", tab="listings")
