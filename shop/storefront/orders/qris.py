"""Paying an order by QRIS: the code over the sum, to scan or to keep, and the buyer's word."""

from pathlib import Path

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from shop.images.refusals import PictureRefused
from shop.images.storage import serve_private
from shop.order import states
from shop.payment.collecting import qris_pictures
from shop.payment.incoming import proofs
from shop.payment.methods import qris
from shop.payment.models import Payment

from .access import Access, buyer, form_only, order_view
from .forms import PaidForm
from .views import show_order

REFUSED = 422


@order_view
def drawing(request: HttpRequest, access: Access) -> HttpResponse:
    """Show the code with the sum filled in, as sharp as the screen is."""
    payload = qris.payload_of(_payment(access))
    return HttpResponse(qris_pictures.svg(payload), content_type="image/svg+xml")


@order_view
def saved(request: HttpRequest, access: Access) -> HttpResponse:
    """Hand out the same code for the phone's gallery, from where a wallet opens it."""
    payload = qris.payload_of(_payment(access))
    return _attached(qris_pictures.png(payload), f"qris-{access.order.number}.png")


@order_view
def original(request: HttpRequest, access: Access) -> HttpResponse | FileResponse:
    """Hand out the static code as its bank issued it, for wallets that refuse a filled-in sum."""
    code = _payment(access).qris
    if not code.picture:
        return _attached(qris_pictures.png(code.payload), f"qris-{code.nmid}.png")
    return serve_private(
        code.picture,
        download_name=f"qris-{code.nmid}{Path(code.picture.name).suffix}",
        content_type=code.content_type,
    )


@order_view
@form_only
def paid(request: HttpRequest, access: Access) -> HttpResponse:
    """Take the buyer's word, with a picture or without: it stops the clock, confirms nothing."""
    form = PaidForm(request.POST, request.FILES)
    if form.is_valid():
        picture, by = form.cleaned_data["picture"], buyer(request, access.order)
        try:
            if picture:
                proofs.send(access.order, picture, by=by)
            else:
                proofs.give_word(access.order, by=by)
        except PictureRefused as refusal:
            form.add_error("picture", str(refusal))
        except states.NotPossible as refusal:
            messages.error(request, str(refusal))
            return redirect(access.url)
        else:
            messages.success(request, _("Thank you. We look for your payment now."))
            return redirect(access.url)
    return show_order(request, access, form, status=REFUSED)


def _payment(access: Access) -> Payment:
    """Return the open payment by QRIS; raises Http404 once nothing is to be paid any more."""
    payment = qris.open_payment(access.order)
    if payment is None:
        raise Http404
    return payment


def _attached(content: bytes, name: str) -> HttpResponse:
    return HttpResponse(
        content,
        content_type="image/png",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
