from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SellersConfig(AppConfig):
    name = "sellers"
    label = "sellers"
    verbose_name = _("Sellers")

    def ready(self):
        from shop.dashboard import registry  # noqa: PLC0415 - after models
        from shop.images.registry import register_picture_model  # noqa: PLC0415 - after models

        from . import questions, staff  # noqa: F401, PLC0415 - questions registers itself
        from .models import SellerPhoto  # noqa: PLC0415 - after models

        register_picture_model(SellerPhoto)
        for screen in staff.SCREENS:
            registry.register(screen)
