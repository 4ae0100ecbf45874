"""A listing's pictures: add several, put them in order, write under them, take them away."""

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from catalogue.models import ProductImage
from sellers.desk.access import Desk, Right, desk_view, page
from sellers.desk.goods.fields import CameraInput, PhotosField
from sellers.desk.goods.rows import icon_address, own_listing
from shop.images.refusals import PictureRefused
from shop.partner import listings, pictures
from shop.partner.models import StockRecord
from shop.partner.refusals import ListingRefused


class PhotosForm(forms.Form):
    """Photos to add, from the camera or the gallery."""

    camera = PhotosField(label=gettext_lazy("Take a photo"), widget=CameraInput())
    gallery = PhotosField(label=gettext_lazy("Choose from the gallery"))

    def clean(self) -> dict:
        answers = super().clean()
        if not self.errors and not self.sent:
            self.add_error("gallery", _("Choose a photo first."))
        return answers

    @property
    def sent(self) -> list:
        return [*self.cleaned_data.get("camera", []), *self.cleaned_data.get("gallery", [])]


@desk_view(Right.SELL)
def photos(request: HttpRequest, desk: Desk, public_id: str) -> HttpResponse:
    """Show the pictures in their order, and add more."""
    record = own_listing(desk, public_id)
    if request.method != "POST":
        return _show(request, desk, record, PhotosForm())
    form = PhotosForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            pictures.add_pictures(record.product, form.sent, by=desk.by)
        except (ListingRefused, PictureRefused) as refusal:
            form.add_error("gallery", str(refusal))
        else:
            messages.success(request, _("Added. The photo is being prepared."))
            return redirect("desk:listing_photos", desk.seller.slug, public_id)
    return _show(request, desk, record, form, status=422)


@require_POST
@desk_view(Right.SELL)
def photo(request: HttpRequest, desk: Desk, public_id: str, pk: int) -> HttpResponse:
    """Do with one picture what the pressed button says."""
    record = own_listing(desk, public_id)
    image = ProductImage.objects.filter(pk=pk, product=record.product).first()
    if image is None:
        raise Http404
    do = request.POST.get("do", "")
    try:
        if do == "first":
            pictures.put_first(image, by=desk.by)
        elif do == "up":
            pictures.move_up(image, by=desk.by)
        elif do == "remove":
            listings.remove_picture(image, by=desk.by)
            messages.success(request, _("The photo is removed."))
        else:
            pictures.caption(image, request.POST.get("caption", ""), by=desk.by)
            messages.success(request, _("Saved."))
    except ListingRefused as refusal:
        messages.error(request, str(refusal))
    return redirect("desk:listing_photos", desk.seller.slug, public_id)


def _show(
    request: HttpRequest, desk: Desk, record: StockRecord, form: PhotosForm, status: int = 200
) -> HttpResponse:
    shown = [
        (image, image.sources(alt=image.caption), icon_address(image.icon))
        for image in record.product.images.all()
    ]
    context = {"record": record, "product": record.product, "pictures": shown, "form": form}
    return page(request, desk, "desk/listing_photos.html", context, tab="listings", status=status)
