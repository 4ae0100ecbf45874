"""Money that goes out: payouts to partners in batches, and corrections of the ledger."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from shop.payment.tables.collector_models import BankAccount, Collector


class PayoutAccount(models.Model):
    """Where a partner's money is paid out to; a changed one is paid only after 72 hours.

    One from which a payout came back is in doubt: nothing is paid there until it is entered again.
    """

    partner = models.ForeignKey("partner.Partner", models.PROTECT, related_name="payout_accounts")
    bank = models.CharField(_("bank"), max_length=60)
    number = models.CharField(_("account number"), max_length=40)
    holder = models.CharField(_("account holder"), max_length=120)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    payable_from = models.DateTimeField(_("paid from"))
    ended_at = models.DateTimeField(null=True, blank=True)
    doubted_at = models.DateTimeField(_("a payout came back"), null=True, blank=True)

    class Meta:
        verbose_name = _("payout account")
        verbose_name_plural = _("payout accounts")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["partner"],
                condition=Q(ended_at__isnull=True),
                name="payout_account_one_in_use",
            )
        ]

    def __str__(self):
        return f"#{self.pk}"


class PayoutRequest(models.Model):
    """A partner asks to be paid before the next round; one open wish at a time."""

    partner = models.ForeignKey("partner.Partner", models.PROTECT, related_name="payout_requests")
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    asked_at = models.DateTimeField(auto_now_add=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("wish to be paid")
        verbose_name_plural = _("wishes to be paid")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["partner"],
                condition=Q(answered_at__isnull=True),
                name="payout_request_one_open",
            )
        ]

    def __str__(self):
        return f"#{self.pk}"


class PayoutBatch(models.Model):
    """Payouts that one person put together and another released, from one collector's account."""

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        RELEASED = "released", _("Released")
        DROPPED = "dropped", _("Dropped")

    collector = models.ForeignKey(Collector, models.PROTECT, related_name="payout_batches")
    account = models.ForeignKey(
        BankAccount, models.PROTECT, null=True, blank=True, related_name="payout_batches"
    )
    state = models.CharField(max_length=8, choices=State.choices, default=State.DRAFT)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    made_at = models.DateTimeField(auto_now_add=True)
    released_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    released_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("payout batch")
        verbose_name_plural = _("payout batches")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                name="payout_batch_released_by_another",
                condition=~Q(state="released")
                | Q(released_at__isnull=False, released_by__isnull=False)
                & ~Q(released_by=F("made_by")),
            ),
        ]

    def __str__(self):
        return f"#{self.pk}"


class Payout(models.Model):
    """One partner's money in a batch, in rupiah; `recovered` is debt taken off before.

    Bank, number and holder are frozen when the batch is released.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        RELEASED = "released", _("Released")
        CONFIRMED = "confirmed", _("Paid")
        BOUNCED = "bounced", _("Came back")
        UNDONE = "undone", _("Undone")
        DROPPED = "dropped", _("Dropped")

    batch = models.ForeignKey(PayoutBatch, models.PROTECT, related_name="payouts")
    partner = models.ForeignKey("partner.Partner", models.PROTECT, related_name="payouts")
    amount = models.BigIntegerField(_("amount (rupiah)"))
    recovered = models.BigIntegerField(_("debt taken off (rupiah)"), default=0)
    state = models.CharField(max_length=9, choices=State.choices, default=State.DRAFT)
    bank = models.CharField(_("bank"), max_length=60, blank=True)
    number = models.CharField(_("account number"), max_length=40, blank=True)
    holder = models.CharField(_("account holder"), max_length=120, blank=True)
    reference = models.CharField(_("bank's reference"), max_length=120, blank=True)
    reason = models.CharField(max_length=300, blank=True)
    settled_at = models.DateTimeField(_("confirmed, bounced or undone"), null=True, blank=True)

    class Meta:
        verbose_name = _("payout")
        verbose_name_plural = _("payouts")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="payout_amounts", condition=Q(amount__gte=0, recovered__gte=0)
            ),
            models.CheckConstraint(
                name="payout_account_frozen",
                condition=Q(state__in=["draft", "dropped"]) | Q(amount=0) | ~Q(number=""),
            ),
            models.CheckConstraint(
                name="payout_confirmed_with_reference",
                condition=~Q(state="confirmed") | Q(amount=0) | ~Q(reference=""),
            ),
            models.UniqueConstraint(fields=["batch", "partner"], name="payout_once_per_batch"),
        ]

    def __str__(self):
        return f"#{self.pk}: {self.amount}"


class Correction(models.Model):
    """A change to the ledger that no sale caused: made by one person, released by another.

    Amounts in rupiah; what each kind posts stands in `corrections`.
    """

    class Kind(models.TextChoices):
        DEBT_REPAID = "debt_repaid", _("The seller paid her debt")
        DEBT_FORGIVEN = "debt_forgiven", _("The seller's debt is forgiven")
        LOSS_BORNE = "loss_borne", _("The seller bears a loss of the shop")
        HANDED_OVER = "handed_over", _("The treasurer handed money over")
        VILLAGE_SHARE = "village_share", _("The village's share was paid")
        BANK_FEE = "bank_fee", _("Fee of the bank")
        QRIS_SETTLED = "qris_settled", _("QRIS money reached the bank")
        COUNTER = "counter", _("Counter-entry of a posting")

    class State(models.TextChoices):
        MADE = "made", _("Waits for a second person")
        RELEASED = "released", _("Released")
        REFUSED = "refused", _("Refused")

    kind = models.CharField(max_length=13, choices=Kind.choices)
    collector = models.ForeignKey(Collector, models.PROTECT, related_name="corrections")
    partner = models.ForeignKey(
        "partner.Partner", models.PROTECT, null=True, blank=True, related_name="corrections"
    )
    account = models.ForeignKey(
        BankAccount, models.PROTECT, null=True, blank=True, related_name="corrections"
    )
    qris = models.ForeignKey(
        "payment.QrisCode", models.PROTECT, null=True, blank=True, related_name="corrections"
    )
    region = models.ForeignKey(
        "villages.Region", models.PROTECT, null=True, blank=True, related_name="+"
    )
    posting = models.ForeignKey(
        "payment.Posting", models.PROTECT, null=True, blank=True, related_name="corrections"
    )
    amount = models.BigIntegerField(_("amount (rupiah)"))
    fee = models.BigIntegerField(_("fee taken off (rupiah)"), default=0)
    happened_on = models.DateField(_("day on the statement"), null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=300)
    state = models.CharField(max_length=8, choices=State.choices, default=State.MADE)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    made_at = models.DateTimeField(auto_now_add=True)
    released_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    released_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("correction")
        verbose_name_plural = _("corrections")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                name="correction_amounts", condition=Q(amount__gt=0, fee__gte=0)
            ),
            models.CheckConstraint(name="correction_has_a_reason", condition=~Q(reason="")),
            models.UniqueConstraint(
                fields=["posting"],
                condition=Q(kind="counter", state__in=["made", "released"]),
                name="correction_counters_once",
            ),
        ]

    def __str__(self):
        return f"{self.kind} {self.amount}"
