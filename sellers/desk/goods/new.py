"""A new listing on one page: photo, name, price, unit and stock; the category says the rest."""

from django import forms
from django.contrib import messages
from django.core import signing
from django.core.files.base import File
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from catalogue.guessing import guess_category
from catalogue.models import Category, Product, new_public_id
from catalogue.units import ENGLISH, unit_label
from sellers.desk.access import Desk, Right, desk_view, page
from sellers.desk.goods.fields import (
    CameraInput,
    CategoryField,
    NumberField,
    PhotosField,
    PriceField,
)
from sellers.desk.goods.halal import HalalForm
from sellers.goods import kept_photos
from sellers.goods.starting import Started, start_listing
from sellers.models import Seller
from sellers.papers.requirements import NeedsHalalWord
from shop.images.refusals import PictureRefused
from shop.partner import refusals
from shop.partner.pictures import MAX_PICTURES

SALT = "sellers.desk.new_listing"
FIELD_OF = {
    refusals.NeedsTitle: "title",
    refusals.NotALeaf: "category",
    refusals.BadPrice: "price",
    refusals.NeedsPrice: "price",
    refusals.BadStock: "stock",
}
UNITS = ("kg", "ons", "pak", "tray", *sorted(ENGLISH))


class NewListingForm(forms.Form):
    """What a listing needs to be sold; `kept` brings photos back that were sent before."""

    camera = PhotosField(label=gettext_lazy("Take a photo"), widget=CameraInput())
    gallery = PhotosField(label=gettext_lazy("Choose from the gallery"))
    title = forms.CharField(label=gettext_lazy("Name of the product"), max_length=120)
    price = PriceField(
        label=gettext_lazy("Price (rupiah)"),
        error_messages={"required": refusals.NeedsPrice.message},
    )
    unit = forms.CharField(
        label=gettext_lazy("Unit"),
        max_length=20,
        required=False,
        widget=forms.TextInput(
            attrs={"list": "units", "autocomplete": "off", "placeholder": "kg, ikat, pak"}
        ),
    )
    stock = NumberField(
        label=gettext_lazy("Stock"),
        error_messages={"required": gettext_lazy("Write how many you have.")},
    )
    category = CategoryField(label=gettext_lazy("Category"), required=False)

    def __init__(self, *args, seller: Seller, person, **kwargs):
        super().__init__(*args, **kwargs)
        self.seller, self.person = seller, person
        if self.is_bound:
            self.kept_words = self.data.getlist("kept")[:MAX_PICTURES]
            self.public_id = _handed_out(self.data.get("once", ""), seller)
            for name in ("price", "stock"):
                self.fields[name].required = self.is_published
        else:
            self.kept_words, self.public_id = [], new_public_id()

    @property
    def once(self) -> str:
        """The word that makes a form sent twice one listing."""
        return signing.dumps([self.seller.pk, self.public_id], salt=SALT)

    @property
    def is_published(self) -> bool:
        return self.data.get("do") == "publish"

    @cached_property
    def kept(self) -> list[File]:
        """Photos that an earlier try brought."""
        found = [
            kept_photos.kept(word, seller=self.seller, person=self.person)
            for word in self.kept_words
        ]
        return [photo for photo in found if photo is not None]

    @property
    def sent(self) -> list[File]:
        """Photos that came with this try and can become pictures."""
        return [*self.cleaned_data.get("camera", []), *self.cleaned_data.get("gallery", [])]

    def clean(self) -> dict:
        answers = super().clean()
        if len(self.kept) + len(self.sent) > MAX_PICTURES:
            self.add_error("gallery", _("A product has at most 10 photos."))
        if "category" not in self.errors and not answers["category"]:
            answers["category"] = guess_category(
                answers.get("title", ""), sector=self.seller.sector
            )
            if answers["category"] is None and "title" in answers:
                self.add_error("category", _("Choose the category that fits best."))
        return answers

    def keep_photos(self) -> None:
        """Keep what was sent, so that an error elsewhere loses no photo."""
        for photo in self.sent[: MAX_PICTURES - len(self.kept_words)]:
            try:
                word = kept_photos.keep(photo, seller=self.seller, person=self.person)
            except PictureRefused as refusal:
                self.add_error("gallery", str(refusal))
            else:
                self.kept_words.append(word)

    def start(self, *, by) -> Started:
        """Make the listing. Raises refusals.ListingRefused with nothing made."""
        answers = self.cleaned_data
        started = start_listing(
            self.seller,
            by=by,
            title=answers["title"],
            category=answers["category"],
            price=answers["price"],
            stock=answers["stock"] or 0,
            unit=answers["unit"].strip(),
            photos=[*self.kept, *self.sent],
            public_id=self.public_id,
            is_published=self.is_published,
        )
        for photo in self.kept:
            kept_photos.forget(photo)
        return started


@desk_view(Right.SELL)
def new(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Ask for the five things, and make the listing."""
    known = {"seller": desk.seller, "person": request.user}
    if request.method != "POST":
        return _show(request, desk, NewListingForm(**known))
    form = NewListingForm(request.POST, request.FILES, **known)
    if form.is_valid():
        try:
            started = form.start(by=desk.by)
        except refusals.MadeAlready:
            return redirect("desk:listing", desk.seller.slug, form.public_id)
        except refusals.ListingRefused as refusal:
            form.add_error(FIELD_OF.get(type(refusal)), str(refusal))
        else:
            _tell(request, desk, started)
            return redirect(*_next_page(desk, started))
    form.keep_photos()
    return _show(request, desk, form, status=422)


@desk_view(Right.SELL)
def guess(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Say which category a name speaks of, for the form's script."""
    found = guess_category(request.GET.get("nama", "")[:120], sector=desk.seller.sector)
    return JsonResponse(_facts_of(found) if found else {})


def _facts_of(category: Category) -> dict:
    return {"category": category.code, "unit": category.default_unit}


def _show(
    request: HttpRequest, desk: Desk, form: NewListingForm, status: int = 200
) -> HttpResponse:
    context = {
        "form": form,
        "units": [(unit, unit_label(unit)) for unit in dict.fromkeys(UNITS)],
        "kept": len(form.kept_words),
    }
    return page(request, desk, "desk/listing_new.html", context, tab="listings", status=status)


def _tell(request: HttpRequest, desk: Desk, started: Started) -> None:
    """Say what became of it, and who sees it."""
    for refusal in started.refusals:
        messages.warning(request, str(refusal))
    if started.product.state != Product.State.PUBLISHED:
        messages.success(request, _("Saved as a draft."))
    elif desk.seller.verified_at is None:
        messages.success(
            request,
            _("Published. Buyers see it as soon as the volunteer has verified your stall."),
        )
    else:
        messages.success(request, _("Published. Buyers can see it now."))


def _next_page(desk: Desk, started: Started) -> tuple[str, ...]:
    """Lead to the one question that keeps food from being published, else to the listing."""
    place = (desk.seller.slug, started.product.public_id)
    if any(isinstance(refusal, NeedsHalalWord) for refusal in started.refusals):
        return ("desk:listing_part", *place, HalalForm.slug)
    return ("desk:listing", *place)


def _handed_out(word: str, seller: Seller) -> str:
    """Return the address that the form was handed out with; a new one for a wrong word."""
    try:
        owner, public_id = signing.loads(word, salt=SALT, max_age=7 * 24 * 60 * 60)
    except (signing.BadSignature, ValueError, TypeError):
        return new_public_id()
    return public_id if owner == seller.pk else new_public_id()
