"""A treasurer's cash book: what came into her hands and what left them, by month (rupiah)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from django.db.models import QuerySet, Sum
from django.db.models.functions import TruncMonth
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from . import accounts
from .models import Collector, Entry

#: What a line says, by the kind of its posting.
WORDS = {
    "received": _("Payment received"),
    "refund_sent": _("Refund sent"),
    "refund_failed": _("Refund came back"),
    "payout_confirmed": _("Paid out to a seller"),
    "payout_undone": _("Payout undone"),
    "handed_over": _("Handed over to the platform"),
    "village_share": _("The village's share of commissions"),
    "debt_repaid": _("Debt repaid by a seller"),
    "bank_fee": _("Bank fee"),
    "counter": _("Correction"),
}
#: How a line is called that belongs to no order, by what its posting's source is.
NUMBERED = {
    "receipt": _("Money received %(number)s"),
    "refund": _("Refund %(number)s"),
    "payout": _("Payout %(number)s"),
    "correction": _("Correction %(number)s"),
}


@dataclass(frozen=True)
class Row:
    """One movement; of `came` and `went` one is 0, `balance` is what is in her hands after it."""

    at: datetime
    text: str
    number: str
    came: int
    went: int
    balance: int


@dataclass(frozen=True)
class Whose:
    """To whom the money in a treasurer's hands belongs, in rupiah."""

    buyers: int
    sellers: int
    village: int
    platform: int


@dataclass(frozen=True)
class CashBook:
    """A month of a collector's cash book; `month` is its first day."""

    collector: Collector
    month: date
    opening: int
    rows: Sequence[Row]

    @property
    def came(self) -> int:
        return sum(row.came for row in self.rows)

    @property
    def went(self) -> int:
        return sum(row.went for row in self.rows)

    @property
    def closing(self) -> int:
        """What is in her hands at the month's end."""
        return self.opening + self.came - self.went


def of(collector: Collector, month: date) -> CashBook:
    """Return the book of the month (Asia/Jakarta) that begins with this day."""
    begins, ends = _moment(month), _moment(_after(month))
    before = _entries(collector).filter(posting__at__lt=begins)
    balance = opening = before.aggregate(all=Sum("amount", default=0))["all"]
    rows = []
    moved = _entries(collector).filter(posting__at__gte=begins, posting__at__lt=ends)
    for entry in moved.select_related("posting__order").order_by("posting__at", "pk"):
        balance += entry.amount
        rows.append(_row(entry, balance))
    return CashBook(collector, month, opening, rows)


def months(collector: Collector) -> list[date]:
    """Return the months in which money moved, newest first (months of Asia/Jakarta)."""
    found = _entries(collector).annotate(month=TruncMonth("posting__at")).order_by("-month")
    return [month.date() for month in found.values_list("month", flat=True).distinct()]


def in_hands(collector: Collector) -> int:
    """Return what a treasurer holds now."""
    return _entries(collector).aggregate(all=Sum("amount", default=0))["all"]


def whose(collector: Collector) -> Whose:
    """Return whose money it is; what fits no order is a buyer's, the rest the platform's."""
    sums: dict[str, int] = {}
    owed = Entry.objects.filter(account__endswith=f"@{collector.code}").order_by()
    for account, amount in owed.values_list("account").annotate(Sum("amount")):
        kind = account.partition("@")[0].partition(":")[0]
        sums[kind] = sums.get(kind, 0) - amount
    buyers = sum(sums.get(kind, 0) for kind in ("order", "refund_due", "suspense"))
    sellers, village = sums.get("seller", 0) + sums.get("payout", 0), sums.get("village", 0)
    rest = in_hands(collector) - buyers - sellers - village
    return Whose(buyers, sellers, village, platform=rest)


def _row(entry: Entry, balance: int) -> Row:
    posting = entry.posting
    return Row(
        at=posting.at,
        text=str(WORDS.get(posting.kind, posting.kind)),
        number=posting.order.number if posting.order else _numbered(posting.source),
        came=max(entry.amount, 0),
        went=max(-entry.amount, 0),
        balance=balance,
    )


def _numbered(source: str) -> str:
    kind, _colon, number = source.partition(":")
    return str(NUMBERED.get(kind, source)) % {"number": number}


def _entries(collector: Collector) -> QuerySet[Entry]:
    return Entry.objects.filter(account=accounts.hands(collector))


def _after(month: date) -> date:
    return date(month.year + month.month // 12, month.month % 12 + 1, 1)


def _moment(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))
