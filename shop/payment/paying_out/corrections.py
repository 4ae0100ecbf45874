"""Changes to the ledger that no sale caused: one person makes them, another releases them (rupiah).

What each kind posts stands in `_entries`. A counter-entry reverses what another correction
posted, once; everything else has a verb of its own that takes it back.
"""

from datetime import date

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from shop.history.models import record
from shop.order.refusals import NotPossible, WrongState, require_own
from shop.partner.models import Partner
from shop.payment import accounts, ledger, second_person
from shop.payment.collecting.collectors import platform
from shop.payment.models import BankAccount, Collector, Correction, Posting, QrisCode
from shop.payment.paying_out import standing
from shop.people.actors import Actor
from shop.villages.models import Region

Kind, State = Correction.Kind, Correction.State
#: Kinds whose postings may be reversed by a counter-entry.
REVERSIBLE = [kind for kind in Kind.values if kind != Kind.COUNTER]
#: What each kind needs besides an amount and a reason.
NEEDS = {
    Kind.DEBT_REPAID: ("partner", "account"),
    Kind.DEBT_FORGIVEN: ("partner",),
    Kind.LOSS_BORNE: ("partner",),
    Kind.HANDED_OVER: ("collector", "account"),
    Kind.VILLAGE_SHARE: ("region",),
    Kind.BANK_FEE: ("account",),
    Kind.QRIS_SETTLED: ("qris", "account"),
    Kind.COUNTER: ("posting",),
}


class Incomplete(NotPossible):
    """Something that this kind needs is missing, or belongs to another collector."""

    message = _("Fill in everything that this kind of correction needs.")


class TooMuch(NotPossible):
    """More than stands there, or nothing."""

    message = _("The amount must be more than nothing and at most what stands there.")


class NotReversible(NotPossible):
    """Only what a correction posted can be reversed by another."""

    message = _("This posting can't be reversed here, or it was already.")


@transaction.atomic
def make(
    kind: str,
    *,
    amount: int,
    reason: str,
    by: Actor,
    collector: Collector | None = None,
    partner: Partner | None = None,
    account: BankAccount | None = None,
    qris: QrisCode | None = None,
    region: Region | None = None,
    posting: Posting | None = None,
    fee: int = 0,
    happened_on: date | None = None,
) -> Correction:
    """Write down what another person should release; the ledger stays as it is.

    `collector` is whose ledger accounts it is about; without one, that of the account or the
    platform's. Raises NotOnBehalf, Incomplete, TooMuch or NotReversible.
    """
    require_own(by)
    given = {
        "collector": collector,
        "partner": partner,
        "account": account,
        "qris": qris,
        "region": region,
        "posting": posting,
    }
    if not reason.strip() or any(given[name] is None for name in NEEDS[kind]):
        raise Incomplete
    kept = {name: given[name] for name in NEEDS[kind]}
    if kind == Kind.VILLAGE_SHARE and account is not None:
        kept["account"] = account
    correction = Correction(
        kind=kind,
        amount=amount,
        fee=fee if kind == Kind.QRIS_SETTLED else 0,
        reason=reason.strip()[:300],
        happened_on=happened_on,
        made_by_id=by.person_id,
        **kept | {"collector": collector or (account.collector if account else platform())},
    )
    if kind == Kind.COUNTER:
        _require_reversible(posting)
        correction.amount = _size(posting)
    _require_fit(correction)
    try:
        with transaction.atomic():
            correction.save()
    except IntegrityError as error:
        raise NotReversible from error
    record(
        "correction.made",
        correction,
        by=by,
        after={"kind": kind, "amount": correction.amount},
        reason=correction.reason,
    )
    return correction


@transaction.atomic
def release(correction: Correction, *, by: Actor) -> Posting:
    """Another person lets it into the ledger; returns its posting.

    Raises NotOnBehalf, SamePerson, TooMuch, or WrongState unless it waits.
    """
    require_own(by)
    second_person.require_other(correction.made_by_id, by)
    found = _waiting(correction)
    _require_fit(found)
    found.state, found.released_by_id = State.RELEASED, by.person_id
    found.released_at = timezone.now()
    found.save(update_fields=["state", "released_by", "released_at"])
    posting = ledger.post(found.kind, source_of(found), entries=_entries(found))
    after = {"kind": found.kind, "amount": found.amount}
    record("correction.released", found, by=by, after=after, reason=found.reason)
    return posting


@transaction.atomic
def refuse(correction: Correction, *, by: Actor) -> None:
    """Nobody lets it into the ledger; who made it may take it back so. Raises WrongState."""
    require_own(by)
    found = _waiting(correction)
    found.state = State.REFUSED
    found.save(update_fields=["state"])
    after = {"kind": found.kind, "amount": found.amount}
    record("correction.refused", found, by=by, after=after)


