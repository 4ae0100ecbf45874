"""The sweep of unpaid orders, killed by SIGKILL at every single statement it sends."""

import multiprocessing
import os
import signal
from datetime import timedelta

from django.db import connection
from django.utils import timezone

from shop.checkout.expiry import expire_due
from shop.communication.models import Message
from shop.history.models import Event
from shop.order.models import Order
from shop.partner.models import StockRecord
from shop.payment.checks import problems
from shop.payment.models import Payment, Refund
from tests.concurrency.racing import part_with_connections
from tests.factories import partner
from tests.payment.money import receive, transfer_order

MOST_STATEMENTS = 400


class Killer:
    """Counts statements and kills its own process just before the one with that number."""

    def __init__(self, at: int):
        self.left = at

    def __call__(self, execute, sql, params, many, context):
        if not self.left:
            os.kill(os.getpid(), signal.SIGKILL)
        self.left -= 1
        return execute(sql, params, many, context)


def sweep_and_die(at: int) -> None:
    with connection.execute_wrapper(Killer(at)):
        expire_due()


def lapse() -> Payment:
    """Return the transfer of an order of two partners, partly paid, whose time is over."""
    payment = transfer_order(partner(), partner())
    receive(payment, 20_000)
    Order.objects.update(expires_at=timezone.now() - timedelta(minutes=1))
    return payment


def is_killed(at: int) -> bool:
    part_with_connections()
    sweep = multiprocessing.get_context("fork").Process(target=sweep_and_die, args=(at,))
    sweep.start()
    sweep.join()
    return sweep.exitcode == -signal.SIGKILL


def test_a_sweep_killed_anywhere_loses_and_doubles_nothing(each_database):
    for at in range(MOST_STATEMENTS):
        payment = lapse()
        killed = is_killed(at)
        expire_due()
        payment.refresh_from_db()
        order = payment.order
        order.refresh_from_db()
        assert (order.status, payment.state, payment.refunding) == ("expired", "expired", 20_000)
        assert Event.objects.about(order).filter(verb="order.expired").count() == 1
        assert Refund.objects.filter(order=order).count() == 1
        told = Message.objects.filter(about=f"order.Order:{order.pk}")
        assert told.filter(kind="order.expired").count() == 1
        if not killed:
            break
    assert at > 10
    assert not killed
    assert not StockRecord.objects.exclude(num_allocated=0).exists()
    assert problems() == []
