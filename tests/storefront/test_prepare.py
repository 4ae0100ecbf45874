"""Making an installation ready, once and again."""

from io import StringIO

import pytest
from django.apps import apps
from django.contrib.auth.models import Group
from django.core.management import call_command

from catalogue.models import Category, Product
from shop.partner.models import StockRecord
from shop.people.models import User
from shop.storefront.management.commands.prepare import MigrationCount
from shop.storefront.staff_groups import PERMISSIONS
from shop.villages.models import Region


@pytest.fixture
def prepare(sqlite_database, settings, tmp_path):
    """Run the command on an empty installation; returns what it printed."""
    settings.PLACES_INDEX = tmp_path / "places.sqlite3"
    settings.SEARCH_INDEX = tmp_path / "search.sqlite3"

    def run() -> str:
        printed = StringIO()
        call_command("prepare", port="8123", stdout=printed)
        return printed.getvalue()

    return run


def rows() -> dict[str, int]:
    """How many rows each table has."""
    tables = [model for model in apps.get_models() if model._meta.managed]
    return {model._meta.label: model._base_manager.count() for model in tables}


def test_a_second_run_adds_nothing_and_keeps_what_people_changed(prepare):
    first = prepare()
    assert "http://127.0.0.1:8123/" in first
    assert "superuser@" in first
    assert Region.objects.villages().count() == 248
    assert Product.objects.count() == 144

    Product.objects.filter(upc="P001").update(title="Another name")
    StockRecord.objects.filter(product__upc="P001").update(price=12_345, num_in_stock=3)
    Region.objects.filter(code="35.05.04.2007").update(latitude=-8.2)
    before = rows()
    second = prepare()

    assert rows() == before
    assert "superuser@" not in second
    assert Product.objects.get(upc="P001").title == "Another name"
    record = StockRecord.objects.get(product__upc="P001")
    assert (record.price, record.num_in_stock) == (12_345, 3)
    assert float(Region.objects.get(code="35.05.04.2007").latitude) == -8.2


def test_a_real_server_gets_staff_groups_and_categories_without_the_demo(prepare, settings):
    settings.ALLOWS_DEMO = False

    printed = prepare()

    assert "Staff groups: Staf layanan, " in printed
    assert set(Group.objects.values_list("name", flat=True)) >= set(PERMISSIONS)
    assert Category.objects.count() == 124
    assert not User.objects.exists()
    assert not Product.objects.exists()


def test_a_long_migration_says_how_far_it_is():
    said = []
    count = MigrationCount(120, said.append)

    for _number in range(120):
        for text in ("  Applying shop.0001_initial...", " OK\n"):
            count.write(text)

    assert said == ["  migrations: 50 of 120", "  migrations: 100 of 120"]
