"""What the picture component shows: addresses per format, sizes, placeholder colour."""

from dataclasses import dataclass
from typing import Protocol

from shop.images.derivatives import CARD_WIDTH
from shop.images.naming import derivative_name
from shop.images.storage import public_media

PLACEHOLDER_COLOUR = "#e8e2d4"


class PictureRow(Protocol):
    token: str
    width: int
    height: int
    widths: list[int]
    colour: str
    is_ready: bool


@dataclass(frozen=True)
class PictureSources:
    """A picture for `components/picture.html`.

    `avif`, `webp`, `jpeg` are srcset values with all widths; `small_*` and `src` are one address.
    All addresses are empty while the picture is not ready or has no files (a demo icon).
    """

    alt: str
    is_ready: bool
    width: int
    height: int
    colour: str
    avif: str = ""
    webp: str = ""
    jpeg: str = ""
    small_avif: str = ""
    small_webp: str = ""
    small_jpeg: str = ""
    src: str = ""


def sources_of(picture: PictureRow, *, alt: str) -> PictureSources:
    """The sources of a row; reads nothing but the row."""
    colour = picture.colour or PLACEHOLDER_COLOUR
    if not picture.is_ready or not picture.widths:
        return PictureSources(alt, False, picture.width, picture.height, colour)
    storage = public_media()

    def address(width: int, image_format: str) -> str:
        return storage.url(derivative_name(picture.token, width, image_format))

    def srcset(image_format: str) -> str:
        return ", ".join(f"{address(width, image_format)} {width}w" for width in picture.widths)

    small = min(picture.widths, key=lambda width: abs(width - CARD_WIDTH))
    middle = picture.widths[len(picture.widths) // 2]
    return PictureSources(
        alt=alt,
        is_ready=True,
        width=picture.width,
        height=picture.height,
        colour=colour,
        avif=srcset("avif"),
        webp=srcset("webp"),
        jpeg=srcset("jpeg"),
        small_avif=address(small, "avif"),
        small_webp=address(small, "webp"),
        small_jpeg=address(small, "jpeg"),
        src=address(middle, "jpeg"),
    )
