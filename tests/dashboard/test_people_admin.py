"""Django's admin: only superusers come in, and find people and groups alone."""

import pytest
from django.apps import apps
from django.contrib.auth.models import Group
from django.core.management import call_command

from shop.dashboard.people_admin import site
from shop.history.models import Event
from tests import factories

from .conftest import ROLES

pytestmark = pytest.mark.django_db


def test_the_project_passes_every_system_check():
    call_command("check")


def test_no_order_stock_or_money_can_be_edited_there(sign_in):
    browser = sign_in("superuser")

    assert {model._meta.label for model in site._registry} == {"people.User", "auth.Group"}
    for label in ("order.Order", "partner.StockRecord", "catalogue.Product", "offer.Range"):
        meta = apps.get_model(label)._meta
        assert browser.get(f"/admin/{meta.app_label}/{meta.model_name}/").status_code == 404


@pytest.mark.parametrize("role", [role for role in ROLES if role != "superuser"])
def test_nobody_else_comes_in(sign_in, role):
    answer = sign_in(role).get("/admin/people/user/", follow=True)

    assert answer.status_code == (200 if role == "anonymous" else 403)
    assert answer.redirect_chain[-1][0].startswith("/akun/masuk/?next=")


def test_a_person_made_staff_is_an_event(sign_in):
    person, group = factories.person(), Group.objects.create(name="Penguji")
    browser = sign_in("superuser")

    answer = browser.post(
        f"/admin/people/user/{person.pk}/change/",
        {"is_active": "on", "is_staff": "on", "groups": [group.pk]},
    )

    assert answer.status_code == 302
    person.refresh_from_db()
    assert (person.is_staff, list(person.groups.all())) == (True, [group])
    event = Event.objects.about(person).get(verb="person.edited")
    assert event.after == {"changes": [{"changed": {"fields": ["Staff", "Groups"]}}]}


def test_people_and_groups_are_not_deleted_there(sign_in):
    person, group = factories.person(), Group.objects.create(name="Penguji")
    browser = sign_in("superuser")

    assert browser.post(f"/admin/people/user/{person.pk}/delete/").status_code == 403
    assert browser.post(f"/admin/auth/group/{group.pk}/delete/").status_code == 403
    assert browser.get("/admin/people/user/add/").status_code == 403
