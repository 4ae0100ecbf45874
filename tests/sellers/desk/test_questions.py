"""Buyers' questions at the desk: who may read and answer them, and where they are seen."""

import pytest
from django.urls import reverse

from sellers import questions
from sellers.models import Question
from shop.communication import conversations
from shop.communication.models import Message
from shop.communication.outbox import Recipient
from shop.history.models import Event
from shop.people.actors import SYSTEM
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def seller():
    return factories.stall(slug="bu-sri", name="Bu Sri Contoh")


def asked(seller, text: str = "Masih ada?", name: str = "Rina") -> Question:
    asker = factories.person()
    questions.ask_about(
        factories.shelved(seller),
        seller,
        text,
        asker=Recipient(name, asker.phone, person_id=asker.pk),
        by=SYSTEM,
    )
    return Question.objects.latest("pk")


def one(question: Question, slug: str = "bu-sri") -> str:
    return reverse("desk:question", args=[slug, question.pk])


def test_questions_that_wait_come_first_and_the_oldest_of_them(client, seller):
    client.force_login(factories.works_in(seller))
    answered, older, newer = asked(seller), asked(seller), asked(seller)
    asked(factories.stall())
    questions.answer(answered, "Masih.", by=SYSTEM)

    page = client.get(reverse("desk:questions", args=["bu-sri"]))

    assert list(page.context["pages"]) == [older, newer, answered]


@pytest.mark.parametrize("role", ["owner", "helper"])
def test_who_sells_answers_in_the_stalls_name(client, seller, role):
    person = factories.works_in(seller, role)
    client.force_login(person)
    question = asked(seller)

    assert "Masih ada?" in client.get(one(question)).content.decode()
    response = client.post(one(question), {"text": "Masih, Bu."})

    assert response["Location"] == reverse("desk:questions", args=["bu-sri"])
    question.refresh_from_db()
    assert question.answered_at is not None
    said = question.conversation.remarks.last()
    assert (said.author, said.text, said.side) == ("Bu Sri Contoh", "Masih, Bu.", "answerer")
    assert Message.objects.filter(kind="conversation.answered").count() == 1
    assert Event.objects.get(verb="conversation.answer").person_id == person.pk


def test_an_answer_with_a_volunteers_help_is_marked(client, seller):
    volunteer = factories.assigned("volunteer", seller.partner.village)
    factories.works_in(seller)
    consent = factories.consented(volunteer, seller)
    client.force_login(volunteer)

    client.post(one(asked(seller)), {"text": "Masih."})

    event = Event.objects.get(verb="conversation.answer")
    assert (event.person_id, event.on_behalf_of_id) == (volunteer.pk, consent.owner_id)


@pytest.mark.parametrize("text", ["", "   ", "x" * 2001])
def test_an_answer_that_does_not_fit_keeps_what_was_typed(client, seller, text):
    client.force_login(factories.works_in(seller))
    question = asked(seller)

    response = client.post(one(question), {"text": text})

    assert response.status_code == 422
    assert list(response.context["form"].errors) == ["text"]
    assert response.context["form"]["text"].value() == text
    question.refresh_from_db()
    assert question.answered_at is None


def test_an_ended_conversation_takes_no_answer(client, seller):
    client.force_login(factories.works_in(seller))
    question = asked(seller)
    conversations.close(question.conversation, by=SYSTEM)

    assert "<textarea" not in client.get(one(question)).content.decode()
    assert client.post(one(question), {"text": "Masih."}).status_code == 422
    assert question.conversation.remarks.count() == 1


def test_another_stalls_question_is_not_found(client, seller):
    client.force_login(factories.works_in(seller))
    theirs = asked(factories.stall(slug="lain"))

    assert client.get(one(theirs)).status_code == 404
    assert client.post(one(theirs), {"text": "Masih."}).status_code == 404
    assert client.get(one(theirs, slug="lain")).status_code == 404
    assert client.get(reverse("desk:questions", args=["lain"])).status_code == 404
    assert theirs.conversation.remarks.count() == 1


def test_today_leads_to_the_one_question_or_to_all_that_wait(client, seller):
    client.force_login(factories.works_in(seller))
    today = reverse("desk:today", args=["bu-sri"])
    assert client.get(today).context["work"].notices == []

    first = asked(seller)
    (job,) = client.get(today).context["work"].notices
    assert (job.title, job.action) == ("1 pertanyaan menunggu jawaban", "Jawab pertanyaan")
    assert job.url == one(first)
    assert job.text == f"Rina bertanya tentang {first.product.title}."

    asked(seller)
    (job,) = client.get(today).context["work"].notices
    assert job.title == "2 pertanyaan menunggu jawaban"
    assert job.url == reverse("desk:questions", args=["bu-sri"])


def test_the_message_about_a_question_leads_to_it(seller):
    owner = factories.works_in(seller)
    question = asked(seller)

    paths = {
        message.values["path"]
        for message in Message.objects.filter(kind="question.asked", person=owner)
    }

    assert paths == {f"/lapak-saya/bu-sri/pertanyaan/{question.pk}/"}
