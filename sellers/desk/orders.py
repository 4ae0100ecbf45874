"""The stall's orders: what came in, and each step until it is with the buyer."""

from django.http import HttpRequest, HttpResponse

from .access import Desk, Right, desk_view, page


@desk_view(Right.SELL)
def orders(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Show it."""
    return page(request, desk, "desk/orders.html", tab="orders")
