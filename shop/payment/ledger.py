"""The append-only ledger: balanced postings and the balances they add up to, in rupiah."""

from collections.abc import Collection, Mapping

from django.db import IntegrityError, connection, transaction
from django.db.models import Q, Sum

from shop.money import to_rupiah
from shop.order.models import Order

from .models import Entry, Posting

#: Sorts behind every character of an account's name.
AFTER_ALL = "\uffff"


class Unbalanced(ValueError):
    """The entries of a posting don't add up to 0."""


class AlreadyPosted(Exception):
    """This kind of event of this source is in the ledger already."""


def post(
    kind: str,
    source: str,
    n: int = 0,
    *,
    entries: Mapping[str, int],
    order: Order | None = None,
) -> Posting | None:
    """Write one event inside the caller's transaction; None if all its entries are 0.

    `entries` maps account names to rupiah: + we hold or are owed, − we owe or earned.
    Raises NotWholeRupiah, Unbalanced, or AlreadyPosted for the same (kind, source, n): nothing is
    written then.
    """
    entries = {account: to_rupiah(amount) for account, amount in entries.items()}
    if sum(entries.values()):
        raise Unbalanced(f"{kind} {source}: {dict(entries)}")
    amounts = {account: amount for account, amount in entries.items() if amount}
    if not amounts:
        return None
    try:
        with transaction.atomic():
            posting = Posting.objects.create(kind=kind, source=source, n=n, order=order)
    except IntegrityError as error:
        raise AlreadyPosted(f"{kind} {source}/{n}") from error
    Entry.objects.bulk_create(
        Entry(posting=posting, account=account, amount=amount)
        for account, amount in amounts.items()
    )
    return posting


def next_n(kind: str, source: str) -> int:
    """Return the number of the next event of a kind that may happen again to its source."""
    return Posting.objects.filter(kind=kind, source=source).count()


def is_posted(kind: str, source: str) -> bool:
    """Say whether such an event is in the ledger."""
    return Posting.objects.filter(kind=kind, source=source).exists()


def balance(account: str) -> int:
    """Return what an account stands at."""
    return Entry.objects.filter(account=account).aggregate(all=Sum("amount", default=0))["all"]


def balance_of(names: Collection[str]) -> int:
    """Return what several accounts stand at together."""
    found = Entry.objects.filter(account__in=names)
    return found.aggregate(all=Sum("amount", default=0))["all"]


def balances(prefix: str = "") -> dict[str, int]:
    """Return the accounts whose name begins so, with what they stand at, zeros left out."""
    rows = (
        Entry.objects.filter(begins(prefix))
        .order_by("account")
        .values_list("account")
        .annotate(all=Sum("amount"))
    )
    return {account: amount for account, amount in rows if amount}


def begins(prefix: str) -> Q:
    """Match entries whose account's name begins so, by the index that the database keeps.

    SQLite answers LIKE by reading every row, but a range by its index; PostgreSQL has an index
    for LIKE, and its collation may put names in an order in which a range is something else.
    """
    if connection.vendor == "sqlite":
        return Q(account__gte=prefix, account__lt=f"{prefix}{AFTER_ALL}")
    return Q(account__startswith=prefix)
