"""Money on its way back to a buyer, and whose part of the order it is about."""

from django.conf import settings
from django.db import models
from django.db.models import F, OuterRef, Q, Subquery, Sum
from django.db.models.lookups import GreaterThan
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from shop.payment.tables.collector_models import BankAccount, Collector


class RefundQuerySet(models.QuerySet):
    def owed(self) -> "RefundQuerySet":
        """Return refunds whose money has neither gone back nor been given away."""
        return self.exclude(state__in=Refund.SETTLED)

    def to_card(self) -> "RefundQuerySet":
        """Return approved refunds to a card that nothing holds back; a dispute may still."""
        free = self.filter(state="approved", way="card", waits_for_weighing=False).filter(
            Q(gift_until__isnull=True) | Q(gift_until__lte=timezone.now())
        )
        return free.exclude(pk__in=self.model.objects.to_release().values("pk"))

    def by_one_person(self) -> "RefundQuerySet":
        """Return refunds that staff made and nobody else released, gone back or not.

        Cash in hand is not the platform's to release, unless the platform bears it.
        """
        is_hers = Q(way="hand") & ~Q(bearer="platform")
        return self.exclude(is_hers).filter(made_by__isnull=False, released_by__isnull=True)

    def to_release(self) -> "RefundQuerySet":
        """Return refunds that a second person must release first.

        All of an order count together, so that nobody passes the limit by small sums.
        """
        of_order = self.model.objects.by_one_person().filter(order=OuterRef("order")).order_by()
        together = of_order.values("order").annotate(all=Sum("amount")).values("all")
        is_large = GreaterThan(Subquery(together), settings.SECOND_PERSON_ABOVE)
        return self.owed().by_one_person().filter(is_large)


class Refund(models.Model):
    """Money on its way back to a buyer.

    `bearer` says who bears a refund of what was earned already; it is empty before. A weighing
    difference waits until no part of its order is to be weighed any more.
    """

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

    SETTLED = ["sent", "given"]
    #: How the provider's id ends in the second row of a refund that was made there.
    REST = "/2"
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
    paid_from = models.ForeignKey(
        BankAccount,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="refunds_paid",
        verbose_name=_("account it left from"),
    )
    waits_for_weighing = models.BooleanField(
        _("other parts are still to be weighed"), default=False
    )
    bearer = models.CharField(_("borne by"), max_length=8, choices=Bearer.choices, blank=True)

    objects = RefundQuerySet.as_manager()

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
            models.UniqueConstraint(
                fields=["payment"],
                condition=Q(is_weighing=True, state__in=["needs_account", "approved"]),
                name="refund_one_open_weighing_difference",
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
        return self.way == self.Way.HAND

    @property
    def is_in_hand(self) -> bool:
        """Whether a seller paid it in cash."""
        return self.reference.startswith(self.IN_HAND)

    @property
    def is_settled(self) -> bool:
        """Whether its money has gone back or was given away."""
        return self.state in self.SETTLED

    @property
    def can_be_given(self) -> bool:
        """Whether the buyer may leave this small difference to the seller now."""
        return bool(
            self.state in (self.State.NEEDS_ACCOUNT, self.State.APPROVED)
            and self.gift_until
            and self.gift_until > timezone.now()
        )

    @property
    def needs_release(self) -> bool:
        """Whether a second person must release it before it is sent; see `to_release`."""
        is_hers = self.way == self.Way.HAND and self.bearer != self.Bearer.PLATFORM
        if is_hers or self.made_by_id is None or self.released_by_id is not None:
            return False
        together = Refund.objects.by_one_person().filter(order=self.order_id)
        return (together.aggregate(all=Sum("amount"))["all"] or 0) > settings.SECOND_PERSON_ABOVE


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
