"""The parts of a listing in the order of its page, and the one view that changes a part."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from sellers.desk.access import Desk, Right, desk_view, page
from sellers.desk.goods.animal import AnimalForm
from sellers.desk.goods.goods_forms import PriceForm, SeasonForm, StockForm, WordsForm
from sellers.desk.goods.halal import HalalForm
from sellers.desk.goods.part import PartForm
from sellers.desk.goods.rows import own_listing
from sellers.desk.goods.way_forms import DeliveryForm, KeepingForm, LiveForm, VideoForm
from sellers.desk.goods.wholesale import WholesaleForm
from shop.partner import listings
from shop.partner.models import StockRecord
from shop.partner.refusals import ListingRefused

FORMS: tuple[type[PartForm], ...] = (
    WordsForm,
    PriceForm,
    StockForm,
    HalalForm,
    AnimalForm,
    LiveForm,
    DeliveryForm,
    SeasonForm,
    WholesaleForm,
    KeepingForm,
    VideoForm,
)
BY_SLUG = {form.slug: form for form in FORMS}


@dataclass(frozen=True)
class Part:
    """A line of the listing's page: what the part is, and what stands there."""

    slug: str
    heading: str | Promise
    summary: str | Promise


def parts_of(record: StockRecord) -> list[Part]:
    """Return the parts that such goods have."""
    return [
        Part(form.slug, form.heading, form.summary(record))
        for form in FORMS
        if form.applies_to(record)
    ]


@desk_view(Right.SELL)
def part(request: HttpRequest, desk: Desk, public_id: str, part: str) -> HttpResponse:
    """Show one part's short form and save it."""
    record = own_listing(desk, public_id)
    form_class = BY_SLUG.get(part)
    if form_class is None or not form_class.applies_to(record):
        raise Http404
    known = {"record": record, "seller": desk.seller}
    if request.method != "POST":
        return _show(request, desk, form_class(**known))
    form = form_class(request.POST, **known)
    if not form.is_saved(by=desk.by):
        return _show(request, desk, form, status=422)
    messages.success(request, _("Saved."))
    if request.POST.get("do") == "publish":
        try:
            listings.publish(record.product, by=desk.by)
        except ListingRefused as refusal:
            messages.warning(request, str(refusal))
    return redirect("desk:listing", desk.seller.slug, public_id)


def _show(request: HttpRequest, desk: Desk, form: PartForm, status: int = 200) -> HttpResponse:
    context = {"form": form, "record": form.record, "product": form.product}
    return page(request, desk, "desk/listing_part.html", context, tab="listings", status=status)
