"""Delivery tariffs that staff keep, and what each partner offers. Money in whole rupiah."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class Method(models.TextChoices):
    PICKUP = "pickup", _("Pick up at the seller's")
    VILLAGE_COURIER = "village_courier", _("Village courier")
    PARCEL = "parcel", _("Parcel courier")
    ARRANGEMENT = "arrangement", _("Delivery by arrangement")


class Service(models.TextChoices):
    REGULAR = "regular", _("Regular")
    EXPRESS = "express", _("Express")


class ParcelTariff(models.Model):
    """What a parcel courier charges from one zone to another.

    Zones are prefixes of Kemendagri codes ("35.05" a regency, "35" a province, "" all of
    Indonesia); the longest prefixes that match win. Weight is gross, in grams, charged
    per started kilogram.
    """

    courier = models.CharField(_("courier"), max_length=40)
    service = models.CharField(max_length=7, choices=Service.choices, default=Service.REGULAR)
    origin = models.CharField(_("from (code prefix)"), max_length=13, blank=True)
    destination = models.CharField(_("to (code prefix)"), max_length=13, blank=True)
    first_kg = models.BigIntegerField(_("first kilogram (rupiah)"))
    next_kg = models.BigIntegerField(_("each further kilogram (rupiah)"))
    max_grams = models.PositiveIntegerField(_("heaviest parcel (grams)"), default=30_000)
    days_min = models.PositiveSmallIntegerField(_("days, at least"))
    days_max = models.PositiveSmallIntegerField(_("days, at most"))

    class Meta:
        verbose_name = _("parcel tariff")
        verbose_name_plural = _("parcel tariffs")
        ordering = ["courier", "service", "origin", "destination"]
        constraints = [
            models.UniqueConstraint(
                fields=["courier", "service", "origin", "destination"], name="parcel_tariff_once"
            ),
            models.CheckConstraint(
                name="parcel_tariff_fees", condition=Q(first_kg__gte=0, next_kg__gte=0)
            ),
            models.CheckConstraint(
                name="parcel_tariff_days", condition=Q(days_max__gte=F("days_min"))
            ),
        ]

    def __str__(self):
        return f"{self.courier} {self.service} {self.origin}-{self.destination}"


#: The most that a village courier may charge (rupiah): a mistyped fee must not reach a buyer.
MAX_COURIER_FEE = 1_000_000


class CourierBand(models.Model):
    """What a village courier charges up to a distance between village centres."""

    max_km = models.PositiveSmallIntegerField(_("up to (kilometres)"), unique=True)
    fee = models.BigIntegerField(_("fee (rupiah)"))
    days = models.PositiveSmallIntegerField(_("days"), default=1)

    class Meta:
        verbose_name = _("village courier band")
        verbose_name_plural = _("village courier bands")
        ordering = ["max_km"]
        constraints = [
            models.CheckConstraint(
                name="courier_band_fee", condition=Q(fee__range=(0, MAX_COURIER_FEE))
            )
        ]

    def __str__(self):
        return f"≤ {self.max_km} km"


class PartnerDelivery(models.Model):
    """A method a partner offers, with its limits."""

    partner = models.ForeignKey("partner.Partner", models.CASCADE, related_name="deliveries")
    method = models.CharField(max_length=15, choices=Method.choices)
    radius_km = models.PositiveSmallIntegerField(_("radius (kilometres)"), null=True, blank=True)
    handling_days = models.PositiveSmallIntegerField(_("days to prepare"), default=0)
    note = models.CharField(_("note"), max_length=200, blank=True)
    free_above = models.BigIntegerField(_("free from goods worth (rupiah)"), null=True, blank=True)

    class Meta:
        verbose_name = _("delivery choice")
        verbose_name_plural = _("delivery choices")
        constraints = [
            models.UniqueConstraint(fields=["partner", "method"], name="partner_delivery_once"),
            models.CheckConstraint(
                name="partner_delivery_free_above_positive",
                condition=Q(free_above__isnull=True) | Q(free_above__gte=1),
            ),
        ]

    def __str__(self):
        return f"{self.partner_id} {self.method}"


class ArrangementZone(models.Model):
    """A partner's own fee for delivery by arrangement to a zone (a code prefix)."""

    partner = models.ForeignKey("partner.Partner", models.CASCADE, related_name="zones")
    destination = models.CharField(_("to (code prefix)"), max_length=13, blank=True)
    carrier = models.CharField(_("carrier"), max_length=60)
    fee = models.BigIntegerField(_("fee (rupiah)"))
    days_min = models.PositiveSmallIntegerField(_("days, at least"), default=1)
    days_max = models.PositiveSmallIntegerField(_("days, at most"), default=3)

    class Meta:
        verbose_name = _("arrangement zone")
        verbose_name_plural = _("arrangement zones")
        constraints = [
            models.UniqueConstraint(fields=["partner", "destination"], name="arrangement_once"),
            models.CheckConstraint(name="arrangement_fee", condition=Q(fee__gte=0)),
            models.CheckConstraint(
                name="arrangement_days", condition=Q(days_max__gte=F("days_min"))
            ),
        ]

    def __str__(self):
        return f"{self.partner_id} → {self.destination}"


from oscar.apps.shipping.models import *  # noqa: E402, F403 - a fork defines its classes first
