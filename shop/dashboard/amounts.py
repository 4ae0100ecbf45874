"""A form field for whole rupiah, as staff type them."""

import re

from django import forms
from django.utils.translation import gettext as _

LONGEST_AMOUNT = 12
#: Digits, or groups of three after points: "53.12" is a slip, not Rp5.312.
RUPIAH = re.compile(r"[0-9]+|[0-9]{1,3}(\.[0-9]{3})+")


class RupiahField(forms.CharField):
    """Whole rupiah ("Rp25.000", "25000"); its clean value is an int of at most 12 digits.

    Left empty where it may be, it is 0.
    """

    widget = forms.TextInput(attrs={"inputmode": "numeric"})

    def __init__(self, **kwargs):
        super().__init__(max_length=20, **kwargs)

    def clean(self, value) -> int:
        text = super().clean(value)
        if not text and not self.required:
            return 0
        text = text.removeprefix("Rp").strip()
        digits = text.replace(".", "")
        if not RUPIAH.fullmatch(text) or len(digits) > LONGEST_AMOUNT:
            raise forms.ValidationError(_("Write whole rupiah, for example 53123."))
        return int(digits)
