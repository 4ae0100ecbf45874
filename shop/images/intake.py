"""The gate: what is refused before one pixel is decoded.

The limits keep decoding, shrinking and encoding under 200 MB and 3 s. They differ by format
because JPEG can be decoded at a fraction of its size and WebP needs three copies of the whole.
"""

from dataclasses import dataclass
from io import BytesIO
from typing import BinaryIO

import pillow_heif
from PIL import Image

from shop.images import refusals
from shop.images.structure import jpeg_scans, require_whole_heif, webp_size

pillow_heif.register_heif_opener(thumbnails=False, depth_images=False, aux_images=False)

MAX_BYTES = 15 * 1024 * 1024
MAX_SIDE = 12_000
MIN_SIDE = 16
MAX_RATIO = 12
# A 50-megapixel phone makes 8192 × 6144.
MAX_PIXELS = {"JPEG": 52_000_000, "PNG": 24_500_000, "HEIF": 16_500_000, "WEBP": 8_000_000}
# With several scans the decoder keeps every coefficient, two bytes each, and pays per scan.
MAX_SCANS = 16
MAX_COEFFICIENTS = 40_000_000
SUFFIXES = {"JPEG": ".jpg", "PNG": ".png", "HEIF": ".heic", "WEBP": ".webp"}
HEIF_BRANDS = frozenset((b"heic", b"heix", b"heim", b"heis", b"mif1"))
OTHER_FORMATS = (b"GIF8", b"BM", b"II*\0", b"MM\0*", b"%PDF", b"\0\0\1\0", b"\xff\x0a", b"8BPS")
UNREADABLE = (OSError, ValueError, SyntaxError, RuntimeError, EOFError, IndexError, KeyError)


@dataclass(frozen=True)
class AcceptedPicture:
    """The bytes of a file that passed the gate; width and height are as stored, before turning."""

    content: bytes
    image_format: str
    width: int
    height: int

    @property
    def suffix(self) -> str:
        return SUFFIXES[self.image_format]


def accept(file: BinaryIO) -> AcceptedPicture:
    """Read a file and refuse what cannot become a picture; raises refusals.PictureRefused."""
    file.seek(0)
    content = file.read(MAX_BYTES + 1)
    if len(content) > MAX_BYTES:
        raise refusals.PictureTooLarge
    image_format = _recognise(content)
    if image_format == "WEBP":
        # Pillow takes memory for the whole canvas when it opens a WebP, so its size is read first.
        _bound(image_format, *webp_size(content))
    image = open_accepted(content, image_format)
    _bound(image_format, *image.size)
    try:
        _inspect(image, content, image_format)
    except UNREADABLE as error:
        raise _refusal(error) from error
    return AcceptedPicture(content, image_format, *image.size)


def open_accepted(content: bytes, image_format: str) -> Image.Image:
    """Open, not decode, as that one format; raises refusals.PictureRefused."""
    try:
        return Image.open(BytesIO(content), formats=[image_format])
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise refusals.TooManyPixels from error
    except UNREADABLE as error:
        raise _refusal(error) from error


def _refusal(error: Exception) -> Exception:
    return error if isinstance(error, refusals.PictureRefused) else refusals.DamagedPicture()


def _recognise(content: bytes) -> str:
    if content.startswith(b"\xff\xd8\xff"):
        return "JPEG"
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return "PNG"
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "WEBP"
    if content[4:8] == b"ftyp":
        if content[8:12] in HEIF_BRANDS:
            return "HEIF"
        raise refusals.UnsupportedPicture
    if content.startswith(OTHER_FORMATS):
        raise refusals.UnsupportedPicture
    raise refusals.NotAPicture


def _bound(image_format: str, width: int, height: int) -> None:
    if width * height > MAX_PIXELS[image_format] or max(width, height) > MAX_SIDE:
        raise refusals.TooManyPixels
    if min(width, height) < MIN_SIDE:
        raise refusals.TooSmall
    if max(width, height) > MAX_RATIO * min(width, height):
        raise refusals.OddShape


def _inspect(image: Image.Image, content: bytes, image_format: str) -> None:
    """Refuse what is incomplete, moves, or costs more than its pixels say."""
    if image_format == "JPEG":
        scans = jpeg_scans(content)
        if scans > MAX_SCANS or (scans > 1 and _coefficients(image) > MAX_COEFFICIENTS):
            raise refusals.TooManyPixels
    elif image_format == "HEIF":
        require_whole_heif(content)
    elif getattr(image, "is_animated", False):
        raise refusals.AnimatedPicture
    elif image_format == "PNG":
        image.verify()


def _coefficients(image: Image.Image) -> int:
    """How many DCT coefficients a JPEG holds: pixels times what chroma adds to them."""
    across = max(layer[1] for layer in image.layer)
    down = max(layer[2] for layer in image.layer)
    shares = sum(layer[1] * layer[2] / (across * down) for layer in image.layer)
    return int(image.width * image.height * shares)
