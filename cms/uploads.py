"""Pictures of pages are cleaned when they are uploaded, by the pipeline of every picture."""

from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.translation import gettext_lazy as _
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm

from shop.images.cleaning import clean_upload
from shop.images.refusals import PictureRefused


class CleanImageField(WagtailImageField):
    """Wagtail's field, given the cleaned copy: it never opens what the editor sent."""

    def to_python(self, data: File | None) -> File | None:
        if not data:
            return super().to_python(data)
        try:
            cleaned = clean_upload(data)
        except PictureRefused as refusal:
            raise ValidationError(str(refusal), code=refusal.code) from refusal
        return super().to_python(SimpleUploadedFile(cleaned.name, cleaned.read()))


class PageImageForm(BaseImageForm):
    """The form behind every way to add a picture in `/cms/` (named in settings)."""

    file = CleanImageField(label=_("File"), widget=BaseImageForm.Meta.widgets["file"])
