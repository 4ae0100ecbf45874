"""The corpus's second half: places hidden everywhere, cuts, wrong names, polyglots, real sizes."""

import struct
import zlib

from PIL import Image, PngImagePlugin

from tests.images.making import (
    SECRET,
    XMP,
    exif,
    picture,
    png_chunk,
    png_of,
    saved,
    turned,
)

EXIF_HEADER = b"Exif\0\0"
SCRIPT = b"<script>alert(1)</script>"
PNG_END = png_chunk(b"IEND", b"")


def more() -> dict[str, tuple[bytes, str]]:
    """Name → (content, outcome), as in `corpus.corpus`."""
    return {**places(), **cuts(), **wrong_names(), **polyglots(), **turned_elsewhere(), **sizes()}


def places() -> dict[str, tuple[bytes, str]]:
    """Positions where a camera, a phone or an editor leaves them; none may come out again."""
    jpeg, png = saved(picture(), "JPEG"), saved(picture(), "PNG")
    place = exif()
    after_pixels = png_chunk(b"eXIf", place.removeprefix(EXIF_HEADER))
    text = png_chunk(b"tEXt", b"Location\0" + SECRET)
    latin = png_chunk(b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0" + XMP)
    clean = {
        "xmp-only.jpg": saved(picture(), "JPEG", xmp=XMP),
        "exif-twice.jpg": _segments(jpeg, (0xE1, place), (0xE1, EXIF_HEADER + SECRET * 4)),
        "iptc-place.jpg": _segments(jpeg, (0xED, b"Photoshop 3.0\0" + SECRET)),
        "long-xmp.jpg": _segments(
            jpeg, (0xE1, b"http://ns.adobe.com/xmp/extension/\0" + SECRET * 900)
        ),
        "place-in-a-thumbnail.jpg": _segments(
            jpeg, (0xE1, EXIF_HEADER + saved(picture(32, 32), "JPEG", exif=place))
        ),
        "place-after-the-end.jpg": jpeg + EXIF_HEADER + place + SECRET,
        "maker-note.jpg": _segments(jpeg, (0xE5, b"Samsung\0" + SECRET * 50)),
        "exif-after-pixels.png": png[:-12] + after_pixels + PNG_END,
        "text-after-pixels.png": png[:-12] + text + latin + PNG_END,
        "text-after-the-end.png": png + text,
        "profile-with-a-place.png": saved(picture(), "PNG", icc_profile=SECRET * 20),
        "place-and-glass.webp": saved(picture(mode="RGBA"), "WEBP", exif=place, xmp=XMP),
        "place-and-turn.heic": saved(picture(), "HEIF", exif=exif(6), xmp=XMP),
        "name-as-text.png": saved(picture(), "PNG", pnginfo=_texts(200)),
    }
    return _outcome("clean", clean)


def cuts() -> dict[str, tuple[bytes, str]]:
    """Broken connections: each format cut at a tenth, a third and nine tenths."""
    whole = {
        "jpg": saved(_noise(), "JPEG", exif=exif()),
        "png": saved(_noise(), "PNG"),
        "webp": saved(_noise(), "WEBP"),
        "heic": saved(_noise(), "HEIF"),
    }
    return {
        f"cut-at-{tenth}-tenths.{suffix}": (content[: len(content) * tenth // 10], "damaged")
        for suffix, content in whole.items()
        for tenth in (1, 3, 9)
    }


def wrong_names() -> dict[str, tuple[bytes, str]]:
    """A file is what it holds, whatever it is called."""
    clean = {
        "jpeg-called.png": saved(picture(), "JPEG"),
        "webp-called.jpg": saved(picture(), "WEBP"),
        "heic-called.jpg": saved(picture(), "HEIF"),
        "png-called.heic": saved(picture(), "PNG"),
        "jpeg-without-suffix": saved(picture(), "JPEG"),
        "..%2f..%2fetc%2fpasswd.jpg": saved(picture(), "JPEG"),
    }
    return _outcome("clean", clean) | {
        "gif-called.jpg": (saved(picture(), "GIF"), "unsupported"),
        "tiff-called.png": (saved(picture(), "TIFF"), "unsupported"),
        "icon.ico": (saved(picture(32, 32), "ICO"), "unsupported"),
        "html-called.webp": (b"<html>" + SCRIPT * 30, "not-a-picture"),
    }


def polyglots() -> dict[str, tuple[bytes, str]]:
    """Files that are something else as well; only the pixels are kept."""
    jpeg, png = saved(picture(), "JPEG"), saved(picture(), "PNG")
    webp = saved(picture(), "WEBP")
    clean = {
        "pdf-inside.jpg": _segments(jpeg, (0xFE, b"%PDF-1.7 1 0 obj<</JS(app.alert(1))>>")),
        "program-behind.png": png + b"\x7fELF" + bytes(400),
        "script-in-text.png": png[:33] + png_chunk(b"tEXt", b"Comment\0" + SCRIPT) + png[33:],
        "page-behind.webp": webp + b"<html>" + SCRIPT,
        "php-in-comment.jpg": saved(picture(), "JPEG", comment=b"<?php system($_GET[0]); ?>"),
    }
    return _outcome("clean", clean) | {
        "gif-and-script.gif": (b"GIF89a/*" + bytes(20) + b"*/=1;alert(1)", "unsupported"),
        "zip-first.jpg": (b"PK\3\4" + bytes(26) + jpeg, "not-a-picture"),
    }


def turned_elsewhere() -> dict[str, tuple[bytes, str]]:
    """Orientation tags in formats that seldom have one, and all of them in CMYK."""
    stored = {
        f"turned-{number}.{suffix}": saved(picture(), image_format, exif=exif(number))
        for number in (3, 6, 8)
        for suffix, image_format in (("png", "PNG"), ("webp", "WEBP"))
    }
    press = {
        f"press-turned-{number}.jpg": saved(picture(mode="CMYK"), "JPEG", exif=exif(number))
        for number in (2, 5, 7)
    }
    return _outcome("clean", {**stored, **press, "turned-twice.jpg": _twice_turned()})


def sizes() -> dict[str, tuple[bytes, str]]:
    """Real pixels of impossible shapes, and headers that lie."""
    return {
        "real-thread.png": (png_of(1, 60_000, rows=60_000), "too-many-pixels"),
        "real-beam.png": (png_of(60_000, 1, rows=1), "too-many-pixels"),
        "nothing-wide.png": (png_of(0, 60), "damaged"),
        "largest-claim.png": (png_of(2**31 - 1, 2**31 - 1), "too-many-pixels"),
        "two-headers.png": (_two_headers(), "too-many-pixels"),
        "short-rows.png": (_short_rows(), "damaged"),
    }


def _outcome(outcome: str, files: dict[str, bytes]) -> dict[str, tuple[bytes, str]]:
    return {name: (content, outcome) for name, content in files.items()}


def _segments(jpeg: bytes, *segments: tuple[int, bytes]) -> bytes:
    """Put marker segments right behind the start of a JPEG."""
    written = b"".join(
        bytes((0xFF, marker)) + struct.pack(">H", len(content) + 2) + content
        for marker, content in segments
    )
    return jpeg[:2] + written + jpeg[2:]


def _texts(count: int) -> PngImagePlugin.PngInfo:
    texts = PngImagePlugin.PngInfo()
    for number in range(count):
        texts.add_text(f"Remark {number}", SECRET.decode())
    return texts


def _noise() -> Image.Image:
    """A picture that packs badly, so that a cut falls into its pixels."""
    return Image.effect_noise((320, 240), 90).convert("RGB")


def _twice_turned() -> bytes:
    """Two EXIF segments that contradict each other."""
    return _segments(turned(6), (0xE1, exif(3)))


def _two_headers() -> bytes:
    """A PNG with a second, larger header behind the first."""
    png = saved(picture(), "PNG")
    second = png_chunk(b"IHDR", struct.pack(">IIBBBBB", 30_000, 30_000, 8, 2, 0, 0, 0))
    return png[:33] + second + png[33:]


def _short_rows() -> bytes:
    """A PNG whose pixel stream ends in the middle of a row."""
    header = struct.pack(">IIBBBBB", 64, 64, 8, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + png_chunk(b"IHDR", header)
        + png_chunk(b"IDAT", zlib.compress(bytes(65 * 20 + 7)))
        + PNG_END
    )
