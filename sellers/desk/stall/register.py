"""Opening a stall: its name, village, what it makes, and a phone; the rest can wait."""

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache

from catalogue.models import Category
from sellers.desk.asking import done
from sellers.desk.stall.village_field import VillageForm, suggestions
from sellers.profiles import LONGEST
from sellers.registration import is_proven, open_stall
from shop.people.actors import actor_for
from shop.people.phones import display

SECTOR_DEPTH = 1


class RegisterForm(VillageForm):
    """What a new stall needs."""

    name = forms.CharField(
        label=gettext_lazy("Name of the business"),
        help_text=gettext_lazy("As your neighbours know it, for example Telur Bu Sri."),
        max_length=LONGEST["name"],
    )
    sector = forms.ChoiceField(
        label=gettext_lazy("What do you make or sell?"), widget=forms.RadioSelect
    )
    story = forms.CharField(
        label=gettext_lazy("A few words about it"),
        help_text=gettext_lazy("You can write this later."),
        max_length=LONGEST["story"],
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    phone = forms.CharField(
        label=gettext_lazy("Phone of the stall"),
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}),
    )

    field_order = ["name", "village", "sector", "story", "phone"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["sector"].choices = sector_choices()


def sector_choices() -> list[tuple[str, str]]:
    """Return the sectors of the taxonomy in its order."""
    roots = Category.objects.filter(depth=SECTOR_DEPTH).order_by("path")
    return [(root.sector, root.label) for root in roots]


@never_cache
@login_required
def register(request: HttpRequest) -> HttpResponse:
    """Open a stall of one's own; who has not proved her phone is told what to do first."""
    person = request.user
    if not is_proven(person):
        return render(request, "desk/register_proof.html", status=403)
    posted = request.POST if request.method == "POST" else None
    form = RegisterForm(posted, initial={"phone": display(person.phone)})
    made = []

    def act(answers: dict) -> None:
        made.append(open_stall(person, by=actor_for(person), **_columns(answers)))

    if posted is not None and done(form, act):
        messages.success(request, _("Your stall is here. Now put your goods on it."))
        return redirect("desk:today", made[0].slug)
    context = {"form": form, "villages": suggestions()}
    return render(request, "desk/register.html", context, status=422 if form.is_bound else 200)


def _columns(answers: dict) -> dict:
    return {name: answers[name] for name in ("name", "village", "sector", "story", "phone")}
