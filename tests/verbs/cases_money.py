"""Verbs about money; what confirms an order opens its parts, what ends it closes it."""

from django.utils import timezone

from shop.order import states
from shop.order.refusals import NotOnBehalf, WrongState
from shop.payment import cash, methods
from shop.payment.collecting import collectors, proposals
from shop.payment.incoming import proofs, receipts
from shop.payment.incoming.receipts import MatchedAlready, ReceiptTwice
from shop.payment.paying_out import payout_accounts
from shop.payment.paying_out.payout_accounts import NothingToUndo, OwnersOnly
from shop.payment.refunding import complaints, granting, refunds
from shop.payment.refunding.refunds import NothingToRefund, PhoneNotProven
from tests import factories
from tests.payment.money import BUYER, STAFF, STATEMENT_DAY, transfer_order
from tests.verbs.cases_orders import OPENED, complain, handed_over, new_order
from tests.verbs.world import SELLERS, Case, photo

ACCOUNT = {"bank": "Bank Contoh", "number": "8800112233", "holder": "Sri Contoh"}
NEXT_ACCOUNT = {"bank": "Bank Contoh", "number": "9900112233", "holder": "Sri Contoh"}
NOT_THE_OWNER = (
    "helper companion assistant volunteer coordinator foreigner stranger staff buyer system guest"
)


def cash_part(w):
    order = factories.placed_order(w.partner, phone_proven_at=timezone.now())
    methods.start(order, method="cash", by=BUYER)
    found = order.seller_orders.get()
    states.accept(found, by=STAFF)
    states.ready(found, by=STAFF)
    return found


def owed(w, *, is_named=True, is_sending=False):
    order = new_order(w)
    states.ask_to_cancel(order, by=BUYER)
    if is_named:
        refunds.name_account(order, **ACCOUNT, by=BUYER, proof_of_phone=True)
    refund = order.refunds.get()
    if is_sending:
        refunds.start_sending(refund, by=STAFF)
    return refund


def stray(w):
    payment = transfer_order(w.partner)
    receipt = receipts.enter(payment.account, amount=9, received_on=STATEMENT_DAY, by=STAFF)
    return receipt, payment


def proven_unpaid(w):
    return transfer_order(w.partner, phone_proven_at=timezone.now()).order


def proof(w):
    return proofs.send(transfer_order(w.partner).order, photo(), by=BUYER)


def settle(w, by):
    return complaints.settle(w.it, outcome="full_refund", reason="Busuk.", by=by)


def name(order, by, *, is_proven=True):
    return refunds.name_account(order, **ACCOUNT, by=by, proof_of_phone=is_proven)


def two_accounts(w):
    payout_accounts.set_account(w.partner, **ACCOUNT, by=w.actors["owner"])
    payout_accounts.set_account(w.partner, **NEXT_ACCOUNT, by=w.actors["owner"])


