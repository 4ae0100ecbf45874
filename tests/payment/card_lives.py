"""A month in the life of orders that are paid by card, while the provider's words get lost.

`Lives` is a machine for Hypothesis: buyers, sellers, staff, the provider and time act on a few
orders of two or three sellers in whatever sequence. Of the provider's webhooks a fifth is lost,
each other comes one to five times, up to 72 hours late and in no order, and calls to it fail.
"""

import random
from collections.abc import Callable

from django.db import transaction
from django.test import Client
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule

from shop.checkout.expiry import complete_due, expire_due
from shop.order import complaints, states
from shop.order.models import Complaint, Line, Order
from shop.payment import accounts, granting, ledger, methods, refunds
from shop.payment.card import calls, captures, reconciling, sending, sessions
from shop.payment.checks import problems
from shop.payment.complaints import settle
from shop.payment.models import BalanceTransaction, Payment
from tests.factories import bank_account, partner, placed_order
from tests.payment.cards import BACK
from tests.payment.money import BUYER, STAFF
from tests.payment.passing import pass_time
from tests.stand_ins.stripe.driver import Refusal, StandIn

REFUSALS = (states.NotPossible, methods.NotOffered, refunds.MoreThanCaptured)
ORDERS = 5
LOST, COPIES, LATE = 0.2, 5, 72
FAULTS = ["drop", "429", "500", "done_500", "done_drop"]
which = st.integers(0, 30)


