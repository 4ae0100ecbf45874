"""What a stall's profile may say: lengths and years."""

import re

from django.utils import timezone

from sellers import refusals

LONGEST = {"name": 120, "owner_name": 120, "opening_hours": 80, "story": 5_000, "sector": 40}
FIRST_YEAR = 1900
#: Unicode's signs that turn the direction of writing: they make one name read as another.
TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")


def checked(profile: dict) -> dict:
    """Return the profile's columns with plain texts. Raises NeedsName, TooLong, BadYear."""
    if unknown := profile.keys() - LONGEST.keys() - {"since_year"}:
        raise TypeError(f"a seller has no field {', '.join(sorted(unknown))}")
    values = {name: _plain(name, value) for name, value in profile.items()}
    if "name" in values and not 1 <= len(values["name"]) <= LONGEST["name"]:
        raise refusals.NeedsName
    if any(len(values[name]) > longest for name, longest in LONGEST.items() if name in values):
        raise refusals.TooLong
    year = values.get("since_year")
    years = range(FIRST_YEAR, timezone.localdate().year + 1)
    if year is not None and year not in years:
        raise refusals.BadYear
    return values


def _plain(name: str, value: object) -> object:
    """Return a text without what turns the direction of the words around it, names on one line."""
    if name == "since_year":
        return value
    text = TURNING.sub("", str(value))
    return text.strip() if name == "story" else " ".join(text.split())
