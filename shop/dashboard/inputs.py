"""Form inputs that the staff's screens share."""

from django import forms


class DayInput(forms.DateInput):
    """The browser's own day chooser; it reads and writes ISO 8601 days in every language."""

    input_type = "date"

    def __init__(self, attrs=None):
        super().__init__(attrs, format="%Y-%m-%d")
