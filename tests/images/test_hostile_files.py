import json
import subprocess
import sys

import pytest

from tests.images.corpus import corpus

MOST_MEGABYTES = 200
MOST_SECONDS = 3.0


@pytest.fixture(scope="module")
def measured(tmp_path_factory) -> dict[str, dict]:
    folder = tmp_path_factory.mktemp("corpus")
    paths = []
    for name, (content, _outcome) in corpus().items():
        path = folder / name
        path.write_bytes(content)
        paths.append(str(path))
    answer = subprocess.run(
        [sys.executable, "-m", "tests.images.measuring", *paths],
        capture_output=True,
        check=True,
        text=True,
        timeout=180,
    )
    return {entry["name"]: entry for entry in map(json.loads, answer.stdout.splitlines())}


def test_every_file_is_cleaned_or_refused_for_its_own_reason(measured):
    expected = {name: outcome for name, (_content, outcome) in corpus().items()}

    assert {name: entry["outcome"] for name, entry in measured.items()} == expected
    assert len(expected) >= 100


def test_no_trace_of_a_place_comes_out_again(measured):
    leaking = {name: entry["traces"] for name, entry in measured.items() if entry["traces"]}

    assert leaking == {}
    assert sum(entry["outcome"] == "clean" for entry in measured.values()) >= 50


def test_no_file_costs_more_memory_or_time_than_the_bounds(measured):
    costly = {
        name: (entry["megabytes"], round(entry["seconds"], 1))
        for name, entry in measured.items()
        if entry["megabytes"] > MOST_MEGABYTES or entry["seconds"] > MOST_SECONDS
    }

    assert costly == {}
