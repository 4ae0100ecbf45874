"""The ledger's rows: written once, never changed. Database triggers hold what code might forget.

That a posting sums to 0 no constraint can say: it is about several rows, and SQLite has no
deferred triggers that could look at them when the transaction ends. `ledger.post` is the only
writer and refuses an unbalanced one; `manage.py check_ledger` proves that it did.
"""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class LedgerIsAppendOnly(TypeError):
    """Somebody tried to change or delete a posting; write a reversing one instead."""


class AppendOnlyQuerySet(models.QuerySet):
    def update(self, **kwargs):
        raise LedgerIsAppendOnly

    def bulk_update(self, *args, **kwargs):
        raise LedgerIsAppendOnly

    def delete(self):
        raise LedgerIsAppendOnly


class AppendOnly(models.Model):
    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, *args, **kwargs):
        if not self._state.adding:
            raise LedgerIsAppendOnly
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        raise LedgerIsAppendOnly


class Posting(AppendOnly):
    """One balanced event of the ledger; unique by kind, source and n; never edited."""

    kind = models.CharField(max_length=40)
    source = models.CharField(max_length=60)
    n = models.PositiveIntegerField(default=0)
    order = models.ForeignKey(
        "order.Order", models.PROTECT, null=True, blank=True, related_name="postings"
    )
    at = models.DateTimeField(auto_now_add=True, db_index=True)

    class Meta:
        verbose_name = _("posting")
        verbose_name_plural = _("postings")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["kind", "source", "n"], name="posting_once")]

    def __str__(self):
        return f"{self.kind} {self.source}/{self.n}"


class Entry(AppendOnly):
    """One account's side of a posting: + we hold or are owed, − we owe or earned (rupiah)."""

    posting = models.ForeignKey(Posting, models.PROTECT, related_name="entries")
    account = models.CharField(max_length=80, db_index=True)
    amount = models.BigIntegerField()

    class Meta:
        verbose_name = _("ledger entry")
        verbose_name_plural = _("ledger entries")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(name="entry_not_zero", condition=~Q(amount=0)),
            models.UniqueConstraint(fields=["posting", "account"], name="entry_account_once"),
        ]

    def __str__(self):
        return f"{self.account} {self.amount:+d}"
