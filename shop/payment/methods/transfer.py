"""Bank transfer to the platform's account, recognised by a unique code in the amount."""

from collections.abc import Iterator

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from shop.order.models import Order
from shop.payment.collectors import shown_account
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
        account = shown_account()
        is_free = account is not None and next(free_codes(account, basis.total), None) is not None
        return Offer(self.code, str(self.label), is_free, "" if is_free else str(NOT_NOW))

    def start(self, order: Order, *, by: Actor) -> list[Payment]:
        """Open one attempt with the lowest free code."""
        account = shown_account()
        if account is None:
            raise NotOffered(NOT_NOW)
        for code in free_codes(account, order.total):
            # Another buyer may take the same amount meanwhile: the unique index decides.
            try:
                with transaction.atomic():
                    return [_open(order, account, code)]
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


def _open(order: Order, account: BankAccount, code: int) -> Payment:
    payment = Payment.objects.create(
        order=order,
        method=Transfer.code,
        collector_id=account.collector_id,
        account=account,
        state=Payment.State.PENDING,
        due=order.total,
        code=code,
    )
    ExpectedAmount.objects.create(account=account, amount=payment.total, payment=payment)
    return payment
