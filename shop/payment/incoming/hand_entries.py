"""Money that was entered by hand before a statement with it was uploaded: it is booked once."""

from datetime import date, timedelta

from shop.payment.models import BankAccount, Receipt

#: How far the day that a person typed may be from the bank's own.
NEAR = timedelta(days=1)


def untied(account: BankAccount, *, first: date, last: date) -> list[Receipt]:
    """Return what was entered by hand around these days and belongs to no row of a statement."""
    return list(
        Receipt.objects.filter(
            account=account,
            received_on__range=(first - NEAR, last + NEAR),
            statement_row__isnull=True,
        )
        .select_related("payment__order")
        .order_by("pk")
    )


def take_near(entries: list[Receipt], *, day: date, amount: int) -> Receipt | None:
    """Take the entry of this amount that is nearest to the day, and near, out of the list."""
    near = [
        entry
        for entry in entries
        if entry.amount == amount and abs(entry.received_on - day) <= NEAR
    ]
    if not near:
        return None
    found = min(near, key=lambda entry: abs(entry.received_on - day))
    entries.remove(found)
    return found
