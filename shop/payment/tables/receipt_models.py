"""The numbered receipt that a buyer gets for money that came in."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class ReceiptCounter(models.Model):
    """The last receipt number of a year; its row is locked while a number is given out."""

    year = models.PositiveSmallIntegerField(primary_key=True)
    last = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("receipt counter")
        verbose_name_plural = _("receipt counters")

    def __str__(self):
        return f"{self.year}: {self.last}"


class BuyerReceipt(models.Model):
    """What a buyer paid, as it stood then; numbered without gaps within a year (Asia/Jakarta)."""

    year = models.PositiveSmallIntegerField()
    serial = models.PositiveIntegerField()
    payment = models.OneToOneField("payment.Payment", models.PROTECT, related_name="buyer_receipt")
    content = models.JSONField(default=dict)
    issued_at = models.DateTimeField()

    class Meta:
        verbose_name = _("receipt")
        verbose_name_plural = _("receipts")
        ordering = ["year", "serial"]
        constraints = [
            models.UniqueConstraint(fields=["year", "serial"], name="receipt_number_once"),
            models.CheckConstraint(name="receipt_numbers_from_one", condition=Q(serial__gte=1)),
        ]

    def __str__(self):
        return self.number

    @property
    def number(self) -> str:
        """As people read it: "2026-000123"."""
        return f"{self.year}-{self.serial:06d}"
