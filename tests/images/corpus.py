"""Files people, phones and attackers send, each with its outcome: a refusal's code or "clean"."""

import io
import zipfile
import zlib

from PIL import Image

from tests.images.corpus_more import more
from tests.images.making import (
    claiming,
    exif,
    many_scans,
    picture,
    png_chunk,
    png_of,
    saved,
    talkative,
    turned,
    webp_claiming,
)

SCRIPT = b"<!doctype html><script>alert(1)</script>"
LARGE = 16 * 1024 * 1024


def _zip() -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr("index.html", SCRIPT)
    return content.getvalue()


def _moving(image_format: str) -> bytes:
    frames = [picture(), picture().rotate(180)]
    return saved(frames[0], image_format, save_all=True, append_images=frames[1:], duration=100)


def _half(content: bytes) -> bytes:
    return content[: len(content) // 2]


def _palette() -> Image.Image:
    image = picture().quantize(8)
    image.info["transparency"] = 0
    return image


def _sixteen_bit() -> bytes:
    return saved(Image.new("I;16", (96, 64), 40_000), "PNG")


def corpus() -> dict[str, tuple[bytes, str]]:
    """Name → (content, outcome)."""
    jpeg, png = saved(picture(), "JPEG"), saved(picture(), "PNG")
    webp, heic = saved(picture(), "WEBP"), saved(picture(), "HEIF")
    text_bomb = png_chunk(b"zTXt", b"Comment\0\0" + zlib.compress(bytes(100_000_000), 9))
    colour_bomb = png_chunk(b"iCCP", b"p\0\0" + zlib.compress(bytes(100_000_000), 9))
    refused = {
        "empty.jpg": (b"", "not-a-picture"),
        "words.jpg": (b"Bukti transfer sudah dikirim", "not-a-picture"),
        "page.png": (SCRIPT, "not-a-picture"),
        "drawing.svg": (b'<svg xmlns="http://www.w3.org/2000/svg"/>', "not-a-picture"),
        "archive.jpg": (_zip(), "not-a-picture"),
        "program.jpg": (b"\x7fELF" + bytes(200), "not-a-picture"),
        "script-first.jpg": (SCRIPT + jpeg, "not-a-picture"),
        "still.gif": (saved(picture(), "GIF"), "unsupported"),
        "moving.gif": (_moving("GIF"), "unsupported"),
        "bitmap.bmp": (saved(picture(), "BMP"), "unsupported"),
        "scan.tiff": (saved(picture(), "TIFF"), "unsupported"),
        "receipt.pdf": (b"%PDF-1.7\n", "unsupported"),
        "new.avif": (saved(picture(), "AVIF"), "unsupported"),
        "film.mp4": (b"\0\0\0\x18ftypmp42" + bytes(100), "unsupported"),
        "start-only.jpg": (b"\xff\xd8\xff", "damaged"),
        "half.jpg": (_half(jpeg), "damaged"),
        "no-end.jpg": (jpeg[:-2], "damaged"),
        "half-with-thumbnail.jpg": (_half(saved(picture(), "JPEG", exif=exif())), "damaged"),
        "half.png": (_half(png), "damaged"),
        "no-end.png": (png[:-12], "damaged"),
        "flipped-bit.png": (png[:45] + bytes([png[45] ^ 1]) + png[46:], "damaged"),
        "half.webp": (_half(webp), "damaged"),
        "half.heic": (_half(heic), "damaged"),
        "noise.heic": (b"\0\0\0\x18ftypheic" + bytes(range(256)) * 4, "damaged"),
        "colour-bomb.png": (png_of(96, 64, colour_bomb, rows=64), "damaged"),
        "text-bomb.png": (png_of(96, 64, text_bomb, rows=64), "damaged"),
        "200-megapixels.jpg": (claiming(jpeg, 16_320, 12_240), "too-many-pixels"),
        "60-megapixels.jpg": (claiming(jpeg, 9_000, 6_700), "too-many-pixels"),
        "bomb.png": (png_of(30_000, 30_000, rows=2_000), "too-many-pixels"),
        "26-megapixels.png": (png_of(5_200, 5_000), "too-many-pixels"),
        "canvas-bomb.webp": (webp_claiming(16_384, 16_384), "too-many-pixels"),
        "progressive-bomb.jpg": (
            claiming(saved(picture(), "JPEG", progressive=True), 8_000, 6_000),
            "too-many-pixels",
        ),
        "many-scans.jpg": (many_scans(400), "too-many-pixels"),
        "thread.png": (png_of(1, 60_000, rows=10), "too-many-pixels"),
        "hair.png": (png_of(1, 9_000, rows=10), "too-small"),
        "dot.png": (saved(picture(8, 8), "PNG"), "too-small"),
        "ribbon.jpg": (saved(picture(1_300, 100), "JPEG"), "odd-shape"),
        "moving.webp": (_moving("WEBP"), "animated"),
        "moving.png": (_moving("PNG"), "animated"),
        "large.jpg": (jpeg + bytes(LARGE), "too-large"),
    }
    cleaned = {
        "photo.jpg": jpeg,
        "photo.png": png,
        "photo.webp": webp,
        "photo.heic": heic,
        "wrong-name.jpg": png,
        "with-place.jpg": talkative("JPEG"),
        "with-place.png": talkative("PNG"),
        "with-place.webp": talkative("WEBP"),
        "with-place.heic": talkative("HEIF"),
        "archive-inside.jpg": jpeg + _zip(),
        "script-inside.png": png + SCRIPT,
        "script-in-comment.jpg": saved(picture(), "JPEG", comment=SCRIPT),
        "two-pictures.jpg": saved(picture(), "MPO", save_all=True, append_images=[picture(40, 40)]),
        "press.jpg": saved(picture(mode="CMYK"), "JPEG"),
        "grey.jpg": saved(picture(mode="L"), "JPEG"),
        "progressive.jpg": saved(picture(), "JPEG", progressive=True),
        "sixteen-bit.png": _sixteen_bit(),
        "one-bit.png": saved(picture(mode="1"), "PNG"),
        "palette.png": saved(_palette(), "PNG"),
        "glass.png": saved(Image.new("RGBA", (96, 64), (9, 99, 9, 128)), "PNG"),
        "grey-glass.png": saved(Image.new("LA", (96, 64), (99, 128)), "PNG"),
        "broken-profile.jpg": saved(picture(), "JPEG", icc_profile=b"no profile" * 20),
        "broken-exif.jpg": saved(picture(), "JPEG", exif=b"Exif\0\0MM\0*\xff\xff\xff\xff"),
        "odd-orientation.jpg": saved(picture(), "JPEG", exif=exif(99)),
        "missing-rows.png": png_of(96, 64),
        "claims-more.jpg": claiming(jpeg, 8_000, 6_000),
        "50-megapixels.jpg": saved(Image.new("RGB", (8_192, 6_144), (9, 99, 9)), "JPEG"),
        "24-megapixels.png": saved(
            Image.new("RGBA", (4_940, 4_940), (9, 99, 9, 128)), "PNG", compress_level=1
        ),
        "8-megapixels.webp": saved(
            Image.new("RGBA", (2_828, 2_828), (9, 99, 9, 128)), "WEBP", lossless=True, method=0
        ),
        "16-megapixels.heic": saved(Image.new("RGB", (4_608, 3_456), (9, 99, 9)), "HEIF"),
        "26-megapixels-progressive.jpg": saved(
            Image.new("RGB", (5_888, 4_416), (9, 99, 9)), "JPEG", progressive=True
        ),
        **{f"turned-{number}.jpg": turned(number) for number in range(1, 9)},
    }
    return refused | {name: (content, "clean") for name, content in cleaned.items()} | more()