def source_of(correction: Correction) -> str:
    """Return what its posting says it comes from."""
    return f"correction:{correction.pk}"


def _waiting(correction: Correction) -> Correction:
    """Return it behind the locks of what it moves. Raises WrongState unless it waits."""
    if correction.partner_id:
        standing.lock([correction.partner_id])
    Collector.objects.select_for_update(no_key=True).get(pk=correction.collector_id)
    found = Correction.objects.select_for_update(of=["self"], no_key=True).get(pk=correction.pk)
    if found.state != State.MADE:
        raise WrongState(found.state)
    return found


def _entries(made: Correction) -> dict[str, int]:
    """Return what it posts; see MONEY for the signs."""
    amount, fee = made.amount, made.fee
    if made.kind == Kind.COUNTER:
        return {entry.account: -entry.amount for entry in made.posting.entries.all()}
    if made.kind == Kind.DEBT_REPAID:
        return {accounts.holder(made.account): amount} | _off_debts(made)
    if made.kind == Kind.DEBT_FORGIVEN:
        return {accounts.LOSS: amount} | _off_debts(made)
    if made.kind == Kind.LOSS_BORNE:
        return {accounts.seller(made.partner_id, made.collector): amount, accounts.LOSS: -amount}
    if made.kind == Kind.HANDED_OVER:
        return {accounts.holder(made.account): amount, accounts.hands(made.collector): -amount}
    if made.kind == Kind.VILLAGE_SHARE:
        return {accounts.village(made.region, made.collector): amount, _pays_share(made): -amount}
    if made.kind == Kind.BANK_FEE:
        return {accounts.FEES: amount, accounts.holder(made.account): -amount}
    return {
        accounts.holder(made.account): amount - fee,
        accounts.FEES: fee,
        accounts.qris(made.qris): -amount,
    }


def _require_fit(made: Correction) -> None:
    """Raise Incomplete where money would go where it can't, TooMuch where it is not."""
    village, ours = Collector.Kind.VILLAGE, Collector.Kind.PLATFORM
    place = made.account.collector.kind if made.account else ""
    fits = {
        Kind.DEBT_REPAID: place in (ours, village),
        Kind.LOSS_BORNE: made.collector.kind == ours,
        Kind.HANDED_OVER: place == ours and made.collector.kind == village,
        Kind.VILLAGE_SHARE: made.collector.kind == village
        or (made.collector.kind == ours and place == ours),
        Kind.BANK_FEE: place in (ours, village),
        Kind.QRIS_SETTLED: place == ours
        and made.qris is not None
        and made.qris.collector.kind == ours,
    }
    if not fits.get(made.kind, True):
        raise Incomplete
    if not 0 < made.amount <= _room(made) or not 0 <= made.fee <= made.amount:
        raise TooMuch


def _room(made: Correction) -> int:
    """Return the most that this correction may be."""
    if made.kind in (Kind.DEBT_REPAID, Kind.DEBT_FORGIVEN):
        return sum(owed for _account, owed in _debts(made.partner))
    if made.kind == Kind.LOSS_BORNE:
        return ledger.balance(accounts.LOSS)
    if made.kind == Kind.HANDED_OVER:
        return ledger.balance(accounts.hands(made.collector))
    if made.kind == Kind.VILLAGE_SHARE:
        return -ledger.balance(accounts.village(made.region, made.collector))
    if made.kind == Kind.BANK_FEE:
        return ledger.balance(accounts.holder(made.account))
    if made.kind == Kind.QRIS_SETTLED:
        return ledger.balance(accounts.qris(made.qris))
    return made.amount


def _debts(partner: Partner) -> list[tuple[str, int]]:
    """Return a seller's accounts that owe, her own first, with how much."""
    own = standing.own(partner)
    found = [(own.account, own.debt)] if own and own.debt else []
    return found + [
        (f"{standing.SELLER}{partner.pk}@{code}", place.debt)
        for code, place in sorted(standing.of_partner(partner).items())
        if place.debt
    ]


def _off_debts(made: Correction) -> dict[str, int]:
    rest, entries = made.amount, {}
    for account, owed in _debts(made.partner):
        taken = min(owed, rest)
        entries[account] = -taken
        rest -= taken
    return entries


def _pays_share(made: Correction) -> str:
    if made.collector.kind == Collector.Kind.VILLAGE:
        return accounts.hands(made.collector)
    return accounts.holder(made.account)


def _require_reversible(posting: Posting) -> None:
    if posting.kind not in REVERSIBLE or not posting.source.startswith("correction:"):
        raise NotReversible


def _size(posting: Posting) -> int:
    """Return how much a posting moves: the sum of what it adds somewhere."""
    return sum(entry.amount for entry in posting.entries.all() if entry.amount > 0)
