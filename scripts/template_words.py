"""Words of a template that people would read untranslated."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

from django.template.base import Lexer, TokenType

SHOWN_ATTRIBUTES = {"alt", "aria-label", "aria-description", "placeholder", "title"}
# Names, and words that are the same in every language.
NAMES = {"Sambung", "Desa", "Rp", "WhatsApp", "QRIS", "P-IRT", "PIRT", "NIB", "OTP", "kg", "km"}
# A page of samples that only developers see.
FOR_DEVELOPERS = {"shop/templates/look/style.html"}
# An attribute in a block that fills the inside of a tag; an address; a URL's parameter.
NOT_WORDS = re.compile(r'[\w-]+="[^"]*"|[\w.@/:-]+\.[a-z]{2,}\b|[?&;]\w+=')
WORD = re.compile(r"[^\W\d_][\w'’-]+")


def words_outside_translation(path: Path, *, name: str) -> Iterator[str]:
    """Say where words stand that no `translate` or `blocktranslate` holds.

    What an element with a `lang` of its own says is in that language on purpose.
    """
    if name in FOR_DEVELOPERS:
        return
    reader = _Reader() if path.suffix == ".html" else None
    text = _without_tags(path.read_text())
    if reader is None:
        found = [(number, line) for number, line in enumerate(text.splitlines(), 1)]
    else:
        reader.feed(text)
        reader.close()
        found = reader.found
    for line, words in found:
        strange = [word for word in WORD.findall(NOT_WORDS.sub("", words)) if word not in NAMES]
        if strange:
            yield f"{name}:{line}: outside translation: {' '.join(strange)!r}"


def _without_tags(source: str) -> str:
    """The source with template tags and translated blocks blanked, its lines kept."""
    kept: list[str] = []
    inside = ""
    for token in Lexer(source).tokenize():
        shown = token.token_type == TokenType.TEXT and not inside
        text = token.contents if token.token_type == TokenType.TEXT else ""
        lines = "\n" * text.count("\n")
        kept.append(text if shown else lines)
        if token.token_type == TokenType.BLOCK:
            word = token.contents.split(maxsplit=1)[0]
            if word in {"blocktranslate", "blocktrans", "comment"}:
                inside = f"end{word}"
            elif word == inside:
                inside = ""
    return "".join(kept)


class _Reader(HTMLParser):
    """Collects shown text and shown attributes with their lines."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[int, str]] = []
        self._silent_until = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if not self._silent_until and (
            tag in {"script", "style"} or ("lang" in given and tag != "html")
        ):
            self._silent_until = tag
        for name in SHOWN_ATTRIBUTES & given.keys():
            if given[name] and not self._silent_until:
                self.found.append((self.getpos()[0], given[name]))

    def handle_endtag(self, tag: str) -> None:
        if tag == self._silent_until:
            self._silent_until = ""

    def handle_data(self, data: str) -> None:
        if not self._silent_until and data.strip():
            self.found.append((self.getpos()[0], data))
