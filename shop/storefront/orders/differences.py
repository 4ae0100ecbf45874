"""A small weighing difference: the buyer takes it back or leaves it to the sellers."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from shop.order import states
from shop.payment.refunding import weighing_refunds

from .access import Access, buyer, form_only, order_view


@order_view
@form_only
def choose(request: HttpRequest, access: Access, refund: int) -> HttpResponse:
    """Take the choice between "kembalikan" and "berikan ke penjual"."""
    row = get_object_or_404(access.order.refunds, pk=refund)
    by = buyer(request, access.order)
    try:
        if request.POST.get("choice") == "give":
            weighing_refunds.give(row, by=by)
            said = _("Thank you. The seller keeps the difference.")
        elif request.POST.get("choice") == "back":
            weighing_refunds.take_back(row, by=by)
            said = _("The difference goes back to you.")
        else:
            raise Http404
    except states.NotPossible as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, said)
    return redirect(access.url)
