"""Leaving a part of an order out: how many units of each line are missing."""

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sellers.desk.access import Desk, Right, desk_view, page
from sellers.desk.orders.cards import Card
from sellers.desk.orders.pages import card_of, do
from sellers.desk.orders.steps import STEPS
from shop.look.words import keep_units
from shop.order import states


class AlreadyShort(states.NotPossible):
    """Another press or person changed the quantities after the page was shown."""

    message = gettext_lazy("The quantities changed meanwhile. Look at the order again.")


class ShortForm(forms.Form):
    """How many units of each line are missing; `left` says how many there were when asked."""

    left = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, card: Card, *args, **kwargs):
        super().__init__(*args, initial={"left": card.units}, **kwargs)
        self.rows = [row for row in card.goods if row.units]
        for row in self.rows:
            words = {"title": keep_units(row.line.title), "n": row.units, "unit": row.unit}
            self.fields[self.name(row)] = forms.IntegerField(
                label=_("%(title)s: how many are missing of %(n)s %(unit)s?") % words,
                min_value=0,
                max_value=row.units,
                initial=0,
                widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
            )
        self.fields["reason"] = forms.CharField(
            label=gettext_lazy("Reason"),
            help_text=gettext_lazy("The buyer reads this."),
            max_length=200,
            required=False,
        )

    @staticmethod
    def name(row) -> str:
        return f"kurang-{row.line.pk}"

    def clean(self) -> dict:
        """Want something to be missing, and something to be left."""
        answers = super().clean()
        missing = sum(answers.get(self.name(row)) or 0 for row in self.rows)
        if not self.errors and not missing:
            raise forms.ValidationError(_("Write how many are missing."))
        if not self.errors and missing >= sum(row.units for row in self.rows):
            raise forms.ValidationError(
                _("Nothing would be left. Then the whole order can't be fulfilled.")
            )
        return answers


@desk_view(Right.SELL)
def short(request: HttpRequest, desk: Desk, number: str) -> HttpResponse:
    """Ask what is missing and take it off the order."""
    card = card_of(desk, number)
    step = STEPS["kurang"]
    if not step.offered(card):
        if request.method == "POST":
            messages.error(request, str(AlreadyShort()))
        return redirect("desk:order", desk.seller.slug, number)
    form = ShortForm(card, request.POST or None)
    if request.method == "POST" and form.is_valid():
        do(request, card, step, lambda: _leave_out(desk, card, form))
        return redirect("desk:order", desk.seller.slug, number)
    return page(
        request,
        desk,
        "desk/order_step.html",
        {"card": card, "step": step, "form": form},
        tab="orders",
        status=422 if form.is_bound else 200,
    )


@transaction.atomic
def _leave_out(desk: Desk, card: Card, form: ShortForm) -> None:
    """Take all missing units off together; a page that was shown earlier takes none."""
    states.lock(card.part.order_id)
    if card_of(desk, card.number).units != form.cleaned_data["left"]:
        raise AlreadyShort
    for row in form.rows:
        if units := form.cleaned_data[form.name(row)]:
            reason = form.cleaned_data["reason"]
            states.supply_short(row.line, units=units, by=desk.by, reason=reason)
