"""What a buyer has typed so far, kept beside the basket."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Draft(models.Model):
    """The checkout of one basket: answers so far, and the key that makes placing happen once."""

    basket = models.OneToOneField("basket.Basket", models.CASCADE, related_name="draft")
    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    answers = models.JSONField(default=dict)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("checkout draft")
        verbose_name_plural = _("checkout drafts")

    def __str__(self):
        return f"#{self.pk}"


class Opening(models.Model):
    """The shop was opened for real buyers, or closed again; the newest row says which."""

    is_open = models.BooleanField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("opening")
        verbose_name_plural = _("openings")
        ordering = ["-pk"]

    def __str__(self):
        return f"{self.is_open} {self.at}"
