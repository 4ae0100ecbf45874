from django.utils.translation import gettext_lazy as _
from oscar.core.application import OscarConfig


class CheckoutConfig(OscarConfig):
    """Oscar's checkout without its views: orders are placed first and paid after."""

    label = "checkout"
    name = "shop.checkout"
    verbose_name = _("Checkout")
    namespace = "checkout"

    def ready(self):
        super().ready()
        from . import messages  # noqa: F401, PLC0415 - it registers its kinds of messages
