"""The staff's first page: what waits for somebody."""

from django.http import HttpRequest, HttpResponse

from . import registry
from .frame import page, staff_view


@staff_view()
def index(request: HttpRequest) -> HttpResponse:
    """Show each screen with the number of things that wait in it."""
    tiles = [
        (screen, screen.waiting() if screen.waiting else None)
        for screen in registry.screens_for(request.user)
    ]
    return page(request, "dashboard/index.html", {"tiles": tiles})
