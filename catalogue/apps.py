from django.utils.translation import gettext_lazy as _
from oscar.core.application import OscarConfig


class CatalogueConfig(OscarConfig):
    """Oscar's catalogue without its views, which call upper storeys by `get_class`."""

    label = "catalogue"
    name = "catalogue"
    verbose_name = _("Catalogue")
    namespace = "catalogue"
