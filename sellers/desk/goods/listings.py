"""The stall's listings: what stands where, and one tap to show or pause one."""

from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from sellers.desk.access import Desk, Right, desk_view, page
from sellers.desk.goods.rows import own_listing, row_of
from sellers.goods.shelf import Shelf, goods_of, named, on_shelf, with_faces
from shop.partner import listings as verbs
from shop.partner.refusals import ListingRefused

PER_PAGE = 30
LONGEST_SEARCH = 60


@desk_view(Right.SELL)
def listings(request: HttpRequest, desk: Desk) -> HttpResponse:
    """List the goods of one part of the shelf, all but the archive to begin with."""
    goods = goods_of(desk.seller)
    chosen, words = request.GET.get("lihat", ""), request.GET.get("q", "")[:LONGEST_SEARCH].strip()
    found = named(on_shelf(goods, chosen), words)
    pages = Paginator(with_faces(found), PER_PAGE).get_page(request.GET.get("hal"))
    context = {
        "rows": [row_of(record) for record in pages],
        "pages": pages,
        "words": words,
        "chosen": chosen if chosen in Shelf.values else "",
        "shelves": [(shelf, on_shelf(goods, shelf).count()) for shelf in Shelf],
        "asked": urlencode({"lihat": chosen, "q": words}),
    }
    return page(request, desk, "desk/listings.html", context, tab="listings")


@require_POST
@desk_view(Right.SELL)
def publish(request: HttpRequest, desk: Desk, public_id: str) -> HttpResponse:
    """Show it to buyers."""
    return _change(request, desk, public_id, verbs.publish, _("Published: %(title)s"))


@require_POST
@desk_view(Right.SELL)
def pause(request: HttpRequest, desk: Desk, public_id: str) -> HttpResponse:
    """Hide it for a while."""
    return _change(request, desk, public_id, verbs.pause, _("Paused: %(title)s"))


def _change(request: HttpRequest, desk: Desk, public_id: str, verb, told: str) -> HttpResponse:
    """Do one thing, tell it or why not, and go back to where the button was pressed."""
    record = own_listing(desk, public_id)
    try:
        if verb(record.product, by=desk.by):
            messages.success(request, told % {"title": record.product.title})
    except ListingRefused as refusal:
        messages.error(request, f"{record.product.title}: {refusal}")
        return redirect("desk:listing", desk.seller.slug, public_id)
    if request.POST.get("dari") == "daftar":
        asked = {name: request.POST.get(name, "")[:60] for name in ("lihat", "q")}
        return redirect(f"{reverse('desk:listings', args=[desk.seller.slug])}?{urlencode(asked)}")
    return redirect("desk:listing", desk.seller.slug, public_id)
