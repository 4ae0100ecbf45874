"""One address per language: Indonesian without prefix, English under `/en/`."""

from django.utils.translation import get_language

ENGLISH = "/en"


def is_english() -> bool:
    """Whether the page is being written in English."""
    return (get_language() or "id").startswith("en")


def local_path(path: str) -> str:
    """Give an Indonesian path the prefix of the language that is being written."""
    return ENGLISH + path if is_english() else path


def indonesian_path(path: str) -> str:
    """Return the path without the English prefix."""
    bare = path.removeprefix(ENGLISH)
    return bare if bare.startswith("/") else path if bare else "/"


def english_path(path: str) -> str:
    """Return the path with the English prefix."""
    return ENGLISH + indonesian_path(path)
