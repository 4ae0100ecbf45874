"""A stall's public page: who sells, from where, and everything on her shelf."""

from dataclasses import dataclass, replace
from math import ceil

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from sellers.models import FormerSlug, Seller
from shop.look.pieces import Crumb

from . import goods
from .asking import PAGE_SIZE, Asking, today
from .cards import cards
from .contact import whatsapp_link
from .destinations import destination_context, destination_of, reach_of
from .village_shelf import shelf_address
from .wording import closed_text


@dataclass(frozen=True)
class SellerLine:
    """What `components/seller.html` shows of a seller."""

    name: str
    url: str
    verified_text: str
    picture: object | None
    sector: str


def seller_line(seller: Seller, *, to: str = "") -> SellerLine:
    """Return who sells; the photo must be joined."""
    photo = getattr(seller, "photo", None)
    url = reverse("storefront:stall", args=[seller.slug])
    return SellerLine(
        name=seller.name,
        url=f"{url}?ke={to}" if to else url,
        verified_text=_("Verified · Pandu Digital"),
        picture=photo.sources(alt="") if photo and photo.is_ready else None,
        sector=seller.sector,
    )


@require_safe
def stall(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a stall; a former address leads to today's."""
    seller = Seller.objects.public().with_place().select_related("photo").filter(slug=slug).first()
    if seller is None:
        return lead_on(slug)
    asking, on, destination = Asking.read(request.GET), today(), destination_of(request)
    path = reverse("storefront:stall", args=[seller.slug])
    hers = goods.on_show().filter(partner=seller.partner_id)
    total = hers.count()
    pages = max(1, ceil(total / PAGE_SIZE))
    start = (asking.page - 1) * PAGE_SIZE
    records = goods.page_of(hers, asking.sort, on=on, start=start, size=PAGE_SIZE)
    shown_cards = cards(records, on=on, to=asking.to, reach=reach_of(records, destination))
    village = seller.partner.village
    return render(
        request,
        "storefront/stall.html",
        {
            "seller": seller,
            "line": seller_line(seller),
            "village": village,
            "shelf": shelf_address(village) if village else "",
            "trail": [Crumb(_("All goods"), reverse("storefront:browse")), Crumb(seller.name)],
            "closed": closed_text(seller.partner, on),
            "whatsapp": whatsapp_link(seller, None, request),
            **destination_context(request, destination, back_to=path),
            "asking": asking,
            "total": total,
            "pages": pages,
            "cards": [replace(shown_card, place="") for shown_card in shown_cards],
            "previous_url": asking.address(path, page=asking.page - 1) if asking.page > 1 else "",
            "next_url": asking.address(path, page=asking.page + 1) if asking.page < pages else "",
        },
        status=200 if asking.page <= pages else 404,
    )


def lead_on(slug: str) -> HttpResponse:
    """Redirect from a former address; raise Http404 for one that never was."""
    former = FormerSlug.objects.select_related("seller").filter(slug=slug).first()
    if former is None or former.seller.verified_at is None:
        raise Http404
    return redirect("storefront:stall", slug=former.seller.slug, permanent=True)
