"""Partners and stock records: one listing, one stock record, whole rupiah."""

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Round
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from oscar.apps.partner.abstract_models import AbstractPartner, AbstractStockRecord


class PartnerQuerySet(models.QuerySet):
    def taking_orders(self, on=None) -> "PartnerQuerySet":
        """Return partners that accept orders and are not on holiday on a day (default: today)."""
        day = on or timezone.localdate()
        closed = Q(closed_from__lte=day) & (Q(closed_to__isnull=True) | Q(closed_to__gte=day))
        return self.filter(accepts_orders=True).exclude(closed)


class Partner(AbstractPartner):
    """Who holds stock and is paid; `sellers` writes these columns for its seller."""

    village = models.ForeignKey(
        "villages.Region", models.PROTECT, null=True, blank=True, related_name="partners"
    )
    accepts_orders = models.BooleanField(_("accepts orders"), default=False)
    closed_from = models.DateField(_("closed from"), null=True, blank=True)
    closed_to = models.DateField(_("closed to (last day)"), null=True, blank=True)
    commission_bp = models.PositiveIntegerField(
        _("commission (basis points)"), null=True, blank=True
    )
    is_demo = models.BooleanField(_("demo"), default=False)

    objects = PartnerQuerySet.as_manager()

    class Meta(AbstractPartner.Meta):
        constraints = [
            models.CheckConstraint(
                name="partner_holiday_ends_after_start",
                condition=Q(closed_to__isnull=True) | Q(closed_to__gte=F("closed_from")),
            ),
            models.CheckConstraint(
                name="partner_commission_at_most_all",
                condition=Q(commission_bp__isnull=True) | Q(commission_bp__lte=10_000),
            ),
        ]

    def is_on_holiday(self, on=None) -> bool:
        """Say whether the stall is closed on a day (default: today)."""
        day = on or timezone.localdate()
        if self.closed_from is None or day < self.closed_from:
            return False
        return self.closed_to is None or day <= self.closed_to


class StockRecord(AbstractStockRecord):
    """A listing's price (whole rupiah) and stock; reservation is `reservation.reserve`."""

    partner = models.ForeignKey(
        "partner.Partner", models.PROTECT, verbose_name=_("Partner"), related_name="stockrecords"
    )
    num_in_stock = models.PositiveIntegerField(_("Number in stock"), default=0)
    num_allocated = models.PositiveIntegerField(_("Number allocated"), default=0)

    class Meta(AbstractStockRecord.Meta):
        constraints = [
            models.UniqueConstraint(fields=["product"], name="stock_one_record_per_listing"),
            models.CheckConstraint(
                name="stock_allocated_within_stock",
                condition=Q(num_allocated__gte=0, num_allocated__lte=F("num_in_stock")),
            ),
            models.CheckConstraint(
                name="stock_price_whole_rupiah",
                condition=Q(price__isnull=True) | Q(price=Round("price"), price__gte=0),
            ),
        ]

    @property
    def rupiah(self) -> int | None:
        """The price in whole rupiah."""
        return None if self.price is None else int(self.price)


from oscar.apps.partner.models import *  # noqa: E402, F403 - a fork defines its classes first
