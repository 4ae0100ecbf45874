from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CmsConfig(AppConfig):
    name = "cms"
    label = "cms"
    verbose_name = _("Pages")

    def ready(self):
        from shop.checkout.readiness import register  # noqa: PLC0415 - after models

        from .readiness import texts  # noqa: PLC0415 - after models

        register(texts)
