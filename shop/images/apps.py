from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ImagesConfig(AppConfig):
    """Has no models; it is an app so that the worker finds its tasks."""

    name = "shop.images"
    verbose_name = _("Pictures")
