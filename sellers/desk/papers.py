"""The stall's papers of trust."""

from django.http import HttpRequest, HttpResponse

from .access import Desk, Right, desk_view, page


@desk_view(Right.PAPERS)
def papers(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Show it."""
    return page(request, desk, "desk/papers.html", tab="stall")
