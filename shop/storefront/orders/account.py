"""The signed-in person's own page: orders, and proving the phone."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from sellers.models import Seller
from shop.communication import account_proof, code_step
from shop.dashboard.treasury.access import tills_of
from shop.order import standing
from shop.order.models import Order

from .access import own_orders

PURPOSE = "own_phone"


@never_cache
@login_required
def account(request: HttpRequest) -> HttpResponse:
    """Show the person's orders, newest first."""
    person = request.user
    orders = own_orders(person).prefetch_related("seller_orders__adjustments")
    found = Paginator(orders, 20).get_page(request.GET.get("hal"))
    rows = [(order, standing.in_words(order), _now(order)) for order in found.object_list]
    return render(
        request,
        "order/account.html",
        {
            "person": person,
            "found": found,
            "rows": rows,
            "needs_phone_proof": bool(person.phone and not person.phone_verified_at),
            "works_in_a_stall": Seller.objects.worked_in_by(person).exists(),
            "keeps_village_cash": tills_of(person).exists(),
        },
    )


def _now(order: Order) -> int:
    """Return what an order comes to now, in rupiah: as ordered, plus every change since."""
    parts = order.seller_orders.all()
    return order.total + sum(change.amount for part in parts for change in part.adjustments.all())


@never_cache
@login_required
def prove_phone(request: HttpRequest) -> HttpResponse:
    """Prove one's own phone by a code; earlier guest orders of that phone then appear."""
    person = request.user
    if not person.phone:
        return redirect("storefront:account")
    page = code_step.prove(
        request, person.phone, purpose=PURPOSE, back=reverse("storefront:account")
    )
    if page is not None:
        return page
    account_proof.prove_phone(request)
    messages.success(request, _("Your phone number is proven."))
    return redirect("storefront:account")
