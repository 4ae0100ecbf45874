"""Parts of a listing that say how it reaches the buyer: delivery, keeping, live terms, video."""

from django import forms
from django.utils import dates
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from catalogue.models import ArrivalProof, DeadOnArrival, Storage
from catalogue.weekdays import week_mask_of, weekdays_of
from sellers.desk.goods.fields import NumberField
from sellers.desk.goods.part import PartForm
from shop.partner import listings, refusals
from shop.people.actors import Actor

WAYS = {
    "allows_pickup": gettext_lazy("Picked up by the buyer"),
    "allows_village_courier": gettext_lazy("Village courier"),
    "allows_parcel": gettext_lazy("Parcel service"),
    "allows_arrangement": gettext_lazy("By arrangement with the buyer"),
}


class ColumnsForm(PartForm):
    """A part whose fields are columns of the listing."""

    def write(self, *, by: Actor) -> None:
        listings.edit(self.product, by=by, **self.cleaned_data)


class DeliveryForm(ColumnsForm):
    """The ways that these goods may go, and what the carrier must know."""

    slug, heading = "kirim", gettext_lazy("How it is delivered")
    tells = {
        refusals.NeedsDelivery: "allows_pickup",
        refusals.BadQuantity: "min_quantity",
        refusals.BadAmount: "gross_grams",
    }

    allows_pickup = forms.BooleanField(label=WAYS["allows_pickup"], required=False)
    allows_village_courier = forms.BooleanField(
        label=WAYS["allows_village_courier"], required=False
    )
    allows_parcel = forms.BooleanField(label=WAYS["allows_parcel"], required=False)
    express_only = forms.BooleanField(
        label=gettext_lazy("By parcel only with a fast service"), required=False
    )
    allows_arrangement = forms.BooleanField(label=WAYS["allows_arrangement"], required=False)
    gross_grams = NumberField(
        label=gettext_lazy("Weight of one with packing (grams)"),
        help_text=gettext_lazy("The delivery fee is reckoned from it."),
    )
    min_quantity = NumberField(label=gettext_lazy("Least that can be ordered"))
    is_fragile = forms.BooleanField(label=gettext_lazy("Breaks easily"), required=False)

    @classmethod
    def summary(cls, record) -> str:
        ways = [str(name) for column, name in WAYS.items() if getattr(record.product, column)]
        return ", ".join(ways)


class KeepingForm(ColumnsForm):
    """How the goods are kept, and whether they are made to order."""

    slug, heading = "siap", gettext_lazy("Preparation and keeping")
    told_at = "shelf_life_days"
    tells = {refusals.BadAmount: "preorder_days"}

    is_preorder = forms.BooleanField(
        label=gettext_lazy("Made to order (pre-order)"), required=False
    )
    preorder_days = NumberField(
        label=gettext_lazy("Days until it is ready"),
        help_text=gettext_lazy("Only for pre-orders."),
        required=False,
    )
    storage = forms.ChoiceField(label=gettext_lazy("How to keep it"), choices=Storage.choices)
    shelf_life_days = NumberField(label=gettext_lazy("Keeps for (days)"), required=False)
    is_perishable = forms.BooleanField(label=gettext_lazy("Spoils quickly"), required=False)

    @classmethod
    def summary(cls, record) -> str:
        product = record.product
        texts = [str(product.get_storage_display())]
        if product.is_preorder:
            texts.insert(0, _("Pre-order, %(count)d days") % {"count": product.preorder_days})
        if product.shelf_life_days:
            texts.append(_("keeps %(count)d days") % {"count": product.shelf_life_days})
        return " · ".join(texts)

    def clean(self) -> dict:
        answers = super().clean()
        if answers.get("preorder_days", 0) is None:
            answers["preorder_days"] = 0
        if answers.get("is_preorder") and not answers.get("preorder_days", 1):
            self.add_error("preorder_days", _("Say how many days a pre-order takes."))
        return answers


class LiveForm(ColumnsForm):
    """What the buyer of a live animal knows before it is in the basket."""

    slug, heading = "hidup", gettext_lazy("Sent alive")
    told_at = "live_packing"

    dispatch_days = forms.MultipleChoiceField(
        label=gettext_lazy("Sent on these days"),
        choices=[(str(number), dates.WEEKDAYS[number]) for number in dates.WEEKDAYS],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    live_packing = forms.CharField(
        label=gettext_lazy("How it is packed"), max_length=200, required=False
    )
    endures_hours = NumberField(label=gettext_lazy("Hours it endures on the way"), required=False)
    dead_on_arrival = forms.ChoiceField(
        label=gettext_lazy("If it arrives dead"),
        choices=[("", "—"), *DeadOnArrival.choices],
        required=False,
    )
    arrival_proof = forms.ChoiceField(
        label=gettext_lazy("What the buyer shows as proof"),
        help_text=gettext_lazy(
            "Photos come with the report. The buyer keeps the video and sends it by WhatsApp when "
            "asked."
        ),
        choices=[("", "—"), *((key, capfirst(word)) for key, word in ArrivalProof.choices)],
        required=False,
    )
    arrival_hours = NumberField(
        label=gettext_lazy("Hours to report it after arrival"), required=False
    )

    @classmethod
    def applies_to(cls, record) -> bool:
        return record.product.is_live

    @classmethod
    def initial_of(cls, record) -> dict:
        days = [str(day) for day in weekdays_of(record.product.dispatch_days)]
        return super().initial_of(record) | {"dispatch_days": days}

    @classmethod
    def summary(cls, record) -> str:
        return record.product.get_dead_on_arrival_display() or _("Not said yet")

    def clean(self) -> dict:
        answers = super().clean()
        if "dispatch_days" in answers:
            answers["dispatch_days"] = week_mask_of(int(day) for day in answers["dispatch_days"])
        return answers


class VideoForm(ColumnsForm):
    """A link to a video; it costs the buyer nothing until it is tapped."""

    slug, heading = "video", gettext_lazy("Video")
    told_at = "video_url"

    video_url = forms.CharField(
        label=gettext_lazy("Link to a video"),
        help_text=gettext_lazy("From YouTube, TikTok, Instagram or Facebook. Empty: no video."),
        max_length=200,
        required=False,
        widget=forms.URLInput(attrs={"autocomplete": "off"}),
    )

    @classmethod
    def summary(cls, record) -> str:
        return record.product.video_url or _("None")
