"""Sales of a stall by day and by week, as a chart whose values are written on it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils import dates, timezone
from django.utils.translation import gettext as _

from shop.money import format_rupiah
from shop.order.amounts import outstanding_of
from shop.order.models import SellerOrder
from shop.partner.models import Partner

Status = SellerOrder.Status
NOT_SOLD = (Status.WAITING, Status.DECLINED, Status.CANCELLED)
#: The drawing: its size, and where the bars stand and how high they grow (SVG units).
WIDTH, HEIGHT, FOOT, TALLEST = 336, 150, 126, 96
THOUSAND = 1_000


@dataclass(frozen=True)
class Bar:
    """One bar: `amount` rupiah sold in the day or week that `name` names."""

    name: str
    amount: int
    x: int
    width: int
    height: int
    is_now: bool = False

    @property
    def y(self) -> int:
        """Where the bar's top is."""
        return FOOT - self.height

    @property
    def middle(self) -> int:
        """Where its words stand."""
        return self.x + self.width // 2

    @property
    def above(self) -> int:
        """Where its value is written."""
        return self.y - 6

    @property
    def thousands(self) -> int:
        """Its value in thousands of rupiah, rounded half up."""
        return (self.amount + THOUSAND // 2) // THOUSAND


@dataclass(frozen=True)
class Chart:
    """Bars with the sentence that says the same to who can't see them."""

    bars: list[Bar]
    sentence: str

    @property
    def is_empty(self) -> bool:
        """Whether nothing was sold at all."""
        return not any(bar.amount for bar in self.bars)


def by_day(partner: Partner, days: int, *, on: date | None = None) -> Chart:
    """Return what was sold on each of the last days, today included (goods, rupiah)."""
    today = on or timezone.localdate()
    firsts = [today - timedelta(days=back) for back in reversed(range(days))]
    return _chart(partner, firsts, 1, lambda day: str(dates.WEEKDAYS_ABBR[day.weekday()]))


def by_week(partner: Partner, weeks: int, *, on: date | None = None) -> Chart:
    """Return what was sold in each of the last weeks, which begin on Mondays."""
    today = on or timezone.localdate()
    monday = today - timedelta(days=today.weekday())
    firsts = [monday - timedelta(weeks=back) for back in reversed(range(weeks))]
    return _chart(partner, firsts, 7, lambda day: f"{day.day}/{day.month}")


def _chart(partner: Partner, firsts: list[date], days: int, name: Callable[[date], str]) -> Chart:
    sums = dict.fromkeys(firsts, 0)
    parts = (
        SellerOrder.objects.filter(partner=partner, order__date_placed__date__gte=firsts[0])
        .exclude(status__in=NOT_SOLD)
        .select_related("order")
        .prefetch_related("lines")
    )
    amounts = outstanding_of(parts)
    for part in parts:
        day = timezone.localtime(part.order.date_placed).date()
        steps = (day - firsts[0]).days // days
        if steps < len(firsts):
            sums[firsts[steps]] += amounts[part.pk].goods
    most, step = max(sums.values()), WIDTH // len(firsts)
    bars = [
        Bar(
            name(first),
            amount,
            x=number * step + step // 8,
            width=step * 3 // 4,
            height=amount * TALLEST // most if most else 0,
            is_now=first == firsts[-1],
        )
        for number, (first, amount) in enumerate(sums.items())
    ]
    return Chart(bars, _sentence(bars))


def _sentence(bars: list[Bar]) -> str:
    best, last = max(bars, key=lambda bar: bar.amount), bars[-1]
    if not best.amount:
        return _("Nothing sold in this time.")
    return _("Most: %(best)s with %(most)s; now %(now)s.") % {
        "best": best.name,
        "most": format_rupiah(best.amount),
        "now": format_rupiah(last.amount),
    }
