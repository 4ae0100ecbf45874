"""The pins are what is installed, and a plain Debian can install them."""

import re
from importlib.metadata import distribution, distributions
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[2]
OLDEST_PYTHON = "3.11.0"
# What `python -m venv` brings along.
WITH_PYTHON = {"pip", "setuptools"}


def pins() -> list[Requirement]:
    """Every pinned requirement of both files."""
    lines = [
        re.sub(r"\s*#.*", "", line)
        for name in ("requirements.txt", "requirements-dev.txt")
        for line in (ROOT / name).read_text().splitlines()
    ]
    return [Requirement(line) for line in lines if line and not line.startswith("-r")]


@pytest.mark.parametrize("pin", pins(), ids=lambda pin: pin.name)
def test_a_pin_is_exact_installed_and_fit_for_the_oldest_python(pin):
    installed = distribution(pin.name)
    assert str(pin.specifier) == f"=={installed.version}"
    needs = SpecifierSet(installed.metadata.get("Requires-Python") or "")
    assert needs.contains(OLDEST_PYTHON)


def test_what_the_pins_need_is_pinned_too():
    pinned = {canonicalize_name(pin.name) for pin in pins()} | WITH_PYTHON
    needed = {
        (owner.metadata["Name"], canonicalize_name(requirement.name))
        for owner in distributions()
        if canonicalize_name(owner.metadata["Name"]) in pinned
        for requirement in map(Requirement, owner.requires or [])
        if requirement.marker is None or requirement.marker.evaluate({"extra": ""})
    }
    assert {(owner, name) for owner, name in needed if name not in pinned} == set()