CASES = [
    Case(
        methods.switch,
        proven_unpaid,
        lambda w, by: methods.switch(w.it, method="cash", by=by),
        f"{OPENED} order.method_changed",
        "buyer guest",
        again=WrongState,
    ),
    Case(
        cash.received,
        cash_part,
        lambda w, by: cash.received(w.it, by=by),
        "cash.received",
        f"{SELLERS} staff",
        again=WrongState,
    ),
    Case(
        cash.nobody_came,
        cash_part,
        lambda w, by: cash.nobody_came(w.it, by=by),
        "seller_order.cancelled order.closed cash.nobody_came",
        f"{SELLERS} staff",
        again=cash.NobodyExpected,
    ),
    Case(
        proposals.propose_account,
        lambda w: collectors.platform(),
        lambda w, by: proposals.propose_account(w.it, **ACCOUNT, by=by),
        "bank_account.proposed",
        "staff system",
        again=proposals.WaitsAlready,
    ),
    Case(
        collectors.close_account,
        lambda w: factories.bank_account(),
        lambda w, by: collectors.close_account(w.it, by=by),
        "bank_account.closed",
        "staff",
    ),
    Case(
        complaints.settle,
        lambda w: complain(handed_over(w), BUYER),
        settle,
        "refund.owed seller_order.complaint_closed order.closed",
        "staff",
        refused={NotOnBehalf: "companion"},
        again=WrongState,
    ),
    Case(
        complaints.settle,
        lambda w: complain(handed_over(w), BUYER),
        lambda w, by: complaints.settle(w.it, outcome="replaced", reason="Diganti.", by=by),
        "seller_order.complaint_closed order.closed",
        "staff",
        refused={NotOnBehalf: "companion"},
        again=WrongState,
    ),
    Case(
        granting.grant,
        handed_over,
        lambda w, by: granting.grant(w.it, goods=50_000, bearer="platform", reason="Busuk", by=by),
        "refund.owed",
        "staff",
        refused={NotOnBehalf: "companion"},
        again=granting.TooMuch,
    ),
    Case(
        payout_accounts.set_account,
        lambda w: None,
        lambda w, by: payout_accounts.set_account(w.partner, **ACCOUNT, by=by),
        "payout_account.set",
        "owner",
        refused={OwnersOnly: NOT_THE_OWNER},
    ),
    Case(
        payout_accounts.undo,
        two_accounts,
        lambda w, by: payout_accounts.undo(w.partner, by=by),
        "payout_account.undone",
        "owner",
        refused={OwnersOnly: NOT_THE_OWNER},
        again=NothingToUndo,
    ),
    Case(
        proofs.send,
        lambda w: transfer_order(w.partner).order,
        lambda w, by: proofs.send(w.it, photo(), by=by),
        "proof.attached",
        "buyer guest",
        again="anew",
    ),
    Case(
        proofs.refuse,
        proof,
        lambda w, by: proofs.refuse(w.it, reason="Tak ada uangnya", by=by),
        "proof.refused",
        "staff",
        again=WrongState,
    ),
    Case(
        receipts.enter,
        lambda w: transfer_order(w.partner),
        lambda w, by: receipts.enter(
            w.it.account, amount=w.it.total, received_on=STATEMENT_DAY, reference="TRX1", by=by
        ),
        f"receipt.entered {OPENED}",
        "staff",
        again=ReceiptTwice,
    ),
    Case(
        receipts.match,
        stray,
        lambda w, by: receipts.match(w.it[0], payment=w.it[1], by=by),
        "receipt.matched",
        "staff",
        again=MatchedAlready,
    ),
    Case(
        refunds.name_account,
        lambda w: owed(w, is_named=False).order,
        lambda w, by: name(w.it, by),
        "refund.account_named",
        "buyer guest",
        again=NothingToRefund,
    ),
    Case(
        refunds.name_account,
        lambda w: owed(w, is_named=False).order,
        lambda w, by: name(w.it, by, is_proven=False),
        "",
        "",
        refused={PhoneNotProven: "buyer guest owner companion staff"},
    ),
    Case(
        refunds.start_sending,
        owed,
        lambda w, by: refunds.start_sending(w.it, by=by),
        "refund.sending",
        "staff",
        again=WrongState,
    ),
    Case(
        refunds.sent,
        owed,
        lambda w, by: refunds.sent(w.it, reference="TRX1", by=by),
        "refund.sent",
        "staff",
        again=WrongState,
    ),
    Case(
        refunds.failed,
        lambda w: owed(w, is_sending=True),
        lambda w, by: refunds.failed(w.it, reason="Rekening salah", by=by),
        "refund.failed",
        "staff",
        again=WrongState,
    ),
    Case(
        refunds.paid_in_cash,
        owed,
        lambda w, by: refunds.paid_in_cash(w.it, partner_id=w.partner.pk, by=by),
        "refund.paid_in_cash",
        "owner staff",
        refused={NotOnBehalf: "companion"},
        again=WrongState,
    ),
]
