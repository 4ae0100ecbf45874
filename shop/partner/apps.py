from django.utils.translation import gettext_lazy as _
from oscar.core.application import OscarConfig


class PartnerConfig(OscarConfig):
    """Oscar's partner without its stock alert receivers, which query on every save."""

    label = "partner"
    name = "shop.partner"
    verbose_name = _("Partner")
