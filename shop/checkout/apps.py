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
        from shop.payment.signals import came_late  # noqa: PLC0415 - models are loaded by now

        from . import late_money, messages  # noqa: F401, PLC0415 - messages registers its kinds

        came_late.connect(late_money.settle)
