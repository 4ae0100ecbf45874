"""What a buyer changes about an order: cancel, received, address, owner, link."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from shop.look.words import phone_display
from shop.order import addresses, links, owners, states
from shop.order.models import Order
from shop.payment import methods
from shop.people.actors import actor_for

from .access import Access, buyer, form_only, needs_proof, order_view
from .forms import AddressForm
from .pages import confirm, fill_in


@order_view
@needs_proof("batal")
def cancel(request: HttpRequest, access: Access) -> HttpResponse:
    """Cancel while unpaid, or ask to cancel until a seller accepts."""
    order, by = access.order, buyer(request, access.order)
    if request.method == "POST":
        try:
            is_over = _cancel(order, by=by)
        except states.NotPossible as refusal:
            messages.error(request, str(refusal))
        else:
            said = _("The order is cancelled.")
            asked = _("We passed on that you want to cancel.")
            messages.success(request, said if is_over else asked)
        return redirect(access.url)
    return confirm(
        request,
        access,
        title=_("Cancel order no. %(number)s") % {"number": order.number},
        text=_("The goods go back to the stalls. Money you have paid comes back to you."),
        action=_("Yes, cancel"),
    )


def _cancel(order: Order, *, by) -> bool:
    if order.status != Order.State.AWAITING:
        return states.ask_to_cancel(order, by=by)
    methods.cancel_unpaid(order, by=by)
    return True


@order_view
@form_only
def received(request: HttpRequest, access: Access, part: int) -> HttpResponse:
    """The goods of one part have arrived and all is well."""
    seller_order = get_object_or_404(access.order.seller_orders, pk=part)
    try:
        states.receive(seller_order, by=buyer(request, access.order))
    except states.NotPossible as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Thank you. The seller will be paid now."))
    return redirect(access.url)


@order_view
@needs_proof("alamat")
def change_address(request: HttpRequest, access: Access) -> HttpResponse:
    """Change recipient or street while nothing is on its way."""
    order = access.order
    address = order.shipping_address
    start = {
        "recipient_name": order.recipient_name,
        "recipient_phone": phone_display(order.recipient_phone),
        "line1": address.line1 if address else "",
        "line2": address.line2 if address else "",
    }
    form = AddressForm(request.POST or None, initial=start)
    form.fields["line1"].required = bool(start["line1"])
    if form.is_bound and form.is_valid():
        try:
            addresses.change(order, **form.cleaned_data, by=buyer(request, order))
        except states.NotPossible as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("Saved. The sellers see the new address."))
        return redirect(access.url)
    return fill_in(
        request,
        form,
        title=_("Change recipient or street"),
        text=_("The village stays, because the delivery fee depends on it."),
        action=_("Save"),
        back=access.url,
    )


@order_view
@needs_proof("simpan", by_code=True)
def attach(request: HttpRequest, access: Access) -> HttpResponse:
    """Keep a guest's order in the signed-in person's account."""
    if not request.user.is_authenticated:
        return redirect(access.url)
    if request.method == "POST":
        owners.attach(access.order, person=request.user, by=actor_for(request.user))
        messages.success(request, _("The order is in your account now."))
        return redirect(access.url)
    return confirm(
        request,
        access,
        title=_("Keep in my account"),
        text=_("You will find this order under your account whenever you sign in."),
        action=_("Keep it"),
    )


@order_view
@needs_proof("tautan", by_code=True)
def renew_link(request: HttpRequest, access: Access) -> HttpResponse:
    """Close every link to the order, also those in messages, and open a new one."""
    order = access.order
    if request.method == "POST":
        links.revoke(order, by=buyer(request, order))
        messages.success(request, _("The old links no longer work. This page has a new one."))
        return redirect("storefront:order", secret=links.mint(order))
    return confirm(
        request,
        access,
        title=_("Turn off old links"),
        text=_("Links to this order that you or others have kept stop working."),
        action=_("Turn off old links"),
    )
