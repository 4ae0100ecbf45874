"""A stall's public page: who sells, from where, and everything on her shelf."""

from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from sellers.clock.opening import opening_text
from sellers.models import FormerSlug, Seller
from sellers.papers.badges import badges_of_stall, with_badges
from shop.look.pieces import Crumb

from .asking import today
from .contact import whatsapp_link
from .finding import Within
from .lists import Scope, show_list
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
    found = Seller.objects.public().with_place().select_related("photo")
    seller = with_badges(found).filter(slug=slug).first()
    if seller is None:
        return lead_on(slug)
    path = reverse("storefront:stall", args=[seller.slug])
    village = seller.partner.village
    return show_list(
        request,
        Scope(
            title=seller.name,
            path=path,
            within=Within(seller=seller.pk, has_districts=False),
            trail=[Crumb(_("All goods"), reverse("storefront:browse")), Crumb(seller.name)],
            has_places=False,
        ),
        template="storefront/stall.html",
        seller=seller,
        line=seller_line(seller),
        papers=badges_of_stall(seller),
        village=village,
        shelf=shelf_address(village) if village else "",
        hours=opening_text(seller),
        closed=closed_text(seller.partner, today()),
        whatsapp=whatsapp_link(seller, None, request),
    )


def lead_on(slug: str) -> HttpResponse:
    """Redirect from a former address; raise Http404 for one that never was."""
    former = FormerSlug.objects.select_related("seller").filter(slug=slug).first()
    if former is None or former.seller.verified_at is None:
        raise Http404
    return redirect("storefront:stall", slug=former.seller.slug, permanent=True)
