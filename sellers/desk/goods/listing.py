"""One listing: how it stands, its parts to change, and what can be done with it as a whole."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from sellers.desk.access import Desk, Right, desk_view, page
from sellers.desk.goods.parts import parts_of
from sellers.desk.goods.rows import own_listing, row_of
from sellers.goods.shelf import Shelf, shelf_of
from shop.partner import listings as verbs
from shop.partner import takedowns
from shop.partner.models import StockRecord
from shop.partner.refusals import ListingRefused


class MendedForm(forms.Form):
    """What the owner changed after a listing was taken down."""

    note = forms.CharField(
        label=gettext_lazy("What did you mend?"),
        max_length=300,
        widget=forms.Textarea({"rows": 2}),
    )


@desk_view(Right.SELL)
def listing(request: HttpRequest, desk: Desk, public_id: str) -> HttpResponse:
    """Show one listing: how it stands, and its parts to change."""
    return _show(request, desk, own_listing(desk, public_id))


@require_POST
@desk_view(Right.SELL)
def copy(request: HttpRequest, desk: Desk, public_id: str) -> HttpResponse:
    """Make a draft like it, and open that."""
    record = own_listing(desk, public_id)
    try:
        twin = verbs.copy(record.product, by=desk.by)
    except ListingRefused as refusal:
        messages.error(request, str(refusal))
        return redirect("desk:listing", desk.seller.slug, public_id)
    messages.success(request, _("Copied as a draft. Change what is different, then publish."))
    return redirect("desk:listing", desk.seller.slug, twin.public_id)


@desk_view(Right.SELL)
def archive(request: HttpRequest, desk: Desk, public_id: str) -> HttpResponse:
    """Ask once more, then put it into the archive."""
    record = own_listing(desk, public_id)
    if request.method != "POST":
        context = {"record": record, "product": record.product}
        return page(request, desk, "desk/listing_archive.html", context, tab="listings")
    verbs.archive(record.product, by=desk.by)
    messages.success(request, _("%(title)s is in the archive.") % {"title": record.product.title})
    return redirect("desk:listings", desk.seller.slug)


@require_POST
@desk_view(Right.SELL)
def mended(request: HttpRequest, desk: Desk, public_id: str) -> HttpResponse:
    """Tell the volunteer that what a listing was taken down for is mended."""
    record = own_listing(desk, public_id)
    form = MendedForm(request.POST)
    if form.is_valid():
        try:
            takedowns.say_mended(record.product, note=form.cleaned_data["note"], by=desk.by)
        except ListingRefused as refusal:
            form.add_error("note", str(refusal))
        else:
            messages.success(request, _("Sent. The volunteer looks at it and lets it be seen."))
            return redirect("desk:listing", desk.seller.slug, public_id)
    return _show(request, desk, record, form=form, status=422)


def _show(
    request: HttpRequest,
    desk: Desk,
    record: StockRecord,
    *,
    form: MendedForm | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {
        "row": row_of(record),
        "record": record,
        "product": record.product,
        "parts": parts_of(record),
        "pictures": record.product.images.all(),
        "take_down": takedowns.standing_of(record.product),
        "mended": form or MendedForm(),
        "is_archived": shelf_of(record) == Shelf.ARCHIVE,
    }
    return page(request, desk, "desk/listing.html", context, tab="listings", status=status)
