from django.utils.translation import gettext_lazy as _
from oscar.core.application import OscarConfig


class BasketConfig(OscarConfig):
    """Oscar's basket without its views, which call upper storeys by `get_class`."""

    label = "basket"
    name = "shop.basket"
    verbose_name = _("Basket")
    namespace = "basket"
