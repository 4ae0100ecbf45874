"""Bank transfer to a collector's account, recognised by a unique code in the amount."""

from collections.abc import Iterator

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from shop.order import amounts
from shop.order.models import Order
from shop.payment.collecting.collectors import account_for, told_to_payers
from shop.payment.models import BankAccount, ExpectedAmount, Payment
from shop.people.actors import Actor

from .contract import Basis, ByHand, NotOffered, Offer

HIGHEST_CODE = 999
NOT_NOW = _("Bank transfer is not available at the moment.")


class Transfer(ByHand):
    """The buyer transfers due + code; staff enter what arrived."""

    code = "transfer"
    label = _("Bank transfer")

    def offer(self, basis: Basis) -> Offer:
        """Offer it while there is an account with a free code for the total."""
        account = account_for(basis.partner_ids)
        if account is None or next(free_codes(account, basis.total), None) is None:
            return Offer(self.code, str(self.label), False, str(NOT_NOW))
        return Offer(
            self.code,
            str(self.label),
            True,
            payee=account.collector.payee,
            note=told_to_payers(account.collector),
        )

    def start(self, order: Order, *, by: Actor) -> list[Payment]:
        """Open one attempt with the lowest free code."""
        parts = order.seller_orders.values_list("partner_id", flat=True)
        account, due = account_for(parts), amounts.due(order)
        if account is None:
            raise NotOffered(NOT_NOW)
        for code in free_codes(account, due):
            # Another buyer may take the same amount meanwhile: the unique index decides.
            try:
                with transaction.atomic():
                    return [_open(order, account, due, code)]
            except IntegrityError:
                continue
        raise NotOffered(NOT_NOW)


def free_codes(account: BankAccount, total: int) -> Iterator[int]:
    """Yield the codes 1–999, lowest first, that make `total + code` unique on an account."""
    taken = set(
        ExpectedAmount.objects.filter(
            account=account,
            released_at__isnull=True,
            amount__range=(total + 1, total + HIGHEST_CODE),
        ).values_list("amount", flat=True)
    )
    return (code for code in range(1, HIGHEST_CODE + 1) if total + code not in taken)


def _open(order: Order, account: BankAccount, due: int, code: int) -> Payment:
    payment = Payment.objects.create(
        order=order,
        method=Transfer.code,
        collector_id=account.collector_id,
        account=account,
        state=Payment.State.PENDING,
        due=due,
        code=code,
    )
    ExpectedAmount.objects.create(account=account, amount=payment.total, payment=payment)
    return payment
