"""Questions about a listing: who asks, whom it reaches, and that it was answered."""

from django.db import transaction
from django.dispatch import receiver
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from catalogue.models import Product
from shop.communication import conversations
from shop.communication.codes import ProvenPhone
from shop.communication.conversations import remark_added
from shop.communication.kinds import register_kind
from shop.communication.models import Remark
from shop.communication.outbox import Recipient
from shop.people.actors import Actor

from .models import Question, Seller
from .news.hearing import tell_owners

register_kind(
    "question.asked",
    subject=_("A question about %(title)s"),
    text=_("%(asker)s asks about %(title)s: “%(text)s”"),
)


def ask_about(
    product: Product,
    seller: Seller,
    text: str,
    *,
    asker: Recipient,
    proof: ProvenPhone | None = None,
    by: Actor,
) -> str:
    """Ask a seller about a listing; return the secret of the asker's link.

    Raises what `conversations.ask` raises: BadRemark, PhoneNotProven.
    """
    with transaction.atomic():
        opened = conversations.ask(text, asker=asker, proof=proof, by=by)
        question = Question.objects.create(
            seller=seller, product=product, conversation=opened.conversation
        )
        tell_seller(question, text)
    return opened.token


@receiver(remark_added, sender=Remark, dispatch_uid="questions follow their conversation")
def follow(*, remark: Remark, **signal: object) -> None:
    """Note the answer's time; a further word of the asker waits for an answer again."""
    question = (
        Question.objects.select_related("seller", "product")
        .filter(conversation=remark.conversation_id)
        .first()
    )
    if question is None:
        return
    is_answer = remark.side == Remark.Side.ANSWERER
    question.answered_at = timezone.now() if is_answer else None
    question.save(update_fields=["answered_at"])
    if not is_answer:
        tell_seller(question, remark.text)


def answer(question: Question, text: str, *, by: Actor) -> Remark:
    """Answer in the stall's name; the asker gets a message with a link.

    Raises what `conversations.answer` raises: BadRemark, ConversationClosed.
    """
    return conversations.answer(question.conversation, text, author=question.seller.name, by=by)


def tell_seller(question: Question, text: str) -> None:
    """Write the message to everybody who owns the stall; it leads to the question at the desk."""
    values = {"title": question.title, "asker": question.conversation.name, "text": text}
    with translation.override("id"):
        path = reverse("desk:question", args=[question.seller.slug, question.pk])
    tell_owners(question.seller, "question.asked", values=values, path=path, about=question)
