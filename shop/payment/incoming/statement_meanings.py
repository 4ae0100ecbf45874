"""What a statement's row may say besides a payment: a refund, a payout, a settlement, a correction.

Tying a row to one says that the bank did it, and brings what still waits for the bank to its end
with the row's text as its reference. Each thing is tied to one row at most.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from shop.history.models import record
from shop.order import states
from shop.payment.incoming.statement_rows import REFERENCE, State, claim
from shop.payment.models import BankAccount, Correction, Payout, Refund, Settlement, StatementRow
from shop.payment.paying_out import payouts
from shop.payment.refunding import refunds
from shop.people.actors import Actor

#: Digits of a row's key, at most.
LONGEST_NUMBER = 18

INCOMING = [
    Correction.Kind.DEBT_REPAID,
    Correction.Kind.HANDED_OVER,
    Correction.Kind.QRIS_SETTLED,
]
OUTGOING = [Correction.Kind.VILLAGE_SHARE, Correction.Kind.BANK_FEE]


class OtherMeaning(states.NotPossible):
    """The row can't mean this: another amount or account, or another row has it."""

    message = _("This row does not fit that any more. Look at the statement again.")


@dataclass(frozen=True)
class Meaning:
    """One thing that a row may be about ("refund:3"); `confirms` if it still waits for the bank.

    `permission` is what somebody needs to say so.
    """

    about: str
    title: str | Promise
    detail: str
    confirms: bool
    permission: str


@dataclass(frozen=True)
class Kind:
    """One kind of thing: what of it moves an account, and how it reads and is confirmed.

    `found` returns what moved or should move this account; `signed` is its amount as a
    statement shows it.
    """

    name: str
    title: str | Promise
    permission: str
    found: Callable[[BankAccount], QuerySet]
    signed: Callable[[object], int]
    detail: Callable[[object], str]
    waits: Callable[[object], bool] = lambda _thing: False
    confirm: Callable[[object, str, Actor], object] | None = None
    of_amounts: Callable[[set[int]], Q] = lambda amounts: Q(amount__in=amounts)


def meanings(rows: Iterable[StatementRow]) -> dict[int, list[Meaning]]:
    """Return what each row may be about. Asks once per account and kind, not per row."""
    rows = list(rows)
    amounts = {abs(row.amount) for row in rows}
    things = [
        (account.pk, kind, thing)
        for account in {row.account_id: row.account for row in rows}.values()
        for kind in KINDS
        for thing in kind.found(account).filter(kind.of_amounts(amounts))
    ]
    names = [_name(kind, thing) for _account, kind, thing in things]
    tied = set(StatementRow.objects.filter(about__in=names).values_list("about", flat=True))
    return {
        row.pk: [
            _meaning(kind, thing)
            for account_id, kind, thing in things
            if account_id == row.account_id
            and kind.signed(thing) == row.amount
            and _name(kind, thing) not in tied
        ]
        for row in rows
    }


@transaction.atomic
def tie(row: StatementRow, *, about: str, by: Actor) -> StatementRow:
    """Say what a row is about, and confirm that if it waited for the bank.

    Raises RowAnswered, OtherMeaning, or what confirming raises; then nothing has changed.
    """
    row = claim(row, state=State.BOOKED)
    kind, thing = _thing(row, about)
    if kind.waits(thing):
        kind.confirm(thing, row.text[:REFERENCE] or about, by)
    else:
        row.state = State.KNOWN
    row.about = about
    try:
        with transaction.atomic():
            row.save(update_fields=["state", "about"])
    except IntegrityError as error:
        raise OtherMeaning from error
    record("statement_row.tied", row, by=by, after={"about": about, "state": row.state})
    return row


def permission_for(about: str) -> str:
    """Return what somebody needs to say that a row is about this. Raises OtherMeaning."""
    return _kind(about).permission


def _kind(about: str) -> Kind:
    name = about.partition(":")[0]
    for kind in KINDS:
        if kind.name == name:
            return kind
    raise OtherMeaning


def _thing(row: StatementRow, about: str) -> tuple[Kind, object]:
    kind, number = _kind(about), about.partition(":")[2]
    is_number = number.isdecimal() and len(number) <= LONGEST_NUMBER
    thing = kind.found(row.account).filter(pk=number).first() if is_number else None
    if thing is None or kind.signed(thing) != row.amount:
        raise OtherMeaning
    return kind, thing


def _name(kind: Kind, thing) -> str:
    return f"{kind.name}:{thing.pk}"


def _meaning(kind: Kind, thing) -> Meaning:
    return Meaning(
        about=_name(kind, thing),
        title=kind.title,
        detail=kind.detail(thing),
        confirms=kind.waits(thing),
        permission=kind.permission,
    )


def _refunds(account: BankAccount) -> QuerySet[Refund]:
    """Refunds by bank that left this account, or will: the one their money came to."""
    theirs = Q(payment__account=account) | Q(
        payment__account__isnull=True, collector=account.collector_id
    )
    sending = Q(state__in=[Refund.State.APPROVED, Refund.State.SENDING]) & theirs
    sent = Q(state=Refund.State.SENT, paid_from=account)
    by_bank = Refund.objects.filter(sending | sent, way=Refund.Way.BANK).exclude(number="")
    return by_bank.select_related("order", "payment__account", "collector")


def _payouts(account: BankAccount) -> QuerySet[Payout]:
    """Payouts that were released from this account, or from its collector's hands."""
    here = Q(batch__account=account) | Q(
        batch__account__isnull=True, batch__collector=account.collector_id
    )
    paying = [Payout.State.RELEASED, Payout.State.CONFIRMED]
    found = Payout.objects.filter(here, state__in=paying, amount__gt=0)
    return found.select_related("partner", "batch__collector")


def _corrections(account: BankAccount) -> QuerySet[Correction]:
    """Released corrections that moved this account; a fee was taken off before."""
    return Correction.objects.filter(
        account=account, state=Correction.State.RELEASED, kind__in=[*INCOMING, *OUTGOING]
    )


def _corrected(correction: Correction) -> int:
    if correction.kind in INCOMING:
        return correction.amount - correction.fee
    return -correction.amount


KINDS = (
    Kind(
        name="refund",
        title=_("Refund"),
        permission="payment.change_refund",
        found=_refunds,
        signed=lambda refund: -refund.amount,
        detail=lambda refund: f"{refund.order.number} · {refund.holder}",
        waits=lambda refund: refund.state != Refund.State.SENT,
        confirm=lambda refund, text, by: refunds.sent(refund, reference=text, by=by),
    ),
    Kind(
        name="payout",
        title=_("Payout"),
        permission="payment.change_payoutbatch",
        found=_payouts,
        signed=lambda payout: -payout.amount,
        detail=lambda payout: f"{payout.partner.name} · {payout.holder}",
        waits=lambda payout: payout.state == Payout.State.RELEASED,
        confirm=lambda payout, text, by: payouts.confirm(payout, reference=text, by=by),
    ),
    Kind(
        name="settlement",
        title=_("Card money paid out to us"),
        permission="payment.add_receipt",
        found=lambda account: Settlement.objects.filter(
            account=account, state=Settlement.State.PAID
        ),
        signed=lambda settlement: settlement.amount,
        detail=lambda settlement: settlement.provider_id,
    ),
    Kind(
        name="correction",
        title=_("Correction"),
        permission="payment.add_receipt",
        found=_corrections,
        signed=_corrected,
        of_amounts=lambda amounts: Q(amount__in=amounts) | Q(fee__gt=0),
        detail=lambda correction: f"{correction.get_kind_display()} · {correction.reason}",
    ),
)
