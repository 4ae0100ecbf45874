"""Staff screen: money of an order back to its buyer, with a preview of what that does."""

import re

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shop.money import format_rupiah
from shop.order import states
from shop.order.models import Line, Order, SellerOrder
from shop.payment.models import Refund
from shop.payment.refunding import giving_back
from shop.payment.refunding.giving_back import How, Plan, Wish
from shop.payment.second_person import is_needed
from shop.people.actors import actor_for

from .amounts import RupiahField
from .frame import page, staff_view

GIVE_BACK = "payment.add_refund"
REFUSED = 422
#: The sum that the preview showed, in rupiah.
SEEN = re.compile(r"[0-9]{1,15}")
WHOLE_ORDER, WHOLE_PART, SUM = "order", "part", "sum"
WHAT_HAPPENS: dict[How, str | Promise] = {
    How.CANCEL: gettext_lazy("This part is cancelled, its goods go back on sale."),
    How.SHORT: gettext_lazy("These units are taken off the order and go back on sale."),
    How.LESS: gettext_lazy("This part comes to less; the seller earns less."),
    How.GRANT: gettext_lazy("This part was earned already."),
}


class GiveBackForm(forms.Form):
    """What goes back, and why. Lines are of the order, so they are chosen with it."""

    what = forms.ChoiceField(label=gettext_lazy("What goes back?"), widget=forms.RadioSelect)
    units = forms.IntegerField(
        label=gettext_lazy("Units"),
        help_text=gettext_lazy("Only for units of a line."),
        min_value=1,
        required=False,
    )
    grams = forms.IntegerField(
        label=gettext_lazy("Right weight of the line (grams)"),
        help_text=gettext_lazy("Only to put a wrong weighing right."),
        min_value=1,
        required=False,
    )
    amount = RupiahField(
        label=gettext_lazy("Amount (rupiah)"),
        help_text=gettext_lazy("Only for a sum without units."),
        required=False,
    )
    bearer = forms.ChoiceField(
        label=gettext_lazy("Who bears what was earned already?"),
        choices=Refund.Bearer.choices,
        initial=Refund.Bearer.SELLER,
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label=gettext_lazy("Reason, as buyer and seller read it"), max_length=300
    )

    def __init__(self, order: Order, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.parts = {part.pk: part for part in order.seller_orders.order_by("pk")}
        lines = Line.objects.filter(seller_order__in=self.parts).order_by("seller_order", "pk")
        self.lines = {line.pk: line for line in lines.prefetch_related("adjustments")}
        self.fields["what"].choices = [(WHOLE_ORDER, _("The whole order")), *self._choices()]

    def _choices(self) -> list[tuple[str, str]]:
        choices = []
        for part in self.parts.values():
            name = part.partner_name
            choices.append((f"{WHOLE_PART}-{part.pk}", _("All of %(name)s") % {"name": name}))
            choices.append(
                (f"{SUM}-{part.pk}", _("A sum of the part of %(name)s") % {"name": name})
            )
            choices += [
                (f"line-{line.pk}", f"{line.quantity} × {line.title}")
                for line in self.lines.values()
                if line.seller_order_id == part.pk
            ]
        return choices

    def clean(self) -> dict:
        data = super().clean()
        kind = data.get("what", "").partition("-")[0]
        if kind == SUM and not data.get("amount"):
            self.add_error("amount", _("Write the sum."))
        if kind == "line" and bool(data.get("units")) == bool(data.get("grams")):
            self.add_error("units", _("Write either units or the right weight."))
        return data

    def asked(self) -> tuple[list[SellerOrder], Wish | None]:
        """Return the parts that are meant and what of them."""
        kind, _dash, key = self.cleaned_data["what"].partition("-")
        if kind == WHOLE_ORDER:
            return list(self.parts.values()), None
        if kind == "line":
            line = self.lines[int(key)]
            units, grams = self.cleaned_data["units"] or 0, self.cleaned_data["grams"] or 0
            return [self.parts[line.seller_order_id]], Wish(line=line, units=units, grams=grams)
        wish = Wish(amount=self.cleaned_data["amount"]) if kind == SUM else None
        return [self.parts[int(key)]], wish


@staff_view(GIVE_BACK, needs_second_factor=True)
def give_back(request: HttpRequest, number: str) -> HttpResponse:
    """Ask what goes back, show what that does, and do it once that was seen."""
    order = get_object_or_404(Order, number=number)
    form = GiveBackForm(order, request.POST or None)
    if not form.is_bound:
        return _show(request, order, form)
    if not form.is_valid():
        return _show(request, order, form, status=REFUSED)
    parts, wish = form.asked()
    bearer = form.cleaned_data["bearer"]
    seen = request.POST.get("seen", "")
    try:
        if not SEEN.fullmatch(seen):
            plans = giving_back.preview(parts, wish, bearer=bearer)
            return _show(request, order, form, plans=plans)
        plans = giving_back.give_back(
            order,
            parts,
            wish,
            bearer=bearer,
            expected=int(seen),
            reason=form.cleaned_data["reason"],
            by=actor_for(request.user),
        )
    except states.NotPossible as refusal:
        form.add_error(None, str(refusal))
        return _show(request, order, form, status=REFUSED)
    amount = format_rupiah(sum(plan.amount for plan in plans))
    messages.success(request, _("%(amount)s goes back to the buyer.") % {"amount": amount})
    return redirect("dashboard:order", number=number)


def _show(
    request: HttpRequest,
    order: Order,
    form: GiveBackForm,
    *,
    plans: list[Plan] | None = None,
    status: int = 200,
) -> HttpResponse:
    total = sum(plan.amount for plan in plans or [])
    return page(
        request,
        "dashboard/give_back.html",
        {
            "order": order,
            "form": form,
            "plans": [(plan, WHAT_HAPPENS[plan.how], _bears(plan)) for plan in plans or []],
            "total": total,
            "needs_release": is_needed(total),
            "held": order.payments.held().exists(),
        },
        status=status,
    )


def _bears(plan: Plan) -> str:
    return str(Refund.Bearer(plan.bearer).label) if plan.bearer else ""
