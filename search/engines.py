"""Which engine answers."""

from django.conf import settings

from search.contract import Engine
from search.embedded import Embedded


def current() -> Engine:
    """The engine of this installation: the index file of this machine."""
    return Embedded(settings.SEARCH_INDEX)
