"""Money of an order: proof of transfer, another way to pay, where refunds go."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from shop.communication.account_proof import to_second_proof
from shop.images.refusals import PictureRefused
from shop.order import states
from shop.order.models import Order
from shop.payment import methods
from shop.payment.incoming import proofs
from shop.payment.methods.card import Card
from shop.payment.refunding import refunds

from .access import Access, ask_for_code, buyer, form_only, needs_proof, order_view
from .card import lead_to_page
from .forms import ProofForm, RefundAccountForm
from .pages import confirm, fill_in
from .views import show_order

REFUSED = 422


@order_view
@form_only
def proof(request: HttpRequest, access: Access) -> HttpResponse:
    """Take a proof of transfer: it stops the clock and confirms nothing."""
    form = ProofForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            proofs.send(access.order, form.cleaned_data["picture"], by=buyer(request, access.order))
        except PictureRefused as refusal:
            form.add_error("picture", str(refusal))
        except states.NotPossible as refusal:
            messages.error(request, str(refusal))
            return redirect(access.url)
        else:
            messages.success(request, _("Your proof of transfer has arrived."))
            return redirect(access.url)
    return show_order(request, access, form, status=REFUSED)


@order_view
def pay_otherwise(request: HttpRequest, access: Access) -> HttpResponse:
    """Pay by another method, or again by the same; a phone's first cash needs a code before."""
    order = access.order
    if request.method != "POST":
        return _confirm_method(request, access, request.GET.get("cara", ""))
    method = request.POST.get("method", "")
    if _needs_code(access, method):
        return ask_for_code(access, "tunai")
    try:
        if method == Card.code:
            return lead_to_page(request, order, url=access.url, link_mark=access.link_mark)
        methods.switch(order, method=method, by=buyer(request, order))
    except (methods.NotOffered, states.NotPossible) as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The way to pay is changed."))
    return redirect(access.url)


@order_view
@form_only
def pay_by_card(request: HttpRequest, access: Access) -> HttpResponse:
    """Go to the card provider's page, to the one that stands open or to a new one."""
    return lead_to_page(request, access.order, url=access.url, link_mark=access.link_mark)


def _needs_code(access: Access, method: str) -> bool:
    """Say whether the phone must be proven first; an order that is over costs nobody a code."""
    if access.order.status != Order.State.AWAITING:
        return False
    offers = methods.offers_for(access.order)
    return any(offer.code == method and offer.ok and offer.needs_code for offer in offers)


def _confirm_method(request: HttpRequest, access: Access, method: str) -> HttpResponse:
    """Ask for the last press that changes the way to pay, after a code."""
    offers = {offer.code: offer for offer in methods.offers_for(access.order) if offer.ok}
    if method not in offers or access.order.status != Order.State.AWAITING:
        return redirect(access.url)
    return confirm(
        request,
        access,
        title=offers[method].label,
        text=_("The order is confirmed at once. You pay when you receive the goods."),
        action=_("Pay this way"),
        method=method,
    )


@order_view
@needs_proof("rekening", by_code=True)
def refund_account(request: HttpRequest, access: Access) -> HttpResponse:
    """Name the account that refunds of this order go to.

    A code to a number that may have another holder now is not enough.
    """
    person = access.order.user
    if person is not None and person.phone_doubted_at:
        return to_second_proof(request)
    form = RefundAccountForm(request.POST or None)
    if form.is_bound and form.is_valid():
        try:
            refunds.name_account(
                access.order,
                **form.cleaned_data,
                proof_of_phone=access.has_code,
                by=buyer(request, access.order),
            )
        except states.NotPossible as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("We send the money to this account."))
        return redirect(access.url)
    return fill_in(
        request,
        form,
        title=_("Where does the money go?"),
        text=_("We send refunds by bank transfer. Check the number twice."),
        action=_("Save account"),
        back=access.url,
    )
