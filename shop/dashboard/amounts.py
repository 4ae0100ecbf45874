"""A form field for whole rupiah, as staff type them."""

from django import forms
from django.utils.translation import gettext as _

LONGEST_AMOUNT = 12


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
        text = text.removeprefix("Rp").replace(".", "").strip()
        if not (text.isascii() and text.isdecimal()) or len(text) > LONGEST_AMOUNT:
            raise forms.ValidationError(_("Write whole rupiah, for example 53123."))
        return int(text)
