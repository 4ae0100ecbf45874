from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SellersConfig(AppConfig):
    name = "sellers"
    label = "sellers"
    verbose_name = _("Sellers")

    def ready(self):
        from shop.dashboard import registry  # noqa: PLC0415 - after models
        from shop.images.registry import register_picture_model  # noqa: PLC0415 - after models
        from shop.partner import requirements  # noqa: PLC0415 - after models

        from . import (  # noqa: PLC0415 - after models
            paper_requirements,
            questions,  # noqa: F401 - registers itself
            staff,
        )
        from .models import SellerPhoto  # noqa: PLC0415 - after models

        register_picture_model(SellerPhoto)
        for screen in staff.SCREENS:
            registry.register(screen)
        requirements.register(paper_requirements.require_halal_word)
