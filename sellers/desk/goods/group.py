"""Sizes and tastes: which listings stand together, and one more like this one."""

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from catalogue.models import Product
from sellers.desk.access import Desk, Right, desk_view, page
from sellers.desk.goods.rows import own_listing
from shop.partner import groups, listings, refusals
from shop.partner.models import ListingGroup, StockRecord
from shop.partner.refusals import ListingRefused
from shop.people.actors import Actor

NEW = "new"
TELLS = {refusals.BadGroup: "name", refusals.NotYourGroup: "group"}


class GroupForm(forms.Form):
    """Which group, and what this listing is called in it."""

    group = forms.ChoiceField(label=gettext_lazy("Together with"))
    name = forms.CharField(
        label=gettext_lazy("Name of the new group"),
        help_text=gettext_lazy("For example: Keripik pisang Bu Sri."),
        max_length=120,
        required=False,
    )
    choice = forms.CharField(
        label=gettext_lazy("This one is"),
        help_text=gettext_lazy("The size or taste, for example: 250 g, or pedas."),
        max_length=40,
    )

    def __init__(self, *args, record: StockRecord, **kwargs):
        super().__init__(*args, **kwargs)
        self.record = record
        found = ListingGroup.objects.filter(partner=record.partner).order_by("name")
        self.groups = {str(group.pk): group for group in found}
        self.fields["group"].choices = [
            *((key, group.name) for key, group in self.groups.items()),
            (NEW, _("A new group")),
        ]

    def write(self, *, by: Actor) -> None:
        """Join the group, made first if it is new. Raises ListingRefused with nothing done."""
        answers = self.cleaned_data
        with transaction.atomic():
            group = self.groups.get(answers["group"]) or groups.make_group(
                self.record.partner, answers["name"], by=by
            )
            groups.join(self.record.product, group, answers["choice"], by=by)


class SiblingForm(forms.Form):
    """What the next size or taste is called."""

    sibling = forms.CharField(
        label=gettext_lazy("The next size or taste"),
        help_text=gettext_lazy("We copy this product as a draft; you only set its price."),
        max_length=40,
    )


@desk_view(Right.SELL)
def group(request: HttpRequest, desk: Desk, public_id: str) -> HttpResponse:
    """Show the siblings; join, leave, or add one more, as the pressed button says."""
    record = own_listing(desk, public_id)
    joining = GroupForm(record=record, initial=_initial(record))
    adding = SiblingForm()
    if request.method == "POST":
        do = request.POST.get("do")
        if do == "leave":
            groups.leave(record.product, by=desk.by)
            messages.success(request, _("This product stands alone again."))
            return redirect("desk:listing_group", desk.seller.slug, public_id)
        if do == "add":
            adding = SiblingForm(request.POST)
            sibling = _added(record, adding, by=desk.by)
            if sibling is not None:
                messages.success(request, _("Added as a draft. Set its price and stock."))
                return redirect("desk:listing_part", desk.seller.slug, sibling.public_id, "harga")
        else:
            joining = GroupForm(request.POST, record=record)
            if _joined(joining, by=desk.by):
                messages.success(request, _("Saved."))
                return redirect("desk:listing_group", desk.seller.slug, public_id)
    context = {
        "record": record,
        "product": record.product,
        "siblings": groups.siblings(record.product),
        "joining": joining,
        "adding": adding,
    }
    status = 422 if request.method == "POST" else 200
    return page(request, desk, "desk/listing_group.html", context, tab="listings", status=status)


def _initial(record: StockRecord) -> dict:
    return {"group": str(record.group_id or NEW), "choice": record.choice}


def _joined(form: GroupForm, *, by: Actor) -> bool:
    if not form.is_valid():
        return False
    try:
        form.write(by=by)
    except ListingRefused as refusal:
        form.add_error(TELLS.get(type(refusal), "choice"), str(refusal))
        return False
    return True


def _added(record: StockRecord, form: SiblingForm, *, by: Actor) -> Product | None:
    """Copy the listing into its group; None with the refusal noted if it can't be."""
    if not form.is_valid():
        return None
    try:
        return listings.copy(record.product, by=by, choice=form.cleaned_data["sibling"])
    except ListingRefused as refusal:
        form.add_error("sibling", str(refusal))
        return None
