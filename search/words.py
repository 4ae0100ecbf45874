"""Words become terms here, once, for listings and for questions alike.

A pipeline of pure functions: fold → split → join reduplications → drop stop words →
fold spelling → stem. Each term keeps the word as written beside its stem, so that an
engine can let the written word outrank its relatives.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from Sastrawi.Stemmer.StemmerFactory import StemmerFactory

LONGEST_WORD = 40
SHORTEST_STEMMED = 5
SHORTEST_RESPELLED = 4

STOP_WORDS = frozenset(
    {"yang", "dan", "di", "ke", "dari", "untuk", "dengan", "atau", "ini", "itu", "pada", "dalam"}
    | {"oleh", "para", "sebagai", "juga", "adalah", "the", "of", "and", "for", "with", "from"}
)

_SPLIT = re.compile(r"[^\W_]+(?:-[^\W_]+)*")
_APOSTROPHES = re.compile(r"['`\u00b4\u2018\u2019]")
_TWICE_AS_DIGIT = re.compile(r"^([^\W\d_]{3,})2([^\W\d_]*)$")
_LONG_RUN = re.compile(r"([^\W\d_])\1{2,}")
_RUN = re.compile(r"([^\W\d_])\1+")
# Spelling of before 1972; its nj and j are left alone: today's words hold them (panjang, jagung).
_OLD_SPELLING = (("oe", "u"), ("dj", "j"), ("tj", "c"), ("sj", "sy"))
# What PySastrawi strips too much of. A root of three letters may miss any of these (lap+is,
# pes+an, tan+i); a longer one only a k (terna+k), unless the verb ends in -kan (di+beku+kan).
_OVERCUT = ("an", "is", "i", "k")
_VERB_PREFIXES = ("di", "me")
# A root of three letters counts only when one of these was all that was cut off.
_SAFE_SUFFIXES = frozenset({"nya", "an", "kan", "ku", "mu"})


@dataclass(frozen=True, slots=True)
class Term:
    """A word as written (folded) and its stem, which is the word itself when it has none."""

    word: str
    stem: str


def analyse(text: str) -> list[Term]:
    """The terms of a text in their order, repeated where it repeats them."""
    return [
        Term(word, stem(word)) for word in spell(drop_stop_words(join_twins(split(fold(text)))))
    ]


def fold(text: str) -> str:
    """Compatibility forms (NFKC), small letters, no accents, apostrophes, invisible marks."""
    visible = "".join(
        letter
        for letter in unicodedata.normalize("NFKD", _APOSTROPHES.sub("", text))
        if not unicodedata.combining(letter) and unicodedata.category(letter) != "Cf"
    )
    return unicodedata.normalize("NFKC", visible).casefold()


def split(folded: str) -> list[str]:
    """Runs of letters and digits, with hyphens inside; longer ones are cut at `LONGEST_WORD`."""
    return [word[:LONGEST_WORD].rstrip("-") for word in _SPLIT.findall(folded)]


def join_twins(words: Iterable[str]) -> Iterator[tuple[str, bool]]:
    """Each word, and whether it was written twice.

    "sayur-sayuran", "sayur2an" and "sayur sayuran" all give "sayur". Other hyphens part words:
    "buka-tutup" is "buka" and "tutup".
    """
    waiting = None
    for part in _parts(words):
        if waiting is not None and _same(waiting, part):
            yield min(waiting, part, key=len), True
            waiting = None
            continue
        if waiting is not None:
            yield waiting, False
        waiting = part
    if waiting is not None:
        yield waiting, False


def drop_stop_words(words: Iterable[tuple[str, bool]]) -> list[str]:
    """Without words that say nothing; written twice they do: "oleh-oleh" is a souvenir."""
    return [word for word, twice in words if twice or word not in STOP_WORDS]


def spell(words: Iterable[str]) -> list[str]:
    """Old spelling and doubled letters folded in words that the dictionary does not know."""
    return [_spelled(word) for word in words]


@lru_cache(maxsize=20_000)
def stem(word: str) -> str:
    """The Indonesian root of a word, or the word itself.

    Only a root that the dictionary knows is taken, and none for a protected word: PySastrawi
    knows no Javanese and would make *pelem* (mango) and *lemi* both into *lem*.
    """
    if (
        len(word) < SHORTEST_STEMMED
        or word in _roots()
        or word in _protected()
        or not word.isalpha()
    ):
        return word
    root = _grown(word, _stemmer().stem_word(word))
    if len(root) > 3 or (len(root) == 3 and word.startswith(root) and word[3:] in _SAFE_SUFFIXES):
        return root
    return word


def _parts(words: Iterable[str]) -> Iterator[str]:
    for word in words:
        for part in word.split("-"):
            written_twice = _TWICE_AS_DIGIT.match(part)
            if written_twice:
                yield written_twice[1]
                yield written_twice[1] + written_twice[2]
            elif part:
                yield part


def _same(first: str, second: str) -> bool:
    if not first.isalpha() or len(first) < 3:
        return False
    return first == second or stem(first) == stem(second)


def _spelled(word: str) -> str:
    if not word.isalpha() or word in _roots() or word in _protected() or stem(word) != word:
        return word
    for old, new in _OLD_SPELLING:
        word = word.replace(old, new)
    for candidate in (
        _LONG_RUN.sub(r"\1\1", word),
        _LONG_RUN.sub(r"\1", word),
        _RUN.sub(r"\1", word),
    ):
        if len(candidate) >= SHORTEST_RESPELLED and (
            candidate in _roots() or candidate in _protected()
        ):
            return candidate
    return _LONG_RUN.sub(r"\1", word)


def _grown(word: str, root: str) -> str:
    """The longer known root that stands in the word: "ternak" in "peternakan", not "terna"."""
    if root == word:
        return root
    at = word.find(root[1:])
    rest = word[at + len(root) - 1 :] if at >= 0 else ""
    endings = _OVERCUT if len(root) == 3 else () if word.startswith(_VERB_PREFIXES) else ("k",)
    for ending in endings:
        if rest.startswith(ending) and root + ending != word and root + ending in _roots():
            return root + ending
    return root


@cache
def _stemmer():
    return StemmerFactory().create_stemmer().delegatedStemmer


@cache
def _roots() -> frozenset[str]:
    return frozenset(_stemmer().get_dictionary().words)


@cache
def _protected() -> frozenset[str]:
    lines = (
        (Path(__file__).parent / "data" / "protected.txt").read_text(encoding="utf-8").splitlines()
    )
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())
