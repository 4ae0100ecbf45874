"""The first texts of the pages a careful buyer looks for, in both languages.

One HTML file a page and language: a title line, a line of introduction, then the body in
the tags that `InfoPage` allows. Square brackets mark what the operator fills in.
"""

from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parent
LANGUAGES = ("id", "en")
# Slugs below /info/, in the order of the footer.
SLUGS = ("pengelola", "uang-anda", "pengiriman", "komplain", "surat", "syarat", "privasi")


@dataclass(frozen=True)
class Text:
    """A page's first words."""

    title: str
    intro: str
    body: str


def text_of(slug: str, language: str) -> Text:
    """Return a page's first text."""
    title, intro, body = (FOLDER / f"{slug}.{language}.html").read_text("utf-8").split("\n", 2)
    return Text(title, intro, body.strip())
