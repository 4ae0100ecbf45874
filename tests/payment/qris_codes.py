"""QRIS codes of made-up merchants for tests, and pictures of them."""

from io import BytesIO

import segno
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from shop.payment.collecting import qris

#: A static code and the same one over Rp53.000, computed by hand from EMVCo's rules.
STATIC = (
    "00020101021126660014COM.CONTOH.WWW01189360000000000000010215000000000000001"
    "0303UMI51440014ID.CO.QRIS.WWW0215ID10999999999990303UMI520454995303360"
    "5802ID5916TOKO CONTOH DESA6006BLITAR61056617162070703A016304E0CF"
)
WITH_53_000 = (
    "00020101021226660014COM.CONTOH.WWW01189360000000000000010215000000000000001"
    "0303UMI51440014ID.CO.QRIS.WWW0215ID10999999999990303UMI520454995303360540553000"
    "5802ID5916TOKO CONTOH DESA6006BLITAR61056617162070703A01630452C7"
)


def tag(number: str, value: str) -> str:
    """Return one tag as EMVCo writes it."""
    return f"{number}{len(value):02}{value}"


def sealed(body: str) -> str:
    """Return a code's body with its check digits behind it."""
    return f"{body}6304{qris.checksum(f'{body}6304')}"


def code(*, name="TOKO CONTOH", city="BLITAR", nmid="ID1020000000001", **tags: str) -> str:
    """Return a static code; `t53="840"` writes another value, `t58=""` leaves a tag out."""
    values = {
        "t00": "01",
        "t01": "11",
        "t51": tag("00", "ID.CO.QRIS.WWW") + tag("02", nmid) + tag("03", "UMI"),
        "t52": "5499",
        "t53": "360",
        "t58": "ID",
        "t59": name,
        "t60": city,
        **tags,
    }
    return sealed("".join(tag(key[1:], value) for key, value in sorted(values.items()) if value))


def drawn(*texts: str, kind: str = "PNG") -> SimpleUploadedFile:
    """Return a picture of QR codes side by side, as people upload it."""
    pictures = []
    for text in texts:
        content = BytesIO()
        segno.make(text, error="m", micro=False).save(content, kind="png", scale=6, border=6)
        pictures.append(Image.open(content).convert("RGB"))
    width = sum(picture.width for picture in pictures) or 200
    ground = Image.new("RGB", (width, max([200, *(one.height for one in pictures)])), "white")
    at = 0
    for picture in pictures:
        ground.paste(picture, (at, 0))
        at += picture.width
    content = BytesIO()
    ground.save(content, kind)
    return SimpleUploadedFile(f"qris.{kind.lower()}", content.getvalue())
