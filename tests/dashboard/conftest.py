"""Staff of every group, and the rows their screens show."""

from types import SimpleNamespace

import pytest
from django.contrib.auth.models import Group
from django.core.files.base import ContentFile
from django.test import Client
from django.utils import timezone

from sellers.models import Question
from shop.communication.models import Conversation
from shop.order import complaints, states
from shop.order.models import Complaint, ComplaintPicture
from shop.payment.collecting.collectors import platform
from shop.payment.incoming import receipts
from shop.payment.models import (
    CardPayment,
    Collector,
    Correction,
    Payment,
    Payout,
    PayoutBatch,
    Proof,
    ProviderEvent,
    StatementFile,
    StatementRow,
)
from shop.people.actors import SYSTEM
from shop.shipping.models import CourierBand, ParcelTariff
from shop.storefront.staff_groups import FINANCE_MAKER, FINANCE_RELEASER, SUPPORT, make_groups
from shop.villages import assigning
from tests import factories, second_step
from tests.payment.money import BUYER, paid_order, receive, transfer_order

GROUPS = {"support": SUPPORT, "maker": FINANCE_MAKER, "releaser": FINANCE_RELEASER}
ROLES = ["anonymous", "buyer", "owner", "nobody's staff", *GROUPS, "superuser"]


@pytest.fixture
def sign_in(db):
    """Return a function that signs somebody of a role in; staff have passed the second step."""

    def sign_in(role: str) -> Client:
        browser = Client()
        if role != "anonymous":
            person = person_of(role)
            browser.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
            if person.is_staff:
                second_step.passed(browser, person)
        return browser

    return sign_in


def person_of(role: str):
    """Return somebody of a role; an owner owns a stall and is no staff."""
    person = factories.person(
        is_staff=role in GROUPS or role in ("nobody's staff", "superuser"),
        is_superuser=role == "superuser",
    )
    if role in GROUPS:
        make_groups(by=SYSTEM)
        person.groups.add(Group.objects.get(name=GROUPS[role]))
    if role == "owner":
        stall = factories.stall(factories.partner())
        stall.memberships.create(person=person, role="owner")
    return person


@pytest.fixture
def rows(db):
    """One row of everything that a staff screen names in its address."""
    seller = factories.stall(factories.partner("Lapak Asri"))
    payment = transfer_order(seller.partner)
    proof = Proof(payment=payment)
    proof.picture.save("a.webp", ContentFile(b"RIFF"))
    cancelled = transfer_order(seller.partner)
    receive(cancelled)
    states.ask_to_cancel(cancelled.order, by=BUYER)
    complaint = reported_problem(seller.partner)
    conversation = Conversation.objects.create(name="Sari Contoh", phone="+6281234567890")
    volunteer = factories.person()
    assignment = assigning.assign(
        volunteer,
        role="volunteer",
        region=seller.partner.village,
        starts=timezone.localdate(),
        by=SYSTEM,
    )
    return SimpleNamespace(
        **money_rows(seller.partner, payment.account),
        seller=seller,
        order=payment.order,
        part=payment.order.seller_orders.get(),
        payment=payment,
        proof=proof,
        receipt=receive_stray(payment.account),
        refund=cancelled.order.refunds.get(),
        paid=cancelled.order,
        paper=cancelled.buyer_receipt,
        complaint=complaint,
        picture=complaint.pictures.get(),
        village=seller.partner.village,
        assignment=assignment,
        question=Question.objects.create(seller=seller, conversation=conversation),
        tariff=ParcelTariff.objects.create(
            courier="Kilat", first_kg=9_000, next_kg=5_000, days_min=1, days_max=3
        ),
        band=CourierBand.objects.create(max_km=10, fee=8_000, days=1),
    )


def money_rows(owner, account) -> dict[str, object]:
    """One row of what money's own screens name: statements, payouts, corrections, cards, codes."""
    batch, released = (PayoutBatch.objects.create(collector=platform()) for _number in range(2))
    payout = Payout.objects.create(
        batch=released, partner=owner, amount=10_000, number="12345678", state="released"
    )
    Payout.objects.create(batch=batch, partner=owner, amount=10_000)
    PayoutBatch.objects.filter(pk=released.pk).update(
        state="released", released_by=factories.person(), released_at=timezone.now()
    )
    draft = StatementFile.objects.create(account=account, name="a.csv", cells=[["1", "2", "3"]])
    saved = StatementFile.objects.create(account=account, name="b.csv", saved_at=timezone.now())
    code = factories.qris_code()
    code.picture.save("a.webp", ContentFile(b"RIFF"))
    doubtful = transfer_order(owner)
    Payment.objects.filter(pk=doubtful.pk).update(method="card", state="in_doubt", doubt="Lain")
    CardPayment.objects.create(payment=doubtful)
    return {
        "file": draft,
        "row": StatementRow.objects.create(
            account=account, file=saved, booked_on=timezone.localdate(), amount=5_000, text="TRF"
        ),
        "batch": batch,
        "released": released,
        "payout": payout,
        "correction": Correction.objects.create(
            kind="bank_fee", collector=platform(), account=account, amount=2_500, reason="Admin"
        ),
        "doubt": doubtful,
        "event": ProviderEvent.objects.create(event_id="evt_1", type="x", state="quarantined"),
        "collector": Collector.objects.create(kind="village", region=owner.village),
        "account": account,
        "code": code,
    }


def reported_problem(owner) -> Complaint:
    """A problem with handed-over goods of a partner, with a picture."""
    part = paid_order(owner).seller_orders.get()
    for step in (states.accept, states.ready, states.hand_over):
        step(part, by=SYSTEM)
    units = {part.lines.get().pk: 1}
    complaint = complaints.open_complaint(part, text="Dua telur pecah.", units=units, by=BUYER)
    picture = ComplaintPicture(complaint=complaint)
    picture.picture.save("a.jpg", ContentFile(b"JPEG"))
    return complaint


def receive_stray(account):
    """Money on the account that nobody expects."""
    return receipts.enter(account, amount=777_777, received_on=timezone.localdate(), by=SYSTEM)
