"""Letters that our papers can print; others are spelled with letters they have."""

from functools import cache
from pathlib import Path

from anyascii import anyascii
from fontTools.ttLib import TTFont

FONTS = Path(__file__).parent / "fonts"
REGULAR = FONTS / "DejaVuSansCondensed.ttf"
BOLD = FONTS / "DejaVuSansCondensed-Bold.ttf"


@cache
def _printable() -> frozenset[int]:
    return frozenset(TTFont(REGULAR).getBestCmap()) & frozenset(TTFont(BOLD).getBestCmap())


def printable(text: object) -> str:
    """Return the text with every letter our fonts lack spelled in Latin; none is left out.

    Line breaks stay; other control characters become spaces.
    """
    return "".join(_spelled(letter) for letter in str(text))


def _spelled(letter: str) -> str:
    if letter == "\n" or ord(letter) in _printable():
        return letter
    if letter.isspace() or not letter.isprintable():
        return " "
    return anyascii(letter) or "?"
