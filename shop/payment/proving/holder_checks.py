"""Proof that holders have what statements, providers and our own rows say came and went."""

from collections import Counter
from collections.abc import Iterator

from django.db.models import F, Max, Min, Q, Sum

from shop.payment import accounts, ledger
from shop.payment.card import moves
from shop.payment.models import (
    BankAccount,
    Correction,
    Entry,
    Payout,
    QrisCode,
    Receipt,
    Refund,
    Settlement,
    StatementFile,
    StatementRow,
)
from shop.payment.paying_out.corrections import source_of
from shop.payment.proving.rules import Problem

HOLDERS = ("bank:", "qris:", "collector:")
IN_FILE = (StatementRow.State.BOOKED, StatementRow.State.KNOWN)


def holders() -> Iterator[Problem]:
    """Each account, code and treasurer holds what came in less what went out."""
    expected = Counter(_received())
    expected.subtract(_sent_back())
    expected.subtract(_paid_out())
    expected.update(_settled())
    expected.update(_corrected())
    found = {}
    for prefix in HOLDERS:
        found |= ledger.balances(prefix)
    for name in sorted({*found, *expected}):
        if name.startswith(HOLDERS) and (off := found.get(name, 0) - expected[name]):
            yield Problem("the bank holds what its statement says", name, off)


def provider() -> Iterator[Problem]:
    """The card provider's balance is the sum of its own movements."""
    if difference := moves.difference():
        yield Problem("stripe is the sum of its movements", accounts.STRIPE, difference)


def statement_rows() -> Iterator[Problem]:
    """What a statement's row is said to be has the row's amount and account."""
    rows = StatementRow.objects.filter(state__in=IN_FILE)
    wrong = ~Q(receipt__amount=F("amount")) | ~Q(receipt__account=F("account"))
    for row in rows.filter(receipt__isnull=False).filter(wrong).select_related("receipt"):
        yield Problem("a row is what it was booked as", f"row:{row.pk}", row.amount)
    for name, model in (("payout", Payout), ("refund", Refund)):
        said = {
            int(about.partition(":")[2]): (pk, -amount)
            for pk, about, amount in rows.filter(about__startswith=f"{name}:").values_list(
                "pk", "about", "amount"
            )
        }
        amounts = dict(model.objects.filter(pk__in=said).values_list("pk", "amount"))
        for key, (pk, amount) in said.items():
            if off := amount - amounts.get(key, 0):
                yield Problem("a row is what it was booked as", f"row:{pk}", off)


def covered_days() -> Iterator[Problem]:
    """What came on a day that an uploaded statement covers wholly stands in the statement.

    A file's first and last day may be cut, so they count for nothing.
    """
    files = StatementFile.objects.saved().annotate(
        first=Min("rows__booked_on"), last=Max("rows__booked_on")
    )
    for file in files.exclude(first=F("last")).exclude(first=None):
        missing = Receipt.objects.filter(
            account=file.account_id,
            received_on__gt=file.first,
            received_on__lt=file.last,
            statement_row__isnull=True,
        )
        for receipt in missing:
            yield Problem("money stands in its statement", f"receipt:{receipt.pk}", receipt.amount)


def _received() -> dict[str, int]:
    rows = Receipt.objects.order_by().values_list("account", "qris").annotate(all=Sum("amount"))
    return _by_holder((account, code, amount) for account, code, amount in rows)


def _sent_back() -> dict[str, int]:
    """What was sent back; a village's QRIS money leaves its hands without a bank account."""
    sent = Refund.objects.filter(state=Refund.State.SENT, way=Refund.Way.BANK).order_by()
    rows = sent.filter(paid_from__isnull=False).values_list("paid_from").annotate(Sum("amount"))
    sums = Counter(_by_holder((account, None, amount) for account, amount in rows))
    for refund in (
        sent.filter(paid_from__isnull=True, collector__kind="village")
        .select_related("collector")
        .only("amount", "collector")
    ):
        sums[accounts.hands(refund.collector)] += refund.amount
    return sums


def _paid_out() -> dict[str, int]:
    paid = Payout.objects.filter(state=Payout.State.CONFIRMED).order_by()
    rows = paid.values_list("batch__account").annotate(all=Sum("amount"))
    return _by_holder((account, None, amount) for account, amount in rows)


def _settled() -> dict[str, int]:
    came = Settlement.objects.filter(state=Settlement.State.PAID).order_by()
    rows = came.values_list("account").annotate(all=Sum("amount"))
    return {accounts.bank(account): amount for account, amount in rows}


def _corrected() -> dict[str, int]:
    """What released corrections moved, by the postings that they stand for."""
    released = Correction.objects.filter(state=Correction.State.RELEASED)
    sources = [source_of(correction) for correction in released.only("pk")]
    rows = Entry.objects.filter(posting__source__in=sources).order_by().values_list("account")
    return dict(rows.annotate(all=Sum("amount")))


def _by_holder(rows) -> dict[str, int]:
    """Sum up rupiah of accounts and QRIS codes by who holds them."""
    sums: Counter[str] = Counter()
    banks = {row.pk: row for row in BankAccount.objects.select_related("collector")}
    codes = {row.pk: row for row in QrisCode.objects.select_related("collector")}
    for account, code, amount in rows:
        if account or code:
            sums[accounts.holder(banks[account] if account else codes[code])] += amount
    return sums
