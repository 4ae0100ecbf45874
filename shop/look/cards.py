"""What a product card shows: plain values, made by whoever queries."""

from dataclasses import dataclass
from typing import Literal

from .pictures import Picture

State = Literal["on_sale", "sold_out", "closed", "out_of_season", "not_there"]

# The sector's ground behind pictures and tiles, by sector slug.
GROUNDS = {
    "pertanian": "farm",
    "peternakan": "live",
    "perikanan": "fish",
    "olahan": "food",
    "kerajinan": "craft",
}


def ground(sector: str) -> str:
    """Return the CSS class of a sector's ground; no sector has no ground."""
    return GROUNDS.get(sector, "")


@dataclass(frozen=True, kw_only=True)
class Card:
    """One listing on a shelf or in a list.

    `price` is whole rupiah for one `unit` ("kg", "tray"); `unit_price_text` is written only
    if it adds a comparison ("Rp1.767/butir · Rp26.500/kg"); `place` always has the district
    ("Suruhwadang, Kademangan"). Without a ready `picture` the `icon` (an address) stands on
    the sector's ground, and without an icon the petal. `state_text` says when it returns;
    `flag` is a word on the picture ("Panen pagi ini").
    """

    title: str
    url: str
    price: int
    unit: str
    place: str = ""
    sector: str = ""
    picture: Picture | None = None
    icon: str = ""
    unit_price_text: str = ""
    state: State = "on_sale"
    state_text: str = ""
    flag: str = ""

    @property
    def is_off(self) -> bool:
        """Whether it can't be bought now, so that its picture turns grey."""
        return self.state in {"sold_out", "closed", "out_of_season"}

    @property
    def ground(self) -> str:
        """The CSS class of the ground behind the picture."""
        return ground(self.sector)
