from django.utils.translation import gettext_lazy as _
from oscar.core.application import OscarConfig


class CheckoutConfig(OscarConfig):
    """Oscar's checkout without its views: orders are placed first and paid after."""

    label = "checkout"
    name = "shop.checkout"
    verbose_name = _("Checkout")
    namespace = "checkout"
