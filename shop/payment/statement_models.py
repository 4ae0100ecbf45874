"""Bank statements that were uploaded: files, how a bank's columns are named, and their rows."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .collector_models import BankAccount


class StatementFormat(models.Model):
    """Which column holds what in one bank's files, as people chose it last.

    `columns` is what `statements` files' reader understands (see `bank_files`).
    """

    bank = models.CharField(max_length=60, unique=True)
    columns = models.JSONField(default=dict)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("columns of a bank's statement")
        verbose_name_plural = _("columns of banks' statements")

    def __str__(self):
        return self.bank


class StatementFile(models.Model):
    """One uploaded statement, and how many of its rows were new."""

    account = models.ForeignKey(BankAccount, models.PROTECT, related_name="statement_files")
    name = models.CharField(max_length=120)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    at = models.DateTimeField(auto_now_add=True)
    rows_read = models.PositiveIntegerField(default=0)
    rows_new = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("bank statement")
        verbose_name_plural = _("bank statements")
        ordering = ["-pk"]

    def __str__(self):
        return self.name


class StatementRow(models.Model):
    """One movement of an account (rupiah, + in, − out), known by account, day, amount, text and
    its place among equal ones: the same or an overlapping file changes nothing.
    """

    class State(models.TextChoices):
        NEW = "new", _("To look at")
        BOOKED = "booked", _("Booked")
        KNOWN = "known", _("Booked before")
        LEFT = "left", _("Left alone")

    account = models.ForeignKey(BankAccount, models.PROTECT, related_name="statement_rows")
    file = models.ForeignKey(StatementFile, models.PROTECT, related_name="rows")
    booked_on = models.DateField(_("day"))
    amount = models.BigIntegerField(_("amount (rupiah)"))
    text = models.CharField(max_length=500)
    occurrence = models.PositiveSmallIntegerField(default=0)
    state = models.CharField(max_length=6, choices=State.choices, default=State.NEW)
    receipt = models.OneToOneField(
        "payment.Receipt", models.PROTECT, null=True, blank=True, related_name="statement_row"
    )
    about = models.CharField(
        _("booked as"), max_length=60, blank=True, help_text="payout:5, refund:3, settlement:2 …"
    )

    class Meta:
        verbose_name = _("row of a statement")
        verbose_name_plural = _("rows of statements")
        ordering = ["booked_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["account", "booked_on", "amount", "text", "occurrence"],
                name="statement_row_once",
            ),
            models.UniqueConstraint(
                fields=["about"], condition=~Q(about=""), name="statement_row_about_one_thing"
            ),
            models.CheckConstraint(name="statement_row_moves", condition=~Q(amount=0)),
        ]

    def __str__(self):
        return f"{self.booked_on} {self.amount:+d}"
