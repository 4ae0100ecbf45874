"""The desk's papers: what is needed, adding, correcting, photos, and nobody else's."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from sellers.models import Credential
from sellers.papers import credentials
from sellers.papers.facts import Facts
from shop.people.actors import SYSTEM
from tests import factories
from tests.sellers.test_credentials import HALAL, NIB, PIRT, cookies, photo

pytestmark = pytest.mark.django_db


@pytest.fixture
def seller():
    return factories.stall()


@pytest.fixture
def owner(seller):
    client = Client()
    client.force_login(
        factories.works_in(seller), backend="django.contrib.auth.backends.ModelBackend"
    )
    return client


def address(seller, name, *args):
    return reverse(f"desk:{name}", args=[seller.slug, *args])


def test_the_list_says_what_the_goods_need_and_leads_to_the_form_with_them_ticked(seller, owner):
    product = cookies(seller)
    page = owner.get(address(seller, "papers")).content.decode()
    assert "Produk Anda memerlukan" in page
    form_address = f"{address(seller, 'paper-add', 'halal')}?produk={product.pk}&amp;"
    assert form_address in page
    form = owner.get(form_address.replace("&amp;", "&")).content.decode()
    assert f'value="{product.pk}"' in form
    assert "checked" in form


def test_a_paper_is_added_with_its_photo_and_shown_to_those_who_work_there(seller, owner):
    product = cookies(seller)
    answer = owner.post(
        address(seller, "paper-add", "pirt"),
        {"number": PIRT, "listings": [product.pk], "photo": photo()},
    )
    assert (answer.status_code, answer.url) == (302, address(seller, "papers"))
    paper = Credential.objects.get()
    assert (paper.state, paper.number) == ("waiting", PIRT)
    picture = owner.get(address(seller, "paper-photo", paper.pk))
    assert (picture.status_code, picture["Content-Type"]) == (200, "image/jpeg")
    assert "no-store" in picture["Cache-Control"]
    assert picture.getvalue()


def test_a_wrong_number_is_said_at_its_field_and_what_was_typed_stays(seller, owner):
    answer = owner.post(address(seller, "paper-add", "nib"), {"number": "12345"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "NIB terdiri dari 13 angka" in page
    assert 'value="12345"' in page
    assert not Credential.objects.exists()


def test_a_paper_being_applied_for_gets_its_number_when_it_comes(seller, owner):
    product = cookies(seller)
    owner.post(
        address(seller, "paper-add", "halal"), {"is_in_process": "on", "listings": [product.pk]}
    )
    paper = Credential.objects.get()
    assert paper.state == "in_process"
    owner.post(address(seller, "paper", paper.pk), {"number": HALAL, "listings": [product.pk]})
    paper.refresh_from_db()
    assert (paper.state, paper.number) == ("waiting", HALAL)


def test_a_verified_paper_is_followed_by_a_new_one_and_withdrawn_by_a_press(seller, owner):
    paper = credentials.add(seller, "nib", Facts(number=NIB), by=SYSTEM)
    credentials.verify(paper, by=SYSTEM)
    owner.post(address(seller, "paper", paper.pk), {"number": "1234567890124"})
    assert list(Credential.objects.values_list("state", flat=True)) == ["verified", "waiting"]
    owner.post(address(seller, "paper-withdraw", paper.pk))
    paper.refresh_from_db()
    assert paper.state == "withdrawn"


def test_a_second_nib_is_not_offered(seller, owner):
    offered = f'href="{address(seller, "paper-add", "nib")}"'
    assert offered in owner.get(address(seller, "papers")).content.decode()

    paper = credentials.add(seller, "nib", Facts(number=NIB), by=SYSTEM)
    page = owner.get(address(seller, "papers")).content.decode()
    assert offered not in page
    assert address(seller, "paper-add", "halal") in page

    credentials.withdraw(paper, by=SYSTEM)
    assert offered in owner.get(address(seller, "papers")).content.decode()


def test_the_number_may_be_empty_only_while_the_paper_is_applied_for(seller, owner):
    path = address(seller, "paper-add", "nib")
    page = owner.get(path).content.decode()
    assert "Nomor surat</label>" in page
    assert "Kosongkan hanya kalau suratnya masih diurus." in page

    answer = owner.post(path, {"number": " "})
    assert answer.status_code == 422
    assert "NIB terdiri dari 13 angka" in answer.content.decode()
    assert owner.post(path, {"is_in_process": "on"}).status_code == 302

    paper = Credential.objects.get()
    assert paper.state == "in_process"
    page = owner.get(address(seller, "paper", paper.pk)).content.decode()
    assert "Nomor surat</label>" in page
    assert "Kosongkan hanya" not in page


def test_a_far_year_is_refused_with_words(seller, owner):
    day = timezone.localdate() + timedelta(days=9000)
    answer = owner.post(
        address(seller, "paper-add", "organic"),
        {"number": "LSO-1", "issuer": "LSO", "expires_on": day.isoformat()},
    )
    assert answer.status_code == 422
    assert not Credential.objects.exists()


@pytest.mark.parametrize("name", ["paper", "paper-photo", "paper-withdraw"])
def test_papers_of_other_stalls_are_not_found_and_stay_as_they_are(seller, owner, name):
    other = factories.stall()
    paper = credentials.add(other, "nib", Facts(number=NIB), by=SYSTEM, photo=photo())
    for path in (address(seller, name, paper.pk), address(other, name, paper.pk)):
        assert owner.post(path, {"number": "1234567890129"}).status_code == 404
    paper.refresh_from_db()
    assert (paper.state, paper.number) == ("waiting", NIB)
    assert Credential.objects.count() == 1
