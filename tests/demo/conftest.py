import shutil

import pytest
from django.core.management import call_command

from tests import databases


@pytest.fixture(scope="session")
def demo_file(django_db_setup, django_db_blocker, tmp_path_factory):
    """A database file into which the demo was loaded once, and what the command said."""
    folder = tmp_path_factory.mktemp("demo")
    said = folder / "said.txt"
    with (
        django_db_blocker.unblock(),
        databases.using(databases.copy_sqlite(folder / "demo.sqlite3")),
        said.open("w") as stdout,
    ):
        call_command("demo", "load", stdout=stdout)
    return folder / "demo.sqlite3", said.read_text()


@pytest.fixture
def demo_shop(demo_file, tmp_path, django_db_blocker) -> str:
    """A fresh copy of the demo shop, with real transactions; what loading it said."""
    file, said = demo_file
    shutil.copyfile(file, tmp_path / "shop.sqlite3")
    with (
        django_db_blocker.unblock(),
        databases.using(f"sqlite:///{tmp_path / 'shop.sqlite3'}"),
    ):
        yield said


@pytest.fixture
def production(settings) -> None:
    """What production settings say about the demo."""
    settings.ALLOWS_DEMO = False
