"""Which category a product's name speaks of, by the taxonomy's names and aliases.

A whole phrase in the name counts most, per word, a little more where its words stand together;
single words of a category count little. The first word counts extra: in Indonesian it says what
the thing is ("keripik pisang" is keripik).
"""

import re

from .models import Category

WHOLE_PHRASE = 100
TOGETHER = 5
FIRST_WORD = 50
LOOSE_WORD = 10
ENOUGH = 50

_WORD = re.compile(r"[^\W\d_]+")
_PART = re.compile(r"[&,()/]")


def guess_category(title: str, *, sector: str = "") -> Category | None:
    """Return the leaf that a name speaks of most; None where it speaks of none.

    Between equals the `sector` of the stall decides, then the taxonomy's order.
    """
    words = _words(title)
    if not words:
        return None
    scores = [
        (_score(words, category), category.sector == sector, -place, category)
        for place, category in enumerate(Category.objects.filter(numchild=0).order_by("path"))
    ]
    score, _is_same, _place, best = max(
        scores, key=lambda entry: entry[:3], default=(0, 0, 0, None)
    )
    return best if score >= ENOUGH else None


def _score(words: list[str], category: Category) -> int:
    phrases = [_words(part) for part in _PART.split(category.name)]
    phrases += [_words(text) for text in (*category.aliases, category.name_en)]
    known = {word for phrase in phrases for word in phrase}
    score = max((_phrase_score(words, phrase) for phrase in phrases), default=0)
    score += LOOSE_WORD * len(known.intersection(words))
    return score + (FIRST_WORD if words[0] in known else 0)


def _phrase_score(words: list[str], phrase: list[str]) -> int:
    if not phrase or not set(phrase).issubset(words):
        return 0
    starts = range(len(words) - len(phrase) + 1)
    is_together = any(words[start : start + len(phrase)] == phrase for start in starts)
    return WHOLE_PHRASE * len(phrase) + (TOGETHER if is_together else 0)


def _words(text: str) -> list[str]:
    return _WORD.findall(text.casefold())
