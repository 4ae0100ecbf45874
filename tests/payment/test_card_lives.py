"""Whatever becomes of the provider's words: one charge an order, and the ledger to the rupiah.

`CARD_LIVES` in the environment says how many orders live; without it as many as run every day:
`CARD_LIVES=500 pytest tests/payment/test_card_lives.py`.
"""

import os

from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.payment.card_lives import ORDERS, Lives

USUAL = 100


def test_orders_by_card_stay_right_whatever_gets_lost(db, stripe_stand_in):
    lives = int(os.environ.get("CARD_LIVES") or USUAL)
    Lives.stand_in = stripe_stand_in
    run_state_machine_as_test(
        Lives,
        settings=settings(
            max_examples=max(lives // ORDERS, 1),
            stateful_step_count=24,
            deadline=None,
            derandomize=True,
            # What fails is told as it happened: making it smaller takes many minutes.
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        ),
    )
