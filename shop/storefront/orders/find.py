"""A lost link: found again by number and phone, with a code."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from shop.communication import code_step
from shop.order import links
from shop.order.models import Order
from shop.storefront.middleware import forms_without_cookie

from .access import remember_proof
from .forms import FindForm

PURPOSE = "find_order"
FINDING = "finding"


@forms_without_cookie
@never_cache
def find_order(request: HttpRequest) -> HttpResponse:
    """Ask for number and phone; a code goes out only if they fit, the answer never says so."""
    form = FindForm(request.POST or None)
    if form.is_bound and form.is_valid():
        number, phone = form.cleaned_data["number"], form.cleaned_data["phone"]
        request.session[FINDING] = {"number": number, "phone": phone}
        is_reached = _find(number, phone) is not None
        if code_step.send(request, phone, purpose=PURPOSE, is_reached=is_reached):
            return redirect("storefront:find_order_code")
    return render(request, "order/find.html", {"form": form}, status=422 if form.errors else 200)


@never_cache
def find_order_code(request: HttpRequest) -> HttpResponse:
    """Check the code and open the order with a fresh link."""
    finding = request.session.get(FINDING)
    if not finding:
        return redirect("storefront:find_order")
    phone, order = finding["phone"], _find(**finding)
    page = code_step.prove(
        request,
        phone,
        purpose=PURPOSE,
        back=reverse("storefront:find_order"),
        is_reached=order is not None,
    )
    if page is not None:
        return page
    del request.session[FINDING]
    if order is None:
        return redirect("storefront:find_order")
    remember_proof(request, order)
    messages.success(request, _("Here is your order, with a new link."))
    return redirect("storefront:order", secret=links.mint(order))


def _find(number: str, phone: str) -> Order | None:
    return Order.objects.filter(number=number, guest_phone=phone).first()
