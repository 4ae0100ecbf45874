"""What a buyer saw before pressing the button, to compare with what is true then."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from django.core import signing

SALT = "shop.checkout.seen"


@dataclass(frozen=True)
class SeenLine:
    """A basket line as shown: how many, at what price (rupiah), and its title."""

    count: int
    price: int
    title: str


@dataclass(frozen=True)
class SeenPart:
    """A stall's delivery as shown: the choice's key, its fee (rupiah), its last day."""

    key: str
    fee: int
    until: date
    name: str


@dataclass(frozen=True)
class Seen:
    """A whole check page: lines by basket line id, parts by partner id.

    `village` is the code of where goods are sent to, "" when all of them are picked up.
    """

    lines: Mapping[int, SeenLine] = field(default_factory=dict)
    parts: Mapping[int, SeenPart] = field(default_factory=dict)
    village: str = ""

    def as_json(self) -> dict:
        """Return plain JSON values."""
        return {
            "lines": {
                str(pk): [line.count, line.price, line.title] for pk, line in self.lines.items()
            },
            "parts": {
                str(pk): [part.key, part.fee, part.until.isoformat(), part.name]
                for pk, part in self.parts.items()
            },
            "village": self.village,
        }

    @classmethod
    def from_json(cls, values: dict) -> "Seen":
        """Return what `as_json` wrote; {} is a page that showed nothing."""
        return cls(
            {int(pk): SeenLine(*line) for pk, line in values.get("lines", {}).items()},
            {
                int(pk): SeenPart(key, fee, date.fromisoformat(until), name)
                for pk, (key, fee, until, name) in values.get("parts", {}).items()
            },
            values.get("village", ""),
        )

    def sealed(self) -> str:
        """Return it as a signed text for a form, so that nobody can say he saw another price."""
        return signing.dumps(self.as_json(), salt=SALT, compress=True)

    @classmethod
    def unsealed(cls, text: str) -> "Seen":
        """Return what `sealed` wrote; a changed or missing text is a page that showed nothing."""
        try:
            return cls.from_json(signing.loads(text, salt=SALT))
        except signing.BadSignature:
            return cls()
