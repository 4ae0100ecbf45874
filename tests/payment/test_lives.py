"""Whatever people do to an order in whatever sequence, its books and its stock stay right."""

from datetime import timedelta
from itertools import count

from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shop.checkout.expiry import expire_due
from shop.order import complaints, states
from shop.order.amounts import outstanding
from shop.order.models import Complaint, Order
from shop.partner import reservation
from shop.partner.models import StockRecord
from shop.payment import cash, methods
from shop.payment.incoming import receipts
from shop.payment.proving.checks import problems
from shop.payment.refunding import granting, refunds
from shop.payment.refunding.complaints import settle
from tests.factories import bank_account, partner, placed_order
from tests.payment.money import BUYER, STAFF, STATEMENT_DAY

REFUSALS = (
    states.NotPossible,
    methods.NotOffered,
    refunds.MoreThanCaptured,
    reservation.OutOfStock,
)
HELD_BY = {"awaiting", "confirmed"}
NOT_HELD = {"declined", "cancelled", "handed_over", "completed"}
references = count(1)


class Life:
    """One order of two partners and everything that may happen to it."""

    def __init__(self, method: str):
        bank_account()
        self.order = placed_order(
            partner(),
            partner(),
            quantity=3,
            price=3_333,
            fee=2_500,
            commission_bp=725,
            phone_proven_at=timezone.now(),
            delivery="village_courier",
        )
        by_weight = self.part(0).lines.all()
        by_weight.update(price_basis="weight", net_grams=1_000, tolerance_bp=1_000)
        methods.start(self.order, method=method, by=BUYER)

    def part(self, which):
        return self.order.seller_orders.order_by("pk")[which % 2]

    def receive(self, which):
        payments = list(self.order.payments.filter(method="transfer"))
        payment = payments[which % len(payments)] if payments else None
        if payment is None:
            return
        amount = [payment.total, payment.due, payment.due - 700, 700, payment.total + 5_000]
        receipts.enter(
            payment.account,
            amount=amount[which % 5],
            received_on=STATEMENT_DAY,
            reference=f"T{next(references)}",
            payment=payment,
            by=STAFF,
        )

    def pay(self, _which):
        """Pay in whatever way is open, so that most lives get further than the till."""
        for payment in self.order.payments.open():
            if payment.method == "transfer":
                receipts.enter(
                    payment.account,
                    amount=payment.total - payment.captured,
                    received_on=STATEMENT_DAY,
                    payment=payment,
                    by=STAFF,
                )

    def advance(self, which):
        """Take a part's next step."""
        part = self.part(which)
        if part.status == "accepted" and part.lines.get().price_basis == "weight":
            self.weigh(which)
            return
        if part.status == "complaint":
            self.settle(which)
            return
        step = {
            "new": states.accept,
            "accepted": states.ready,
            "weighed": states.ready,
            "ready": states.hand_over,
            "handed_over": states.complete,
        }.get(part.status)
        if step:
            step(part, by=STAFF)

    def lapse(self, _which):
        Order.objects.update(expires_at=timezone.now() - timedelta(minutes=1))
        expire_due()

    def lose_the_rest(self, which):
        """Somebody else takes what is not reserved of one listing, so it can't be revived."""
        record = self.part(which).lines.get().stockrecord
        StockRecord.objects.filter(pk=record.pk).update(num_in_stock=record.num_allocated)

    def switch(self, which):
        methods.switch(self.order, method=["transfer", "cash"][which % 2], by=BUYER)

    def cancel(self, _which):
        states.cancel(self.order, by=BUYER)

    def ask_to_cancel(self, _which):
        states.ask_to_cancel(self.order, by=BUYER)

    def accept(self, which):
        states.accept(self.part(which), by=STAFF)

    def decline(self, which):
        states.decline(self.part(which), by=STAFF, reason="habis")

    def short(self, which):
        states.supply_short(self.part(which).lines.get(), units=1 + which % 2, by=STAFF)

    def weigh(self, which):
        grams = [2_611, 3_000, 3_217, 4_500, 1][which % 5]
        part = self.part(0)
        states.weigh(part, {part.lines.get().pk: grams}, by=STAFF)

    def send(self, which):
        states.send(self.part(which), by=STAFF)

    def complain(self, which):
        part = self.part(which)
        units = {part.lines.get().pk: 1}
        complaints.open_complaint(part, text="Busuk.", units=units, by=BUYER)

    def settle(self, which):
        open_now = Complaint.objects.open().filter(seller_order__order=self.order).first()
        if open_now:
            settle(
                open_now,
                outcome=Complaint.Outcome.values[which % 4],
                amount=4_321,
                bearer=["seller", "platform"][which // 4 % 2],
                reason="Dilihat.",
                by=STAFF,
            )

    def ready(self, which):
        states.ready(self.part(which), by=STAFF)

    def hand_over(self, which):
        states.hand_over(self.part(which), by=STAFF)

    def complete(self, which):
        states.receive(self.part(which), by=BUYER)

    def cancel_part(self, which):
        states.cancel_part(self.part(which), by=STAFF, reason="salah")

    def take_cash(self, which):
        cash.received(self.part(which), by=STAFF)

    def nobody_came(self, which):
        cash.nobody_came(self.part(which), by=STAFF)

    def grant(self, which):
        bearer = ["seller", "platform"][which % 2]
        granting.grant(self.part(which), goods=1_111, bearer=bearer, reason="busuk", by=STAFF)

    def name_account(self, _which):
        refunds.name_account(
            self.order, bank="B", number="1", holder="S", by=BUYER, proof_of_phone=True
        )

    def send_refund(self, which):
        found = list(self.order.refunds.filter(payment__account__isnull=False))
        if found:
            refunds.sent(found[which % len(found)], reference="TRX", by=STAFF)

    def fail_refund(self, which):
        found = list(self.order.refunds.all())
        if found:
            refunds.failed(found[which % len(found)], reason="tutup", by=STAFF)

    def pay_refund_in_cash(self, which):
        found = list(self.order.refunds.all())
        if found:
            refund = found[which % len(found)]
            refunds.paid_in_cash(refund, partner_id=self.part(which).partner_id, by=STAFF)

    def assert_right(self):
        assert problems() == []
        self.order.refresh_from_db()
        for part in self.order.seller_orders.all():
            now = outstanding(part)
            assert min(now.goods, now.delivery_own, now.delivery_courier, now.commission) >= 0
            line = part.lines.get()
            missing = sum(line.adjustments.values_list("units", flat=True))
            is_held = (
                self.order.status in HELD_BY
                and part.status not in NOT_HELD
                and part.handed_over_at is None
            )
            allocated = StockRecord.objects.get(pk=line.stockrecord_id).num_allocated
            assert allocated == (line.quantity - missing if is_held else 0)


ACTIONS = sorted(name for name in vars(Life) if not name.startswith(("_", "part", "assert")))
# What happens most days comes up most often.
ACTIONS += ["pay"] * 3 + ["advance"] * 14 + ["complain"] * 3
STEPS = st.lists(st.tuples(st.sampled_from(ACTIONS), st.integers(0, 9)), max_size=25)


@settings(
    max_examples=60,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(method=st.sampled_from(["transfer", "cash"]), steps=STEPS)
def test_books_and_stock_are_right_after_every_step(db, method, steps):
    with transaction.atomic():
        life = Life(method)
        for action, which in steps:
            try:
                with transaction.atomic():
                    getattr(life, action)(which)
            except REFUSALS:
                pass
            life.assert_right()
        transaction.set_rollback(True)
