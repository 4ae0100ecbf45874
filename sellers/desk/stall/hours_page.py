"""When the stall is open: hours by weekday, and holidays."""

from datetime import time, timedelta

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import dates, timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from sellers import verbs
from sellers.clock.hours import set_hours
from sellers.desk.access import Desk, Right, desk_view, page
from sellers.desk.asking import ask, done, press
from shop.dashboard.inputs import DayInput

USUAL = (time(7), time(17))
TIME = forms.TimeInput({"type": "time"}, format="%H:%M")


class DayForm(forms.Form):
    """One weekday: closed, or open from one time to another."""

    is_open = forms.BooleanField(required=False)
    opens = forms.TimeField(label=gettext_lazy("opens"), required=False, widget=TIME)
    closes = forms.TimeField(label=gettext_lazy("closes"), required=False, widget=TIME)

    def __init__(self, *args, weekday: int, **kwargs):
        super().__init__(*args, prefix=f"hari{weekday}", **kwargs)
        self.weekday = weekday
        self.fields["is_open"].label = dates.WEEKDAYS[weekday]

    @property
    def times(self) -> list[forms.BoundField]:
        """When it opens and closes, for the template."""
        return [self["opens"], self["closes"]]

    def clean(self) -> dict:
        """Want both times of an open day, the earlier first."""
        answers = super().clean()
        opens, closes = answers.get("opens"), answers.get("closes")
        if answers.get("is_open") and not self.errors and not (opens and closes):
            raise forms.ValidationError(_("Write when the stall opens and closes on this day."))
        if answers.get("is_open") and opens and closes and opens >= closes:
            raise forms.ValidationError(_("The stall closes after it opens."))
        return answers


class SameForm(forms.Form):
    """Whether every open day has the hours of the first."""

    is_same = forms.BooleanField(
        label=gettext_lazy("The same hours on every open day"),
        help_text=gettext_lazy("Then only the first open day's times count."),
        required=False,
    )


class HolidayForm(forms.Form):
    """From which day to which the stall is closed, both inclusive."""

    first = forms.DateField(label=gettext_lazy("First day"), widget=DayInput())
    last = forms.DateField(
        label=gettext_lazy("Last day"),
        required=False,
        help_text=gettext_lazy("Empty: until further notice."),
        widget=DayInput(),
    )


@desk_view(Right.STALL)
def hours(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Set the hours of every weekday."""
    posted = request.POST if request.method == "POST" else None
    same = SameForm(posted)
    is_same = posted is not None and same.is_valid() and same.cleaned_data["is_same"]
    days = _days(desk, _with_same(posted) if is_same else posted)
    if posted is not None and _are_valid(days):
        week = _week(days)
        if done(same, lambda answers: set_hours(desk.seller, week, by=desk.by)):
            said = _("Saved. The time to accept an order runs only in these hours.")
            messages.success(request, said)
            return redirect("desk:stall", desk.seller.slug)
    status = 200 if posted is None else 422
    wrong = [day for day in days if day.errors]
    context = {"days": days, "wrong": wrong, "same": same}
    return page(request, desk, "desk/stall_hours.html", context, tab="stall", status=status)


@desk_view(Right.STALL)
def holiday(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Close the stall for some days."""
    tomorrow = timezone.localdate() + timedelta(days=1)
    form = HolidayForm(
        request.POST if request.method == "POST" else None, initial={"first": tomorrow}
    )
    return ask(
        request,
        desk,
        form,
        lambda answers: verbs.set_holiday(desk.seller, **answers, by=desk.by),
        title=_("Holiday"),
        text=_("Buyers see that you are closed and can't order on these days."),
        saved=_("The holiday is noted."),
    )


@require_POST
@desk_view(Right.STALL)
def end_holiday(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Open again, or forget a holiday to come."""
    return press(
        request,
        desk,
        lambda: verbs.end_holiday(desk.seller, by=desk.by),
        saved=_("The holiday is over."),
        back="desk:stall",
    )


def _days(desk: Desk, posted) -> list[DayForm]:
    """The week as it is, or the usual hours where none are set."""
    known = {row.weekday: (row.opens, row.closes) for row in desk.seller.hours.all()}
    week = []
    for weekday in range(7):
        opens, closes = known.get(weekday, USUAL)
        initial = {"is_open": weekday in known or not known, "opens": opens, "closes": closes}
        week.append(DayForm(posted, weekday=weekday, initial=initial))
    return week


def _with_same(posted):
    """What was sent, with the first open day's times on every day."""
    answers = posted.copy()
    first = next((day for day in range(7) if answers.get(f"hari{day}-is_open")), None)
    if first is not None:
        for day in range(7):
            for name in ("opens", "closes"):
                answers[f"hari{day}-{name}"] = answers.get(f"hari{first}-{name}", "")
    return answers


def _week(days: list[DayForm]) -> dict[int, tuple[time, time]]:
    return {
        day.weekday: (day.cleaned_data["opens"], day.cleaned_data["closes"])
        for day in days
        if day.cleaned_data["is_open"]
    }


def _are_valid(days: list[DayForm]) -> bool:
    """Check every day, so that each shows its own errors."""
    return sum(not day.is_valid() for day in days) == 0
