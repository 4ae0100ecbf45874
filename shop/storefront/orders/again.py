"""Order again: put what can still be bought back into the basket."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from shop.basket import lines
from shop.basket.refusals import not_for_sale_any_more

from .access import Access, form_only, order_view


@order_view
@form_only
def order_again(request: HttpRequest, access: Access) -> HttpResponse:
    """Add the order's goods to the basket; what can't be bought now is named."""
    added = 0
    for seller_order in access.order.seller_orders.prefetch_related("lines__product"):
        for line in seller_order.lines.all():
            try:
                if line.product is None:
                    raise not_for_sale_any_more()
                lines.add(request.basket, line.product, line.quantity)
            except lines.Refusal as refusal:
                messages.warning(
                    request,
                    _("%(title)s: %(reason)s") % {"title": line.title, "reason": refusal},
                )
            else:
                added += 1
    if added:
        messages.success(
            request,
            ngettext(
                "%(count)d product is in your basket.",
                "%(count)d products are in your basket.",
                added,
            )
            % {"count": added},
        )
    return redirect("storefront:basket")
