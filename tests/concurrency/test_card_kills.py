"""Payments by card whose process dies at any step: healed, charged once, sent back once.

`KILLS` in the environment says at about how many steps they die in all, on each database; without
it at a few: `KILLS=200 pytest tests/concurrency/test_card_kills.py`.
"""

import os
import random
from dataclasses import dataclass
from typing import Protocol

import pytest
from django.test import Client

from shop.order import states
from shop.payment import methods
from shop.payment.card import calls, captures, client, moves, reconciling, sessions
from shop.payment.models import Payment
from shop.payment.proving.checks import problems
from tests import factories
from tests.concurrency.killing import kills
from tests.payment.cards import BACK, again, card_order, open_page
from tests.payment.money import BUYER, STAFF
from tests.payment.passing import pass_time
from tests.stand_ins.stripe.driver import StandIn

USUAL = 24


class Deed(Protocol):
    """Something that is done with the provider, in a process that may die of it."""

    #: About how many steps it has.
    steps: int

    def prepare(self) -> Payment:
        """Bring a new order to where the deed begins."""

    def do(self) -> None:
        """Do it; also a second time, after somebody died of it."""

    def assert_done(self) -> None:
        """Prove that it was done once, whatever happened."""


@dataclass
class OpenPage:
    """The buyer is led to the provider's page, comes again, and pays there."""

    stand_in: StandIn
    steps = 50

    def prepare(self):
        self.payment = card_order(factories.partner(), factories.partner())

    def do(self):
        sessions.open_page(again(self.payment), by=BUYER, back_url=BACK, cancel_url=BACK)

    def assert_done(self):
        self.do()
        made = self.stand_in.objects("checkout.session")
        [page] = [one for one in made if one["metadata"]["payment"] == str(self.payment.pk)]
        self.stand_in.pay(page["id"])
        sessions.read(self.payment)
        assert_taken(self.payment, self.payment.due)


@dataclass
class HearOfPayment:
    """The provider tells that the page was paid."""

    stand_in: StandIn
    steps = 100

    def prepare(self):
        self.payment = card_order(factories.partner(), factories.partner())
        self.stand_in.pay(open_page(self.payment))
        first, *_others, last = self.stand_in.waiting()
        # Everything that the child needs is loaded by then.
        assert self.stand_in.post(Client(), first["body"]) == 200
        self.body = last["body"]

    def do(self):
        assert self.stand_in.post(Client(), self.body) == 200

    def assert_done(self):
        assert_taken(self.payment, self.payment.due)


@dataclass
class TakeHeldMoney:
    """Weighed goods cost a little less than what is held."""

    stand_in: StandIn
    steps = 100

    def prepare(self):
        self.payment = card_order(factories.partner(), weighed=True)
        self.stand_in.pay(open_page(self.payment))
        sessions.read(self.payment)
        part = again(self.payment).order.seller_orders.get()
        states.accept(part, by=STAFF)
        part.refresh_from_db()
        states.weigh(part, {part.lines.get().pk: 1_900}, by=STAFF)

    def do(self):
        captures.capture_due()

    def assert_done(self):
        assert_taken(self.payment, 47_500)


@dataclass
class SendBack:
    """One of two sellers has nothing, so that half goes back to the card."""

    stand_in: StandIn
    steps = 100

    def prepare(self):
        self.payment = card_order(factories.partner(), factories.partner())
        self.stand_in.pay(open_page(self.payment))
        sessions.read(self.payment)
        part = again(self.payment).order.seller_orders.first()
        states.decline(part, by=STAFF, reason="habis")

    def do(self):
        methods.return_due()

    def assert_done(self):
        assert_taken(self.payment, self.payment.due)
        [refund] = self.payment.refunds.all()
        assert (refund.state, refund.amount) == ("sent", 50_000)
        made = self.stand_in.objects("refund")
        [there] = [one for one in made if one["metadata"]["refund"] == str(refund.pk)]
        assert (there["id"], there["amount"]) == (refund.provider_id, 5_000_000)


def assert_taken(payment: Payment, amount: int) -> None:
    payment = again(payment)
    assert (payment.state, payment.captured) == ("captured", amount)
    assert payment.order.status == "confirmed"


def heal(stand_in: StandIn) -> None:
    """An hour later: the worker's sweeps and the reconciliation."""
    pass_time(stand_in, hours=1)
    calls.retry_due()
    captures.capture_due()
    methods.return_due()
    assert not reconciling.reconcile().error


@pytest.mark.parametrize("deed", [OpenPage, HearOfPayment, TakeHeldMoney, SendBack])
def test_what_dies_on_the_way_to_the_provider_is_done_once(each_database, stripe_stand_in, deed):
    deed = deed(stripe_stand_in)
    wanted = int(os.environ.get("KILLS") or USUAL) / 4

    def work():
        # A connection that the other process still uses must not be used here.
        client._client.cache_clear()
        deed.do()

    every, died = max(round(deed.steps / wanted), 1), 0
    deed.prepare()
    for _step in kills(work, first=random.randint(1, every), every=every):
        heal(stripe_stand_in)
        deed.assert_done()
        assert problems() == []
        assert moves.difference() == 0
        died += 1
        # What is over is so old that nothing looks at it any more.
        pass_time(stripe_stand_in, hours=200)
        deed.prepare()
    assert died > wanted / 2
    charges = stripe_stand_in.objects("charge")
    assert len({charge["payment_intent"] for charge in charges}) == len(charges)
