"""Finding a village we serve by what somebody types: its name, perhaps with its district."""

from django.db.models import Q

from .models import Region
from .names import fold, words

MOST = 20
MOST_LETTERS = 100
MOST_WORDS = 6


def villages_like(text: str, *, limit: int = MOST) -> list[Region]:
    """Return villages and kelurahan whose names hold every word, with district and regency.

    Those whose own name begins with the first word come first. Nothing typed finds nothing.
    """
    asked = words(text[:MOST_LETTERS])[:MOST_WORDS]
    found = Region.objects.villages().with_place()
    for word in asked:
        found = found.filter(
            Q(name__icontains=word)
            | Q(parent__name__icontains=word)
            | Q(parent__parent__name__icontains=word)
        )
    if not asked:
        return []
    return sorted(found, key=lambda village: _closeness(village, asked))[:limit]


def _closeness(village: Region, asked: list[str]) -> tuple[bool, bool, str, str]:
    name = fold(village.name)
    joined = " ".join(asked)
    return (name != joined, not name.startswith(asked[0]), name, village.code)
