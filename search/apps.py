from django.utils.translation import gettext_lazy as _
from oscar.core.application import OscarConfig


class SearchConfig(OscarConfig):
    """Oscar's search label for our own contract and engines, without Haystack."""

    label = "search"
    name = "search"
    verbose_name = _("Search")
    namespace = "search"
