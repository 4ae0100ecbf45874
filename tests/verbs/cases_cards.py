"""Verbs about payments by card; the provider is silent, so nothing follows by itself."""

from contextlib import suppress

from django.utils import timezone

from shop.order import states
from shop.order.refusals import WrongState
from shop.payment import accounts, ledger, methods
from shop.payment.card import authorisations, captures, doubts, events, sending, sessions
from shop.payment.models import CardPayment, Dispute, Payment, ProviderEvent
from shop.payment.refunding import card_refunds, provider_refunds
from tests.payment.cards import BACK, card_order
from tests.payment.money import BUYER, STAFF
from tests.verbs.cases_orders import OPENED, new_order
from tests.verbs.world import Case


def page(w):
    """A payment whose page is open."""
    payment = card_order(w.partner)
    CardPayment.objects.filter(payment=payment).update(session_id="cs_contoh")
    return payment


def open_page(w, by):
    with suppress(sessions.PageUnavailable):
        sessions.open_page(w.it, by=by, back_url=BACK, cancel_url=BACK)


def held(w):
    """A payment of goods by weight that the card holds."""
    payment = card_order(w.partner, weighed=True)
    Payment.objects.filter(pk=payment.pk).update(state="authorised")
    CardPayment.objects.filter(payment=payment).update(intent_id="pi_contoh")
    states.mark_secured(payment.order, by=STAFF, paid="held")
    return Payment.objects.get(pk=payment.pk)


def doubtful(w):
    """A payment in doubt whose money rests in suspense."""
    payment = card_order(w.partner)
    Payment.objects.filter(pk=payment.pk).update(state="in_doubt")
    entries = {accounts.STRIPE: payment.due, accounts.suspense(payment.collector): -payment.due}
    ledger.post("received", f"payment:{payment.pk}", order=payment.order, entries=entries)
    return Payment.objects.get(pk=payment.pk)


def quarantined(_w):
    return ProviderEvent.objects.create(
        event_id="evt_contoh", type="charge.refunded", state="quarantined"
    )


def to_card(w, **fields):
    """A refund of a whole order on its way to the card."""
    order = new_order(w)
    states.ask_to_cancel(order, by=BUYER)
    refund = order.refunds.get()
    order.refunds.update(way="card", **{"state": "sending", **fields})
    CardPayment.objects.create(payment=refund.payment, intent_id="pi_contoh")
    refund.refresh_from_db()
    return refund


def captured(w):
    """A payment that the provider took."""
    payment = new_order(w).payments.get()
    Payment.objects.filter(pk=payment.pk).update(method="card", captured=50_000)
    CardPayment.objects.create(payment=payment, intent_id="pi_contoh")
    return Payment.objects.get(pk=payment.pk)


def lost_dispute(w):
    return Dispute.objects.create(
        provider_id="dp_contoh", payment=captured(w), amount=50_000, opened_at=timezone.now()
    )


CASES = [
    Case(
        methods.cancel_unpaid,
        lambda w: card_order(w.partner).order,
        lambda w, by: methods.cancel_unpaid(w.it, by=by),
        "order.cancelled seller_order.cancelled",
        "buyer guest staff",
        again=WrongState,
    ),
    Case(
        sessions.open_page,
        lambda w: card_order(w.partner),
        open_page,
        "card_page.asked",
        "buyer guest",
    ),
    Case(
        sessions.open_page,
        held,
        lambda w, by: sessions.open_page(w.it, by=by, back_url=BACK, cancel_url=BACK),
        "",
        "",
        refused={WrongState: "buyer guest"},
    ),
    Case(
        sessions.close_page,
        page,
        lambda w, by: sessions.close_page(w.it, by=by),
        "card_page.closing",
        "buyer guest staff system",
    ),
    Case(
        captures.capture,
        held,
        lambda w, by: captures.capture(w.it, by=by),
        "payment.charge_asked",
        "staff system",
    ),
    Case(
        captures.void,
        held,
        lambda w, by: captures.void(w.it, by=by),
        "payment.release_asked",
        "staff system",
    ),
    Case(
        authorisations.lapse,
        held,
        lambda w, by: authorisations.lapse(w.it, by=by),
        "order.pay_again seller_order.waits_again",
        "system",
        again=WrongState,
    ),
    Case(
        authorisations.note_refused,
        held,
        lambda w, by: authorisations.note_refused(w.it, why="card_declined", by=by),
        "payment.charge_refused",
        "system",
    ),
    Case(
        doubts.accept,
        doubtful,
        lambda w, by: doubts.accept(w.it, by=by),
        f"payment.accepted {OPENED}",
        "staff finance",
        again=WrongState,
    ),
    Case(
        doubts.reject,
        doubtful,
        lambda w, by: doubts.reject(w.it, reason="Bukan pembeli kami.", by=by),
        "payment.rejected refund.owed",
        "staff finance",
        again=WrongState,
    ),
    Case(
        doubts.accept,
        lambda w: card_order(w.partner),
        lambda w, by: doubts.accept(w.it, by=by),
        "",
        "",
        refused={WrongState: "staff system"},
    ),
    Case(
        events.look_at,
        quarantined,
        lambda w, by: events.look_at(w.it, note="Sudah dicocokkan.", by=by),
        "provider_event.looked_at",
        "staff finance",
        again=WrongState,
    ),
    Case(
        sending.send,
        lambda w: to_card(w, state="approved"),
        lambda w, by: sending.send(w.it, by=by),
        "refund.sending",
        "staff system",
        again=WrongState,
    ),
    Case(
        card_refunds.sent_to_card,
        to_card,
        lambda w, by: card_refunds.sent_to_card(w.it, provider_id="re_contoh", by=by),
        "refund.sent",
        "system",
    ),
    Case(
        card_refunds.failed_at_card,
        to_card,
        lambda w, by: card_refunds.failed_at_card(w.it, reason="Kartu ditutup.", by=by),
        "refund.failed",
        "system",
    ),
    Case(
        card_refunds.stuck,
        to_card,
        lambda w, by: card_refunds.stuck(w.it, reason="charge_already_refunded", by=by),
        "refund.stuck",
        "system",
        again=WrongState,
    ),
    Case(
        card_refunds.wait,
        to_card,
        lambda w, by: card_refunds.wait(w.it, by=by),
        "refund.waits",
        "system",
        again=WrongState,
    ),
    Case(
        card_refunds.by_bank,
        lambda w: to_card(w, state="failed"),
        lambda w, by: card_refunds.by_bank(w.it, by=by),
        "refund.failed",
        "staff finance",
        again=WrongState,
    ),
    Case(
        card_refunds.by_bank,
        to_card,
        lambda w, by: card_refunds.by_bank(w.it, by=by),
        "",
        "",
        refused={WrongState: "staff finance"},
    ),
    # A refund that nobody asked us for: that it was found, and that it is sent already.
    Case(
        provider_refunds.found,
        captured,
        lambda w, by: provider_refunds.found(w.it, 50_000, "re_contoh", by=by),
        "refund.found refund.sent",
        "system",
        again=provider_refunds.owing.MoreThanCaptured,
    ),
    Case(
        provider_refunds.lose,
        lost_dispute,
        lambda w, by: provider_refunds.lose(w.it, by=by),
        "dispute.borne",
        "system",
        again=ledger.AlreadyPosted,
    ),
]
