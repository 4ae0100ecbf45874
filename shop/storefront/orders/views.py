"""The order page and what a buyer can do on it.

Every view takes an `Access`, so the same functions serve the secret link and the account.
All of them answer `no-store`; actions that change the order's money, address or owner ask
for a code to the order's phone first.
"""

from collections.abc import Callable
from functools import wraps

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from shop.images.refusals import PictureRefused
from shop.look.words import phone_display
from shop.money import format_rupiah
from shop.order import addresses, owners, states
from shop.order.models import Order
from shop.payment import methods, proofs, refunds
from shop.people.actors import Actor, actor_for, guest
from shop.people.phones import mask
from shop.storefront import code_step

from .access import Access, by_account, by_link, remember_proof
from .forms import AddressForm, ProofForm, RefundAccountForm
from .page import describe


def order_view(view: Callable) -> Callable:
    """Turn `secret` or `number` of the address into an Access, and forbid storing the answer."""

    @wraps(view)
    def found(request: HttpRequest, *args, secret="", number="", **kwargs) -> HttpResponse:
        if number and not request.user.is_authenticated:
            return redirect(f"/akun/masuk/?next={request.path}")
        access = by_link(request, secret) if secret else by_account(request, number)
        response = view(request, access, *args, **kwargs)
        add_never_cache_headers(response)
        response["Referrer-Policy"] = "same-origin"
        response["X-Robots-Tag"] = "noindex"
        return response

    return found


def needs_proof(view: Callable) -> Callable:
    """Send a browser that has not proven the order's phone to the code page, then back here."""

    @wraps(view)
    def guarded(request: HttpRequest, access: Access, *args, **kwargs) -> HttpResponse:
        if access.is_proven:
            return view(request, access, *args, **kwargs)
        request.session["code_next"] = request.path
        return redirect(f"{access.url}kode/")

    return guarded


def buyer(request: HttpRequest, order: Order) -> Actor:
    """Return who acts: the signed-in person or the guest by name."""
    return actor_for(request.user) if request.user.is_authenticated else guest(order.guest_name)


@order_view
def order_page(request: HttpRequest, access: Access) -> HttpResponse:
    """Show the order."""
    return _order_page(request, access, ProofForm())


def _order_page(request, access: Access, proof_form: ProofForm, *, status: int = 200):
    view = describe(access)
    order = view.order
    address = order.shipping_address
    context = {
        "view": view,
        "status": status_words(order),
        "is_new": request.session.pop("just_placed", None) == order.pk,
        "kept_text": _("Your order is placed. Keep this page: its link is yours alone."),
        "proof_form": proof_form,
        "amount_text": format_rupiah(view.payment.total) if view.payment else "",
        "other_methods": _other_methods(view),
        "recipient_phone": phone_display(order.recipient_phone)
        if access.is_proven
        else mask(order.recipient_phone),
        "street": (address.line1 if access.is_proven else "•••") if address else "",
        "place": address.place_label if address else "",
        "can_change_address": address is not None and addresses.may_change(order),
        "can_attach": request.user.is_authenticated and order.user_id is None,
    }
    return render(request, "order/order.html", context, status=status)


def _other_methods(view) -> list[methods.Offer]:
    """Return the ways to pay other than the one that is open now."""
    if not view.is_unpaid:
        return []
    open_method = view.payment.method if view.payment else ""
    return [offer for offer in methods.offers_for(view.order) if offer.code != open_method]


def status_words(order: Order) -> str:
    """Return the one line that says where an order stands."""
    if order.status == Order.State.CONFIRMED:
        return str(Order.Paid(order.paid).label)
    return str(Order.State(order.status).label)


@order_view
def print_page(request: HttpRequest, access: Access) -> HttpResponse:
    """Show the order plainly, for paper."""
    view = describe(access)
    address = view.order.shipping_address
    place = address.place_label if address else ""
    return render(request, "order/print.html", {"view": view, "place": place})


