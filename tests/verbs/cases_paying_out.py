"""Verbs about paying sellers and about corrections: one person makes, another releases."""

from shop.order import states
from shop.order.refusals import NotOnBehalf, WrongState
from shop.payment.collecting.collectors import platform
from shop.payment.paying_out import corrections, payout_accounts, payouts
from shop.payment.paying_out.payout_accounts import OwnersOnly
from shop.payment.second_person import SamePerson
from tests.payment.money import STAFF
from tests.verbs.cases_money import ACCOUNT, NOT_THE_OWNER
from tests.verbs.cases_orders import handed_over, new_order
from tests.verbs.world import Case

NOBODYS = "staff system guest"


def due(w):
    """The stall is owed what a content buyer paid, and has an account."""
    payout_accounts.set_account(w.partner, **ACCOUNT, by=w.actors["owner"])
    states.complete(handed_over(w), by=STAFF)


def drafted(w):
    due(w)
    return payouts.draft(platform(), by=w.actors["staff"])


def released(w):
    return payouts.release(drafted(w), by=w.actors["finance"]).payouts.get()


def confirmed(w):
    payout = released(w)
    payouts.confirm(payout, reference="TRX1", by=STAFF)
    return payout


def with_money(w):
    """The platform's account, to which a buyer paid."""
    return new_order(w).payments.get().account


def fee(account, by):
    return corrections.make("bank_fee", amount=2_500, reason="Biaya", account=account, by=by)


def made(w):
    return fee(with_money(w), w.actors["staff"])


CASES = [
    Case(
        payouts.ask,
        due,
        lambda w, by: payouts.ask(w.partner, by=by),
        "payout.asked",
        "owner",
        refused={OwnersOnly: NOT_THE_OWNER},
    ),
    Case(
        payouts.ask,
        lambda w: None,
        lambda w, by: payouts.ask(w.partner, by=by),
        "",
        "",
        refused={payouts.TooLittle: "owner"},
    ),
    Case(
        payouts.draft,
        due,
        lambda w, by: payouts.draft(platform(), by=by),
        "payout.drafted",
        "staff finance",
        refused={NotOnBehalf: "companion"},
        again=payouts.NothingDue,
    ),
    Case(
        payouts.release,
        drafted,
        lambda w, by: payouts.release(w.it, by=by),
        "payout.released",
        "finance",
        refused={NotOnBehalf: "companion", SamePerson: NOBODYS},
        again=WrongState,
    ),
    Case(
        payouts.release,
        drafted,
        lambda w, by: payouts.release(w.it, total=1, by=by),
        "",
        "",
        refused={payouts.Changed: "finance"},
    ),
    Case(
        payouts.drop,
        drafted,
        lambda w, by: payouts.drop(w.it, by=by),
        "payout.dropped",
        "staff finance",
        refused={NotOnBehalf: "companion"},
        again=WrongState,
    ),
    Case(
        payouts.confirm,
        released,
        lambda w, by: payouts.confirm(w.it, reference="TRX1", by=by),
        "payout.confirmed",
        "staff finance",
        refused={NotOnBehalf: "companion"},
        again=WrongState,
    ),
    Case(
        payouts.bounce,
        released,
        lambda w, by: payouts.bounce(w.it, reason="Rekening tutup", by=by),
        "payout.bounced",
        "staff finance",
        refused={NotOnBehalf: "companion"},
        again=WrongState,
    ),
    Case(
        payouts.undo,
        confirmed,
        lambda w, by: payouts.undo(w.it, reason="Ditarik bank", by=by),
        "payout.undone",
        "staff finance",
        refused={NotOnBehalf: "companion"},
        again=WrongState,
    ),
    Case(
        payouts.undo,
        released,
        lambda w, by: payouts.undo(w.it, reason="Ditarik bank", by=by),
        "",
        "",
        refused={WrongState: "staff finance"},
    ),
    # She says again that an account is right from which a payout came back.
    Case(
        payout_accounts.set_account,
        lambda w: payouts.bounce(released(w), reason="Rekening tutup", by=STAFF),
        lambda w, by: payout_accounts.set_account(w.partner, **ACCOUNT, by=by),
        "payout_account.trusted",
        "owner",
        refused={OwnersOnly: NOT_THE_OWNER},
    ),
    Case(
        corrections.make,
        with_money,
        lambda w, by: fee(w.it, by),
        "correction.made",
        "staff finance",
        refused={NotOnBehalf: "companion"},
        again="anew",
    ),
    Case(
        corrections.release,
        made,
        lambda w, by: corrections.release(w.it, by=by),
        "correction.released",
        "finance",
        refused={NotOnBehalf: "companion", SamePerson: NOBODYS},
        again=WrongState,
    ),
    Case(
        corrections.refuse,
        made,
        lambda w, by: corrections.refuse(w.it, by=by),
        "correction.refused",
        "staff finance",
        refused={NotOnBehalf: "companion"},
        again=WrongState,
    ),
]
