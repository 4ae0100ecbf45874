from django.utils.translation import gettext_lazy as _
from oscar.core.application import OscarConfig


class CatalogueConfig(OscarConfig):
    """Oscar's catalogue without its views, which call upper storeys by `get_class`."""

    label = "catalogue"
    name = "catalogue"
    verbose_name = _("Catalogue")
    namespace = "catalogue"

    def ready(self):
        super().ready()
        from shop.images.registry import register_picture_model  # noqa: PLC0415 - after models

        from .models import ProductImage  # noqa: PLC0415 - after models

        register_picture_model(ProductImage)
