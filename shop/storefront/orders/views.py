"""The order page, its print, and the code that proves the orderer."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from shop.communication import code_step
from shop.look.words import phone_display
from shop.money import format_rupiah
from shop.order import addresses, owners, standing
from shop.payment import methods
from shop.payment.methods.card import Card
from shop.payment.models import Payment
from shop.people.phones import mask

from .access import JUST_PLACED, Access, buyer, order_view, remember_proof
from .forms import PaidForm, ProofForm
from .page import OrderView, describe

# Where a browser goes once its code is checked, by the word in the code page's address.
NEXT = {
    "batal": "batal/",
    "alamat": "alamat/",
    "rekening": "rekening/",
    "simpan": "simpan/",
    "tautan": "tautan/",
    "tunai": "bayar/?cara=cash",
}


@order_view
def order_page(request: HttpRequest, access: Access) -> HttpResponse:
    """Show the order."""
    return show_order(request, access)


def show_order(
    request: HttpRequest,
    access: Access,
    proof_form: ProofForm | PaidForm | None = None,
    *,
    status: int = 200,
) -> HttpResponse:
    """Show the order with a form, an empty one by default, that says the buyer has paid."""
    view = describe(access)
    is_by_qris = view.payment is not None and view.payment.qris is not None
    order = view.order
    address = order.shipping_address
    street = ", ".join(filter(None, [address.line1, address.line2])) if address else ""
    context = {
        "view": view,
        "status": standing.in_words(order),
        "is_new": request.session.pop(JUST_PLACED, None) == order.pk,
        "kept_text": _("Your order is placed. Keep this page: its link is yours alone."),
        "proof_form": proof_form or (PaidForm() if is_by_qris else ProofForm()),
        "amount_text": format_rupiah(view.to_pay),
        "other_methods": _other_methods(view),
        "recipient_phone": phone_display(order.recipient_phone)
        if access.is_proven
        else mask(order.recipient_phone),
        "street": street if access.is_proven else "•••" if street else "",
        "place": address.place_label if address else "",
        "can_change_address": address is not None and addresses.may_change(order),
        "can_attach": request.user.is_authenticated and order.user_id is None,
    }
    return render(request, "order/order.html", context, status=status)


def _other_methods(view: OrderView) -> list[methods.Offer]:
    """Return the ways to pay other than the one that is open now, or that a button offers again."""
    if not view.is_unpaid or (view.payment and view.payment.state == Payment.State.IN_DOUBT):
        return []
    shown = {view.payment.method if view.payment else "", Card.code if view.card else ""}
    return [offer for offer in methods.offers_for(view.order) if offer.code not in shown]


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
    order = access.order
    page = code_step.prove(request, order.guest_phone, purpose=f"order:{order.pk}", back=access.url)
    if page is not None:
        return page
    owners.prove_phone(order, by=buyer(request, order))
    remember_proof(request, order)
    messages.success(request, _("Your phone number is proven."))
    return redirect(f"{access.url}{NEXT.get(request.GET.get('untuk', ''), '')}")
