from collections import Counter

import pytest

from shop.history.models import Event
from shop.people.actors import SYSTEM
from shop.villages.importing import (
    BLITAR,
    BadVillageFile,
    UnknownFormerCode,
    UnknownRegency,
    import_regency,
    time_zone_of,
)
from shop.villages.models import FormerCode, Region


def test_kabupaten_blitar_has_22_districts_and_248_villages(blitar):
    kinds = Counter(Region.objects.values_list("kind", flat=True))

    assert kinds == {"provinsi": 1, "kabupaten": 1, "kecamatan": 22, "desa": 220, "kelurahan": 28}


def test_seventeen_village_names_repeat_and_labels_say_the_district(blitar):
    villages = Region.objects.of_regency(blitar).with_place()
    names = Counter(village.name for village in villages)
    labels = Counter(village.label for village in villages)

    assert sum(1 for count in names.values() if count > 1) == 17
    assert max(labels.values()) == 1


def test_a_village_has_its_postal_code_and_its_point(blitar):
    village = Region.objects.by_code("35.05.04.2007")

    assert village.label == "Suruhwadang, Kademangan"
    assert village.path == "blitar/kademangan/suruhwadang"
    assert village.postal_code == "66161"
    assert (village.latitude, village.longitude, village.elevation_m) == (-8.19627, 112.10674, 255)


def test_every_village_of_blitar_has_a_point_and_a_postal_code(blitar):
    villages = Region.objects.of_regency(blitar)

    assert not villages.filter(latitude=None).exists()
    assert not villages.filter(elevation_m=None).exists()
    assert not villages.filter(postal_code="").exists()


def test_the_regency_is_blitar_in_addresses_and_keeps_western_time(blitar):
    assert (blitar.slug, blitar.name, blitar.time_zone) == (
        "blitar",
        "Kabupaten Blitar",
        "Asia/Jakarta",
    )
    assert (blitar.parent.name, blitar.parent.slug) == ("Jawa Timur", "jawa-timur")


def test_a_second_run_leaves_everything(blitar):
    again = import_regency(BLITAR, by=SYSTEM)

    assert (len(again.added), len(again.changed), len(again.left), len(again.missing)) == (
        0,
        0,
        272,
        0,
    )


def test_a_changed_name_is_put_right_but_the_address_stays(blitar):
    Region.objects.filter(code="35.05.04.2007").update(name="Suruh Wadang", slug="suruh-wadang")

    again = import_regency(BLITAR, by=SYSTEM)

    village = Region.objects.get(code="35.05.04.2007")
    assert again.changed == ["35.05.04.2007"]
    assert (village.name, village.slug) == ("Suruhwadang", "suruh-wadang")


def test_a_point_that_was_corrected_stays(blitar):
    Region.objects.filter(code="35.05.04.2007").update(latitude=-8.2, longitude=112.1)

    again = import_regency(BLITAR, by=SYSTEM)

    assert again.changed == []
    assert Region.objects.get(code="35.05.04.2007").latitude == -8.2


def test_a_village_that_left_the_source_is_reported_and_kept(blitar):
    district = Region.objects.get(code="35.05.04")
    Region.objects.create(
        code="35.05.04.2999", level=4, kind="desa", name="Lama", slug="lama", parent=district
    )

    again = import_regency(BLITAR, by=SYSTEM)

    assert again.missing == ["35.05.04.2999"]
    assert Region.objects.filter(code="35.05.04.2999").exists()


def test_a_renamed_region_keeps_its_row_and_answers_to_both_codes(blitar):
    village = Region.objects.get(code="35.05.04.2007")
    Region.objects.filter(pk=village.pk).update(code="35.05.04.2997")

    first, again = (
        import_regency(BLITAR, by=SYSTEM, renamed={"35.05.04.2997": "35.05.04.2007"})
        for _time in range(2)
    )

    assert (first.changed, len(first.left), first.missing) == (["35.05.04.2007"], 271, [])
    assert (again.changed, len(again.left), again.missing) == ([], 272, [])
    assert FormerCode.objects.count() == 1
    assert Region.objects.by_code("35.05.04.2997").pk == village.pk
    assert Region.objects.by_code("35.05.04.2007").pk == village.pk


def test_a_code_given_to_another_region_is_that_regions(blitar):
    old, new = Region.objects.filter(code__in=["35.05.04.2006", "35.05.04.2007"]).order_by("code")
    FormerCode.objects.create(code="35.05.04.2007", region=old)

    assert Region.objects.by_code("35.05.04.2007").pk == new.pk
    with pytest.raises(Region.DoesNotExist):
        Region.objects.by_code("35.05.04.9999")


@pytest.mark.parametrize(
    ("old", "new"), [("35.05.99", "35.05.98"), ("35.05.04.2006", "35.05.04.2007")]
)
def test_an_impossible_renaming_changes_nothing(blitar, old, new):
    with pytest.raises(UnknownFormerCode):
        import_regency(BLITAR, by=SYSTEM, renamed={old: new})

    assert not FormerCode.objects.exists()
    assert Region.objects.count() == 272


def test_an_import_that_changes_something_writes_one_event(blitar):
    import_regency(BLITAR, by=SYSTEM)

    event = Event.objects.get(verb="regions.imported")

    assert event.subject_id == str(blitar.pk)
    assert event.after == {"added": 272, "changed": 0, "left": 0, "missing": 0, "renamed": {}}


@pytest.mark.parametrize("code", ["99.99", "35", "35.05.04", "", "abc"])
def test_only_a_regency_is_imported(db, code):
    with pytest.raises(UnknownRegency):
        import_regency(code, by=SYSTEM)

    assert not Region.objects.exists()


def test_another_regency_comes_without_points(db):
    import_regency("35.72", by=SYSTEM)

    city = Region.objects.get(code="35.72")
    assert (city.slug, city.kind) == ("kota-blitar", "kota")
    assert Region.objects.of_regency(city).count() == 21
    assert not Region.objects.filter(latitude__isnull=False).exists()


def test_two_villages_of_one_name_in_a_district_get_two_addresses(db):
    import_regency("94.03", by=SYSTEM)

    twins = Region.objects.filter(name="Kogekotu").order_by("code")
    assert [twin.slug for twin in twins] == ["kogekotu", "kogekotu-desa"]
    assert twins[0].parent.kind == "distrik"
    assert twins[0].parent.parent.time_zone == "Asia/Jayapura"


@pytest.mark.parametrize(
    "line",
    [
        "35.06.01.2001,-8.0,112.0",
        "35.05.04.2007,abc,112.0",
        "35.05.04.2007,-98.0,112.0",
        "35.05.04.2007,nan,112.0",
        "35.05.04.2007",
    ],
)
def test_a_wrong_file_is_refused_whole(db, tmp_path, line):
    file = tmp_path / "villages.csv"
    file.write_text(f"code,latitude,longitude\n{line}\n", encoding="utf-8")

    with pytest.raises(BadVillageFile):
        import_regency(BLITAR, by=SYSTEM, file=file)

    assert not Region.objects.exists()


@pytest.mark.parametrize(
    ("province", "zone"),
    [
        ("11", "Asia/Jakarta"),
        ("62", "Asia/Jakarta"),
        ("51", "Asia/Makassar"),
        ("65", "Asia/Makassar"),
        ("81", "Asia/Jayapura"),
        ("96", "Asia/Jayapura"),
    ],
)
def test_time_zone_follows_the_province(province, zone):
    assert time_zone_of(province) == zone
