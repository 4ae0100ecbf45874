"""One row of everything about money that an address names by its id."""

from datetime import timedelta
from io import BytesIO

from django.core.files.base import ContentFile
from django.utils import timezone

from catalogue.models import Category
from sellers.models import Seller
from shop.order import links, states
from shop.order.models import Order
from shop.payment import methods
from shop.payment.collecting import collectors, proposals
from shop.payment.collecting.qris_pictures import read_picture
from shop.payment.incoming import statement_uploads
from shop.payment.incoming.bank_columns import Columns
from shop.payment.models import (
    BankAccount,
    CardPayment,
    Collector,
    Payment,
    Proof,
    ProviderEvent,
    Refund,
    StatementFile,
    StatementRow,
)
from shop.payment.paying_out import corrections, payouts
from shop.people.actors import SYSTEM, Actor, actor_for
from shop.people.models import User
from shop.storefront.orders.card import return_address
from tests import factories
from tests.payment import qris_codes
from tests.payment.money import BUYER, paid_order, receive, transfer_order

#: The account that refunds and payouts go to.
ACCOUNT = {"bank": "Bank Contoh", "number": "1234567890", "holder": "Sri Contoh"}


def add_staff_rows(stall: Seller, other: Seller, people: dict[str, User]) -> dict[str, object]:
    """What the staff's screens of money name: all of it is the platform's own.

    Two sellers sold: the first stands in a released batch and in a draft, the other is due.
    """
    colleague, second = somebody(), somebody()
    account = BankAccount.objects.get(collector=collectors.platform(), is_active=True)
    batch, payout = released(stall, collectors.platform(), by=colleague, second=second)
    sell(stall)
    draft = payouts.draft(collectors.platform(), by=colleague)
    give_account(other)
    sell(other)
    fee = {"amount": 2_500, "account": account, "reason": "Biaya bank"}
    return {
        "platform": collectors.platform().pk,
        "partner": stall.partner_id,
        "due_partner": other.partner_id,
        "category": Category.objects.get(slug="telur").pk,
        "batch": batch.pk,
        "payout": payout.pk,
        "draft": draft.pk,
        "draft_total": sum(row.amount for row in draft.payouts.all()),
        "correction": corrections.make("bank_fee", **fee, by=colleague).pk,
        "makers_correction": corrections.make("bank_fee", **fee, by=actor_for(people["maker"])).pk,
        **add_statement(account, payout_amount=payout.amount, by=colleague),
        **add_card_rows(stall, people["buyer"]),
        **add_open_orders(stall, people["buyer"]),
        **add_places(by=colleague, maker=actor_for(people["maker"])),
    }


def add_village_rows(stall: Seller, treasurer: User) -> dict[str, object]:
    """What the pages of a village's treasurer name: payments, a proof, a refund, a payout."""
    village = stall.partner.village
    collector = collectors.of_village(village, name=f"BUMDes {village.name}", by=SYSTEM)
    factories.bank_account(collector=collector, number=f"77-{village.pk}")
    give_account(stall)
    payment, spoken = transfer_order(stall.partner), transfer_order(stall.partner)
    assert payment.collector == collector
    _batch, payout = released(stall, collector, by=actor_for(treasurer), second=somebody())
    sell(stall)
    return {
        "till": collector.pk,
        "till_payment": payment.pk,
        "till_total": payment.total,
        "till_proof": proof_of(spoken).pk,
        "till_refund": refund_of(stall).pk,
        "till_payout": payout.pk,
    }


def add_own_rows(stall: Seller) -> dict[str, object]:
    """What the desk names of the stall's own account: a payment to it, and another that waits."""
    owner = stall.memberships.get(role="owner").person
    collector = collectors.of_seller(stall.partner)
    used = factories.bank_account(collector=collector, number=f"88-{stall.pk}")
    payment = transfer_order(stall.partner)
    assert payment.collector == collector
    # Closed again, so that what is ordered after goes where it went before.
    collectors.close_account(used, by=SYSTEM)
    new = {**ACCOUNT, "number": f"99000000{stall.pk}"}
    proposal = proposals.propose_account(collector, **new, by=actor_for(owner))
    return {
        "own_till": collector.pk,
        "own_payment": payment.pk,
        "own_proposal": proposal.pk,
    }


