"""QRIS codes as pictures: read from an upload, and drawn for a buyer."""

from dataclasses import dataclass
from io import BytesIO
from typing import BinaryIO

import segno
import zxingcpp
from django.core.files.base import ContentFile
from PIL import Image

from shop.images.cleaning import clean_upload, on_white
from shop.payment.collecting import qris
from shop.payment.collecting.qris_refusals import NoCodeInPicture, QrisRefused, SeveralCodes

#: EMVCo asks for level M; four modules of white around it are ISO/IEC 18004's quiet zone.
ERROR_LEVEL = "m"
QUIET_MODULES = 4
PNG_SCALE = 12


@dataclass(frozen=True)
class Reading:
    """What an uploaded picture holds: the code's text, and the cleaned picture itself."""

    text: str
    picture: ContentFile


def read_picture(file: BinaryIO) -> Reading:
    """Read the QRIS code of a picture that people uploaded.

    The picture goes through the same gate as every upload, so its pixels are bounded before
    anything looks for a code. Among several codes the only valid QRIS one counts. Raises
    PictureRefused, or a QrisRefused: of the only code found, NoCodeInPicture or SeveralCodes.
    """
    picture = clean_upload(file)
    texts = _texts(picture)
    if not texts:
        raise NoCodeInPicture
    if len(texts) == 1:
        return Reading(qris.parse(texts[0]).payload, picture)
    valid = [text for text in texts if _is_valid(text)]
    if len(valid) != 1:
        raise SeveralCodes if valid else NoCodeInPicture
    return Reading(valid[0].strip(), picture)


def svg(text: str) -> bytes:
    """Draw a code as SVG without sizes, so that a page decides how large it is."""
    out = BytesIO()
    segno.make(text, error=ERROR_LEVEL, micro=False, boost_error=False).save(
        out, kind="svg", border=QUIET_MODULES, light="#fff", omitsize=True
    )
    return out.getvalue()


def png(text: str) -> bytes:
    """Draw a code as PNG: what a phone keeps in its gallery and a wallet opens from there."""
    out = BytesIO()
    segno.make(text, error=ERROR_LEVEL, micro=False, boost_error=False).save(
        out, kind="png", border=QUIET_MODULES, scale=PNG_SCALE
    )
    return out.getvalue()


def _texts(picture: ContentFile) -> list[str]:
    """Return the different texts of the QR codes in a cleaned picture, at most ten."""
    picture.seek(0)
    with Image.open(picture) as image:
        grey = on_white(image).convert("L")
    found = zxingcpp.read_barcodes(
        grey, formats=zxingcpp.BarcodeFormat.QRCode, text_mode=zxingcpp.TextMode.Plain
    )
    picture.seek(0)
    return list(dict.fromkeys(barcode.text for barcode in found[:10] if barcode.text))


def _is_valid(text: str) -> bool:
    try:
        qris.parse(text)
    except QrisRefused:
        return False
    return True
