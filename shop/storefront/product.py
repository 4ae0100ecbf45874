"""One listing's page: what it is, what it costs, who sells it, how it reaches the reader."""

import json
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.db.models import F, OuterRef, Q, Subquery
from django.db.models.functions import JSONObject
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from catalogue.models import Category, Product
from catalogue.units import unit_label
from sellers.papers.badges import badges_for
from shop.look.pieces import Crumb
from shop.money import format_rupiah
from shop.partner.groups import MOST_CHOICES
from shop.partner.models import StockRecord
from shop.partner.strategy import price_for
from shop.shipping.quotes import Parcel, load_reach

from . import goods, offers, wording
from .asking import amount, today
from .cards import cards, flag_of, place_of, stand_in, state_of, unit_price_text
from .contact import whatsapp_link
from .destinations import destination_context, destination_of
from .stall import seller_line
from .village_shelf import shelf_address

RELATED = 4
# What of a category the page needs; it comes as one column of the listing's row.
LEAF_COLUMNS = ("sector", "slug", "name", "name_en", "is_food", "is_live", "pirt", "halal")
SHOWN = (Product.State.PUBLISHED, Product.State.PAUSED, Product.State.ARCHIVED)
# What JSON needs escaped inside of a <script>.
SCRIPT_ESCAPES = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}


@require_safe
def product(request: HttpRequest, public_id: str, slug: str) -> HttpResponse:
    """Show a listing; an old slug leads to today's address."""
    record = find_record(public_id)
    listing = record.product
    if slug != listing.slug:
        query = request.META.get("QUERY_STRING", "")
        address = listing.get_absolute_url()
        return HttpResponsePermanentRedirect(f"{address}?{query}" if query else address)
    on, destination = today(), destination_of(request)
    reach = load_reach([record.partner], destination)
    state, state_text = state_of(record, on=on)
    is_shown = listing.state == Product.State.PUBLISHED
    pictures = list(listing.images.order_by("display_order"))
    to = destination.code if destination else ""
    quantity = quantity_of(request, record)
    siblings, others = others_of(record, on=on)
    return render(
        request,
        "storefront/product.html",
        {
            "record": record,
            "product": listing,
            "trail": trail(record),
            **destination_context(request, destination, back_to=listing.get_absolute_url()),
            "pictures": [p.sources(alt=p.caption or listing.title) for p in pictures if p.is_ready],
            "social_picture": social_picture(pictures),
            "icon": stand_in(pictures[0] if pictures else None, record.category_icon),
            "price": record.rupiah,
            "unit": unit_label(listing.unit),
            "unit_prices": unit_price_text(listing, record.rupiah),
            "flag": flag_of(listing) if state == "on_sale" else "",
            "state": state,
            "state_text": state_text,
            "is_shown": is_shown,
            "seller": seller_line(record.partner.seller, to=to),
            "place": place_of(record),
            "shelf": shelf_address(record.partner.village) if record.partner.village else "",
            "left": wording.left(listing, record.net_stock_level),
            "steps": offers.steps(record),
            "choices": offers.choices(record, siblings, on=on, to=to),
            "live_terms": offers.live_terms(listing),
            "video": offers.video(listing),
            "notes": wording.notes(listing),
            "facts": [*offers.animal_facts(listing), *wording.facts(listing)],
            "freshness": wording.freshness(listing, on),
            "months": wording.months(listing, on),
            "papers": badges_for(listing, record.partner.seller, leaf_of(record)),
            "deliveries": deliveries(reach, record),
            "free_delivery": free_delivery(reach, record),
            "not_delivered": reach.why_not(record.partner, [Parcel(listing, quantity)]),
            "whatsapp": whatsapp_link(record.partner.seller, listing, request) if is_shown else "",
            "quantity": quantity,
            "maximum": record.net_stock_level,
            "share_url": settings.SITE_URL.rstrip("/") + listing.get_absolute_url(),
            "linked_data": linked_data(record, pictures, state) if is_shown else "",
            "related": cards(others, on=on, to=to),
        },
        status=410 if listing.state == Product.State.ARCHIVED else 200,
    )


@require_safe
def by_id(request: HttpRequest, public_id: str) -> HttpResponse:
    """Lead from a listing's bare id to its address."""
    record = find_record(public_id)
    return HttpResponsePermanentRedirect(record.product.get_absolute_url())


