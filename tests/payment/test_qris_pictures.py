"""QRIS codes in pictures: found in what people upload, and drawn so that a wallet reads them."""

from io import BytesIO

import pytest
import zxingcpp
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from shop.images.refusals import NotAPicture, PictureTooLarge, TooManyPixels
from shop.payment.collecting import qris, qris_pictures
from shop.payment.collecting import qris_refusals as refusals
from tests.payment.qris_codes import STATIC, WITH_53_000, code, drawn


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_the_code_of_a_picture_is_read(kind):
    reading = qris_pictures.read_picture(drawn(STATIC, kind=kind))
    assert reading.text == STATIC
    with Image.open(reading.picture) as kept:
        assert kept.width > 100


def test_among_several_codes_the_one_qris_counts():
    reading = qris_pictures.read_picture(drawn("https://contoh.id", STATIC, STATIC))
    assert reading.text == STATIC


@pytest.mark.parametrize(
    ("picture", "refusal"),
    [
        (drawn(), refusals.NoCodeInPicture),
        (drawn("https://contoh.id"), refusals.NotQris),
        (drawn(WITH_53_000), refusals.Dynamic),
        (drawn(STATIC, code()), refusals.SeveralCodes),
        (drawn("https://contoh.id", "https://lain.id"), refusals.NoCodeInPicture),
        (SimpleUploadedFile("qris.png", b"<svg onload='x'/>"), NotAPicture),
        (SimpleUploadedFile("qris.jpg", b"\xff\xd8\xff" + b"0" * 15_728_640), PictureTooLarge),
    ],
)
def test_a_picture_without_one_static_qris_is_refused(picture, refusal):
    with pytest.raises(refusal):
        qris_pictures.read_picture(picture)


def test_a_picture_of_too_many_pixels_is_refused_before_it_is_looked_at():
    content = BytesIO()
    Image.new("1", (5_000, 5_000)).save(content, "PNG")
    with pytest.raises(TooManyPixels):
        qris_pictures.read_picture(SimpleUploadedFile("qris.png", content.getvalue()))


def test_a_drawn_code_is_read_back():
    text = qris.with_amount(qris.parse(STATIC), 53_000)
    with Image.open(BytesIO(qris_pictures.png(text))) as image:
        assert zxingcpp.read_barcodes(image)[0].text == WITH_53_000
    drawing = qris_pictures.svg(text)
    assert drawing.startswith(b"<?xml")
    assert b"viewBox" in drawing
    assert b"<script" not in drawing
    assert len(drawing) < 12_000
