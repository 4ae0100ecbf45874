"""Decode a picture once, keep nothing but its pixels, and encode it anew.

What falls away: EXIF with its GPS position, XMP, IPTC, colour profiles, comments, thumbnails,
depth maps, hidden further frames, and whatever follows the picture in its file.
"""

from dataclasses import dataclass
from io import BytesIO
from pathlib import PurePath
from typing import BinaryIO

from django.core.files.base import ContentFile
from PIL import Image, ImageCms

from shop.images.intake import UNREADABLE, AcceptedPicture, accept, open_accepted
from shop.images.refusals import DamagedPicture, PictureRefused

LONG_SIDE = 2048
MASTER_QUALITY = 92
MAX_PROFILE_BYTES = 4 * 1024 * 1024
BAND_ROWS = 256
WHITE = (255, 255, 255)
ORIENTATION_TAG = 0x0112
# Exif 2.32 §4.6.4 A "Orientation": what turns the stored picture upright.
UPRIGHT = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}


@dataclass(frozen=True)
class CleanPicture:
    """A re-encoded picture, upright, sRGB, at most 2048 px long; `colour` is its mean."""

    content: bytes
    suffix: str
    width: int
    height: int
    colour: str


def clean(accepted: AcceptedPicture) -> CleanPicture:
    """The picture without anything but its pixels; raises DamagedPicture."""
    try:
        image = _upright_pixels(accepted)
    except PictureRefused:
        raise
    except UNREADABLE as error:
        raise DamagedPicture from error
    content = BytesIO()
    if image.mode == "RGBA":
        suffix = ".webp"
        image.save(content, "WEBP", quality=MASTER_QUALITY, method=4)
    else:
        suffix = ".jpg"
        image.save(content, "JPEG", quality=MASTER_QUALITY, optimize=True)
    return CleanPicture(content.getvalue(), suffix, *image.size, _mean_colour(image))


def clean_upload(file: BinaryIO) -> ContentFile:
    """The cleaned copy of an upload, named after it, for Wagtail's image model.

    Raises refusals.PictureRefused.
    """
    cleaned = clean(accept(file))
    stem = PurePath(getattr(file, "name", None) or "foto").stem
    return ContentFile(cleaned.content, name=stem + cleaned.suffix)


def on_white(image: Image.Image) -> Image.Image:
    """The picture without transparency."""
    if image.mode != "RGBA":
        return image
    ground = Image.new("RGB", image.size, WHITE)
    ground.paste(image, mask=image.getchannel("A"))
    return ground


def _upright_pixels(accepted: AcceptedPicture) -> Image.Image:
    image = open_accepted(accepted.content, accepted.image_format)
    orientation = _orientation(image)
    profile = image.info.get("icc_profile")
    if accepted.image_format == "JPEG":
        share = LONG_SIDE / max(image.size)
        image.draft(None, (int(image.width * share), int(image.height * share)))
    expected = image.size
    image.load()
    if image.size != expected:
        raise DamagedPicture
    image = _shrink(image)
    image = _to_srgb(image, profile)
    if image.mode == "RGBA" and image.getchannel("A").getextrema()[0] == 255:
        image = image.convert("RGB")
    if orientation in UPRIGHT:
        image = image.transpose(UPRIGHT[orientation])
    fresh = Image.new(image.mode, image.size)
    fresh.paste(image)
    return fresh


def _orientation(image: Image.Image) -> int:
    try:
        return image.getexif().get(ORIENTATION_TAG, 1)
    except UNREADABLE:
        return 1


def _shrink(image: Image.Image) -> Image.Image:
    """To at most LONG_SIDE, in mode L, RGB, RGBA or CMYK."""
    mode = _simple_mode(image)
    factor = max(1, round(max(image.size) / LONG_SIDE))
    shrunk = _in_mode(image, mode) if factor == 1 else _reduced(image, mode, factor)
    share = LONG_SIDE / max(shrunk.size)
    if share < 1:
        size = tuple(max(1, round(side * share)) for side in shrunk.size)
        shrunk = shrunk.resize(size, Image.Resampling.LANCZOS)
    return shrunk.convert("RGBA") if mode == "RGBa" else shrunk


def _reduced(image: Image.Image, mode: str, factor: int) -> Image.Image:
    """A whole fraction of the size, in bands of rows: memory never holds a second full copy."""
    reduced = Image.new(mode, tuple(-(-side // factor) for side in image.size))
    for top in range(0, image.height, BAND_ROWS * factor):
        bottom = min(top + BAND_ROWS * factor, image.height)
        band = _in_mode(image.crop((0, top, image.width, bottom)), mode)
        reduced.paste(band.reduce(factor), (0, top // factor))
    return reduced


def _simple_mode(image: Image.Image) -> str:
    if image.mode in ("L", "CMYK"):
        return image.mode
    if image.mode in ("1", "I", "I;16", "I;16L", "I;16B"):
        return "L"
    # RGBa is premultiplied: colours under full transparency must not bleed when sizes shrink.
    return "RGBa" if image.has_transparency_data else "RGB"


def _in_mode(image: Image.Image, mode: str) -> Image.Image:
    if image.mode.startswith("I"):
        # Pillow clips 16-bit grey at 255 instead of scaling it.
        return image.convert("I").point(lambda value: value * (1 / 257)).convert("L")
    if mode == "RGBa" and image.mode != "RGBA":
        image = image.convert("RGBA")
    return image if image.mode == mode else image.convert(mode)


def _to_srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    """In sRGB by the picture's own profile; a profile that does not fit is ignored."""
    mode = "RGBA" if image.mode == "RGBA" else "RGB"
    if profile and len(profile) <= MAX_PROFILE_BYTES:
        try:
            source = ImageCms.ImageCmsProfile(BytesIO(profile))
            target = ImageCms.createProfile("sRGB")
            return ImageCms.profileToProfile(image, source, target, outputMode=mode)
        except (ImageCms.PyCMSError, *UNREADABLE):
            return image.convert(mode)
    return image if image.mode == mode else image.convert(mode)


def _mean_colour(image: Image.Image) -> str:
    red, green, blue = on_white(image).resize((1, 1), Image.Resampling.BOX).getpixel((0, 0))
    return f"#{red:02x}{green:02x}{blue:02x}"
