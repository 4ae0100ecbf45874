import pytest
from django.contrib.auth.models import Group, Permission

from shop.dashboard.registry import screens
from shop.history.models import Event
from shop.people.actors import SYSTEM
from shop.storefront.staff_groups import PERMISSIONS, make_groups

pytestmark = pytest.mark.django_db


def test_groups_are_made_once_with_one_event_each():
    assert make_groups(by=SYSTEM) == list(PERMISSIONS)
    assert make_groups(by=SYSTEM) == []

    assert Event.objects.filter(verb="staff_group.permitted").count() == len(PERMISSIONS) == 3
    for name, labels in PERMISSIONS.items():
        assert Group.objects.get(name=name).permissions.count() == len(labels)


def test_a_permission_that_staff_added_stays():
    make_groups(by=SYSTEM)
    group = Group.objects.get(name="Staf layanan")
    extra = Permission.objects.get(codename="delete_region")
    group.permissions.add(extra)

    assert make_groups(by=SYSTEM) == []

    assert extra in group.permissions.all()


def test_every_screen_of_the_dashboard_is_open_to_a_group():
    held = {label for labels in PERMISSIONS.values() for label in labels}

    # Only a superuser opens the shop.
    assert {screen.permission for screen in screens()} - held == {"checkout.add_opening"}
