"""Verbs about orders; those that end the last part also close their order."""

from datetime import timedelta

from django.utils import timezone

from shop.basket import lines
from shop.checkout import drafts
from shop.checkout.placing import place
from shop.order import addresses, complaints, links, owners, states
from shop.order.complaints import TooEarlyOrLate
from shop.order.models import Order, SellerOrder
from shop.order.refusals import NotOnBehalf, WrongState
from shop.order.states import TooLateToCancel
from tests import factories
from tests.checkout.conftest import TYPED, look
from tests.payment.money import BUYER, STAFF, paid_order, transfer_order
from tests.verbs.world import SELLERS, Case

OPENED = "order.confirmed seller_order.opened"
ENDED = "refund.owed order.closed"


def new_order(w, **fields):
    return paid_order(w.partner, **fields)


def part(w, *steps, **fields):
    found = new_order(w, **fields).seller_orders.get()
    for step in steps:
        step(found, by=STAFF)
    return found


def packed(w, **fields):
    return part(w, states.accept, states.ready, **fields)


def handed_over(w, **fields):
    return part(w, states.accept, states.ready, states.hand_over, **fields)


def unpaid(w):
    return transfer_order(w.partner).order


def overdue(w, *, is_over=False):
    order = unpaid(w)
    Order.objects.filter(pk=order.pk).update(expires_at=timezone.now() - timedelta(hours=1))
    if is_over:
        states.expire(order, by=STAFF)
    return order


def by_weight(w):
    found = part(w, states.accept)
    found.lines.update(price_basis="weight", net_grams=1_000, tolerance_bp=1_000)
    return found


def complain(found, by):
    units = {found.lines.get().pk: 1}
    return complaints.open_complaint(found, text="Busuk.", units=units, by=by)


def ready_draft(w):
    factories.bank_account()
    basket = factories.basket()
    lines.add(basket, factories.listing(w.partner), 2)
    draft = drafts.draft_of(basket)
    drafts.note_typed(draft, TYPED)
    drafts.note_village(draft, w.place.code)
    drafts.note_choices(draft, {w.partner.pk: "pickup::"}, {})
    look(draft)
    return draft


def move(order, by):
    words = {"recipient_name": "Tuti", "line1": "Jl. Kelud 5, RT 02", "line2": ""}
    addresses.change(order, recipient_phone="+6281377776666", **words, by=by)


def fresh(found):
    return SellerOrder.objects.get(pk=found.pk)


