"""Partners and stock records: one listing, one stock record, whole rupiah."""

from django.conf import settings
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


class ListingGroup(models.Model):
    """Sizes or tastes of one thing: sibling listings of one partner, each with its own price."""

    partner = models.ForeignKey(Partner, models.CASCADE, related_name="listing_groups")
    name = models.CharField(_("name of the group"), max_length=120)

    class Meta:
        verbose_name = _("group of listings")
        verbose_name_plural = _("groups of listings")

    def __str__(self):
        return self.name


class StockRecord(AbstractStockRecord):
    """A listing's price (whole rupiah) and stock; reservation is `reservation.reserve`.

    `choice` names the listing among its group's siblings ("250 g", "pedas"). `price_breaks`
    are the wholesale prices, [[from how many, rupiah of one], …], the smallest quantity
    first; only `wholesale.set_breaks` writes them. They stand in this row so that reading
    a price never asks for more, and so that the row's lock holds them too.
    """

    group = models.ForeignKey(
        ListingGroup, models.SET_NULL, null=True, blank=True, related_name="stockrecords"
    )
    choice = models.CharField(_("size or taste"), max_length=40, blank=True)
    price_breaks = models.JSONField(_("wholesale prices"), default=list, blank=True)

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


class TakeDown(models.Model):
    """A listing taken out of sale by a volunteer or staff, until it is mended and looked at.

    `was_published`: buyers saw it, so that it goes on sale again when this is lifted.
    """

    product = models.ForeignKey("catalogue.Product", models.CASCADE, related_name="take_downs")
    reason = models.CharField(_("reason"), max_length=300)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    was_published = models.BooleanField(default=False)
    mended_at = models.DateTimeField(null=True, blank=True)
    mended_note = models.CharField(_("what was mended"), max_length=300, blank=True)
    lifted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("listing taken down")
        verbose_name_plural = _("listings taken down")
        constraints = [
            models.UniqueConstraint(
                fields=["product"], condition=Q(lifted_at__isnull=True), name="taken_down_once"
            )
        ]

    def __str__(self):
        return f"#{self.product_id}"


from oscar.apps.partner.models import *  # noqa: E402, F403 - a fork defines its classes first