def add_statement(account: BankAccount, *, payout_amount: int, by: Actor) -> dict[str, int]:
    """A draft with its columns, and two rows of another: a fee, and a payout that left."""
    file = BytesIO(b"Tanggal;Keterangan;Jumlah\n2026-11-23;TRF;12345\n")
    draft = statement_uploads.upload(account, file=file, name="mutasi.csv", by=by)
    statement_uploads.choose_columns(draft, columns=Columns(day=0, text=(1,), amount=2), by=by)
    saved = StatementFile.objects.create(account=account, name="a.csv", saved_at=timezone.now())
    row = {"account": account, "file": saved, "booked_on": timezone.localdate()}
    return {
        "statement": draft.pk,
        "row": StatementRow.objects.create(**row, amount=-1_500, text="BIAYA ADM").pk,
        "payout_row": StatementRow.objects.create(**row, amount=-payout_amount, text="TRX-1").pk,
    }


def add_places(*, by: Actor, maker: Actor) -> dict[str, int]:
    """An account that a colleague entered, and a QRIS code of a picture, by the maker."""
    platform = collectors.platform()
    account = proposals.propose_account(platform, **{**ACCOUNT, "number": "5550001234"}, by=by)
    reading = read_picture(qris_codes.drawn(qris_codes.code()))
    code = proposals.propose_qris(platform, payload=reading.text, reading=reading, by=maker)
    return {"account_proposal": account.pk, "qris_proposal": code.pk}


def add_card_rows(stall: Seller, buyer: User) -> dict[str, object]:
    """A payment by card that doesn't fit, and an event that nobody has looked at."""
    order = of_buyer(factories.placed_order(stall.partner), buyer)
    payment = Payment.objects.create(
        order=order,
        method="card",
        collector=collectors.platform(),
        state=Payment.State.IN_DOUBT,
        due=order.total,
        doubt="Jumlah lain",
    )
    CardPayment.objects.create(payment=payment, held=order.total)
    event = ProviderEvent.objects.create(event_id="evt_1", type="x", state="quarantined")
    return {
        "doubt": payment.pk,
        "card_token": return_address(payment).split("/")[-2],
        "event": event.pk,
    }


def add_open_orders(stall: Seller, buyer: User) -> dict[str, object]:
    """An order of the buyer's to pay by QRIS, and one that came to a little less when weighed."""
    code = factories.qris_code(payload=qris_codes.code(nmid="ID1020000000009"))
    placed = of_buyer(factories.placed_order(stall.partner), buyer)
    methods.start(placed, method="qris", by=BUYER)
    weighed = of_buyer(paid_order(stall.partner), buyer)
    part = weighed.seller_orders.get()
    part.lines.update(price_basis="weight", net_grams=1_000, tolerance_bp=1_000)
    states.accept(part, by=SYSTEM)
    states.weigh(part, {part.lines.get().pk: 1_960}, by=SYSTEM)
    return {
        "qris": code.pk,
        "qris_number": placed.number,
        "qris_secret": links.mint(placed),
        "weighed": weighed.number,
        "weighed_secret": links.mint(weighed),
        "difference": weighed.refunds.get().pk,
    }


def of_buyer(order: Order, buyer: User) -> Order:
    Order.objects.filter(pk=order.pk).update(user=buyer)
    order.refresh_from_db()
    return order


def somebody() -> Actor:
    """A colleague of the staff's who asks for nothing in these tests."""
    return Actor("Rekan", person_id=factories.person().pk)


def sell(stall: Seller) -> None:
    """Let a stall earn an order's money for good."""
    part = paid_order(stall.partner).seller_orders.get()
    for step in (states.accept, states.ready, states.hand_over, states.complete):
        step(part, by=SYSTEM)


def give_account(stall: Seller) -> None:
    """Give a stall the account that it is paid to, unless it has one."""
    known = stall.partner.payout_accounts
    if not known.exists():
        known.create(**ACCOUNT, payable_from=timezone.now() - timedelta(days=5))


def released(stall: Seller, collector: Collector, *, by: Actor, second: Actor):
    """Return a batch that waits for the bank's word, and its only payout."""
    give_account(stall)
    sell(stall)
    batch = payouts.release(payouts.draft(collector, by=by), by=second)
    return batch, batch.payouts.get()


def proof_of(payment: Payment) -> Proof:
    proof = Proof(payment=payment)
    proof.picture.save("a.webp", ContentFile(b"RIFF"))
    return proof


def refund_of(stall: Seller) -> Refund:
    """A refund by bank that is ready to be sent."""
    cancelled = transfer_order(stall.partner)
    receive(cancelled)
    states.ask_to_cancel(cancelled.order, by=BUYER)
    refund = cancelled.order.refunds.get()
    Refund.objects.filter(pk=refund.pk).update(state=Refund.State.APPROVED, **ACCOUNT)
    return refund
