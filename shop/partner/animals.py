"""One individual animal ("ekor ini"): its facts, and that there is only one of it."""

from django.db import transaction

from catalogue.models import Animal, Product
from shop.people.actors import Actor

from . import refusals
from .amounts import is_count
from .writing import locked, locked_stock, tell

#: Bounds of the numbers; None: not known.
NUMBERS = {"age_months": 1_200, "length_cm": 1_000, "weight_grams": 5_000_000}
TEXTS = {"variety": 80, "breeder": 120}
FIELDS = ("sex", *NUMBERS, *TEXTS)


def describe(product: Product, *, by: Actor, **fields) -> Animal:
    """Say of a live listing that it is this one animal, and what is known of it.

    `fields`: `sex`, `age_months`, `length_cm`, `weight_grams`, `variety`, `breeder`; what is
    not given stays. Raises refusals.NotAlive, OneAnimal while stock or minimum is above 1,
    BadAnimal, BadChoice, TooLong.
    """
    values = {name: _checked(name, value) for name, value in fields.items()}
    with transaction.atomic():
        current, stockrecord = locked(product), locked_stock(product)
        if not current.is_live:
            raise refusals.NotAlive
        if stockrecord.num_in_stock > 1 or current.min_quantity > 1:
            raise refusals.OneAnimal
        animal = Animal.objects.filter(product=current).first()
        is_new = animal is None
        animal = animal or Animal(product=current)
        before = {} if is_new else _facts(animal)
        for name, value in values.items():
            setattr(animal, name, value)
        after = _facts(animal)
        if before != after:
            animal.save()
            tell("listing.animal_described", current, by=by, before=before, after=after)
    return animal


def forget(product: Product, *, by: Actor) -> bool:
    """Sell any animal of the kind again; say whether there was a certain one."""
    with transaction.atomic():
        current = locked(product)
        animal = Animal.objects.filter(product=current).first()
        if animal is None:
            return False
        before = _facts(animal)
        animal.delete()
        tell("listing.animal_forgotten", current, by=by, before=before)
    return True


def require_one(product: Product, units: int) -> None:
    """Refuse a stock above 1 of an individual animal; raises refusals.OneAnimal."""
    if units > 1 and Animal.objects.filter(product=product).exists():
        raise refusals.OneAnimal


def require_single(product: Product) -> None:
    """Refuse a minimum above 1, or no live goods, of an individual animal."""
    if (product.min_quantity > 1 or not product.is_live) and Animal.objects.filter(
        product=product
    ).exists():
        raise refusals.OneAnimal if product.is_live else refusals.NotAlive


def _facts(animal: Animal) -> dict:
    return {name: getattr(animal, name) for name in FIELDS}


def _checked(name: str, value: object) -> object:
    if name == "sex":
        if value not in Animal.Sex.values:
            raise refusals.BadChoice
        return str(value)
    if name in NUMBERS:
        if value is not None and not is_count(value, 0, NUMBERS[name]):
            raise refusals.BadAnimal
        return value
    if name in TEXTS:
        text = " ".join(str(value or "").split())
        if len(text) > TEXTS[name]:
            raise refusals.TooLong
        return text
    raise TypeError(f"an animal has no field {name}")
