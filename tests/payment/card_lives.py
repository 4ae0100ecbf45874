"""A month in the life of orders that are paid by card, while the provider's words get lost.

`Lives` is a machine for Hypothesis: buyers, sellers, staff, the provider and time act on a few
orders of two or three sellers in whatever sequence. Of the provider's webhooks a fifth is lost,
each other comes one to five times, up to 72 hours late and in no order, and calls to it fail.
"""

import random

from django.db import transaction
from django.test import Client
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule

from shop.checkout.expiry import complete_due, expire_due
from shop.order.models import Line
from shop.payment import accounts, ledger, methods
from shop.payment.card import calls, captures, reconciling, sessions
from shop.payment.models import BalanceTransaction, Payment
from shop.payment.proving.checks import problems
from tests.factories import bank_account, partner, placed_order
from tests.payment.card_actors import ACTS, Actors
from tests.payment.money import BUYER
from tests.payment.passing import pass_time

ORDERS = 5
LOST, COPIES, LATE = 0.2, 5, 72
PATHS = ["/v1/", "/v1/checkout/sessions", "/v1/refunds", "/v1/payment_intents"]
FAULTS = ["drop", "429", "500", "done_500", "done_drop"]
seeds = st.integers(0, 2**32 - 1)


class Lives(Actors, RuleBasedStateMachine):
    """What may happen; `stand_in` is set by the test."""

    def __init__(self):
        super().__init__()
        self.hour, self.under_way = 0, []
        self.client = Client()
        self.stand_in.reset()
        # As Django's own tests do: everything is taken back, and on the way it counts as committed.
        self.block = transaction.atomic()
        self.block._from_testcase = True
        self.block.__enter__()

    def teardown(self):
        try:
            self.settle_down()
            self.assert_right()
        finally:
            transaction.set_rollback(True)
            self.block.__exit__(None, None, None)

    @initialize(seed=seeds)
    def place(self, seed):
        """Some orders are paid at once, some have goods that are weighed."""
        self.chance = random.Random(seed)
        currency, rate = self.chance.choice([("idr", 1.0), ("idr", 1.0), ("sgd", 0.000085)])
        self.stand_in.configure(
            settlement_currency=currency,
            exchange_rate=rate,
            refund_status=self.chance.choice(["succeeded", "pending"]),
            moves_come_late=self.chance.random() < 0.3,
            releases_show_as_refunds=self.chance.random() < 0.3,
        )
        bank_account()
        self.orders = []
        for _number in range(ORDERS):
            order = placed_order(
                *(partner() for _part in range(self.chance.choice((2, 2, 3)))),
                quantity=3,
                price=13_333,
                fee=2_500,
                commission_bp=725,
                delivery="village_courier",
            )
            if self.chance.random() < 0.5:
                lines = Line.objects.filter(pk__in=order.lines.order_by("pk")[:1])
                lines.update(price_basis="weight", net_grams=1_000, tolerance_bp=1_000)
            methods.start(order, method="card", by=BUYER)
            self.orders.append(order)
            self.pay(order)

    @rule(seed=seeds)
    def people_act(self, seed):
        """Somebody does something about every order; mostly it goes on as it should."""
        chance = self.chance = random.Random(seed)
        for order in self.orders:
            order.refresh_from_db()
            act = chance.choices(list(ACTS), list(ACTS.values()))[0]
            getattr(self, act)(order)

    @rule(what=st.sampled_from(FAULTS), path=st.sampled_from(PATHS), times=st.integers(1, 3))
    def stumble(self, what, path, times):
        """Let the next calls to the provider fail in one way; most of them change something."""
        self.stand_in.fail(path, what, count=times, method="" if path == "/v1/" else "POST")

    # Time

    @rule(seed=seeds, hours=st.sampled_from([0, 1, 3, 7, 25, 75]))
    def time_passes(self, seed, hours):
        """What the provider told meanwhile comes, or not, or late."""
        self.people_act(seed)
        if self.chance.random() < 0.5:
            self.provider_works()
        self.hear()
        pass_time(self.stand_in, hours=hours)
        self.hour += hours
        self.hear()
        self.sweep()
        assert problems() == []

    def provider_works(self) -> None:
        """Let what is pending there come to its end."""
        self.stand_in.settle()
        for refund in self.stand_in.objects("refund"):
            if refund["status"] == "pending":
                self.stand_in.finish_refund(refund["id"])

    def hear(self) -> None:
        for told in self.stand_in.waiting():
            if self.chance.random() < LOST:
                continue
            for _copy in range(self.chance.randint(1, COPIES)):
                self.under_way.append((self.hour + self.chance.randint(0, LATE), told["body"]))
        self.chance.shuffle(self.under_way)
        due = [body for hour, body in self.under_way if hour <= self.hour]
        self.under_way = [one for one in self.under_way if one[0] > self.hour]
        for body in due:
            assert self.stand_in.post(self.client, body) in (200, 503)

    def sweep(self) -> None:
        for job in (
            calls.retry_due,
            captures.capture_due,
            methods.return_due,
            expire_due,
            complete_due,
            sessions.close_strays,
        ):
            job()

    def settle_down(self) -> None:
        """Let the provider answer again, and the sweeps and the reconciliation find everything."""
        self.stand_in.heal()
        for _day in range(4):
            self.sweep()
            self.provider_works()
            assert reconciling.reconcile().finished_at is not None
            pass_time(self.stand_in, hours=2)

    # What is right

    def assert_right(self) -> None:
        assert problems() == []
        moved = BalanceTransaction.objects.values_list("net", "rupiah_net")
        assert sum(net for net, _rupiah in moved) == self.stand_in.balance()
        assert sum(rupiah for _net, rupiah in moved) == ledger.balance(accounts.STRIPE)
        held = {found["id"]: found for found in self.stand_in.objects("payment_intent")}
        for order in self.orders:
            payments = Payment.objects.filter(order=order, card__intent_id__in=held)
            taken = [
                held[payment.card.intent_id]
                for payment in payments.select_related("card")
                if held[payment.card.intent_id]["status"] in ("succeeded", "requires_capture")
            ]
            assert len(taken) <= 1
            order.refresh_from_db()
            if order.status == "confirmed":
                assert payments.filter(state__in=["captured", "authorised"]).count() == len(taken)
        ours = set(Payment.objects.values_list("card__intent_id", flat=True))
        for intent in held.values():
            assert intent["id"] in ours or intent["status"] not in ("succeeded", "requires_capture")
