"""What `components/picture.html` needs to know about a picture."""

from dataclasses import dataclass
from typing import Protocol


class Picture(Protocol):
    """A picture that is derived already, or still waits for it.

    `avif` and `webp` are `srcset` texts of all widths ("/media/x-180.avif 180w, …");
    `small_*` are the addresses at 180 px; `jpeg` is the `srcset` for old browsers. Until
    `is_ready` the ground and the petal stand in. A picture with `is_icon` (optional)
    stands free on its ground instead of filling the shape.
    """

    is_ready: bool
    alt: str
    width: int
    height: int
    avif: str
    webp: str
    jpeg: str
    small_avif: str
    small_webp: str
    small_jpeg: str


@dataclass(frozen=True, kw_only=True)
class StillPicture:
    """A picture written down by hand, for the style page and tests."""

    alt: str = ""
    width: int = 0
    height: int = 0
    avif: str = ""
    webp: str = ""
    jpeg: str = ""
    small_avif: str = ""
    small_webp: str = ""
    small_jpeg: str = ""
    is_ready: bool = False
    is_icon: bool = False
