from django.utils.translation import gettext_lazy as _
from oscar.core.application import OscarDashboardConfig


class DashboardConfig(OscarDashboardConfig):
    """Oscar's dashboard label for our own frame; its sub-apps stay installed, unmounted."""

    label = "dashboard"
    name = "shop.dashboard"
    verbose_name = _("Dashboard")
    namespace = "dashboard"
