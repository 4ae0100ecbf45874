"""Form fields that a thumb fills: whole numbers, rupiah, several photos, one category."""

from itertools import groupby

from django import forms
from django.core.files.base import File
from django.utils.translation import gettext_lazy as _

from catalogue.models import Category
from shop.images.intake import accept
from shop.images.refusals import PictureRefused

LONGEST_NUMBER = 12


class NumberField(forms.CharField):
    """A whole number ("1.200", "1200"); its clean value is an int, None if empty."""

    widget = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"})
    message = _("Write a whole number, for example 12.")

    def __init__(self, **kwargs):
        super().__init__(**{"max_length": 20, **kwargs})

    def clean(self, value) -> int | None:
        text = super().clean(value).removeprefix("Rp").replace(".", "").strip()
        if not text:
            return None
        if not (text.isascii() and text.isdecimal()) or len(text) > LONGEST_NUMBER:
            raise forms.ValidationError(self.message)
        return int(text)


class PriceField(NumberField):
    """Whole rupiah ("Rp28.000", "28000")."""

    message = _("Write whole rupiah, for example 28000.")


class PhotoInput(forms.FileInput):
    """Photos of the phone, several at once; a script shrinks them before they are sent."""

    allow_multiple_selected = True

    def __init__(self, attrs: dict | None = None):
        super().__init__({"accept": "image/*", "multiple": True, **(attrs or {})})


class CameraInput(forms.FileInput):
    """The phone's camera, where there is one."""

    def __init__(self):
        super().__init__({"accept": "image/*", "capture": "environment"})


class PhotosField(forms.FileField):
    """Photos that can become pictures; its clean value is a list, empty without any."""

    def __init__(self, **kwargs):
        super().__init__(**{"required": False, "widget": PhotoInput(), **kwargs})

    def clean(self, data, initial=None) -> list[File]:
        photos = data if isinstance(data, list) else [data]
        photos = [super(PhotosField, self).clean(photo, initial) for photo in photos if photo]
        for photo in photos:
            try:
                accept(photo)
            except PictureRefused as refusal:
                raise forms.ValidationError(str(refusal)) from refusal
        return photos


class CategoryField(forms.ChoiceField):
    """One leaf of the taxonomy under the names of its groups; its clean value is the Category."""

    def __init__(self, **kwargs):
        super().__init__(choices=_category_choices, **kwargs)

    def clean(self, value) -> Category | None:
        code = super().clean(value)
        return Category.objects.filter(code=code).first() if code else None


def _category_choices() -> list:
    rows = list(Category.objects.order_by("path"))
    names = {row.path: row.label for row in rows}
    leaves = [row for row in rows if row.is_leaf()]
    groups = groupby(leaves, key=lambda row: names.get(row.path[: -Category.steplen], ""))
    return [
        ("", _("By the product's name")),
        *((name, [(row.code, row.label) for row in group]) for name, group in groups),
    ]