class Lives(RuleBasedStateMachine):
    """What may happen; `stand_in` is set by the test."""

    stand_in: StandIn

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

    @initialize(seed=st.integers(0, 2**32 - 1), weighed=st.lists(st.booleans(), min_size=ORDERS))
    def place(self, seed, weighed):
        self.chance = random.Random(seed)
        bank_account()
        self.orders = []
        for is_weighed, _number in zip(weighed, range(ORDERS), strict=False):
            order = placed_order(
                *(partner() for _part in range(self.chance.choice((2, 2, 3)))),
                quantity=3,
                price=13_333,
                fee=2_500,
                commission_bp=725,
                delivery="village_courier",
            )
            if is_weighed:
                lines = Line.objects.filter(pk__in=order.lines.order_by("pk")[:1])
                lines.update(price_basis="weight", net_grams=1_000, tolerance_bp=1_000)
            methods.start(order, method="card", by=BUYER)
            self.orders.append(order)
            self.pay(len(self.orders) - 1, self.chance.choice(["well", "well", "declined"]))

    # Buyers

    @rule(who=which, how=st.sampled_from(["well", "well", "3ds", "declined", "not"]))
    def pay(self, who, how):
        """Go to the provider's page and do something there."""
        payment = self.order(who).payments.open().filter(method="card").first()
        if payment is None:
            return
        self.attempt(sessions.open_page, payment, by=BUYER, back_url=BACK, cancel_url=BACK)
        payment.card.refresh_from_db()
        page = self.pages().get(payment.card.session_id)
        if page and page["status"] == "open" and how != "not":
            act = {
                "well": self.stand_in.pay,
                "3ds": self.stand_in.three_d_secure,
                "declined": self.stand_in.decline,
            }
            act[how](page["id"])

    @rule(who=which)
    def come_back(self, who):
        payment = self.order(who).payments.filter(method="card").last()
        self.attempt(sessions.read, payment)

    @rule(who=which, method=st.sampled_from(["card", "card", "transfer"]))
    def switch(self, who, method):
        self.attempt(methods.switch, self.order(who), method=method, by=BUYER)

    @rule(who=which)
    def cancel(self, who):
        order = self.order(who)
        act = methods.cancel_unpaid if order.status == "awaiting" else states.ask_to_cancel
        self.attempt(act, order, by=BUYER)

    @rule(who=which, units=st.integers(1, 3))
    def complain(self, who, units):
        part = self.part(who)
        told = {part.lines.get().pk: units}
        self.attempt(complaints.open_complaint, part, text="Busuk.", units=told, by=BUYER)

    # Sellers and staff

    @rule(who=which, grams=st.sampled_from([2_611, 3_000, 3_217, 3_300, 4_500]))
    def go_on(self, who, grams):
        """Take a part's next step."""
        self.next_step(self.part(who), grams)

    @rule(grams=st.sampled_from([2_700, 3_100]))
    def all_go_on(self, grams):
        for order in self.orders:
            for part in order.seller_orders.order_by("pk"):
                self.next_step(part, grams)

    def next_step(self, part, grams: int) -> None:
        line = part.lines.get()
        if part.status == "accepted" and line.price_basis == "weight":
            self.attempt(states.weigh, part, {line.pk: grams}, by=STAFF)
            return
        step = {
            "new": states.accept,
            "accepted": states.ready,
            "weighed": states.ready,
            "ready": states.hand_over,
            "handed_over": states.complete,
        }.get(part.status)
        if step:
            self.attempt(step, part, by=STAFF)

    @rule(who=which, how=st.sampled_from(["decline", "short", "cancel"]))
    def give_less(self, who, how):
        part = self.part(who)
        if how == "short":
            self.attempt(states.supply_short, part.lines.get(), units=1, by=STAFF)
        elif how == "decline":
            self.attempt(states.decline, part, by=STAFF, reason="habis")
        else:
            self.attempt(states.cancel_part, part, by=STAFF, reason="salah")

    @rule(who=which, goods=st.integers(1, 9_999), bearer=st.sampled_from(["seller", "platform"]))
    def grant(self, who, goods, bearer):
        self.attempt(
            granting.grant, self.part(who), goods=goods, bearer=bearer, reason="busuk", by=STAFF
        )

    @rule(amount=st.integers(1, 9_999), outcome=st.sampled_from(Complaint.Outcome.values))
    def decide(self, amount, outcome):
        open_now = Complaint.objects.open().first()
        if open_now:
            self.attempt(
                settle,
                open_now,
                outcome=outcome,
                amount=amount,
                bearer="seller",
                reason="Dilihat.",
                by=STAFF,
            )

    # The provider

    @rule(who=which, amount=st.sampled_from([1_000_00, 20_000_00, None]))
    def refund_in_the_dashboard(self, who, amount):
        charge = self.charge(who)
        if charge and charge["captured"]:
            self.at_provider(
                self.stand_in.dashboard_refund, intent=charge["payment_intent"], amount=amount
            )

    @rule(who=which)
    def dispute(self, who):
        charge = self.charge(who)
        if charge:
            self.at_provider(self.stand_in.open_dispute, charge["id"])

    @rule(is_won=st.booleans())
    def end_dispute(self, is_won):
        for dispute in self.stand_in.objects("dispute"):
            if dispute["status"] == "needs_response":
                self.stand_in.close_dispute(dispute["id"], is_won=is_won)

    @rule(who=which)
    def fail_refund(self, who):
        sent = [one for one in self.stand_in.objects("refund") if one["status"] == "succeeded"]
        if sent:
            refund = sent[who % len(sent)]
            self.at_provider(self.stand_in.finish_refund, refund["id"], status="failed")

    @rule(what=st.sampled_from(FAULTS), calls_to_fail=st.integers(1, 3))
    def stumble(self, what, calls_to_fail):
        self.stand_in.fail("/v1/", what, count=calls_to_fail)

    # Time

    @rule(hours=st.sampled_from([0, 1, 5, 25, 75]))
    def wait(self, hours):
        """Let time pass; what the provider told meanwhile comes, or not, or late."""
        self.hear()
        pass_time(self.stand_in, hours=hours)
        self.hour += hours
        self.hear()
        self.sweep()
        assert problems() == []

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
            sending.send_due,
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

    # Who and what

    def order(self, who: int) -> Order:
        return Order.objects.get(pk=self.orders[who % len(self.orders)].pk)

    def part(self, who: int):
        parts = self.order(who).seller_orders.order_by("pk")
        return parts[(who // len(self.orders)) % len(parts)]

    def pages(self) -> dict[str, dict]:
        return {page["id"]: page for page in self.stand_in.objects("checkout.session")}

    def charge(self, who: int) -> dict | None:
        number = self.order(who).number
        ours = [
            charge
            for charge in self.stand_in.objects("charge")
            if charge["metadata"].get("order") == number and charge["paid"]
        ]
        return ours[-1] if ours else None

    def attempt(self, act: Callable, *arguments, **named) -> None:
        """Let somebody try; a refusal in words changes nothing."""
        try:
            act(*arguments, **named)
        except REFUSALS:
            pass

    def at_provider(self, act: Callable, *arguments, **named) -> None:
        """Let something happen at the provider, unless it refuses that."""
        try:
            act(*arguments, **named)
        except Refusal:
            pass
