"""Whatever becomes of the provider's words: one charge an order, and the ledger to the rupiah.

`CARD_LIVES` in the environment says how many orders live; without it as many as run every day:
`CARD_LIVES=500 pytest tests/payment/test_card_lives.py`.
"""

import os

import pytest
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.payment.card_lives import ORDERS, Lives

USUAL = 60
#: They are spread over so many tests, which may run side by side.
BOOKS = 4


@pytest.mark.parametrize("book", range(BOOKS))
def test_orders_by_card_stay_right_whatever_gets_lost(db, stripe_stand_in, book):
    lives = int(os.environ.get("CARD_LIVES") or USUAL)

    @seed(book)
    class Book(Lives):
        stand_in = stripe_stand_in

    run_state_machine_as_test(
        Book,
        settings=settings(
            max_examples=-(-lives // (BOOKS * ORDERS)),
            stateful_step_count=24,
            deadline=None,
            database=None,
            # What fails is told as it happened: making it smaller takes many minutes.
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        ),
    )
