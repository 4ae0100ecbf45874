"""Who works in the stall, who is invited, who helps."""

from django.http import HttpRequest, HttpResponse

from .access import Desk, Right, desk_view, page


@desk_view(Right.PEOPLE)
def people(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Show it."""
    return page(request, desk, "desk/people.html", tab="stall")
