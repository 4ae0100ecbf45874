"""Listings of stalls: taking down what must not be sold, and letting it back."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from shop.partner import takedowns

from .scope import Scope, acting_view, not_yours
from .stalls import answer


@acting_view
def take_down(request: HttpRequest, scope: Scope, pk: int) -> HttpResponse:
    """Take a listing out of sale; its owner is told why and may mend it.

    Nobody does so for a stall he has a part in.
    """
    record = get_object_or_404(scope.goods, product_id=pk)
    seller, words = record.partner.seller, request.POST.get("reason", "")
    if not scope.may_check(seller):
        return not_yours(request, scope)
    return answer(
        request,
        seller,
        lambda: takedowns.take_down(record.product, reason=words, by=scope.by),
        _("%(title)s is taken down; the owner was told.") % {"title": record.product.title},
    )


@acting_view
def lift(request: HttpRequest, scope: Scope, pk: int) -> HttpResponse:
    """Let a listing be sold again; nobody does so for a stall he has a part in."""
    standing = get_object_or_404(scope.take_downs, pk=pk)
    seller = standing.product.stockrecords.select_related("partner__seller").get().partner.seller
    if not scope.may_check(seller):
        return not_yours(request, scope)
    return answer(
        request,
        seller,
        lambda: takedowns.lift(standing, by=scope.by),
        _("%(title)s may be sold again.") % {"title": standing.product.title},
    )
