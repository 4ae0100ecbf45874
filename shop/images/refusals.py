"""Why an uploaded picture is refused; each refusal says what to do."""

from django.utils.translation import gettext_lazy as _


class PictureRefused(ValueError):
    """Base of all refusals; `message` is for the person who uploads, `code` is kept in the row."""

    code = ""
    message = ""

    def __str__(self) -> str:
        return str(self.message)


class NotAPicture(PictureRefused):
    code = "not-a-picture"
    message = _("This file is not a picture. Choose a photo in JPEG, PNG, WebP or HEIC.")


class UnsupportedPicture(PictureRefused):
    code = "unsupported"
    message = _("This kind of file cannot be used. Choose a photo in JPEG, PNG, WebP or HEIC.")


class PictureTooLarge(PictureRefused):
    code = "too-large"
    message = _("The photo is larger than 15 MB. Send a smaller one.")


class TooManyPixels(PictureRefused):
    code = "too-many-pixels"
    message = _(
        "The photo has too many pixels. Lower the camera's resolution or send a smaller one."
    )


class OddShape(PictureRefused):
    code = "odd-shape"
    message = _("The picture is too long and narrow. Crop it first.")


class TooSmall(PictureRefused):
    code = "too-small"
    message = _("The picture is too small. Each side needs at least 16 pixels.")


class AnimatedPicture(PictureRefused):
    code = "animated"
    message = _("The picture moves. Choose a still photo.")


class DamagedPicture(PictureRefused):
    code = "damaged"
    message = _("The photo is damaged or incomplete. Send it again or choose another one.")


def by_code(code: str) -> type[PictureRefused]:
    """The refusal kept in a row; a code of an older release reads as a damaged picture."""
    known = {refusal.code: refusal for refusal in PictureRefused.__subclasses__()}
    return known.get(code, DamagedPicture)