CASES = [
    Case(
        place,
        ready_draft,
        lambda w, by: place(w.it, by=by),
        "order.placed",
        "guest buyer",
    ),
    Case(
        addresses.change,
        new_order,
        lambda w, by: move(w.it, by),
        "order.address_changed",
        "buyer guest staff",
    ),
    Case(
        links.revoke,
        lambda w: (order := new_order(w), links.mint(order))[0],
        lambda w, by: links.revoke(w.it, by=by),
        "order.links_revoked",
        "buyer guest staff",
    ),
    Case(
        owners.attach,
        new_order,
        lambda w, by: owners.attach(w.it, person=w.buyer, by=by),
        "order.attached",
        "buyer",
    ),
    Case(
        owners.prove_phone,
        new_order,
        lambda w, by: owners.prove_phone(w.it, by=by),
        "order.phone_proven",
        "buyer guest",
    ),
    Case(
        states.accept,
        part,
        lambda w, by: states.accept(w.it, by=by),
        "seller_order.accepted",
        f"{SELLERS} staff",
        again=WrongState,
    ),
    Case(
        states.decline,
        part,
        lambda w, by: states.decline(w.it, by=by, reason="habis"),
        f"seller_order.declined {ENDED}",
        f"{SELLERS} staff",
        again=WrongState,
    ),
    Case(
        states.cancel_part,
        part,
        lambda w, by: states.cancel_part(w.it, by=by, reason="salah"),
        f"seller_order.cancelled {ENDED}",
        "staff system",
        again=WrongState,
    ),
    Case(
        states.supply_short,
        lambda w: part(w, states.accept).lines.get(),
        lambda w, by: states.supply_short(w.it, units=1, by=by),
        "seller_order.short refund.owed",
        SELLERS,
        again=states.parts.NotSoMany,
    ),
    Case(
        states.weigh,
        by_weight,
        lambda w, by: states.weigh(w.it, {w.it.lines.get().pk: 1_900}, by=by),
        "seller_order.weighed refund.owed",
        SELLERS,
        again=WrongState,
    ),
    Case(
        states.ready,
        lambda w: part(w, states.accept),
        lambda w, by: states.ready(w.it, by=by),
        "seller_order.ready",
        SELLERS,
        again=WrongState,
    ),
    Case(
        states.send,
        lambda w: packed(w, delivery="parcel"),
        lambda w, by: states.send(w.it, by=by, tracking_number="JNX1"),
        "seller_order.sent",
        SELLERS,
        again=WrongState,
    ),
    Case(
        states.hand_over,
        packed,
        lambda w, by: states.hand_over(w.it, by=by),
        "seller_order.handed_over",
        SELLERS,
        again=WrongState,
    ),
    Case(
        states.receive,
        handed_over,
        lambda w, by: states.receive(w.it, by=by),
        "seller_order.completed order.closed",
        "buyer guest",
        again=WrongState,
    ),
    # What was on its way is handed over and received by one word of the buyer: two moves.
    Case(
        states.receive,
        lambda w: part(w, states.accept, states.ready, states.send, delivery="parcel"),
        lambda w, by: states.receive(w.it, by=by),
        "seller_order.handed_over seller_order.completed order.closed",
        "buyer guest",
        again=WrongState,
    ),
    Case(
        states.complete,
        handed_over,
        lambda w, by: states.complete(w.it, by=by),
        "seller_order.completed order.closed",
        "system staff",
        again=WrongState,
    ),
    Case(
        states.mark_secured,
        unpaid,
        lambda w, by: states.mark_secured(w.it, by=by, paid="yes"),
        OPENED,
        "staff system",
        again=WrongState,
    ),
    Case(
        states.revive,
        lambda w: overdue(w, is_over=True),
        lambda w, by: states.revive(w.it, by=by, paid="yes"),
        "order.revived seller_order.opened",
        "staff",
        again=WrongState,
    ),
    Case(
        states.expire,
        overdue,
        lambda w, by: states.expire(w.it, by=by),
        "order.expired",
        "system",
        again=WrongState,
    ),
    Case(
        states.cancel,
        unpaid,
        lambda w, by: states.cancel(w.it, by=by),
        "order.cancelled seller_order.cancelled",
        "buyer guest staff",
        again=WrongState,
    ),
    Case(
        states.ask_to_cancel,
        new_order,
        lambda w, by: states.ask_to_cancel(w.it, by=by),
        f"order.cancel_asked seller_order.cancelled {ENDED}",
        "buyer guest",
        again=WrongState,
    ),
    Case(
        states.ask_to_cancel,
        lambda w: (order := paid_order(w.partner, factories.partner()), accept_first(order))[0],
        lambda w, by: states.ask_to_cancel(w.it, by=by),
        "order.cancel_asked",
        "buyer guest",
    ),
    Case(
        states.ask_to_cancel,
        lambda w: handed_over(w).order,
        lambda w, by: states.ask_to_cancel(w.it, by=by),
        "",
        "",
        refused={TooLateToCancel: "buyer guest"},
    ),
    Case(
        states.pay_again,
        new_order,
        lambda w, by: states.pay_again(w.it, by=by),
        "order.pay_again seller_order.waits_again",
        "staff system",
        again=WrongState,
    ),
    Case(
        states.pay_again,
        lambda w: handed_over(w).order,
        lambda w, by: states.pay_again(w.it, by=by),
        "",
        "",
        refused={states.whole.GoodsLeft: "staff system"},
    ),
    Case(
        states.prolong,
        lambda w: (unpaid(w), timezone.now() + timedelta(days=9)),
        lambda w, by: states.prolong(w.it[0], until=w.it[1], by=by),
        "order.prolonged",
        "system staff",
    ),
    Case(
        complaints.open_complaint,
        handed_over,
        lambda w, by: complain(fresh(w.it), by),
        "seller_order.complaint_opened",
        "buyer guest",
        again=TooEarlyOrLate,
    ),
    Case(
        complaints.answer,
        lambda w: complain(handed_over(w), BUYER),
        lambda w, by: complaints.answer(w.it, "Saya ganti.", by=by),
        "complaint.answered",
        "owner helper",
        refused={NotOnBehalf: "companion"},
    ),
]


def accept_first(order):
    states.accept(order.seller_orders.first(), by=STAFF)
