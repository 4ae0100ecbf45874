"""What a buyer has typed so far, kept beside the basket."""

import uuid

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
