import pytest

from catalogue.models import Animal, Product
from shop.history.models import Event
from shop.partner import animals, listings, refusals
from shop.people.actors import guest
from tests import factories

OWNER = guest("Pak Koi")

pytestmark = pytest.mark.django_db


@pytest.fixture
def koi():
    return factories.listing(is_live=True, stock=1, price=750_000)


def test_one_animal_is_described_with_one_event(koi):
    animal = animals.describe(
        koi, by=OWNER, sex="female", age_months=26, length_cm=42, variety=" Kohaku ", breeder="Hadi"
    )

    assert (animal.sex, animal.age_months, animal.length_cm) == ("female", 26, 42)
    assert (animal.variety, animal.breeder, animal.weight_grams) == ("Kohaku", "Hadi", None)
    animals.describe(koi, by=OWNER, length_cm=42)
    animals.describe(koi, by=OWNER, length_cm=43)
    assert Animal.objects.get().breeder == "Hadi"
    assert [event.verb for event in Event.objects.about(koi)] == ["listing.animal_described"] * 2


def test_there_is_only_one_of_it(koi):
    animals.describe(koi, by=OWNER)

    with pytest.raises(refusals.OneAnimal):
        listings.set_stock(koi, 2, by=OWNER)
    with pytest.raises(refusals.OneAnimal):
        listings.edit(koi, by=OWNER, min_quantity=2)

    assert koi.stockrecords.get().num_in_stock == 1
    assert Product.objects.get(pk=koi.pk).min_quantity == 1
    assert listings.set_stock(koi, 0, by=OWNER)
    assert animals.forget(koi, by=OWNER)
    assert not animals.forget(koi, by=OWNER)
    assert listings.set_stock(koi, 2, by=OWNER)


@pytest.mark.parametrize(
    ("fields", "facts", "refusal"),
    [
        ({"is_live": False}, {}, refusals.NotAlive),
        ({"stock": 2}, {}, refusals.OneAnimal),
        ({"min_quantity": 2}, {}, refusals.OneAnimal),
        ({}, {"sex": "jantan"}, refusals.BadChoice),
        ({}, {"age_months": 1.5}, refusals.BadAnimal),
        ({}, {"weight_grams": -1}, refusals.BadAnimal),
        ({}, {"breeder": "x" * 121}, refusals.TooLong),
    ],
)
def test_what_is_no_animal_is_refused(fields, facts, refusal):
    product = factories.listing(**{"is_live": True, "stock": 1, **fields})

    with pytest.raises(refusal):
        animals.describe(product, by=OWNER, **facts)

    assert not Animal.objects.exists()
    assert not Event.objects.exists()
