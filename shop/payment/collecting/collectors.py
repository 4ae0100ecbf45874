"""Whose account a payment goes to, and the accounts and QRIS codes buyers are shown."""

from collections.abc import Collection

from django.db import transaction
from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shop.history.models import record
from shop.order.refusals import NotPossible
from shop.partner.models import Partner
from shop.payment.models import BankAccount, Collector, QrisCode
from shop.people.actors import Actor
from shop.people.models import User
from shop.villages.models import Assignment, Region

Kind = Collector.Kind
#: Whom a payment goes to if several may take it.
PREFERENCE = [Kind.SELLER, Kind.VILLAGE, Kind.PLATFORM]


class NoTreasurer(NotPossible):
    """Nobody is assigned who could confirm what comes in."""

    message = gettext_lazy("This village has no treasurer. Assign one first.")


def platform() -> Collector:
    """Return the platform as a collector."""
    return Collector.objects.get_or_create(kind=Kind.PLATFORM)[0]


def of_seller(partner: Partner) -> Collector:
    """Return a partner as the collector of her own money."""
    return Collector.objects.get_or_create(kind=Kind.SELLER, partner=partner)[0]


@transaction.atomic
def of_village(region: Region, *, name: str, by: Actor) -> Collector:
    """Let a village's treasurer collect under a name that payers read, or change the name.

    Raises NoTreasurer.
    """
    if not treasurers(region).exists():
        raise NoTreasurer
    collector, is_new = Collector.objects.get_or_create(kind=Kind.VILLAGE, region=region)
    before, name = collector.name, " ".join(name.split())[:120]
    if before != name or is_new:
        Collector.objects.filter(pk=collector.pk).update(name=name)
        collector.name = name
        record("collector.named", collector, by=by, before={"name": before}, after={"name": name})
    return collector


def treasurers(region: Region) -> QuerySet[Assignment]:
    """Return the treasurers of a village who are assigned today."""
    return Assignment.objects.current().filter(role=Assignment.Role.TREASURER, region=region)


def kept_by(person: User) -> QuerySet[Collector]:
    """Return the collectors of the villages a person is treasurer of today."""
    held = Assignment.objects.held_by(person).filter(role=Assignment.Role.TREASURER)
    return Collector.objects.filter(kind=Kind.VILLAGE, region__in=held.values("region"))


def may_collect_for(person: User, collector: Collector) -> bool:
    """Say whether a person is the treasurer of a village's collector today."""
    return kept_by(person).filter(pk=collector.pk).exists()


def entitled(partner_ids: Collection[int]) -> list[Collector]:
    """Return who may collect for all these sellers together, the preferred one first.

    That is the only seller herself, the treasurer of the village they all are of, while one is
    assigned, and the platform.
    """
    found = _may_collect(partner_ids).select_related("partner", "region")
    return sorted(found, key=lambda collector: PREFERENCE.index(collector.kind))


def account_for(partner_ids: Collection[int]) -> BankAccount | None:
    """Return the account that a transfer to all these sellers goes to; None: there is none."""
    return _first(BankAccount, partner_ids)


def qris_for(partner_ids: Collection[int]) -> QrisCode | None:
    """Return the QRIS code that pays all these sellers; None: there is none."""
    return _first(QrisCode, partner_ids)


def told_to_payers(collector: Collector) -> str:
    """Return who gets the money in a sentence, if that is not the platform."""
    if collector.kind == Kind.PLATFORM:
        return ""
    return _("The money goes straight to %(payee)s.") % {"payee": collector.payee}


def shown_account() -> BankAccount | None:
    """Return the platform's account for transfers, or None while there is none."""
    return BankAccount.objects.in_use().filter(collector__kind=Kind.PLATFORM).first()


@transaction.atomic
def close_account(account: BankAccount, *, by: Actor) -> bool:
    """Show an account to no buyer any more; open payments still expect their money on it."""
    return _close(account, "bank_account.closed", by)


@transaction.atomic
def close_qris(code: QrisCode, *, by: Actor) -> bool:
    """Show a QRIS code to no buyer any more; open payments still expect their money by it."""
    return _close(code, "qris_code.closed", by)


def _close(row: BankAccount | QrisCode, verb: str, by: Actor) -> bool:
    closed = type(row).objects.filter(pk=row.pk, is_active=True).update(is_active=False)
    row.refresh_from_db()
    if closed:
        record(verb, row, by=by)
    return bool(closed)


def _first(model: type[BankAccount | QrisCode], partner_ids: Collection[int]):
    """Return what the most preferred collector that has one in use shows."""
    rows = (
        model.objects.in_use()
        .filter(collector__in=_may_collect(partner_ids).values("pk"))
        .select_related("collector__partner", "collector__region")
    )
    return min(rows, key=lambda row: PREFERENCE.index(row.collector.kind), default=None)


def _may_collect(partner_ids: Collection[int]) -> QuerySet[Collector]:
    partners = set(partner_ids)
    mine = Q(kind=Kind.PLATFORM)
    if len(partners) == 1:
        mine |= Q(kind=Kind.SELLER, partner__in=partners)
    if partners:
        serving = Assignment.objects.current().filter(role=Assignment.Role.TREASURER)
        mine |= Q(kind=Kind.VILLAGE, region__in=serving.values("region"), sellers=len(partners))
    of_village = Count("region__partners", filter=Q(region__partners__in=partners))
    return Collector.objects.alias(sellers=of_village).filter(mine)
