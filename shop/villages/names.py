"""How place names are folded before they are compared."""

import re
import unicodedata

_APOSTROPHES = re.compile(r"['’‘`´]")
_WORD = re.compile(r"[a-z0-9]+")


def fold(text: str) -> str:
    """`text` as a person would type it: compatibility forms, small letters, no accents, no apostrophes."""
    decomposed = unicodedata.normalize("NFKD", _APOSTROPHES.sub("", text))
    bare = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    return unicodedata.normalize("NFKC", bare).casefold()


def words(text: str) -> list[str]:
    """The folded words of `text` in their order: Latin letters and digits, as every region's name is written."""
    return _WORD.findall(fold(text))