def find_record(public_id: str) -> StockRecord:
    """Return the stock record of a listing that is or was on show, with all that its page says.

    Raises Http404 for a draft and for a stall that nobody has verified.
    """
    category = Category.objects.filter(
        sector=OuterRef("product__categories__sector"), depth=1
    ).values(names=JSONObject(name="name", name_en="name_en"))[:1]
    record = (
        StockRecord.objects.filter(
            product__public_id=public_id,
            product__state__in=SHOWN,
            price__isnull=False,
            partner__seller__verified_at__isnull=False,
        )
        .select_related(
            "product__animal", "group", "partner__seller__photo", "partner__village__parent__parent"
        )
        .annotate(
            sector=F("product__categories__sector"),
            category_icon=F("product__categories__icon"),
            leaf=JSONObject(**{name: f"product__categories__{name}" for name in LEAF_COLUMNS}),
            sector_names=Subquery(category),
        )
        .first()
    )
    if record is None:
        raise Http404
    return record


def leaf_of(record: StockRecord) -> Category | None:
    """Return the listing's category as its record brought it along; not to be saved."""
    return Category(**record.leaf) if record.sector else None


def quantity_of(request: HttpRequest, record: StockRecord) -> int:
    """Return the stepper's number after the button that was pressed, within its bounds."""
    smallest = record.product.min_quantity
    asked = amount(request.GET.get("jumlah", "")) or smallest
    step = {"1": 1, "-1": -1}.get(request.GET.get("step", ""), 0)
    return max(smallest, min(asked + step, max(record.net_stock_level, smallest)))


def trail(record: StockRecord) -> list[Crumb]:
    """Return the way to the listing: sector and category."""
    if not record.sector:
        return [Crumb(_("All goods"), reverse("storefront:browse"))]
    is_english = get_language() == "en"
    names = record.sector_names or {"name": record.sector, "name_en": ""}
    sector = names["name_en"] if is_english and names["name_en"] else names["name"]
    leaf = leaf_of(record)
    way = [Crumb(sector, reverse("storefront:browse_sector", args=[record.sector]))]
    if leaf.slug != record.sector:
        address = reverse("storefront:browse_category", args=[record.sector, leaf.slug])
        way.append(Crumb(leaf.label, address))
    return way


@dataclass(frozen=True)
class Way:
    """A way to receive the goods; `amount` is whole rupiah, None while it depends on where to."""

    title: str
    text: str
    amount: int | None


def deliveries(reach, record: StockRecord) -> list[Way]:
    """Return the ways to receive the smallest quantity; without a destination their names."""
    smallest = record.product.min_quantity
    worth = smallest * price_for(record, smallest)
    options = [
        Way(option.title, " · ".join(filter(None, (option.promise, option.note))), option.fee)
        for option in reach.for_listing(record.product, record.partner, goods=worth)
    ]
    if reach.destination is not None:
        return options
    others = [m for m in reach.methods(record.partner, [record.product]) if m != "pickup"]
    return options + [
        Way(str(method.label), _("The fee depends on where to"), None) for method in others
    ]


def free_delivery(reach, record: StockRecord) -> str:
    """Say from which amount the village courier is free; "" when he never is."""
    amount = reach.free_above(record.partner, [record.product])
    if amount is None:
        return ""
    return _("Village courier free from %(amount)s at this stall.") % {
        "amount": format_rupiah(amount)
    }


def others_of(record: StockRecord, *, on: date) -> tuple[list[StockRecord], list[StockRecord]]:
    """Return the siblings of a listing's group, and other goods of the same stall; one query."""
    others = goods.on_show().filter(partner=record.partner_id).exclude(pk=record.pk)
    if record.group_id is None:
        return [], goods.page_of(others, "baru", on=on, size=RELATED)
    found = goods.page_of(
        others, "baru", on=on, size=RELATED + MOST_CHOICES, first=Q(group=record.group_id)
    )
    siblings = [one for one in found if one.group_id == record.group_id]
    return siblings, found[len(siblings) :][:RELATED]


def social_picture(pictures) -> str:
    """Return the address of the picture that shows where the page is shared."""
    return next((absolute(p.sources(alt="").src) for p in pictures if p.is_ready), "")


def absolute(address: str) -> str:
    """Return a picture's whole address; a storage elsewhere gives one already."""
    return address if "://" in address else settings.SITE_URL.rstrip("/") + address


def linked_data(record: StockRecord, pictures, state: str) -> SafeString:
    """Write the listing for search engines (schema.org Product), safe inside of a <script>."""
    listing, site = record.product, settings.SITE_URL.rstrip("/")
    available = "InStock" if state == "on_sale" else "OutOfStock"
    data = {
        "@context": "https://schema.org",
        "@type": "Product",
        "name": listing.title,
        "offers": {
            "@type": "Offer",
            "price": record.rupiah,
            "priceCurrency": "IDR",
            "availability": f"https://schema.org/{available}",
            "url": site + listing.get_absolute_url(),
            "seller": {"@type": "Organization", "name": record.partner.seller.name},
        },
    }
    if images := [absolute(p.sources(alt="").src) for p in pictures if p.is_ready]:
        data["image"] = images
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return mark_safe(text.translate(SCRIPT_ESCAPES))  # noqa: S308 - escaped for a script
