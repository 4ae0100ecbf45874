"""A seller's month: every movement of her money in the ledger, with what stood before and after.

Rupiah; months of Asia/Jakarta.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from django.db.models import Q, Sum
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from shop.partner.models import Partner
from shop.payment import accounts, ledger
from shop.payment.models import Entry
from shop.payment.paying_out import standing
from shop.payment.paying_out.statements import IN_HAND, PAID_OUT

#: What a line says, by the kind of its posting.
WORDS = {
    "earned": _("Sale"),
    "refund_granted": _("Refund to the buyer"),
    "refund_gift": _("The buyer gave a difference away"),
    "collected": _("Received in cash"),
    "received": _("Received by the seller"),
    "refund_in_cash": _("Given back in cash"),
    "refund_sent": _("Refund sent"),
    "refund_failed": _("Refund came back"),
    "payout_released": _("Payout"),
    "payout_bounced": _("Payout came back"),
    "payout_undone": _("Payout undone"),
    "offset": _("Debt taken off"),
    "debt_repaid": _("Debt paid"),
    "debt_forgiven": _("Debt forgiven"),
    "loss_borne": _("Loss that you bear"),
    "counter": _("Correction"),
}
OTHER = _("Other")


@dataclass(frozen=True)
class Row:
    """One movement. `gross` less `commission` is what was earned; `balance` is what is hers then.

    `in_hand` is what she took herself, `paid_out` what went to her account, or is on its way.
    """

    on: date
    text: str | Promise
    number: str
    gross: int
    commission: int
    in_hand: int
    paid_out: int
    balance: int


@dataclass(frozen=True)
class MonthStatement:
    """A seller's month; `month` is its first day, `opening` what was hers before it."""

    partner: Partner
    month: date
    opening: int
    rows: Sequence[Row]

    @property
    def closing(self) -> int:
        """What is hers at the month's end; negative when she owes."""
        return self.rows[-1].balance if self.rows else self.opening

    def total(self, name: str) -> int:
        """Return the sum of a column of the rows."""
        return sum(getattr(row, name) for row in self.rows)


def of(partner: Partner, month: date) -> MonthStatement:
    """Return the statement of the month that begins with this day."""
    begins, ends = _moment(month), _moment(_after(month))
    hers = Entry.objects.filter(ledger.begins(f"{standing.SELLER}{partner.pk}@"))
    before = hers.filter(posting__at__lt=begins).aggregate(all=Sum("amount", default=0))["all"]
    moved = (
        hers.filter(posting__at__gte=begins, posting__at__lt=ends)
        .order_by("posting__at", "posting")
        .values_list("posting", "posting__at", "posting__kind", "posting__order__number")
        .annotate(Sum("amount"))
    )
    moved = [row for row in moved if row[-1]]
    commission = _commission([posting for posting, *_rest in moved])
    rows, balance = [], -before
    for posting, at, kind, number, amount in moved:
        balance -= amount
        rows.append(_row(at, kind, number or "", -amount, commission.get(posting, 0), balance))
    return MonthStatement(partner, month, -before, rows)


def _row(at: datetime, kind: str, number: str, hers: int, commission: int, balance: int) -> Row:
    """Write a movement of `hers` rupiah in her favour."""
    is_in_hand, is_paid = kind in IN_HAND, kind in PAID_OUT
    is_earned = not (is_in_hand or is_paid)
    return Row(
        on=timezone.localtime(at).date(),
        text=WORDS.get(kind, OTHER),
        number=number,
        gross=hers + commission if is_earned else 0,
        commission=commission if is_earned else 0,
        in_hand=-hers if is_in_hand else 0,
        paid_out=-hers if is_paid else 0,
        balance=balance,
    )


def _commission(posting_ids: Sequence[int]) -> dict[int, int]:
    """Return what each posting took as commission, the village's share included."""
    of_commission = Q(account=accounts.COMMISSION) | ledger.begins("village:")
    entries = Entry.objects.filter(
        of_commission, posting__in=posting_ids, posting__order__isnull=False
    )
    sums = entries.order_by().values_list("posting").annotate(all=Sum("amount"))
    return {posting: -amount for posting, amount in sums}


def _after(month: date) -> date:
    return date(month.year + month.month // 12, month.month % 12 + 1, 1)


def _moment(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))
