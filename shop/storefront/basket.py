"""The basket's page and its forms: add, change, remove. The rules are `shop.basket.lines`'."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from catalogue.models import Product
from catalogue.units import unit_label
from shop.basket import lines
from shop.basket.parts import Part, PartLine, group
from shop.look.cards import ground
from shop.money import format_rupiah
from shop.partner.models import StockRecord
from shop.shipping.quotes import Reach, load_reach

from . import goods, offers
from .asking import amount, today
from .cards import place_of, stand_in
from .destinations import destination_context, destination_of
from .middleware import forms_without_cookie
from .stall import SellerLine, seller_line

LINES_A_PAGE = 10


@dataclass(frozen=True, kw_only=True)
class Item:
    """A line as the page shows it."""

    line: PartLine
    url: str
    picture: object | None
    icon: str
    ground: str
    unit: str
    near_step: str
    live_line: str

    @property
    def maximum(self) -> int:
        """The most that can be asked for; never below what is wanted now."""
        return max(self.line.available, 1)


@dataclass(frozen=True, kw_only=True)
class Stall:
    """A stall's box: its goods on this page, and how they reach the reader."""

    seller: SellerLine
    place: str
    items: Sequence[Item]
    delivery: str
    free_delivery: str
    not_delivered: str
    notices: Sequence[object]


@never_cache
@require_safe
def basket(request: HttpRequest) -> HttpResponse:
    """Show the basket, ten lines a page, by stall."""
    parts, on = group(request.basket), today()
    every = [line for part in parts for line in part.lines]
    pages = max(1, ceil(len(every) / LINES_A_PAGE))
    page = min(amount(request.GET.get("hal", "")) or 1, pages)
    destination = destination_of(request)
    to = destination.code if destination else ""
    shown = {line.line.pk for line in every[(page - 1) * LINES_A_PAGE : page * LINES_A_PAGE]}
    records = (
        goods.with_cards(
            StockRecord.objects.filter(pk__in=[line.stockrecord.pk for line in every])
        ).in_bulk()
        if every
        else {}
    )
    reach = load_reach([part.partner for part in parts], destination, on=on) if parts else None
    return render(
        request,
        "storefront/basket.html",
        {
            "stalls": [
                stall for part in parts if (stall := stall_of(part, shown, records, reach, to))
            ],
            "count": sum(line.takes for line in every),
            "lines": len(every),
            "parts": parts,
            "goods": sum(part.goods for part in parts),
            "can_go_on": any(part.orderable for part in parts),
            **destination_context(request, destination, back_to=request.path),
            "to": to,
            "page": page,
            "pages": pages,
            "previous_url": page_address(request.path, page - 1, to) if page > 1 else "",
            "next_url": page_address(request.path, page + 1, to) if page < pages else "",
        },
    )


def stall_of(
    part: Part, shown: set[int], records: dict[int, StockRecord], reach: Reach, to: str
) -> Stall | None:
    """Return a stall's box; None when none of its lines is on this page."""
    here = [line for line in part.lines if line.line.pk in shown]
    if not here:
        return None
    record = records[here[0].stockrecord.pk]
    going = [line.line for line in part.orderable]
    options = reach.options(record.partner, going, goods=part.goods) if going else []
    options = [option for option in options if not option.is_pickup]
    best = options[0] if options else None
    return Stall(
        seller=seller_line(record.partner.seller, to=to),
        place=place_of(record),
        items=[item_of(line, records[line.stockrecord.pk], to) for line in here],
        delivery=delivery_text(best) if best else "",
        free_delivery=free_delivery_text(part, reach),
        not_delivered=reach.why_not(record.partner, going) if going and reach.destination else "",
        notices=part.notices,
    )


def item_of(line: PartLine, record: StockRecord, to: str) -> Item:
    """Return a line with its picture and address."""
    picture = goods.first_picture(record)
    address = record.product.get_absolute_url()
    return Item(
        line=line,
        url=f"{address}?ke={to}" if to else address,
        picture=picture.sources(alt="") if picture and picture.is_ready else None,
        icon=stand_in(picture, record.category_icon),
        ground=ground(record.sector or ""),
        unit=unit_label(record.product.unit),
        near_step=offers.near_step(line),
        live_line=offers.live_line(record.product),
    )


def delivery_text(option) -> str:
    """Say what the cheapest delivery costs and when it comes."""
    words = {"way": option.title, "fee": format_rupiah(option.fee), "promise": option.promise}
    if not option.fee:
        return _("%(way)s: free. %(promise)s.") % words
    return _("%(way)s from %(fee)s. %(promise)s.") % words


def free_delivery_text(part: Part, reach: Reach) -> str:
    """Say from which amount the village courier is free and how much is missing, if any."""
    amount = reach.free_above(part.partner, [line.product for line in part.orderable])
    if not part.orderable or amount is None or part.goods >= amount:
        return ""
    words = {"amount": format_rupiah(amount), "missing": format_rupiah(amount - part.goods)}
    return _("Village courier free from %(amount)s: %(missing)s more.") % words


def page_address(path: str, page: int, to: str) -> str:
    """Return another page of the basket."""
    pairs = [("ke", to)] if to else []
    return f"{path}?{urlencode([*pairs, ('hal', page)])}"


@forms_without_cookie
@never_cache
def add(request: HttpRequest, public_id: str) -> HttpResponse:
    """Put a listing into the basket and show the basket, or say why not.

    Who comes without the form (a reload, another language) is led to the listing.
    """
    if request.method != "POST":
        return redirect("storefront:product_by_id", public_id=public_id)
    product = get_object_or_404(Product, public_id=public_id)
    if product.state == Product.State.DRAFT:
        raise Http404
    to = destination_of(request)
    try:
        lines.add(request.basket, product, request.POST.get("jumlah", ""))
    except lines.Refusal as refusal:
        return render(
            request,
            "storefront/refused.html",
            {"product": product, "refusal": str(refusal), "to": to.code if to else ""},
            status=409,
        )
    messages.success(request, _("%(title)s is in your basket.") % {"title": product.title})
    return redirect(basket_address(to))


@forms_without_cookie
@never_cache
def change(request: HttpRequest, line: int) -> HttpResponse:
    """Change or remove one of the reader's own lines; anybody else's is not found."""
    if request.method != "POST":
        return redirect("storefront:basket")
    if request.basket.pk is None:
        raise Http404
    mine = get_object_or_404(request.basket.lines.select_related("product"), pk=line)
    mine.basket = request.basket
    try:
        if "hapus" in request.POST:
            lines.remove(mine)
            removed = {"title": mine.product.title}
            messages.info(request, _("%(title)s was taken out of your basket.") % removed)
        else:
            lines.set_quantity(mine, wanted(request))
    except lines.Refusal as refusal:
        said = {"title": mine.product.title, "refusal": str(refusal)}
        messages.error(request, _("%(title)s: %(refusal)s The quantity stays as it was.") % said)
    return redirect(basket_address(destination_of(request), request.POST.get("hal", "")))


def wanted(request: HttpRequest) -> int:
    """Return the typed quantity after the button that was pressed; raises BadQuantity."""
    typed = lines.read_quantity(request.POST.get("jumlah", ""))
    return typed + {"1": 1, "-1": -1}.get(request.POST.get("step", ""), 0)


def basket_address(destination, page: str = "") -> str:
    """Return the basket's address with the destination and page kept."""
    pairs = [("ke", destination.code)] if destination else []
    if amount(page):
        pairs.append(("hal", str(amount(page))))
    address = reverse("storefront:basket")
    return f"{address}?{urlencode(pairs)}" if pairs else address
