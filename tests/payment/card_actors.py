"""What buyers, sellers, staff and the provider do about orders that are paid by card."""

import random
from collections.abc import Callable

from shop.order import complaints, states
from shop.order.models import Complaint, Order, SellerOrder
from shop.payment import methods
from shop.payment.card import sessions
from shop.payment.refunding import granting, refunds
from shop.payment.refunding.complaints import settle
from tests.payment.cards import BACK
from tests.payment.money import BUYER, STAFF
from tests.stand_ins.stripe.driver import Refusal, StandIn

REFUSALS = (states.NotPossible, methods.NotOffered, refunds.MoreThanCaptured)
#: What people and the provider do about an order, and how often of 100.
ACTS = {
    "go_on": 50, "pay": 8, "come_back": 6, "give_less": 6, "grant": 5, "complain": 3, "decide": 4,
    "switch": 5, "pay_in_an_old_tab": 4, "cancel": 2, "refund_in_the_dashboard": 2, "dispute": 2,
    "end_dispute": 2, "fail_refund": 1,
}  # fmt: skip
STEPS = {
    "new": states.accept,
    "accepted": states.ready,
    "weighed": states.ready,
    "ready": states.hand_over,
    "handed_over": states.complete,
}


class Actors:
    """Everybody's deeds by name; `chance` decides on the details."""

    stand_in: StandIn
    chance: random.Random

    def part(self, order: Order) -> SellerOrder:
        return self.chance.choice(list(order.seller_orders.order_by("pk")))

    # Buyers

    def pay(self, order: Order) -> None:
        """Go to the provider's page and do something there."""
        payment = order.payments.open().filter(method="card").first()
        if payment is None:
            return
        self.attempt(sessions.open_page, payment, by=BUYER, back_url=BACK, cancel_url=BACK)
        payment.card.refresh_from_db()
        act = self.chance.choice(
            [self.stand_in.pay] * 3 + [self.stand_in.three_d_secure, self.stand_in.decline]
        )
        if payment.card.session_id and self.chance.random() < 0.9:
            self.at_provider(act, payment.card.session_id)

    def pay_in_an_old_tab(self, order: Order) -> None:
        """Pay on any page that still stands, though another attempt may have begun."""
        for page in self.stand_in.objects("checkout.session"):
            if page["metadata"].get("order") == order.number and page["status"] == "open":
                self.at_provider(self.stand_in.pay, page["id"])
                return

    def come_back(self, order: Order) -> None:
        self.attempt(sessions.read, order.payments.filter(method="card").last())

    def switch(self, order: Order) -> None:
        method = self.chance.choice(["card", "card", "transfer"])
        self.attempt(methods.switch, order, method=method, by=BUYER)

    def cancel(self, order: Order) -> None:
        act = methods.cancel_unpaid if order.status == "awaiting" else states.ask_to_cancel
        self.attempt(act, order, by=BUYER)

    def complain(self, order: Order) -> None:
        part = self.part(order)
        told = {part.lines.get().pk: 1}
        self.attempt(complaints.open_complaint, part, text="Busuk.", units=told, by=BUYER)

    # Sellers and staff

    def go_on(self, order: Order) -> None:
        """Take every part's next step."""
        for part in order.seller_orders.order_by("pk"):
            line = part.lines.get()
            if part.status == "accepted" and line.price_basis == "weight":
                grams = self.chance.choice([2_611, 3_000, 3_217, 3_300, 4_500])
                self.attempt(states.weigh, part, {line.pk: grams}, by=STAFF)
            elif part.status in STEPS:
                self.attempt(STEPS[part.status], part, by=STAFF)

    def give_less(self, order: Order) -> None:
        part = self.part(order)
        how = self.chance.choice(["short", "decline", "cancel"])
        if how == "short":
            self.attempt(states.supply_short, part.lines.get(), units=1, by=STAFF)
        elif how == "decline":
            self.attempt(states.decline, part, by=STAFF, reason="habis")
        else:
            self.attempt(states.cancel_part, part, by=STAFF, reason="salah")

    def grant(self, order: Order) -> None:
        goods, bearer = self.chance.randint(1, 9_999), self.chance.choice(["seller", "platform"])
        self.attempt(
            granting.grant, self.part(order), goods=goods, bearer=bearer, reason="busuk", by=STAFF
        )

    def decide(self, order: Order) -> None:
        open_now = Complaint.objects.open().filter(seller_order__order=order).first()
        if open_now:
            self.attempt(
                settle,
                open_now,
                outcome=self.chance.choice(Complaint.Outcome.values),
                amount=self.chance.randint(1, 9_999),
                bearer="seller",
                reason="Dilihat.",
                by=STAFF,
            )

    # The provider

    def refund_in_the_dashboard(self, order: Order) -> None:
        charge = self.charge(order)
        amount = self.chance.choice([1_000_00, 20_000_00, None])
        if charge and charge["captured"]:
            self.at_provider(
                self.stand_in.dashboard_refund, intent=charge["payment_intent"], amount=amount
            )

    def dispute(self, order: Order) -> None:
        if charge := self.charge(order):
            self.at_provider(self.stand_in.open_dispute, charge["id"])

    def end_dispute(self, order: Order) -> None:
        charge = self.charge(order)
        for dispute in self.stand_in.objects("dispute"):
            if charge and dispute["charge"] == charge["id"]:
                is_won = self.chance.random() < 0.5
                self.at_provider(self.stand_in.close_dispute, dispute["id"], is_won=is_won)

    def fail_refund(self, order: Order) -> None:
        charge = self.charge(order)
        for refund in self.stand_in.objects("refund"):
            if charge and refund["charge"] == charge["id"] and refund["status"] == "succeeded":
                self.stand_in.finish_refund(refund["id"], status="failed")
                return

    def charge(self, order: Order) -> dict | None:
        """Return the last charge of an order that its bank agreed to."""
        ours = [
            charge
            for charge in self.stand_in.objects("charge")
            if charge["metadata"].get("order") == order.number and charge["paid"]
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
