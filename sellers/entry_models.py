"""How people get into a stall: invited, introduced in person, or helping by consent."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from shop.images.naming import random_name
from shop.images.storage import private_media

from .models import Membership, Seller


class Invitation(models.Model):
    """A way into a stall for the holder of a phone; single use, 72 hours."""

    seller = models.ForeignKey(Seller, models.CASCADE, related_name="invitations")
    phone = models.CharField(_("phone"), max_length=20)
    role = models.CharField(max_length=6, choices=Membership.Role.choices)
    token_hash = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="invitations_made"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        ordering = ["-pk"]

    def __str__(self):
        return f"#{self.pk}"


class Introduction(models.Model):
    """A link by which a volunteer brings an owner in, met in person; once, 15 minutes."""

    name = models.CharField(_("name"), max_length=150)
    phone = models.CharField(_("phone"), max_length=20)
    village = models.ForeignKey("villages.Region", models.PROTECT, related_name="+")
    token_hash = models.CharField(max_length=64, unique=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="introductions_made"
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="introductions",
    )
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("introduction in person")
        verbose_name_plural = _("introductions in person")
        ordering = ["-pk"]

    def __str__(self):
        return f"#{self.pk}"


def consent_name(_consent: object, filename: str) -> str:
    """A random name; nothing of the file's own name is kept but the suffix."""
    return random_name("consents", filename)


class Consent(models.Model):
    """An owner's leave for a volunteer to act in her stall, by code or by signed paper.

    A paper counts only once a coordinator confirmed it and the owner's phone was told.
    """

    class Means(models.TextChoices):
        CODE = "code", _("Code on her phone")
        PAPER = "paper", _("Signed paper")

    seller = models.ForeignKey(Seller, models.CASCADE, related_name="consents")
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="consents_given"
    )
    volunteer = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="consents_held"
    )
    means = models.CharField(max_length=5, choices=Means.choices)
    paper = models.FileField(
        storage=private_media, upload_to=consent_name, max_length=255, blank=True
    )
    asked_at = models.DateTimeField(auto_now_add=True)
    given_at = models.DateTimeField(null=True, blank=True)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    told_at = models.DateTimeField(_("her phone was told"), null=True, blank=True)
    ends_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    refused_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        verbose_name = _("consent to help")
        verbose_name_plural = _("consents to help")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["seller", "volunteer"],
                condition=Q(ended_at__isnull=True),
                name="consent_open_once",
            ),
            models.CheckConstraint(
                name="consent_paper_confirmed_and_told",
                condition=~Q(means="paper")
                | Q(given_at__isnull=True)
                | Q(
                    confirmed_by__isnull=False,
                    told_at__isnull=False,
                    ends_at__isnull=False,
                ),
            ),
        ]

    def __str__(self):
        return f"#{self.pk}"
