"""Form inputs that the staff's screens share."""

from datetime import date, timedelta

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _

OLDEST_STATEMENT = timedelta(days=366)


class DayInput(forms.DateInput):
    """The browser's own day chooser; it reads and writes ISO 8601 days in every language."""

    input_type = "date"

    def __init__(self, attrs=None):
        super().__init__(attrs, format="%Y-%m-%d")


class StatementDayField(forms.DateField):
    """A day on a bank's statement: of the past year, today at the latest."""

    widget = DayInput

    def clean(self, value) -> date | None:
        day = super().clean(value)
        if day and not timedelta() <= timezone.localdate() - day <= OLDEST_STATEMENT:
            raise forms.ValidationError(_("Choose a day of the past year, today at the latest."))
        return day
