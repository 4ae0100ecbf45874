"""Staff screens: pilot villages and assignments."""

from datetime import date

from django import forms
from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from shop.people.actors import actor_for
from shop.people.models import User
from shop.people.phones import BadPhone, normalise
from shop.villages import assigning
from shop.villages.models import Assignment, Region

from .frame import page, staff_view
from .inputs import DayInput
from .registry import Screen

SEE_VILLAGES = "villages.view_region"
CHANGE_VILLAGES = "villages.change_region"
CHANGE_ASSIGNMENTS = "villages.change_assignment"

REFUSALS = {
    assigning.AlreadyAssigned: gettext_lazy("This person has this role here already."),
    assigning.EndsBeforeStart: gettext_lazy("The last day lies before the first."),
    assigning.WrongLevel: gettext_lazy("This role belongs to one village."),
    assigning.OwnTreasurer: gettext_lazy("Somebody else must make you a treasurer."),
}


class AssignmentForm(forms.Form):
    """Who gets which role where, and from when to when."""

    person = forms.CharField(label=gettext_lazy("Phone or e-mail of the person"), max_length=150)
    role = forms.ChoiceField(label=gettext_lazy("Role"), choices=Assignment.Role.choices)
    region = forms.CharField(
        label=gettext_lazy("Kemendagri code of the village, district or regency"),
        max_length=13,
        help_text=gettext_lazy("For example 35.05.04.2007; the list of villages shows it."),
    )
    starts = forms.DateField(label=gettext_lazy("First day"), widget=DayInput())
    ends = forms.DateField(
        label=gettext_lazy("Last day"),
        required=False,
        widget=DayInput(),
    )

    def clean_person(self) -> User:
        text = self.cleaned_data["person"].strip()
        try:
            which = Q(email=text.lower()) if "@" in text else Q(phone=normalise(text))
        except BadPhone as wrong:
            raise forms.ValidationError(str(wrong)) from wrong
        person = User.objects.filter(which, is_active=True).first()
        if person is None:
            raise forms.ValidationError(_("Nobody here has this phone or e-mail."))
        return person

    def clean_region(self) -> Region:
        code = self.cleaned_data["region"].strip()
        region = Region.objects.filter(Q(code=code) | Q(former_codes__code=code)).first()
        if region is None:
            raise forms.ValidationError(_("There is no region with this code."))
        return region


@staff_view(SEE_VILLAGES)
def village_list(request: HttpRequest) -> HttpResponse:
    """List the villages with their codes and the pilot mark; `q` narrows by name."""
    words = request.GET.get("q", "").strip()[:60]
    villages = Region.objects.villages().with_place().order_by("parent__name", "name")
    if words:
        villages = villages.filter(
            Q(name__icontains=words) | Q(parent__name__icontains=words) | Q(code=words)
        )
    return page(
        request,
        "dashboard/villages.html",
        {
            "villages": villages[:300],
            "words": words,
            "pilots": Region.objects.pilots().count(),
            "may_change": request.user.has_perm(CHANGE_VILLAGES),
        },
    )


@require_POST
@staff_view(CHANGE_VILLAGES)
def mark_pilot(request: HttpRequest, code: str) -> HttpResponse:
    """Mark a village as a pilot village or take the mark away."""
    village = get_object_or_404(Region.objects.villages(), code=code)
    assigning.set_pilot(
        village, is_pilot=request.POST.get("pilot") == "1", by=actor_for(request.user)
    )
    messages.success(request, _("%(village)s is saved.") % {"village": village.name})
    return redirect("dashboard:villages")


@staff_view(CHANGE_ASSIGNMENTS, needs_second_factor=True)
def assignment_list(request: HttpRequest) -> HttpResponse:
    """List assignments, newest first, and give new ones."""
    form = AssignmentForm(request.POST or None, initial={"starts": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        answers = form.cleaned_data
        try:
            assigning.assign(
                answers["person"],
                role=answers["role"],
                region=answers["region"],
                starts=answers["starts"],
                ends=answers["ends"],
                by=actor_for(request.user),
            )
        except assigning.AssignmentRefused as refusal:
            form.add_error(None, REFUSALS[type(refusal)])
        else:
            messages.success(request, _("The assignment is saved."))
            return redirect("dashboard:assignments")
    found = Assignment.objects.select_related("person", "region__parent").order_by("-pk")[:200]
    context = {"form": form, "assignments": found}
    status = 422 if form.is_bound else 200
    return page(request, "dashboard/assignments.html", context, status=status)


@require_POST
@staff_view(CHANGE_ASSIGNMENTS, needs_second_factor=True)
def end_assignment(request: HttpRequest, pk: int) -> HttpResponse:
    """End an assignment on a day (default: today)."""
    assignment = get_object_or_404(Assignment, pk=pk)
    try:
        last_day = date.fromisoformat(request.POST.get("ends", ""))
    except ValueError:
        last_day = timezone.localdate()
    try:
        assigning.end_assignment(assignment, ends=last_day, by=actor_for(request.user))
    except assigning.AssignmentRefused as refusal:
        messages.error(request, REFUSALS[type(refusal)])
    else:
        messages.success(request, _("The assignment has an end now."))
    return redirect("dashboard:assignments")


SCREENS = (
    Screen(
        url_name="villages",
        title=gettext_lazy("Villages"),
        permission=SEE_VILLAGES,
        patterns=(
            path("desa/", village_list, name="villages"),
            path("desa/<str:code>/perintis/", mark_pilot, name="village-pilot"),
        ),
    ),
    Screen(
        url_name="assignments",
        title=gettext_lazy("Assignments"),
        permission=CHANGE_ASSIGNMENTS,
        patterns=(
            path("penugasan/", assignment_list, name="assignments"),
            path("penugasan/<int:pk>/akhiri/", end_assignment, name="assignment-end"),
        ),
    ),
)