@order_view
def code(request: HttpRequest, access: Access) -> HttpResponse:
    """Prove the order's phone, then go on to where the buyer wanted."""
    order, purpose = access.order, f"order:{access.order.pk}"
    form = code_step.CodeForm(request.POST if "digits" in request.POST else None)
    if not form.is_bound:
        if not code_step.send(request, order.guest_phone, purpose=purpose, language=order.language):
            return redirect(access.url)
    elif form.is_valid() and code_step.check(
        request, form, purpose=purpose, phone=order.guest_phone
    ):
        remember_proof(request, order)
        return redirect(request.session.pop("code_next", access.url))
    return code_step.code_page(request, form, phone_shown=access.phone_shown, back=access.url)


@require_POST
@order_view
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
    return _order_page(request, access, form, status=422)


@require_POST
@order_view
def pay_otherwise(request: HttpRequest, access: Access) -> HttpResponse:
    """Pay by another method, or again by the same."""
    try:
        methods.switch(
            access.order, method=request.POST.get("method", ""), by=buyer(request, access.order)
        )
    except (methods.NotOffered, states.NotPossible) as refusal:
        messages.error(request, str(refusal))
    return redirect(access.url)


@order_view
@needs_proof
def cancel(request: HttpRequest, access: Access) -> HttpResponse:
    """Cancel while unpaid, or ask to cancel until a seller accepts."""
    order, by = access.order, buyer(request, access.order)
    if request.method == "POST":
        try:
            if order.status == Order.State.AWAITING:
                states.cancel(order, by=by, reason="")
                messages.success(request, _("The order is cancelled."))
            else:
                states.ask_to_cancel(order, by=by)
                messages.success(request, _("We passed on that you want to cancel."))
        except states.NotPossible as refusal:
            messages.error(request, str(refusal))
        return redirect(access.url)
    return confirm(
        request,
        access,
        title=_("Cancel order no. %(number)s") % {"number": order.number},
        text=_("The goods go back to the stalls. Money you have paid comes back to you."),
        action=_("Yes, cancel"),
    )


def confirm(request: HttpRequest, access: Access, *, title: str, text: str, action: str):
    """Ask once more before a change that a link alone must not make."""
    return render(
        request,
        "order/confirm.html",
        {"access": access, "title": title, "text": text, "action": action},
    )


@require_POST
@order_view
def received(request: HttpRequest, access: Access, part: int) -> HttpResponse:
    """The goods of one part have arrived and all is well."""
    seller_order = get_object_or_404(access.order.seller_orders, pk=part)
    try:
        states.complete(seller_order, by=buyer(request, access.order))
    except states.NotPossible as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Thank you. The seller will be paid now."))
    return redirect(access.url)


@order_view
@needs_proof
def change_address(request: HttpRequest, access: Access) -> HttpResponse:
    """Change recipient or street while nothing is on its way."""
    order = access.order
    address = order.shipping_address
    start = {
        "recipient_name": order.recipient_name,
        "recipient_phone": order.recipient_phone,
        "line1": address.line1 if address else "",
        "line2": address.line2 if address else "",
    }
    form = AddressForm(request.POST or None, initial=start)
    if form.is_bound and form.is_valid():
        try:
            addresses.change(order, **form.cleaned_data, by=buyer(request, order))
        except states.NotPossible as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("Saved. The sellers see the new address."))
        return redirect(access.url)
    return render(
        request,
        "order/form.html",
        {
            "title": _("Change recipient or street"),
            "text": _("The village stays, because the delivery fee depends on it."),
            "form": form,
            "action": _("Save"),
            "back": access.url,
        },
    )


@order_view
@needs_proof
def refund_account(request: HttpRequest, access: Access) -> HttpResponse:
    """Name the account that refunds of this order go to."""
    form = RefundAccountForm(request.POST or None)
    if form.is_bound and form.is_valid():
        try:
            refunds.name_account(
                access.order,
                **form.cleaned_data,
                proof_of_phone=True,
                by=buyer(request, access.order),
            )
        except states.NotPossible as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("We send the money to this account."))
        return redirect(access.url)
    return render(
        request,
        "order/form.html",
        {
            "title": _("Where does the money go?"),
            "text": _("We send refunds by bank transfer. Check the number twice."),
            "form": form,
            "action": _("Save account"),
            "back": access.url,
        },
    )


@order_view
@needs_proof
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
