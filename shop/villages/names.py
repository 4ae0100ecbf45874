"""How place names are folded before they are compared."""

import re
import unicodedata

_APOSTROPHES = re.compile(r"['`\u00b4\u2018\u2019]")
_WORD = re.compile(r"[a-z0-9]+")


def fold(text: str) -> str:
    """`text` as people type it: compatibility forms, small letters, no accents or apostrophes."""
    decomposed = unicodedata.normalize("NFKD", _APOSTROPHES.sub("", text))
    bare = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    return unicodedata.normalize("NFKC", bare).casefold()


def words(text: str) -> list[str]:
    """The folded words of `text` in their order: Latin letters and digits, as in all names."""
    return _WORD.findall(fold(text))
