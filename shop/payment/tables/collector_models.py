"""Whose account money goes to, and the accounts and QRIS codes that buyers are shown."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from shop.images.naming import content_type_of, random_name
from shop.images.storage import private_media

QRIS_PICTURES = "qris"


def qris_picture_name(_code: object, filename: str) -> str:
    """A random name; nothing of the uploader's own file name is kept but the suffix."""
    return random_name(QRIS_PICTURES, filename)


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
    name = models.CharField(
        _("name that payers read"), max_length=120, blank=True, help_text=_("BUMDes …")
    )
    village_share_bp = models.PositiveIntegerField(
        _("village's share of commissions (basis points)"), default=0
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
            models.CheckConstraint(
                name="collector_share_of_commissions",
                condition=Q(village_share_bp=0) | Q(kind="village", village_share_bp__lte=10_000),
            ),
        ]

    def __str__(self):
        return self.payee

    @property
    def payee(self) -> str:
        """Whose account payers send their money to, as they read it."""
        if self.name:
            return self.name
        if self.kind == self.Kind.SELLER:
            return self.partner.name
        return f"BUMDes {self.region.name}" if self.region_id else settings.SITE_NAME

    @property
    def code(self) -> str:
        """The name ledger accounts carry after `@`."""
        return "platform" if self.kind == "platform" else f"{self.kind}-{self.pk}"


class ConfirmedQuerySet(models.QuerySet):
    def waiting(self) -> "ConfirmedQuerySet":
        """Return what a second person has to look at."""
        return self.filter(is_active=False, confirmed_at=None, refused_at=None, is_demo=False)

    def in_use(self) -> "ConfirmedQuerySet":
        """Return what buyers are shown, the one that counts first: real before demo, oldest."""
        return self.filter(is_active=True).order_by("is_demo", "pk")


class Confirmed(models.Model):
    """What one person enters and a second confirms before buyers see it.

    `proposed_by` is empty for what was entered at the server's own command line. `replaces` is
    what the new one takes the place of once it is confirmed.
    """

    is_active = models.BooleanField(default=False)
    is_demo = models.BooleanField(default=False)
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    proposed_at = models.DateTimeField(default=timezone.now)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    confirmed_at = models.DateTimeField(null=True, blank=True)
    refused_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(_("why it was refused"), max_length=300, blank=True)
    replaces = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="replaced_by"
    )

    objects = ConfirmedQuerySet.as_manager()

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                name="%(class)s_confirmed_by_another",
                condition=Q(is_active=False)
                | Q(is_demo=True)
                | Q(
                    confirmed_by__isnull=False, confirmed_at__isnull=False, proposed_by__isnull=True
                )
                | Q(confirmed_by__isnull=False, confirmed_at__isnull=False)
                & ~Q(confirmed_by=F("proposed_by")),
            )
        ]


class BankAccount(Confirmed):
    """A collector's bank account; buyers are shown it while it is active."""

    collector = models.ForeignKey(Collector, models.PROTECT, related_name="accounts")
    bank = models.CharField(_("bank"), max_length=60)
    number = models.CharField(_("account number"), max_length=40)
    holder = models.CharField(_("account holder"), max_length=120)

    class Meta(Confirmed.Meta):
        verbose_name = _("bank account")
        verbose_name_plural = _("bank accounts")
        constraints = [
            *Confirmed.Meta.constraints,
            models.UniqueConstraint(fields=["bank", "number"], name="bank_account_once"),
        ]

    def __str__(self):
        return f"{self.bank} {self.number}"


class QrisCode(Confirmed):
    """A collector's static QRIS code (EMVCo merchant-presented mode), as its bank issued it.

    `payload` is the whole static code with its CRC; `nmid` names the merchant nationally. The
    picture is the original that was uploaded, cleaned; empty if the code was typed.
    """

    collector = models.ForeignKey(Collector, models.PROTECT, related_name="qris_codes")
    payload = models.CharField(max_length=512)
    nmid = models.CharField("NMID", max_length=20)
    merchant_name = models.CharField(_("merchant name"), max_length=25)
    merchant_city = models.CharField(_("merchant city"), max_length=15, blank=True)
    picture = models.FileField(
        storage=private_media, upload_to=qris_picture_name, max_length=255, blank=True
    )

    class Meta(Confirmed.Meta):
        verbose_name = _("QRIS code")
        verbose_name_plural = _("QRIS codes")
        constraints = [
            *Confirmed.Meta.constraints,
            models.UniqueConstraint(
                fields=["nmid"], condition=Q(is_active=True), name="qris_code_in_use_once"
            ),
        ]

    def __str__(self):
        return f"{self.merchant_name} {self.nmid}"

    @property
    def content_type(self) -> str:
        """What the cleaned original is."""
        return content_type_of(self.picture.name)
