"""Names of the ledger's accounts. What is owed says after `@` which collector owes it.

Holders keep money; owed accounts say whose it is; results are the platform's own.
"""

from shop.order.models import Order
from shop.villages.models import Region

from .models import BankAccount, Collector, Dispute, PayoutBatch, QrisCode

COMMISSION = "commission"
CODE = "code"
LOSS = "loss"
FEES = "fees"
FX = "fx"
#: The platform's balance at the card provider.
STRIPE = "stripe"


def bank(account_id: int) -> str:
    """Money on a bank account."""
    return f"bank:{account_id}"


def bank_of(account: BankAccount) -> str:
    """Money on this bank account."""
    return bank(account.pk)


def qris(code: QrisCode) -> str:
    """QRIS money of the platform's that is on its way to its bank account."""
    return f"qris:{code.nmid}"


def hands(collector: Collector) -> str:
    """Money in a treasurer's hands, on whatever account of hers."""
    return f"collector:{collector.code}"


def holder(place: BankAccount | QrisCode) -> str:
    """Who holds money that came to an account or by a code.

    The platform's is on that account or code, a treasurer's in her hands; what comes to a seller
    she has, so it stands on her own account with herself as the collector.
    """
    collector = place.collector
    if collector.kind == Collector.Kind.VILLAGE:
        return hands(collector)
    if collector.kind == Collector.Kind.SELLER:
        return seller(collector.partner_id, collector)
    return bank_of(place) if isinstance(place, BankAccount) else qris(place)


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


def village(region: Region | int, collector: Collector) -> str:
    """A village's share of commissions that its collector owes it."""
    return f"village:{region if isinstance(region, int) else region.pk}@{collector.code}"


def payout(batch: PayoutBatch) -> str:
    """What a released batch still has to bring to its partners."""
    return f"payout:{batch.pk}@{batch.collector.code}"


def dispute(dispute: Dispute) -> str:
    """What a card holder's bank took and may give back."""
    return f"dispute:{dispute.pk}"
