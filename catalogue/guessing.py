"""Which category a product's name speaks of, by the taxonomy's names and aliases.

A whole phrase in the name counts most, per word, a little more where its words stand together;
single words of a category count little. Examples in its parentheses count less than names, and
never as a first word: "ikan nila" is nila, no frozen dish. The first word counts extra: in
Indonesian it says what the thing is ("keripik pisang" is keripik).
"""

import re

from .models import Category

WHOLE_PHRASE = 100
EXAMPLE = 95
TOGETHER = 5
FIRST_WORD = 50
LOOSE_WORD = 10
ENOUGH = 50

_WORD = re.compile(r"[^\W\d_]+")
_PART = re.compile(r"[&,/]")
_EXAMPLES = re.compile(r"\(([^)]*)\)")


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
    names = _phrases(_EXAMPLES.sub("", category.name))
    names += [_words(text) for text in (*category.aliases, category.name_en)]
    examples = _phrases(" , ".join(_EXAMPLES.findall(category.name)))
    score = max(
        *(_phrase_score(words, phrase, worth=WHOLE_PHRASE) for phrase in names),
        *(_phrase_score(words, phrase, worth=EXAMPLE) for phrase in examples),
    )
    naming = {word for phrase in names for word in phrase}
    known = naming.union(*examples)
    return score + LOOSE_WORD * len(known.intersection(words)) + FIRST_WORD * (words[0] in naming)


def _phrases(text: str) -> list[list[str]]:
    return [_words(part) for part in _PART.split(text)]


def _phrase_score(words: list[str], phrase: list[str], *, worth: int) -> int:
    if not phrase or not set(phrase).issubset(words):
        return 0
    starts = range(len(words) - len(phrase) + 1)
    is_together = any(words[start : start + len(phrase)] == phrase for start in starts)
    return worth * len(phrase) + (TOGETHER if is_together else 0)


def _words(text: str) -> list[str]:
    return _WORD.findall(text.casefold())
