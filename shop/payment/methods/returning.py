"""Sending refunds back on the way their money came, for the methods that do it themselves."""

import logging

from shop.order import states
from shop.payment.card import sending
from shop.people.actors import SYSTEM

from .registry import METHODS

log = logging.getLogger(__name__)


def return_due(limit: int = 50) -> int:
    """Ask for every refund that goes back by itself and that nothing holds; returns how many.

    Outside any transaction; run it every minute.
    """
    made = 0
    for refund in sending.due(limit):
        try:
            METHODS[refund.payment.method].refund(refund, by=SYSTEM)
            made += 1
        except states.NotPossible:
            continue
        except Exception:
            log.exception("refund %s could not be sent", refund.pk)
    sending.settle_refused(limit)
    return made
