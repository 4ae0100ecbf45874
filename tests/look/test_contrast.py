"""Colours keep the contrast that the look promises, in the light and in the dark."""

import re

import pytest

from shop.look.critical import CSS

ROOT_BLOCK = re.compile(r":root\{(.*?)\n?\}", re.DOTALL)
TOKEN = re.compile(r"--([\w-]+):(#[0-9a-f]{3,6})\b")


def tokens(part: str) -> tuple[dict[str, str], dict[str, str]]:
    """Return a part's colours in the light and in the dark."""
    light, dark = (
        dict(TOKEN.findall(block))
        for block in ROOT_BLOCK.findall((CSS / f"{part}.css").read_text())[:2]
    )
    return light, light | dark


def luminance(colour: str) -> float:
    """Relative luminance as in WCAG 2.2."""
    digits = colour.removeprefix("#")
    if len(digits) == 3:
        digits = "".join(digit * 2 for digit in digits)
    channels = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    linear = [
        channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4
        for channel in channels
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """Contrast ratio as in WCAG 2.2, to one decimal."""
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return round((lighter + 0.05) / (darker + 0.05), 1)


CORE = tokens("core")
SLOPE = tokens("slope")
WHITE = "#fff"

PAIRS = [
    ("ink", "page", 15.1, 16.0),
    ("soft", "page", 6.8, 9.1),
    ("soft", "sunken", 6.2, 7.5),
    ("leaf", "page", 6.9, 10.3),
    ("leaf", "leaf-bg", 6.0, 7.1),
    ("on-koi", "koi", 5.4, 7.2),
    ("on-koi", "koi-deep", 7.3, 8.9),
    ("koi", "page", 5.1, 7.3),
    ("soft", "padi-bg", 6.3, 6.4),
    ("soft", "nila-bg", 5.9, 6.6),
    ("soft", "koi-bg", 6.1, 6.9),
    ("soft", "soga-bg", 5.7, 6.8),
    ("padi-ink", "padi-bg", 7.5, 8.6),
    ("nila", "nila-bg", 7.1, 7.5),
    ("cabai", "cabai-bg", 6.4, 7.2),
    ("control", "page", 4.0, 5.3),
    ("focus", "page", 8.2, 10.6),
    ("padi", "brand", 5.6, 7.2),
]


@pytest.mark.parametrize(("mark", "ground", "light", "dark"), PAIRS)
def test_colours_keep_their_contrast(mark, ground, light, dark):
    assert contrast(CORE[0][mark], CORE[0][ground]) == light
    assert contrast(CORE[1][mark], CORE[1][ground]) == dark


@pytest.mark.parametrize(("ground", "light", "dark"), [("brand", 9.7, 12.5), ("btn", 9.7, 6.5)])
def test_white_reads_on_green(ground, light, dark):
    assert contrast(WHITE, CORE[0][ground]) == light
    assert contrast(WHITE, CORE[1][ground]) == dark


def test_words_read_on_the_landscape():
    for number, soft_on_sky, white_on_ground in ((0, 5.6, 6.0), (1, 5.6, 11.2)):
        assert contrast(CORE[number]["soft"], SLOPE[number]["sky2"]) == soft_on_sky
        assert contrast(WHITE, SLOPE[number]["t3"]) == white_on_ground
