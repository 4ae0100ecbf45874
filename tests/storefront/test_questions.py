"""Asking a seller: guests by code, signed-in people at once, answers by link."""

import pytest
from django.test import Client

from sellers.models import Membership, Question
from shop.communication import conversations
from shop.communication.models import Message
from shop.communication.sealing import unseal
from shop.people.actors import SYSTEM
from tests import factories

pytestmark = pytest.mark.django_db


def question_path(product) -> str:
    """Return where a listing's question is asked."""
    return f"{product.get_absolute_url()}tanya/"


def test_form_is_readable_without_cookie_or_row():
    product = factories.shelved(factories.stall())
    response = Client().get(question_path(product))
    assert response.status_code == 200
    assert not response.cookies


def test_signed_in_person_asks_at_once_and_reads_the_answer_by_link():
    seller = factories.stall()
    owner = factories.person()
    Membership.objects.create(seller=seller, person=owner, role="owner")
    product = factories.shelved(seller)
    client = Client()
    client.force_login(factories.person())
    response = client.post(question_path(product), {"text": "Masih ada?"})
    link = response["Location"]
    question = Question.objects.get()
    assert (question.product, question.seller, question.answered_at) == (product, seller, None)
    told = Message.objects.get(kind="question.asked", way="phone")
    assert (told.person, told.values["text"]) == (owner, "Masih ada?")
    conversations.answer(question.conversation, "Masih.", author=seller.name, by=SYSTEM)
    question.refresh_from_db()
    assert question.answered_at is not None
    page = Client().get(link)
    assert "Masih." in page.content.decode()
    assert "no-store" in page["Cache-Control"]
    assert "noindex" in page.content.decode()


def test_guest_proves_his_phone_by_code_before_the_question_goes_off():
    product = factories.shelved(factories.stall())
    client = Client()
    answers = {"text": "Masih ada?", "name": "Sari", "phone": "0812-3456-7890"}
    code_page = client.post(question_path(product), answers)["Location"]
    assert not Question.objects.exists()
    sent = Message.objects.get(kind="code")
    digits = unseal(bytes(sent.secret))
    wrong = f"{(int(digits) + 1) % 1_000_000:06d}"
    assert client.post(code_page, {"digits": wrong}).status_code == 200
    assert Client().post(code_page, {"digits": digits}).status_code == 302
    assert not Question.objects.exists()
    link = client.post(code_page, {"digits": digits})["Location"]
    conversation = Question.objects.get().conversation
    assert (conversation.name, conversation.phone) == ("Sari", "+6281234567890")
    assert "Masih ada?" in Client().get(link).content.decode()
    again = client.post(code_page, {"digits": digits})
    assert again["Location"] == question_path(product)
    assert Question.objects.count() == 1


@pytest.mark.parametrize(
    "change", [{"phone": "12"}, {"phone": ""}, {"text": ""}, {"text": "x" * 2001}, {"name": ""}]
)
def test_bad_answers_keep_what_was_typed_and_say_what_is_wrong(change):
    product = factories.shelved(factories.stall())
    answers = {"text": "Masih ada?", "name": "Sari", "phone": "081234567890"} | change
    response = Client().post(question_path(product), answers)
    assert response.status_code == 200
    assert list(response.context["form"].errors) == list(change)
    assert not Question.objects.exists()


def test_asker_writes_on_and_the_question_waits_again():
    seller = factories.stall()
    client = Client()
    client.force_login(factories.person())
    link = client.post(question_path(factories.shelved(seller)), {"text": "Satu"})["Location"]
    question = Question.objects.get()
    conversations.answer(question.conversation, "Dua", author=seller.name, by=SYSTEM)
    assert Client().post(link, {"text": "Tiga"}).status_code == 302
    question.refresh_from_db()
    assert question.answered_at is None
    texts = list(question.conversation.remarks.values_list("text", flat=True))
    assert texts == ["Satu", "Dua", "Tiga"]


def test_wrong_link_opens_nothing():
    assert Client().get("/tanya/AAAAAAAAAAAAAAAAAAAAAA/").status_code == 404
