"""Verbs about where money goes: accounts, QRIS codes, villages' shares, commissions."""

from catalogue import commission as of_categories
from shop.order.refusals import NotOnBehalf
from shop.partner import commission as of_partners
from shop.payment.collecting import collectors, proposals
from shop.payment.models import Collector
from shop.payment.paying_out import village_shares
from shop.payment.paying_out.payout_accounts import OwnersOnly
from shop.payment.second_person import SamePerson
from tests import factories
from tests.payment.qris_codes import code
from tests.verbs.cases_money import ACCOUNT, NOT_THE_OWNER
from tests.verbs.world import Case

NO_OWNER = NOT_THE_OWNER.replace("companion ", "")


def entered(w):
    """The platform's account that waits for a second person."""
    return proposals.propose_account(collectors.platform(), **ACCOUNT, by=w.actors["staff"])


def her_own(w):
    """The stall's own account that waits."""
    collector = collectors.of_seller(w.partner)
    return proposals.propose_account(collector, **ACCOUNT, by=w.actors["owner"])


def a_village(w):
    factories.assigned("treasurer", w.place)
    return Collector.objects.create(kind="village", region=w.place, name="BUMDes Contoh")


CASES = [
    Case(
        proposals.propose_account,
        lambda w: collectors.of_seller(w.partner),
        lambda w, by: proposals.propose_account(w.it, **ACCOUNT, by=by),
        "bank_account.proposed",
        "owner",
        refused={NotOnBehalf: "companion", OwnersOnly: NO_OWNER},
        again=proposals.WaitsAlready,
    ),
    Case(
        proposals.propose_qris,
        lambda w: collectors.platform(),
        lambda w, by: proposals.propose_qris(w.it, payload=code(), by=by),
        "qris_code.proposed",
        "staff finance",
        again=proposals.WaitsAlready,
    ),
    Case(
        proposals.propose_qris,
        lambda w: collectors.of_seller(w.partner),
        lambda w, by: proposals.propose_qris(w.it, payload=code(), by=by),
        "qris_code.proposed",
        "owner",
        refused={NotOnBehalf: "companion", OwnersOnly: NO_OWNER},
        again=proposals.WaitsAlready,
    ),
    Case(
        proposals.confirm,
        entered,
        lambda w, by: proposals.confirm(w.it, by=by),
        "bank_account.confirmed",
        "finance",
        refused={NotOnBehalf: "companion", SamePerson: "staff system guest"},
        again=proposals.Decided,
    ),
    Case(
        proposals.confirm,
        her_own,
        lambda w, by: proposals.confirm(w.it, by=by),
        "bank_account.confirmed",
        "staff finance",
        refused={NotOnBehalf: "companion", SamePerson: "owner system"},
        again=proposals.Decided,
    ),
    Case(
        proposals.refuse,
        entered,
        lambda w, by: proposals.refuse(w.it, reason="Nama tidak cocok.", by=by),
        "bank_account.refused",
        "finance staff",
        refused={NotOnBehalf: "companion"},
        again=proposals.Decided,
    ),
    Case(
        proposals.withdraw,
        entered,
        lambda w, by: proposals.withdraw(w.it, by=by),
        "bank_account.withdrawn",
        "staff finance",
        refused={NotOnBehalf: "companion"},
        again=proposals.Decided,
    ),
    Case(
        proposals.withdraw,
        her_own,
        lambda w, by: proposals.withdraw(w.it, by=by),
        "bank_account.withdrawn",
        "owner",
        refused={NotOnBehalf: "companion", OwnersOnly: NO_OWNER},
        again=proposals.Decided,
    ),
    Case(
        collectors.close_qris,
        lambda w: factories.qris_code(),
        lambda w, by: collectors.close_qris(w.it, by=by),
        "qris_code.closed",
        "staff finance",
    ),
    Case(
        collectors.of_village,
        lambda w: factories.assigned("treasurer", w.place),
        lambda w, by: collectors.of_village(w.place, name="BUMDes Contoh", by=by),
        "collector.named",
        "staff",
    ),
    Case(
        collectors.of_village,
        lambda w: None,
        lambda w, by: collectors.of_village(w.place, name="BUMDes Contoh", by=by),
        "",
        "",
        refused={collectors.NoTreasurer: "staff system"},
    ),
    Case(
        village_shares.set_share,
        a_village,
        lambda w, by: village_shares.set_share(w.it, 2_000, by=by),
        "collector.share_set",
        "staff",
    ),
    Case(
        village_shares.set_share,
        lambda w: collectors.platform(),
        lambda w, by: village_shares.set_share(w.it, 2_000, by=by),
        "",
        "",
        refused={village_shares.NotARate: "staff"},
    ),
    Case(
        of_categories.set_rate,
        lambda w: factories.category("telur", "peternakan"),
        lambda w, by: of_categories.set_rate(w.it, 700, by=by),
        "category.commission_set",
        "staff",
    ),
    Case(
        of_categories.set_rate,
        lambda w: factories.category("telur", "peternakan"),
        lambda w, by: of_categories.set_rate(w.it, of_categories.MOST_BP + 1, by=by),
        "",
        "",
        refused={of_categories.NotARate: "staff"},
    ),
    Case(
        of_partners.set_rate,
        lambda w: None,
        lambda w, by: of_partners.set_rate(w.partner, 300, by=by),
        "partner.commission_set",
        "staff",
    ),
]
