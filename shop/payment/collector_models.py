"""Whose account money goes to."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Collector(models.Model):
    """Whose account a payment goes to."""

    class Kind(models.TextChoices):
        PLATFORM = "platform", _("The platform")
        VILLAGE = "village", _("A village's treasurer")
        SELLER = "seller", _("The seller")

    kind = models.CharField(max_length=8, choices=Kind.choices)
    partner = models.OneToOneField(
        "partner.Partner", models.PROTECT, null=True, blank=True, related_name="collector"
    )
    region = models.OneToOneField(
        "villages.Region", models.PROTECT, null=True, blank=True, related_name="collector"
    )

    class Meta:
        verbose_name = _("collector")
        verbose_name_plural = _("collectors")
        constraints = [
            models.CheckConstraint(
                name="collector_is_one_thing",
                condition=Q(kind="platform", partner__isnull=True, region__isnull=True)
                | Q(kind="village", partner__isnull=True, region__isnull=False)
                | Q(kind="seller", partner__isnull=False, region__isnull=True),
            ),
            models.UniqueConstraint(
                fields=["kind"], condition=Q(kind="platform"), name="collector_one_platform"
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()} #{self.pk}"

    @property
    def code(self) -> str:
        """The name ledger accounts carry after `@`."""
        return "platform" if self.kind == "platform" else f"{self.kind}-{self.pk}"


class BankAccount(models.Model):
    """A collector's bank account; buyers are shown the platform's while it is active."""

    collector = models.ForeignKey(Collector, models.PROTECT, related_name="accounts")
    bank = models.CharField(_("bank"), max_length=60)
    number = models.CharField(_("account number"), max_length=40)
    holder = models.CharField(_("account holder"), max_length=120)
    is_active = models.BooleanField(default=True)
    is_demo = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("bank account")
        verbose_name_plural = _("bank accounts")
        constraints = [models.UniqueConstraint(fields=["bank", "number"], name="bank_account_once")]

    def __str__(self):
        return f"{self.bank} {self.number}"
