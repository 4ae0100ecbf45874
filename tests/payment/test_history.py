"""Every verb about orders and money writes its event, and says who did it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from shop.checkout.expiry import expire_order
from shop.history.models import Event
from shop.order import complaints, links, states
from shop.order.models import Order
from shop.payment import cash, methods
from shop.payment.collecting import collectors, proposals
from shop.payment.incoming import receipts
from shop.payment.refunding import granting, refunds
from shop.payment.refunding.complaints import settle
from shop.people.actors import Actor
from tests.factories import placed_order
from tests.payment.money import BUYER, STAFF, STATEMENT_DAY, paid_order, receive, transfer_order

pytestmark = pytest.mark.django_db
BY = Actor("Yang mengubah")


def linked_order() -> Order:
    order = placed_order()
    links.mint(order)
    return order


def new_part(**fields):
    return paid_order(**fields).seller_orders.get()


def part_at(*steps, **fields):
    part = new_part(**fields)
    for step in steps:
        step(part, by=STAFF)
    return part


def weighed_goods():
    part = part_at(states.accept)
    part.lines.update(price_basis="weight", net_grams=1_000, tolerance_bp=1_000)
    return part


def complain(part, *, by):
    units = {part.lines.get().pk: 1}
    return complaints.open_complaint(part, text="Busuk.", units=units, by=by)


def cash_part():
    order = placed_order(phone_proven_at=timezone.now())
    methods.start(order, method="cash", by=BUYER)
    part = order.seller_orders.get()
    states.accept(part, by=STAFF)
    states.ready(part, by=STAFF)
    return part


def owed_refund(*, is_named=True):
    order = paid_order()
    states.ask_to_cancel(order, by=BUYER)
    if is_named:
        name_account(order, by=BUYER)
    return order.refunds.get()


def name_account(order, *, by):
    refunds.name_account(order, bank="B", number="1", holder="S", by=by, proof_of_phone=True)


def stray_receipt():
    payment = transfer_order()
    receipt = receipts.enter(payment.account, amount=9, received_on=STATEMENT_DAY, by=STAFF)
    return receipt, payment


READY = (states.accept, states.ready)
OPENED = ["order.confirmed", "seller_order.opened"]
VERBS = {
    "accept": (new_part, lambda part: states.accept(part, by=BY), ["seller_order.accepted"]),
    "decline": (
        new_part,
        lambda part: states.decline(part, by=BY, reason="habis"),
        ["seller_order.declined", "refund.owed", "order.closed"],
    ),
    "short": (
        lambda: part_at(states.accept),
        lambda part: states.supply_short(part.lines.get(), units=1, by=BY),
        ["seller_order.short", "refund.owed"],
    ),
    "ready": (
        lambda: part_at(states.accept),
        lambda part: states.ready(part, by=BY),
        ["seller_order.ready"],
    ),
    "send": (
        lambda: part_at(*READY, delivery="parcel"),
        lambda part: states.send(part, by=BY),
        ["seller_order.sent"],
    ),
    "hand_over": (
        lambda: part_at(*READY),
        lambda part: states.hand_over(part, by=BY),
        ["seller_order.handed_over"],
    ),
    "complete": (
        lambda: part_at(*READY, states.hand_over),
        lambda part: states.complete(part, by=BY),
        ["seller_order.completed", "order.closed"],
    ),
    "cancel_part": (
        new_part,
        lambda part: states.cancel_part(part, by=BY, reason="salah"),
        ["seller_order.cancelled", "refund.owed", "order.closed"],
    ),
    "cancel": (
        lambda: transfer_order().order,
        lambda order: states.cancel(order, by=BY),
        ["order.cancelled", "seller_order.cancelled"],
    ),
    "ask_to_cancel": (
        paid_order,
        lambda order: states.ask_to_cancel(order, by=BY),
        ["order.cancel_asked", "seller_order.cancelled", "refund.owed", "order.closed"],
    ),
    "revoke links": (
        linked_order,
        lambda order: links.revoke(order, by=BY),
        ["order.links_revoked"],
    ),
    "switch": (
        lambda: transfer_order(phone_proven_at=timezone.now()).order,
        lambda order: methods.switch(order, method="cash", by=BY),
        [*OPENED, "order.method_changed"],
    ),
    "enter": (
        transfer_order,
        lambda payment: receipts.enter(
            payment.account, amount=payment.total, received_on=STATEMENT_DAY, by=BY
        ),
        ["receipt.entered", *OPENED],
    ),
    "match": (
        stray_receipt,
        lambda found: receipts.match(found[0], payment=found[1], by=BY),
        ["receipt.matched"],
    ),
    "late money": (
        transfer_order,
        lambda payment: (expire_due_now(payment), receive(payment, by=BY)),
        ["receipt.entered", "order.revived", "seller_order.opened"],
    ),
    "cash": (cash_part, lambda part: cash.received(part, by=BY), ["cash.received"]),
    "nobody came": (
        cash_part,
        lambda part: cash.nobody_came(part, by=BY),
        ["seller_order.cancelled", "order.closed", "cash.nobody_came"],
    ),
    "name account": (
        lambda: owed_refund(is_named=False),
        lambda refund: name_account(refund.order, by=BY),
        ["refund.account_named"],
    ),
    "start sending": (
        owed_refund,
        lambda refund: refunds.start_sending(refund, by=BY),
        ["refund.sending"],
    ),
    "sent": (
        owed_refund,
        lambda refund: refunds.sent(refund, reference="T", by=BY),
        ["refund.sent"],
    ),
    "paid in cash": (
        owed_refund,
        lambda refund: refunds.paid_in_cash(
            refund, partner_id=refund.order.seller_orders.get().partner_id, by=BY
        ),
        ["refund.paid_in_cash"],
    ),
    "weigh": (
        weighed_goods,
        lambda part: states.weigh(part, {part.lines.get().pk: 1_900}, by=BY),
        ["seller_order.weighed", "refund.owed"],
    ),
    "receive": (
        lambda: part_at(*READY, states.hand_over),
        lambda part: states.receive(part, by=BY),
        ["seller_order.completed", "order.closed"],
    ),
    "complain": (
        lambda: part_at(*READY, states.hand_over),
        lambda part: complain(part, by=BY),
        ["seller_order.complaint_opened"],
    ),
    "answer a complaint": (
        lambda: complain(part_at(*READY, states.hand_over), by=BUYER),
        lambda complaint: complaints.answer(complaint, "Saya ganti.", by=BY),
        ["complaint.answered"],
    ),
    "settle": (
        lambda: complain(part_at(*READY, states.hand_over), by=BUYER),
        lambda complaint: settle(complaint, outcome="full_refund", reason="Busuk.", by=BY),
        ["seller_order.complaint_closed", "refund.owed", "order.closed"],
    ),
    "grant": (
        lambda: part_at(*READY, states.hand_over),
        lambda part: granting.grant(part, goods=1, bearer="platform", reason="busuk", by=BY),
        ["refund.owed"],
    ),
    "propose an account": (
        collectors.platform,
        lambda platform: proposals.propose_account(
            platform, bank="Bank Contoh", number="12345678", holder="S", by=BY
        ),
        ["bank_account.proposed"],
    ),
}


def expire_due_now(payment):
    Order.objects.update(expires_at=timezone.now() - timedelta(hours=1))
    assert expire_order(payment.order_id)


@pytest.mark.parametrize("name", VERBS)
def test_every_verb_writes_its_events_in_the_actors_name(name):
    prepare, act, expected = VERBS[name]
    subject = prepare()
    act(subject)
    events = Event.objects.filter(actor_label=BY.label).order_by("pk")
    assert sorted(events.values_list("verb", flat=True)) == sorted(expected)


def test_events_hold_no_phone_number():
    order = paid_order(guest_phone="+6281355550000")
    states.ask_to_cancel(order, by=BUYER)
    name_account(order, by=BUYER)
    assert "81355550000" not in str(list(Event.objects.values_list()))
