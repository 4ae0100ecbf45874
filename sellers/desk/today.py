"""The desk's first page: what to do now. And, before it, which of several stalls."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache

from sellers.models import Seller

from .access import Desk, Right, desk_view, page


@never_cache
@login_required
def choose(request: HttpRequest) -> HttpResponse:
    """Lead to the one stall where the person works, or let choose between several."""
    stalls = list(Seller.objects.worked_in_by(request.user))
    if len(stalls) == 1:
        return redirect("desk:today", stalls[0].slug)
    return render(request, "desk/choose.html", {"stalls": stalls})


@desk_view(Right.SELL)
def today(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Show what to do now."""
    return page(request, desk, "desk/today.html", tab="today")
