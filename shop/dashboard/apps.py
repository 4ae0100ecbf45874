from django.utils.translation import gettext_lazy as _
from oscar.core.application import OscarDashboardConfig

from . import registry


class DashboardConfig(OscarDashboardConfig):
    """Oscar's dashboard label for our own frame; its sub-apps stay installed, unmounted."""

    label = "dashboard"
    name = "shop.dashboard"
    verbose_name = _("Dashboard")
    namespace = "dashboard"

    def ready(self):
        # Their models are loaded by now, and not before.
        from . import (  # noqa: PLC0415 - as said above
            card,
            collectors,
            commission,
            complaints,
            corrections,
            deliveries,
            messages,
            money_queues,
            orders,
            payments,
            payouts,
            readiness,
            refunds,
            regions,
            statements,
        )

        for screen in (
            *orders.SCREENS,
            *complaints.SCREENS,
            *payments.SCREENS,
            *statements.SCREENS,
            *refunds.SCREENS,
            *payouts.SCREENS,
            *corrections.SCREENS,
            *card.SCREENS,
            *collectors.SCREENS,
            *commission.SCREENS,
            *deliveries.SCREENS,
            *regions.SCREENS,
            *messages.SCREENS,
            *readiness.SCREENS,
        ):
            registry.register(screen)
        registry.watch(*money_queues.QUEUES)
