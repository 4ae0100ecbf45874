"""Who can be paid out by which collector, how much, and what of it settles debts (rupiah)."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date

from django.conf import settings
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from shop.partner.models import Partner
from shop.payment.models import Collector, Payout, PayoutAccount, PayoutRequest
from shop.payment.paying_out import standing
from shop.payment.paying_out.payout_accounts import in_use

NO_ACCOUNT = _("No bank account yet.")
IN_DOUBT = _("A payout to this account came back. The owner must enter it again.")
TOO_LITTLE = _("Less than the least that is paid out.")


@dataclass(frozen=True)
class Payable:
    """What a collector can pay a seller: `gross` is hers, of it `recovered` settles debts.

    `debts` are her accounts that owe, the most urgent first, with how much. `credit` is what the
    platform owes her at her own collector; it is part of `gross`. `held` waits for buyers.
    """

    partner: Partner
    gross: int
    held: int
    account: PayoutAccount | None
    debts: tuple[tuple[str, int], ...] = ()
    credit: int = 0
    credit_at: str = ""
    is_asked: bool = False

    @property
    def recovered(self) -> int:
        """What is kept back for her debts, as far as it reaches."""
        return min(self.gross, sum(amount for _account, amount in self.debts))

    @property
    def amount(self) -> int:
        """What reaches her bank."""
        return self.gross - self.recovered

    @property
    def problem(self) -> str | Promise:
        """Why nothing can be paid, in words; empty if it can, or if debts take all of it."""
        if not self.amount:
            return ""
        if self.amount < settings.PAYOUT_LEAST:
            return TOO_LITTLE
        if self.account is None:
            return NO_ACCOUNT
        return IN_DOUBT if self.account.doubted_at else ""

    @property
    def is_ready(self) -> bool:
        """Whether it can stand in a batch now."""
        return self.gross > 0 and not self.problem

    def at_most(self, *, amount: int, gross: int) -> "Payable":
        """Return it cut to what a draft said: neither more in all nor more to her bank."""
        cut = replace(self, gross=min(self.gross, gross))
        return replace(cut, gross=cut.gross - max(0, cut.amount - amount))

    def offsets(self) -> dict[str, int]:
        """Return the entries of the accounts whose debts are settled or whose credit is taken."""
        rest, entries = self.recovered, {}
        for account, owed in self.debts:
            taken = min(owed, rest)
            entries[account] = -taken
            rest -= taken
        if self.credit:
            entries[self.credit_at] = self.credit
        return entries


def payable(collector: Collector) -> list[Payable]:
    """Return whom a collector owes money that may go out, those who asked first.

    A seller pays nobody but herself. Who stands in a draft already is left out.
    """
    if collector.kind == Collector.Kind.SELLER:
        return []
    found = standing.of_all()
    here = [pk for pk, places in found.items() if _is_due(places.get(collector.code))]
    if collector.kind == Collector.Kind.PLATFORM:
        own = Collector.objects.filter(kind=Collector.Kind.SELLER)
        here = {*here, *own.values_list("partner", flat=True)}
    drafted = Payout.objects.filter(state=Payout.State.DRAFT, batch__collector=collector)
    partners = Partner.objects.filter(pk__in=here).exclude(pk__in=drafted.values("partner"))
    due = [_due(partner, collector, found.get(partner.pk, {})) for partner in partners]
    return sorted(
        (one for one in due if one.gross), key=lambda one: (not one.is_asked, one.partner.pk)
    )


def payable_partners(
    partners: Collection[Partner], collector: Collector | None = None
) -> list[Payable]:
    """Return what these sellers could be paid by one collector, or by each that is no seller.

    Sums in drafts count as free: what is released first is paid.
    """
    collectors = (
        [collector]
        if collector
        else Collector.objects.exclude(kind=Collector.Kind.SELLER).order_by("pk")
    )
    found = []
    for partner in partners:
        places = standing.of_partner(partner)
        found += [_due(partner, one, places) for one in collectors]
    return [one for one in found if one.gross]


def _is_due(place: standing.Standing | None) -> bool:
    return bool(place and place.available)


def _due(partner: Partner, collector: Collector, places: dict[str, standing.Standing]) -> Payable:
    here = places.get(collector.code, standing.Standing(0))
    own, debts, credit = standing.own(partner), [], 0
    if own and own.debt:
        debts.append((own.account, own.debt))
    if own and collector.kind == Collector.Kind.PLATFORM:
        credit = own.credit
    debts += [
        (f"{standing.SELLER}{partner.pk}@{code}", place.debt)
        for code, place in sorted(places.items())
        if place.debt and code != collector.code
    ]
    return Payable(
        partner,
        gross=here.available + max(0, credit - here.debt),
        held=here.held,
        account=in_use(partner),
        debts=tuple(debts),
        credit=credit,
        credit_at=own.account if own else "",
        is_asked=partner.payout_requests.filter(answered_at__isnull=True).exists(),
    )


def is_payout_day(on: date | None = None) -> bool:
    """Say whether payouts are due on a day (default: today)."""
    return (on or timezone.localdate()).weekday() in settings.PAYOUT_WEEKDAYS


def count_due() -> int:
    """Count the sellers whom a collector owes enough to pay out, debts elsewhere aside."""
    return sum(
        any(place.available >= settings.PAYOUT_LEAST for place in places.values())
        for places in standing.of_all().values()
    )


def count_asked() -> int:
    """Count the sellers who asked to be paid and have not been since."""
    return PayoutRequest.objects.filter(answered_at__isnull=True).count()
