from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SellersConfig(AppConfig):
    name = "sellers"
    label = "sellers"
    verbose_name = _("Sellers")

    def ready(self):
        from shop.images.registry import register_picture_model  # noqa: PLC0415 - after models

        from . import questions  # noqa: F401, PLC0415 - registers its message and its receiver
        from .models import SellerPhoto  # noqa: PLC0415 - after models

        register_picture_model(SellerPhoto)
