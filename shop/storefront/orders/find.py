"""A lost link: found again by number and phone, with a code."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from shop.order import links
from shop.order.models import Order
from shop.people.phones import mask
from shop.storefront import code_step

from .access import remember_proof
from .forms import FindForm

PURPOSE = "find_order"


@never_cache
def find_order(request: HttpRequest) -> HttpResponse:
    """Ask for number and phone; a code goes out only if they fit, the answer never says so."""
    form = FindForm(request.POST or None)
    if form.is_bound and form.is_valid():
        number, phone = form.cleaned_data["number"], form.cleaned_data["phone"]
        request.session["finding"] = {"number": number, "phone": phone}
        order = _find(number, phone)
        if order is None:
            code_step.pretend(request, purpose=PURPOSE)
        else:
            code_step.send(request, phone, purpose=PURPOSE, language=order.language)
        return redirect("storefront:find_order_code")
    return render(
        request,
        "order/form.html",
        {
            "title": _("Find your order"),
            "text": _("You need the order's number and the phone it was placed with."),
            "form": form,
            "action": _("Send a code"),
        },
    )


@never_cache
def find_order_code(request: HttpRequest) -> HttpResponse:
    """Check the code and open the order with a fresh link."""
    finding = request.session.get("finding")
    if not finding or request.POST.get("again"):
        return redirect("storefront:find_order")
    form = code_step.CodeForm(request.POST or None)
    if (
        form.is_bound
        and form.is_valid()
        and code_step.check(request, form, purpose=PURPOSE, phone=finding["phone"])
    ):
        order = _find(finding["number"], finding["phone"])
        if order is not None:
            del request.session["finding"]
            remember_proof(request, order)
            messages.success(request, _("Here is your order, with a new link."))
            return redirect("storefront:order", secret=links.mint(order))
    return code_step.code_page(
        request, form, phone_shown=mask(finding["phone"]), back=reverse("storefront:find_order")
    )


def _find(number: str, phone: str) -> Order | None:
    return Order.objects.filter(number=number, guest_phone=phone).first()
