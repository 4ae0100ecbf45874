import io
import random

import pytest
from PIL import Image

from shop.images import refusals
from shop.images.cleaning import clean, clean_upload
from shop.images.intake import accept
from tests.images.making import SECRET, exif, picture, saved, srgb_profile, talkative, turned

RED, BLUE = (200, 30, 30), (30, 30, 200)


def cleaned(content: bytes) -> Image.Image:
    return Image.open(io.BytesIO(clean(accept(io.BytesIO(content))).content))


def is_close(colour: tuple[int, ...], wanted: tuple[int, ...], tolerance: int = 6) -> bool:
    return all(abs(one - other) <= tolerance for one, other in zip(colour, wanted, strict=True))


@pytest.mark.parametrize("image_format", ["JPEG", "PNG", "WEBP", "HEIF"])
def test_no_place_and_no_other_metadata_survives(image_format):
    content = talkative(image_format)
    assert SECRET in content

    result = clean(accept(io.BytesIO(content))).content

    assert SECRET not in result
    for trace in (b"Exif", b"xmpmeta", b"ICC_PROFILE", b"GPSLatitude", b"Photoshop"):
        assert trace not in result
    reopened = Image.open(io.BytesIO(result))
    assert dict(reopened.getexif()) == {}
    assert not {"exif", "xmp", "icc_profile", "comment"} & set(reopened.info)


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_turned_photo_stands_upright(orientation):
    image = cleaned(turned(orientation))

    assert image.size == (96, 64)
    assert is_close(image.getpixel((8, 32)), RED)
    assert is_close(image.getpixel((88, 32)), BLUE)


def test_a_large_photo_becomes_2048_px_long_and_keeps_its_shape():
    image = cleaned(saved(picture(4_400, 1_100), "JPEG"))

    assert image.size == (2_048, 512)


def test_a_small_photo_is_not_enlarged():
    assert cleaned(saved(picture(300, 200), "PNG")).size == (300, 200)


def test_sixteen_bit_grey_keeps_its_brightness():
    image = cleaned(saved(Image.new("I;16", (96, 64), 128 * 257), "PNG"))

    assert image.mode == "RGB"
    assert is_close(image.getpixel((50, 30)), (128, 128, 128), tolerance=2)


def test_print_colours_become_screen_colours():
    image = cleaned(saved(Image.new("CMYK", (96, 64), (0, 255, 255, 0)), "JPEG", quality=95))

    assert image.mode == "RGB"
    assert is_close(image.getpixel((50, 30)), (255, 0, 0))


def test_a_profile_is_applied_before_it_is_dropped():
    swapped = bytearray(srgb_profile())
    red, blue = swapped.find(b"rXYZ"), swapped.find(b"bXYZ")
    swapped[red : red + 4], swapped[blue : blue + 4] = b"bXYZ", b"rXYZ"

    image = cleaned(saved(picture(), "PNG", icc_profile=bytes(swapped)))

    assert is_close(image.getpixel((8, 32)), BLUE)


def test_real_transparency_stays_and_empty_transparency_goes():
    glass = cleaned(saved(Image.new("RGBA", (96, 64), (9, 99, 9, 128)), "PNG"))
    solid = cleaned(saved(picture(mode="RGBA"), "PNG"))

    assert (glass.format, glass.mode) == ("WEBP", "RGBA")
    assert (solid.format, solid.mode) == ("JPEG", "RGB")


def test_the_mean_colour_fills_the_place_until_the_picture_loads():
    plain = saved(Image.new("RGB", (96, 64), (0x3A, 0x6E, 0x22)), "PNG")

    assert clean(accept(io.BytesIO(plain))).colour == "#3a6e22"


def test_the_first_picture_of_a_phone_with_two_is_taken():
    both = saved(picture(), "MPO", save_all=True, append_images=[picture(40, 40)], exif=exif())

    assert cleaned(both).size == (96, 64)


def test_an_upload_for_a_page_keeps_its_name_and_nothing_else():
    upload = io.BytesIO(talkative("HEIF"))
    upload.name = "Panen di Bence.heic"

    result = clean_upload(upload)

    assert result.name == "Panen di Bence.jpg"
    assert SECRET not in result.read()


def test_a_file_that_breaks_while_it_is_decoded_is_refused():
    content = bytearray(saved(picture(400, 400), "WEBP"))
    content[60:] = bytes(len(content) - 60)

    with pytest.raises(refusals.DamagedPicture):
        cleaned(bytes(content))


@pytest.mark.filterwarnings("ignore::UserWarning")  # Pillow warns of tags that it skips
@pytest.mark.parametrize("image_format", ["JPEG", "PNG", "WEBP", "HEIF"])
def test_a_file_with_random_damage_is_cleaned_or_refused_and_nothing_worse(image_format):
    chance = random.Random(image_format)
    whole = talkative(image_format)
    outcomes = set()
    for _file in range(120):
        broken = bytearray(whole)
        for _damage in range(chance.choice([1, 2, 8])):
            broken[chance.randrange(len(broken))] = chance.randrange(256)
        try:
            cleaned(bytes(broken))
            outcomes.add("clean")
        except refusals.PictureRefused:
            outcomes.add("refused")

    assert "refused" in outcomes
