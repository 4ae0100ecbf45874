from django.apps import AppConfig
from django.core.checks import register
from django.utils.translation import gettext_lazy as _


class StorefrontConfig(AppConfig):
    name = "shop.storefront"
    label = "storefront"
    verbose_name = _("Storefront")

    def ready(self):
        from shop.checkout.readiness import register as register_readiness  # noqa: PLC0415 - models

        from . import readiness  # noqa: PLC0415 - after models
        from .demo.checks import no_demo_people  # noqa: PLC0415 - after models

        register(no_demo_people)
        for check in (readiness.demo_removed, readiness.two_for_money, readiness.second_steps):
            register_readiness(check)
