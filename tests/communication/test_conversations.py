import pytest

from shop.communication import conversations
from shop.communication.codes import ProvenPhone
from shop.communication.conversations import (
    BadRemark,
    ConversationClosed,
    NoConversation,
    PhoneNotProven,
    answer,
    ask,
    close,
    read,
    remark_added,
    reply,
    revoke_links,
)
from shop.communication.models import Conversation, ConversationToken, Message, Remark
from shop.communication.outbox import Recipient, deliver_due, recipient_of
from shop.history.models import Event
from shop.people.actors import guest
from shop.people.models import User

pytestmark = pytest.mark.django_db

PHONE = "+6281234567890"
SITI = Recipient(name="Siti", phone=PHONE)
PROOF = ProvenPhone(PHONE, "question")
BY_SITI, BY_STALL = guest("Siti"), guest("Lapak Bu Tin")


def ask_siti(text: str = "Apakah telurnya masih ada?") -> conversations.OpenedConversation:
    return ask(text, asker=SITI, proof=PROOF, by=BY_SITI)


def test_a_guest_with_a_proven_phone_asks_and_reads_by_link():
    opened = ask_siti("  Apakah telurnya masih ada?  ")

    found = read(opened.token)

    assert found == opened.conversation
    assert [(remark.side, remark.author, remark.text) for remark in found.remarks.all()] == [
        ("asker", "Siti", "Apakah telurnya masih ada?")
    ]
    assert list(Event.objects.values_list("verb", "actor_label")) == [("conversation.ask", "Siti")]


@pytest.mark.parametrize("proof", [None, ProvenPhone("+6285711112222", "question")])
def test_a_guest_without_the_proof_of_this_phone_asks_nothing(proof):
    with pytest.raises(PhoneNotProven):
        ask("Masih ada?", asker=SITI, proof=proof, by=BY_SITI)

    assert not Conversation.objects.exists()


def test_a_signed_in_person_needs_no_code():
    person = User.objects.create_user("siti@example.com", name="Siti")

    opened = ask("Masih ada?", asker=recipient_of(person), by=BY_SITI)

    assert opened.conversation.person == person


def test_the_secret_of_a_link_is_nowhere_in_the_database():
    opened = ask_siti()

    assert len(opened.token) == 22
    assert opened.token not in ConversationToken.objects.get().token_hash


def test_an_answer_goes_out_with_a_link_of_its_own(arrived):
    opened = ask_siti()

    answer(opened.conversation, "Masih, silakan.", author="Lapak Bu Tin", by=BY_STALL)
    deliver_due()

    [letter] = arrived()
    assert letter["phone"] == PHONE
    assert "Lapak Bu Tin" in letter["text"]["subject"]
    assert "Masih, silakan." in letter["text"]["body"]
    token = letter["text"]["body"].rstrip("/").rsplit("/", 1)[1]
    assert read(token) == read(opened.token) == opened.conversation
    assert token != opened.token


def test_an_answer_to_a_person_also_finds_the_persons_mail():
    person = User.objects.create_user("siti@example.com", name="Siti", language="en")
    opened = ask("Still there?", asker=recipient_of(person), by=BY_SITI)

    answer(opened.conversation, "Yes", author="Lapak Bu Tin", by=BY_STALL)

    message = Message.objects.get()
    assert (message.person, message.email, message.language) == (person, "siti@example.com", "en")


def test_the_asker_goes_on_and_every_side_keeps_its_place():
    opened = ask_siti("Satu?")
    answer(opened.conversation, "Dua.", author="Lapak Bu Tin", by=BY_STALL)
    reply(opened.conversation, "Tiga!", by=BY_SITI)

    assert [(remark.side, remark.text) for remark in opened.conversation.remarks.all()] == [
        ("asker", "Satu?"),
        ("answerer", "Dua."),
        ("asker", "Tiga!"),
    ]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "Tulis pesan Anda."),
        (" \n ", "Tulis pesan Anda."),
        ("a" * 2001, "Pesan terlalu panjang. Paling banyak 2.000 huruf."),
    ],
)
def test_an_empty_or_endless_message_is_refused_and_nothing_changes(text, message):
    with pytest.raises(BadRemark) as refusal:
        ask_siti(text)

    assert str(refusal.value) == message
    assert not Conversation.objects.exists()


def test_a_closed_conversation_is_read_but_not_continued():
    opened = ask_siti()
    close(opened.conversation, by=BY_STALL)
    close(opened.conversation, by=BY_STALL)

    with pytest.raises(ConversationClosed):
        reply(opened.conversation, "Halo?", by=BY_SITI)
    with pytest.raises(ConversationClosed):
        answer(opened.conversation, "Ya?", author="Lapak", by=BY_STALL)

    assert read(opened.token).remarks.count() == 1
    assert Event.objects.filter(verb="conversation.close").count() == 1


def test_revoked_links_open_nothing():
    opened = ask_siti()

    assert revoke_links(opened.conversation, by=BY_STALL) == 1

    with pytest.raises(NoConversation):
        read(opened.token)


@pytest.mark.parametrize("token", ["", "x", "A" * 22, "🐔" * 22])
def test_a_guessed_link_opens_nothing(token):
    ask_siti()

    with pytest.raises(NoConversation):
        read(token)


def test_whoever_listens_hears_each_remark_and_can_refuse_it():
    heard = []

    def listen(remark, **_signal):
        heard.append(remark.text)
        if remark.text == "Tolak":
            raise ValueError("refused upstairs")

    remark_added.connect(listen)
    try:
        opened = ask_siti("Satu")
        with pytest.raises(ValueError, match="refused upstairs"):
            reply(opened.conversation, "Tolak", by=BY_SITI)
    finally:
        remark_added.disconnect(listen)

    assert heard == ["Satu", "Tolak"]
    assert list(Remark.objects.values_list("text", flat=True)) == ["Satu"]
