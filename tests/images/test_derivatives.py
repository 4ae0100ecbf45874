import io

import pytest
from PIL import Image

from shop.images.cleaning import clean
from shop.images.derivatives import derive, widths_for
from shop.images.intake import accept
from tests.images.making import picture, saved


def master_of(content: bytes) -> bytes:
    return clean(accept(io.BytesIO(content))).content


def noisy(width: int, height: int) -> bytes:
    """As hard to compress as a photo of grass."""
    grain = Image.effect_noise((width // 4, height // 4), 40).resize((width, height))
    return saved(Image.merge("RGB", (grain, grain.rotate(90), grain.rotate(180))), "PNG")


@pytest.mark.parametrize(
    ("width", "widths"),
    [
        (2048, [180, 360, 480, 720, 1080]),
        (1080, [180, 360, 480, 720, 1080]),
        (500, [180, 360, 480, 500]),
        (180, [180]),
        (64, [64]),
    ],
)
def test_a_picture_is_never_enlarged_and_never_without_a_size(width, widths):
    assert widths_for(width) == widths


def test_every_width_comes_in_three_formats_with_the_shape_kept():
    derivatives = list(derive(master_of(saved(picture(600, 400), "JPEG"))))

    seen = []
    for derivative in derivatives:
        image = Image.open(io.BytesIO(derivative.content))
        assert image.format.lower() == derivative.image_format
        assert not {"exif", "xmp", "icc_profile"} & set(image.info)
        seen.append((derivative.width, derivative.image_format, image.size))
    assert seen == [
        (width, name, (width, height))
        for width, height in [(180, 120), (360, 240), (480, 320), (600, 400)]
        for name in ("avif", "webp", "jpeg")
    ]


def test_twelve_cards_of_hard_photos_weigh_at_most_36_kb():
    card = next(derive(master_of(noisy(1200, 900))))

    assert (card.width, card.image_format) == (180, "avif")
    assert len(card.content) * 12 <= 36_000


def test_transparency_stays_where_the_format_has_it_and_is_white_in_jpeg():
    glass = saved(Image.new("RGBA", (200, 200), (0, 0, 0, 0)), "PNG")

    images = {
        (item.width, item.image_format): Image.open(io.BytesIO(item.content))
        for item in derive(master_of(glass))
    }

    assert images[180, "webp"].mode == "RGBA"
    assert images[180, "avif"].mode == "RGBA"
    assert images[180, "jpeg"].getpixel((90, 90)) == (255, 255, 255)
