import json

import pytest

from catalogue.models import Category, Storage
from catalogue.taxonomy import FILE, BadTaxonomy, load_taxonomy
from shop.history.models import Event
from shop.people.actors import SYSTEM

pytestmark = pytest.mark.django_db


@pytest.fixture
def file(tmp_path):
    """A small taxonomy to change; write it with `save`."""
    path = tmp_path / "taxonomy.json"

    def save(*entries):
        path.write_text(json.dumps({"categories": entries}))
        return path

    return save


FARM = {"slug": "pertanian", "parent": None, "name_id": "Pertanian", "name_en": "Farming"}
FRUIT = {"slug": "buah", "parent": "pertanian", "name_id": "Buah"}


def test_the_whole_taxonomy_is_loaded_once():
    first = load_taxonomy(by=SYSTEM)
    second = load_taxonomy(by=SYSTEM)

    assert (len(first.added), first.changed, first.left) == (124, [], [])
    assert (second.added, second.changed, len(second.left)) == ([], [], 124)
    assert [Category.objects.filter(depth=depth).count() for depth in (1, 2, 3)] == [5, 26, 93]
    assert Event.objects.filter(verb="taxonomy.loaded").count() == 1


def test_a_leaf_has_its_place_and_what_its_listings_have_by_default():
    load_taxonomy(by=SYSTEM)

    rambutan = Category.objects.get(code="rambutan")

    assert [category.slug for category in rambutan.get_ancestors()] == ["pertanian", "buah"]
    assert (rambutan.sector, rambutan.default_unit) == ("pertanian", "kg")
    assert (rambutan.storage, rambutan.shelf_life_days) == (Storage.ROOM, 4)
    assert rambutan.season_mask == 0b1100_0000_0011
    assert (rambutan.pirt, rambutan.halal) == ("-", "dikecualikan")


def test_no_fruit_shows_another_fruit():
    entries = json.loads(FILE.read_text())["categories"]
    icons = {entry["slug"]: entry["icon"] for entry in entries}

    assert icons["durian"] == icons["rambutan"] == icons["pepaya"] == "basket.webp"


def test_what_changed_in_the_file_changes_here(file):
    load_taxonomy(by=SYSTEM, file=file(FARM, FRUIT))

    result = load_taxonomy(by=SYSTEM, file=file(FARM, FRUIT | {"name_id": "Buah segar"}))

    assert (result.added, result.changed, result.left) == ([], ["buah"], ["pertanian"])
    assert Category.objects.get(code="buah").name == "Buah segar"


def test_a_category_that_left_the_file_stays_and_is_named(file):
    load_taxonomy(by=SYSTEM, file=file(FARM, FRUIT))

    assert load_taxonomy(by=SYSTEM, file=file(FARM)).missing == ["buah"]
    assert Category.objects.filter(code="buah").exists()


def test_an_entry_without_its_parent_changes_nothing(file):
    with pytest.raises(BadTaxonomy):
        load_taxonomy(by=SYSTEM, file=file(FARM, FRUIT | {"parent": "kebun"}))

    assert not Category.objects.exists()
    assert not Event.objects.exists()
