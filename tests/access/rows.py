"""One row of everything that an address names by its id."""

from io import BytesIO

from django.core.files.base import ContentFile
from django.utils import timezone
from PIL import Image

from catalogue.models import Product, ProductImage
from sellers.models import Consent, Credential, Question, Seller
from sellers.team import invitations
from shop.communication.models import Conversation
from shop.order import complaints, links, states
from shop.order.models import ComplaintPicture, Order
from shop.partner import takedowns
from shop.payment.incoming import receipts
from shop.payment.models import Proof, Refund
from shop.people.actors import SYSTEM, actor_for
from shop.people.models import User
from shop.shipping.models import ArrangementZone, CourierBand, ParcelTariff
from tests import factories
from tests.payment.money import BUYER, paid_order, receive, transfer_order

JPEG = ContentFile(b"\xff\xd8\xff\xe0")


def furnish(stall: Seller, *, buyer: User, helping: User, volunteer: User) -> dict[str, object]:
    """Put into a stall what its desk and its village's rooms name.

    `helping` asked for consent, `volunteer` handed a signed one in; `buyer` is invited and
    placed both orders.
    """
    owner = stall.memberships.get(role="owner").person
    product = factories.shelved(stall)
    order, complained = paid_order(stall.partner), paid_order(stall.partner)
    Order.objects.filter(pk__in=[order.pk, complained.pk]).update(user=buyer)
    invitation, invitation_secret = invitations.invite(
        stall, buyer.phone, role="helper", by=actor_for(owner)
    )
    helper = stall.memberships.filter(role="helper").first()
    paper = Credential(seller=stall, kind="nib", number="1234567890123")
    paper.photo.save("a.jpg", JPEG)
    zone = ArrangementZone.objects.create(partner=stall.partner, carrier="Pikap", fee=50_000)
    return {
        "product": product.public_id,
        "product_pk": product.pk,
        "product_slug": product.slug,
        "picture": picture_of(product).pk,
        "number": order.number,
        "secret": links.mint(order),
        "part": order.seller_orders.get().pk,
        "complained": complained.number,
        "complained_secret": links.mint(complained),
        "complained_part": complained.seller_orders.get().pk,
        "paper_receipt": order.payments.get().buyer_receipt.pk,
        "complained_receipt": complained.payments.get().buyer_receipt.pk,
        **report_problem(complained),
        "invitation": invitation.pk,
        "invitation_secret": invitation_secret,
        "membership": (helper or stall.memberships.create(person=helping, role="helper")).pk,
        "consent": Consent.objects.create(
            seller=stall, owner=owner, volunteer=helping, means="code"
        ).pk,
        "paper": paper.pk,
        "zone": zone.pk,
        "question": ask(stall).pk,
        **add_waiting_rows(stall, volunteer=volunteer),
    }


def ask(stall: Seller) -> Question:
    """A buyer's question that nobody answered."""
    conversation = Conversation.objects.create(name="Sari Contoh", phone="+6281234567890")
    return Question.objects.create(seller=stall, conversation=conversation)


def picture_of(product: Product) -> ProductImage:
    """A listing's picture with the file that a copy of the listing is made of."""
    picture = factories.ready_picture(product)
    picture.master.save("a.jpg", ContentFile(jpeg()))
    return picture


def jpeg() -> bytes:
    """A small picture."""
    file = BytesIO()
    Image.new("RGB", (64, 48), "#886644").save(file, "JPEG")
    return file.getvalue()


def report_problem(order: Order) -> dict[str, int]:
    """A problem with the goods of an order that was handed over, with a picture."""
    part = order.seller_orders.get()
    for step in (states.accept, states.ready, states.hand_over):
        step(part, by=SYSTEM)
    complaint = complaints.open_complaint(
        part, text="Dua telur pecah.", units={part.lines.get().pk: 1}, by=BUYER
    )
    picture = ComplaintPicture(complaint=complaint)
    picture.picture.save("a.jpg", JPEG)
    return {"complaint": complaint.pk, "complaint_picture": picture.pk}


def add_waiting_rows(stall: Seller, *, volunteer: User) -> dict[str, int]:
    """What waits in the rooms: a signed paper of the volunteer's own, and a listing taken down."""
    owner = stall.memberships.get(role="owner").person
    consent = Consent(seller=stall, owner=owner, volunteer=volunteer, means="paper")
    consent.paper.save("a.jpg", JPEG)
    down = takedowns.take_down(factories.shelved(stall), reason="Foto orang lain", by=SYSTEM)
    return {"consent_paper": consent.pk, "take_down": down.pk}


def add_money_rows(stall: Seller) -> dict[str, int]:
    """What the staff's money and delivery screens name."""
    payment = transfer_order(stall.partner)
    proof = Proof(payment=payment)
    proof.picture.save("a.webp", ContentFile(b"RIFF"))
    cancelled = transfer_order(stall.partner)
    receive(cancelled)
    states.ask_to_cancel(cancelled.order, by=BUYER)
    refund = cancelled.order.refunds.get()
    account = {"bank": "Bank Contoh", "number": "123", "holder": "Sari Contoh"}
    Refund.objects.filter(pk=refund.pk).update(state="approved", **account)
    stray = receipts.enter(
        payment.account, amount=777_777, received_on=timezone.localdate(), by=SYSTEM
    )
    tariff = ParcelTariff.objects.create(
        courier="Kilat", first_kg=9_000, next_kg=5_000, days_min=1, days_max=3
    )
    return {
        "proof": proof.pk,
        "refund": refund.pk,
        "receipt": stray.pk,
        "tariff": tariff.pk,
        "band": CourierBand.objects.create(max_km=10, fee=8_000, days=1).pk,
    }
