"""Money on its way back to a buyer, and whose part of the order it is about."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from .collector_models import Collector


class Refund(models.Model):
    """Money on its way back to a buyer."""

    class State(models.TextChoices):
        NEEDS_ACCOUNT = "needs_account", _("Waiting for the buyer's account")
        APPROVED = "approved", _("Approved")
        SENDING = "sending", _("Being sent")
        SENT = "sent", _("Sent")
        FAILED = "failed", _("Failed")
        GIVEN = "given", _("Given to the seller")

    class Bearer(models.TextChoices):
        SELLER = "seller", _("The seller")
        PLATFORM = "platform", _("The platform")

    class Way(models.TextChoices):
        BANK = "bank", _("By bank transfer")
        CARD = "card", _("To the card")
        HAND = "hand", _("In hand")

    #: How the reference of a refund begins that a seller paid in cash.
    IN_HAND = "cash:"

    order = models.ForeignKey("order.Order", models.PROTECT, related_name="refunds")
    payment = models.ForeignKey(
        "payment.Payment", models.PROTECT, null=True, blank=True, related_name="refunds"
    )
    collector = models.ForeignKey(Collector, models.PROTECT, related_name="refunds")
    amount = models.BigIntegerField(_("amount (rupiah)"))
    state = models.CharField(max_length=13, choices=State.choices, default=State.NEEDS_ACCOUNT)
    reason = models.CharField(max_length=300, blank=True)
    bank = models.CharField(_("bank"), max_length=60, blank=True)
    number = models.CharField(_("account number"), max_length=40, blank=True)
    holder = models.CharField(_("account holder"), max_length=120, blank=True)
    reference = models.CharField(_("bank's reference"), max_length=120, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    way = models.CharField(max_length=4, choices=Way.choices, default=Way.BANK)
    provider_id = models.CharField(max_length=255, unique=True, null=True, blank=True)
    is_weighing = models.BooleanField(_("weighing difference"), default=False)
    gift_until = models.DateTimeField(_("the buyer may give it away until"), null=True, blank=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    released_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    released_at = models.DateTimeField(null=True, blank=True)
    granted_for = models.ForeignKey(
        "order.SellerOrder",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="granted_refunds",
        verbose_name=_("granted after hand-over of"),
    )
    bearer = models.CharField(_("borne by"), max_length=8, choices=Bearer.choices, blank=True)

    class Meta:
        verbose_name = _("refund")
        verbose_name_plural = _("refunds")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(name="refund_positive", condition=Q(amount__gt=0)),
            models.CheckConstraint(
                name="refund_sent_with_reference",
                condition=~Q(state="sent") | ~Q(reference=""),
            ),
            models.CheckConstraint(
                name="refund_granted_has_a_bearer",
                condition=Q(granted_for__isnull=True, bearer="")
                | Q(granted_for__isnull=False, bearer__in=["seller", "platform"]),
            ),
            models.CheckConstraint(
                name="refund_released_by_another",
                condition=Q(released_by__isnull=True)
                | Q(made_by__isnull=True)
                | ~Q(released_by=F("made_by")),
            ),
        ]

    def __str__(self):
        return f"#{self.pk}: {self.amount}"

    @property
    def is_by_seller(self) -> bool:
        """Whether a seller took the money in cash and gives it back herself."""
        return self.collector.kind == Collector.Kind.SELLER

    @property
    def is_in_hand(self) -> bool:
        """Whether a seller paid it in cash."""
        return self.reference.startswith(self.IN_HAND)


class RefundShare(models.Model):
    """How many rupiah of a refund are about one seller order."""

    refund = models.ForeignKey(Refund, models.CASCADE, related_name="shares")
    seller_order = models.ForeignKey(
        "order.SellerOrder", models.PROTECT, related_name="refund_shares"
    )
    amount = models.BigIntegerField(_("amount (rupiah)"))

    class Meta:
        verbose_name = _("share of a refund")
        verbose_name_plural = _("shares of refunds")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(name="refund_share_positive", condition=Q(amount__gt=0)),
            models.UniqueConstraint(fields=["refund", "seller_order"], name="refund_share_once"),
        ]

    def __str__(self):
        return f"{self.refund_id}/{self.seller_order_id}: {self.amount}"
