"""The stall as buyers see it, and the ways to its settings."""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from catalogue.models import Product
from sellers import verbs
from sellers.clock.opening import opening_text
from sellers.desk.access import Desk, Right, desk_view, page
from sellers.desk.asking import ask, press
from sellers.desk.stall.register import sector_choices
from sellers.desk.stall.village_field import VillageForm, suggestions
from sellers.models import SellerPhoto
from sellers.points import LONGEST as LONGEST_PLACE
from sellers.points import point_from, set_point
from sellers.profiles import FIRST_YEAR, LONGEST
from shop.people.phones import display
from shop.shipping.models import PartnerDelivery

SHOWN = 24


class ProfileForm(forms.Form):
    """What buyers read about the stall."""

    name = forms.CharField(
        label=gettext_lazy("Name of the business"),
        help_text=gettext_lazy("A new name gives the stall a new address; the old one leads on."),
        max_length=LONGEST["name"],
    )
    owner_name = forms.CharField(
        label=gettext_lazy("Owner's name, as buyers read it"),
        max_length=LONGEST["owner_name"],
        required=False,
    )
    sector = forms.ChoiceField(
        label=gettext_lazy("What do you make or sell?"), widget=forms.RadioSelect, required=False
    )
    story = forms.CharField(
        label=gettext_lazy("Story of the business"),
        max_length=LONGEST["story"],
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    since_year = forms.IntegerField(
        label=gettext_lazy("Since (year)"),
        min_value=FIRST_YEAR,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "maxlength": 4}),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["sector"].choices = sector_choices()


class PhotoForm(forms.Form):
    """A photo of the stall or its people."""

    photo = forms.FileField(
        label=gettext_lazy("Photo of the stall"),
        widget=forms.FileInput({"accept": "image/*"}),
    )


class PhoneForm(forms.Form):
    """The number that buyers and couriers may be given."""

    phone = forms.CharField(
        label=gettext_lazy("Phone of the stall"),
        max_length=40,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}),
    )


class PointForm(forms.Form):
    """An exact place on the map."""

    place = forms.CharField(
        label=gettext_lazy("Place on the map"),
        help_text=gettext_lazy("Paste a link of a map, or write two numbers: -8.0983, 112.1681"),
        max_length=LONGEST_PLACE,
    )


@desk_view(Right.STALL)
def stall(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Show the stall's state and the ways to its settings."""
    context = {"hours": opening_text(desk.seller), "photo": _photo(desk)}
    return page(request, desk, "desk/stall.html", context, tab="stall")


@desk_view(Right.STALL)
def preview(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Show the stall as buyers see it, or will once it is verified."""
    goods = Product.objects.filter(
        stockrecords__partner=desk.seller.partner_id, state=Product.State.PUBLISHED
    ).prefetch_related("stockrecords")
    context = {
        "hours": opening_text(desk.seller),
        "photo": _photo(desk),
        "goods": goods.order_by("title")[:SHOWN],
        "deliveries": PartnerDelivery.objects.filter(partner=desk.seller.partner_id),
    }
    return page(request, desk, "desk/stall_preview.html", context, tab="stall")


@desk_view(Right.STALL)
def profile(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Change what buyers read about the stall."""
    now = {name: getattr(desk.seller, name) for name in ProfileForm.base_fields}
    form = ProfileForm(request.POST if request.method == "POST" else None, initial=now)
    return ask(
        request,
        desk,
        form,
        lambda answers: verbs.edit_profile(desk.seller, by=desk.by, **answers),
        title=_("Name and story"),
        saved=_("Saved."),
    )


@desk_view(Right.STALL)
def photo(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Put a photo on the stall."""
    is_sent = request.method == "POST"
    form = PhotoForm(request.POST, request.FILES) if is_sent else PhotoForm()
    return ask(
        request,
        desk,
        form,
        lambda answers: verbs.set_photo(desk.seller, answers["photo"], by=desk.by),
        title=_("Photo"),
        saved=_("The photo is being prepared. Buyers see it in a minute."),
        template="desk/stall_photo.html",
        photo=_photo(desk),
    )


@desk_view(Right.PEOPLE, needs_fresh_proof=True)
def phone(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Change the stall's phone; only the owner, who proves again who she is."""
    known = {"phone": display(desk.seller.phone) if desk.seller.phone else ""}
    form = PhoneForm(request.POST if request.method == "POST" else None, initial=known)
    return ask(
        request,
        desk,
        form,
        lambda answers: verbs.set_phone(desk.seller, answers["phone"], by=desk.by),
        title=_("Phone of the stall"),
        text=_("A new number shows no WhatsApp link until you allow it again."),
        saved=_("Saved."),
    )


@require_POST
@desk_view(Right.PEOPLE)
def whatsapp(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Let buyers see a WhatsApp link, or no longer."""
    wants = request.POST.get("show") == "1"
    verb = verbs.consent_to_whatsapp if wants else verbs.withdraw_whatsapp
    return press(
        request,
        desk,
        lambda: verb(desk.seller, by=desk.by),
        saved=_("Buyers see the WhatsApp link now.") if wants else _("The WhatsApp link is gone."),
        back="desk:stall",
    )


@desk_view(Right.STALL)
def place(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Put the stall at an exact place, or back at its village."""
    if request.method == "POST" and "forget" in request.POST:
        return press(
            request,
            desk,
            lambda: set_point(desk.seller, None, by=desk.by),
            saved=_("Saved."),
            back="desk:stall",
        )
    form = PointForm(request.POST if request.method == "POST" else None)
    return ask(
        request,
        desk,
        form,
        lambda answers: set_point(desk.seller, point_from(answers["place"]), by=desk.by),
        title=_("Place on the map"),
        saved=_("Saved."),
        template="desk/stall_place.html",
    )


@desk_view(Right.PEOPLE)
def village(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Move the stall to another village, whose volunteer then verifies it anew."""
    form = VillageForm(request.POST if request.method == "POST" else None)
    return ask(
        request,
        desk,
        form,
        lambda answers: verbs.move(desk.seller, answers["village"], by=desk.by),
        title=_("Village"),
        text=_(
            "A volunteer of the new village verifies the stall first; then buyers see it again."
        ),
        saved=_("Saved."),
        villages=suggestions(),
    )


def _photo(desk: Desk):
    """The photo's pictures, once they are ready."""
    found = SellerPhoto.objects.filter(seller=desk.seller).first()
    return found.sources(alt="") if found and found.is_ready else None
