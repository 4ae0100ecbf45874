"""Bank statements that were uploaded: files, how a bank's columns are named, and their rows."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from shop.payment.tables.collector_models import BankAccount


class StatementFormat(models.Model):
    """Which column holds what in one bank's files, as people chose it last.

    `columns` is what `bank_columns.Columns` writes.
    """

    bank = models.CharField(max_length=60, unique=True)
    columns = models.JSONField(default=dict)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("columns of a bank's statement")
        verbose_name_plural = _("columns of banks' statements")

    def __str__(self):
        return self.bank


class StatementFileQuerySet(models.QuerySet):
    def drafts(self) -> "StatementFileQuerySet":
        """Return the uploads that nobody has taken over or dropped yet."""
        return self.filter(saved_at__isnull=True)

    def saved(self) -> "StatementFileQuerySet":
        """Return the uploads whose rows were taken over, newest first."""
        return self.filter(saved_at__isnull=False)


class StatementFile(models.Model):
    """One uploaded statement, and how many of its rows were new.

    Until people have seen and taken it over it is a draft that keeps the file's cells; the
    file itself is never kept.
    """

    account = models.ForeignKey(BankAccount, models.PROTECT, related_name="statement_files")
    name = models.CharField(max_length=120)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    at = models.DateTimeField(auto_now_add=True)
    rows_read = models.PositiveIntegerField(default=0)
    rows_new = models.PositiveIntegerField(default=0)
    cells = models.JSONField(null=True)
    columns = models.JSONField(null=True)
    saved_at = models.DateTimeField(null=True)

    objects = StatementFileQuerySet.as_manager()

    class Meta:
        verbose_name = _("bank statement")
        verbose_name_plural = _("bank statements")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                name="statement_file_draft_keeps_cells",
                condition=Q(cells__isnull=False, saved_at__isnull=True)
                | Q(cells__isnull=True, saved_at__isnull=False),
            )
        ]

    def __str__(self):
        return self.name


class StatementRowQuerySet(models.QuerySet):
    def new(self) -> "StatementRowQuerySet":
        """Return the rows that somebody should look at."""
        return self.filter(state=StatementRow.State.NEW)


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
    is_alike = models.BooleanField(
        _("an earlier upload has this day and amount with another text"), default=False
    )
    occurrence = models.PositiveSmallIntegerField(default=0)
    state = models.CharField(max_length=6, choices=State.choices, default=State.NEW)
    receipt = models.OneToOneField(
        "payment.Receipt", models.PROTECT, null=True, blank=True, related_name="statement_row"
    )
    about = models.CharField(
        _("booked as"), max_length=60, blank=True, help_text="payout:5, refund:3, settlement:2 …"
    )

    objects = StatementRowQuerySet.as_manager()

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
