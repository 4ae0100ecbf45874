"""The stall as buyers see it: profile, hours, holiday, delivery."""

from django.http import HttpRequest, HttpResponse

from .access import Desk, Right, desk_view, page


@desk_view(Right.STALL)
def stall(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Show it."""
    return page(request, desk, "desk/stall.html", tab="stall")
