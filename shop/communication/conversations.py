"""Conversations: somebody asks, a stall or the staff answer, the asker reads it by link.

Which row a conversation is about is the upper package's knowledge: it points to the conversation
and listens to `remark_added` to tell whoever should answer.
"""

from dataclasses import dataclass

from django.db import transaction
from django.dispatch import Signal
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from shop.communication.codes import ProvenPhone
from shop.communication.kinds import register_kind
from shop.communication.models import Conversation, ConversationToken, Remark
from shop.communication.outbox import Recipient, send
from shop.communication.tokens import hash_token, new_token
from shop.history.models import record
from shop.people.actors import Actor

LONGEST_TEXT = 2000

#: A remark was added. Arguments: `remark`. Sent inside the transaction.
remark_added = Signal()

register_kind(
    "conversation.answered",
    subject=_("%(author)s answered your question"),
    text=_("%(author)s answered: “%(text)s”\nRead on or reply: %(site)s/tanya/%(secret)s/"),
)


class BadRemark(ValueError):
    """The text is empty or longer than 2000 characters; the message says which."""


class PhoneNotProven(Exception):
    """A guest may only ask with a phone whose code was entered just now."""


class ConversationClosed(Exception):
    """Nothing can be added any more."""


class NoConversation(LookupError):
    """No link that is still good has this secret."""


@dataclass(frozen=True)
class OpenedConversation:
    """A new conversation; `token` is the secret of the asker's first link and is kept nowhere."""

    conversation: Conversation
    token: str


def ask(
    text: str, *, asker: Recipient, proof: ProvenPhone | None = None, by: Actor
) -> OpenedConversation:
    """Open a conversation with a question.

    A guest (no `person_id`) brings the proof of his phone. Raises BadRemark or PhoneNotProven.
    """
    if asker.person_id is None and (proof is None or proof.phone != asker.phone):
        raise PhoneNotProven
    words = _checked(text)
    with transaction.atomic():
        conversation = Conversation.objects.create(
            person_id=asker.person_id,
            name=asker.name,
            phone=asker.phone,
            language=asker.language,
        )
        _add(conversation, Remark.Side.ASKER, asker.name, words)
        token = mint_token(conversation)
        record("conversation.ask", conversation, by=by)
    return OpenedConversation(conversation, token)


def reply(conversation: Conversation, text: str, *, by: Actor) -> Remark:
    """The asker goes on; raises BadRemark or ConversationClosed."""
    words = _checked(text)
    with transaction.atomic():
        _require_open(conversation)
        remark = _add(conversation, Remark.Side.ASKER, conversation.name, words)
        record("conversation.reply", conversation, by=by)
    return remark


def answer(conversation: Conversation, text: str, *, author: str, by: Actor) -> Remark:
    """Answer the asker and send him a link of its own; raises BadRemark or ConversationClosed.

    `author` is the name he reads, for example the stall's.
    """
    words = _checked(text)
    with transaction.atomic():
        _require_open(conversation)
        remark = _add(conversation, Remark.Side.ANSWERER, author, words)
        send(
            "conversation.answered",
            to=_asker(conversation),
            values={"author": author, "text": words},
            secret=mint_token(conversation),
            about=conversation,
        )
        record("conversation.answer", conversation, by=by)
    return remark


def close(conversation: Conversation, *, by: Actor) -> None:
    """End a conversation; its links still read it."""
    with transaction.atomic():
        still_open = Conversation.objects.filter(pk=conversation.pk, closed_at=None)
        if still_open.update(closed_at=timezone.now()):
            record("conversation.close", conversation, by=by)


def mint_token(conversation: Conversation) -> str:
    """A new secret for a link to this conversation; only its hash is kept."""
    token = new_token()
    ConversationToken.objects.create(conversation=conversation, token_hash=hash_token(token))
    return token


def read(token: str) -> Conversation:
    """The conversation that a link opens; raises NoConversation."""
    links = ConversationToken.objects.select_related("conversation")
    link = links.filter(token_hash=hash_token(token), revoked_at=None).first()
    if link is None:
        raise NoConversation
    return link.conversation


def revoke_links(conversation: Conversation, *, by: Actor) -> int:
    """Make all links of a conversation useless; returns how many there were."""
    with transaction.atomic():
        good = conversation.tokens.filter(revoked_at=None)
        revoked = good.update(revoked_at=timezone.now())
        if revoked:
            record("conversation.revoke_links", conversation, by=by)
    return revoked


def _add(conversation: Conversation, side: str, author: str, text: str) -> Remark:
    remark = Remark.objects.create(conversation=conversation, side=side, author=author, text=text)
    remark_added.send(sender=Remark, remark=remark)
    return remark


def _checked(text: str) -> str:
    words = text.strip()
    if not words:
        raise BadRemark(_("Write your message."))
    if len(words) > LONGEST_TEXT:
        raise BadRemark(_("The message is too long. At most 2,000 characters fit."))
    return words


def _require_open(conversation: Conversation) -> None:
    """Lock the conversation for this transaction and look whether it is open."""
    if Conversation.objects.select_for_update().get(pk=conversation.pk).closed_at is not None:
        raise ConversationClosed


def _asker(conversation: Conversation) -> Recipient:
    person = conversation.person
    return Recipient(
        name=conversation.name,
        phone=conversation.phone,
        email=(person.email or "") if person else "",
        language=conversation.language,
        person_id=conversation.person_id,
    )
