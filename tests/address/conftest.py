from pathlib import Path

import pytest

from shop.address import places
from shop.address.search import find_places

OURS = {"35.05.04.2007": "66161", "35.05.11.2001": "66182"}


@pytest.fixture(scope="session")
def places_file(tmp_path_factory) -> Path:
    """The file of places, built once, with two villages of Kabupaten Blitar as ours."""
    path = tmp_path_factory.mktemp("places") / "places.sqlite3"
    places.build(path, ours=OURS, report=lambda line: None)
    return path


@pytest.fixture
def find(places_file, settings):
    """Find places in that file, as labels."""
    settings.PLACES_INDEX = places_file
    return lambda text, **options: [place.label for place in find_places(text, **options)]
