"""Names of the ledger's accounts. What is owed says after `@` which collector owes it.

Holders keep money; owed accounts say whose it is; results are the platform's own.
"""

from shop.order.models import Order

from .models import BankAccount, Collector

COMMISSION = "commission"
CODE = "code"
LOSS = "loss"


def bank(account_id: int) -> str:
    """Money on a bank account."""
    return f"bank:{account_id}"


def bank_of(account: BankAccount) -> str:
    """Money on this bank account."""
    return bank(account.pk)


def order(order: Order, collector: Collector) -> str:
    """The buyer's money that nobody has earned yet."""
    return f"order:{order.number}@{collector.code}"


def seller(partner_id: int, collector: Collector) -> str:
    """What a partner earned (−) or owes (+)."""
    return f"seller:{partner_id}@{collector.code}"


def courier(name: str, collector: Collector) -> str:
    """What a parcel courier is owed."""
    return f"courier:{name}@{collector.code}"


def refund_due(order: Order, collector: Collector) -> str:
    """What goes back to an order's buyer."""
    return f"refund_due:{order.number}@{collector.code}"


def suspense(collector: Collector) -> str:
    """Money that fits no open order (yet)."""
    return f"suspense@{collector.code}"
