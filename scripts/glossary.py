"""The glossary's rules over one translation; the words stand in `glossary.toml`."""

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

FILE = Path(__file__).with_name("glossary.toml")


@cache
def terms() -> list[dict]:
    return tomllib.loads(FILE.read_text())["term"]


def broken_terms(english: str, indonesian: str) -> Iterator[str]:
    """What the translation says against the glossary."""
    for term in terms():
        if not _is_about(term, english):
            continue
        say = term.get("say", [])
        wanted = [say] if isinstance(say, str) else say
        if wanted and not any(word.casefold() in indonesian.casefold() for word in wanted):
            yield f"{english!r} says {' or '.join(map(repr, wanted))}, not {indonesian!r}"
        for word in term.get("never", []):
            if _holds_word(indonesian, word):
                yield f"{english!r} never says {word!r}: {indonesian!r}"


def _is_about(term: dict, english: str) -> bool:
    if english.strip().rstrip(".:") in term.get("exact", []):
        return True
    return any(_holds_word(english, word) for word in term.get("word", []))


def _holds_word(text: str, word: str) -> bool:
    return bool(re.search(rf"(?<![\w-]){re.escape(word)}(?![\w-])", text, re.IGNORECASE))
