import pytest
from django.core.management import CommandError, call_command

from shop.history.models import Event
from shop.people.actors import SYSTEM
from shop.shipping.models import ParcelTariff
from shop.shipping.tariffs import BadTable, import_tariffs

pytestmark = pytest.mark.django_db
HEAD = "courier,service,origin,destination,first_kg,next_kg,max_grams,days_min,days_max"
GOOD = f"{HEAD}\nJNX,regular,35.05,35,12000,9000,,2,4\nJNX,express,,,20000,15000,10000,1,1\n"


def counts(report) -> tuple[int, int, int]:
    return len(report.added), len(report.changed), len(report.left)


def test_a_table_is_imported_again_without_harm():
    assert counts(import_tariffs(GOOD, by=SYSTEM)) == (2, 0, 0)
    assert counts(import_tariffs(GOOD, by=SYSTEM)) == (0, 0, 2)
    assert counts(import_tariffs(GOOD.replace("12000", "13000"), by=SYSTEM)) == (0, 1, 1)

    tariff = ParcelTariff.objects.get(origin="35.05")
    assert (tariff.first_kg, tariff.next_kg, tariff.max_grams) == (13_000, 9_000, 30_000)
    assert Event.objects.filter(verb="tariffs.imported").count() == 2


def test_a_table_as_office_programs_write_it_is_read():
    text = "\ufeff" + GOOD.replace(",", ";").replace("\n", "\r\n").replace("courier", "Courier")

    assert counts(import_tariffs(text, by=SYSTEM)) == (2, 0, 0)


@pytest.mark.parametrize(
    "row",
    [
        ",regular,,,1,1,,1,2",
        "J:X,regular,,,1,1,,1,2",
        "JNX,slow,,,1,1,,1,2",
        "JNX,regular,35.0,,1,1,,1,2",
        "JNX,regular,,3505,1,1,,1,2",
        "JNX,regular,,,-1,1,,1,2",
        "JNX,regular,,,12.000,1,,1,2",
        "JNX,regular,,,NaN,1,,1,2",
        "JNX,regular,,,1,9999999999999,,1,2",
        "JNX,regular,,,1,1,,3,2",
        "JNX,regular,,,1,1,,1,",
        "JNX,regular",
        "JNX,regular,35.05,35,1,1,,1,1",
        "JN\0X,regular,,,1,1,,1,2",
        "=HYPERLINK(1),regular,,,1,1,,1,2",
        "JNX,regular,٣٥,,1,1,,1,2",
        f"JNX,regular,,,1,1,,{'9' * 5000},{'9' * 5000}",
        f"{'x' * 200_000},regular,,,1,1,,1,2",
    ],
)
def test_one_bad_row_imports_nothing_and_is_named(row):
    with pytest.raises(BadTable) as refusal:
        import_tariffs(GOOD + row, by=SYSTEM)

    assert {error.row for error in refusal.value.errors} == {4}
    assert ParcelTariff.objects.count() == 0
    assert Event.objects.count() == 0


@pytest.mark.parametrize("text", ["", "\n", HEAD, "courier,service\nJNX,regular", "%PDF-1.4"])
def test_a_table_without_rows_or_columns_is_refused(text):
    with pytest.raises(BadTable) as refusal:
        import_tariffs(text, by=SYSTEM)

    assert [error.row for error in refusal.value.errors] == [1]


def test_the_command_reports_and_refuses(tmp_path, capsys):
    table = tmp_path / "tariffs.csv"
    table.write_text(GOOD)
    call_command("import_parcel_tariffs", table)
    assert capsys.readouterr().out == ("Parcel tariffs: 2 added, 0 changed, 0 left as they were.\n")

    table.write_text(GOOD + "x,y,,,1,1,,1,1")
    with pytest.raises(CommandError, match="Nothing was imported"):
        call_command("import_parcel_tariffs", table)
    assert ParcelTariff.objects.count() == 2


def test_a_heading_that_is_no_csv_is_named():
    with pytest.raises(BadTable) as refusal:
        import_tariffs(f'"{"x" * 200_000}"', by=SYSTEM)

    assert [error.row for error in refusal.value.errors] == [1]
