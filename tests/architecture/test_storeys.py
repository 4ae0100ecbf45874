"""Model relations point down the storeys, like imports: the linter can't see names in strings."""

import tomllib
from pathlib import Path

import pytest
from django.apps import AppConfig, apps
from django.db.models import Field

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("catalogue", "cms", "search", "sellers", "shop")
# Stock Oscar apps that we don't fork, at the storey where their relations belong.
STOCK = {
    "oscar.apps.analytics": "shop.customer",
    "oscar.apps.catalogue.reviews": "shop.customer",
    "oscar.apps.customer": "shop.customer",
    "oscar.apps.offer": "shop.offer",
    "oscar.apps.voucher": "shop.voucher",
    "oscar.apps.wishlists": "shop.customer",
}
# Relations that point up, as (model, field); stock Oscar has one.
UPWARD = {("voucher.VoucherApplication", "order")}


def storeys() -> dict[str, int]:
    """Each package's storey, 0 at the bottom, from the import linter's own contract."""
    configuration = tomllib.loads((ROOT / "pyproject.toml").read_text())
    contracts = configuration["tool"]["importlinter"]["contracts"]
    (layers,) = (contract["layers"] for contract in contracts if contract["id"] == "storeys")
    return {
        package.strip(" ()"): height
        for height, layer in enumerate(reversed(layers))
        for package in layer.split(":")
    }


def storey_of(config: AppConfig) -> int | None:
    """The storey of an app; None for those that stand outside the house."""
    return storeys().get(STOCK.get(config.name, config.name))


def is_ours(config: AppConfig) -> bool:
    return config.name.split(".")[0] in PACKAGES


def relations() -> list[tuple[str, Field]]:
    """Every relation that a table of the house holds, many-to-many included."""
    return [
        (model._meta.label, field)
        for config in apps.get_app_configs()
        if storey_of(config) is not None
        for model in config.get_models(include_auto_created=True)
        for field in [*model._meta.local_fields, *model._meta.local_many_to_many]
        if field.is_relation and field.related_model is not None
    ]


def points_up(label: str, field: Field) -> bool:
    here = storey_of(apps.get_app_config(label.split(".")[0]))
    there = storey_of(field.related_model._meta.app_config)
    return there is not None and there > here


def test_every_app_of_ours_has_a_storey():
    ours = [config.name for config in apps.get_app_configs() if is_ours(config)]
    assert [name for name in ours if name not in storeys()] == []


def test_stock_apps_of_the_house_are_installed():
    installed = {config.name for config in apps.get_app_configs()}
    assert set(STOCK) - installed == set()
    assert set(STOCK.values()) - set(storeys()) == set()


def test_no_stock_oscar_app_with_tables_is_forgotten():
    forgotten = [
        config.name
        for config in apps.get_app_configs()
        if config.name.startswith("oscar.")
        and config.name not in STOCK
        and list(config.get_models())
    ]
    assert forgotten == []


def test_the_walk_sees_relations_of_forks_and_of_our_own():
    seen = {(label, field.name) for label, field in relations()}
    assert ("order.Line", "order") in seen
    assert ("partner.Partner", "village") in seen


def test_relations_point_down():
    upward = {(label, field.name) for label, field in relations() if points_up(label, field)}
    assert upward - UPWARD == set()


@pytest.mark.parametrize(("label", "name"), sorted(UPWARD))
def test_every_exception_is_still_needed(label, name):
    assert points_up(label, apps.get_model(label)._meta.get_field(name))


def test_both_contracts_name_the_same_storeys():
    configuration = tomllib.loads((ROOT / "pyproject.toml").read_text())
    contracts = {
        contract["id"]: contract for contract in configuration["tool"]["importlinter"]["contracts"]
    }
    of_shop = [
        layer.replace("shop.", "")
        for layer in contracts["storeys"]["layers"]
        if layer.strip("(").startswith("shop.")
    ]
    assert contracts["shop-is-listed"]["layers"] == of_shop
