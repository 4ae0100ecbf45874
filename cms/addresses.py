"""Which page slugs would hide a route, taken from the URLconf itself."""

import re
from functools import cache

from django.conf import settings
from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.resolvers import LocalePrefixPattern

LITERAL = re.compile(r"\^?\(?([a-z0-9][a-z0-9_-]*)/")


@cache
def reserved_slugs() -> frozenset[str]:
    """Return the first path words that routes, languages, files and scripts already have."""
    words = {language for language, _name in settings.LANGUAGES}
    words |= {first_word(url.lstrip("/")) for url in (settings.STATIC_URL, settings.MEDIA_URL)}
    words |= set(words_of(get_resolver()))
    return frozenset(words - {""})


def words_of(resolver: URLResolver):
    """Yield the first word of every pattern, looking into includes without a prefix."""
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver) and is_bare(entry):
            yield from words_of(entry)
        else:
            yield first_word(str(entry.pattern))


def is_bare(entry: URLPattern | URLResolver) -> bool:
    """Say whether an include adds nothing to the address but perhaps the language."""
    return isinstance(entry.pattern, LocalePrefixPattern) or str(entry.pattern) in ("", "^")


def first_word(pattern: str) -> str:
    """Return a pattern's literal first word, if it has one: "belanja/<sector>/" → "belanja"."""
    found = LITERAL.match(pattern if "/" in pattern else f"{pattern}/")
    return found[1] if found else ""
