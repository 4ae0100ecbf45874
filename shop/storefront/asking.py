"""What a reader asks of a list of goods: the same parameters with words and without."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Self
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils import timezone

PAGE_SIZE = 12
DEEPEST_PAGE = 500
LONGEST_WORDS = 100
HIGHEST_PRICE = 10**12
SORTS = ("sesuai", "baru", "murah", "per-kg")
# The word in the address, and the method it means.
DELIVERIES = {
    "ambil": "pickup",
    "kurir-desa": "village_courier",
    "ekspedisi": "parcel",
    "antar": "arrangement",
}
READINESS = ("siap", "po")


@dataclass(frozen=True, kw_only=True)
class Asking:
    """Words, order, filters, page and destination of one address; nonsense is left out.

    `district` and `to` are Kemendagri codes, prices whole rupiah, both inclusive.
    """

    words: str = ""
    sort: str = ""
    district: str = ""
    delivery: str = ""
    reaches: bool = False
    price_from: int | None = None
    price_to: int | None = None
    in_season: bool = False
    readiness: str = ""
    to: str = ""
    page: int = 1

    @classmethod
    def read(cls, data: QueryDict) -> Self:
        """Read an address's parameters; what is no answer counts as not asked."""
        delivery = data.get("kirim", "")
        return cls(
            words=" ".join(data.get("q", "")[:LONGEST_WORDS].replace("\0", "").split()),
            sort=one_of(data.get("urut", ""), SORTS),
            district=code(data.get("kec", "")),
            delivery=one_of(delivery, DELIVERIES),
            reaches=delivery == "sampai",
            price_from=amount(data.get("harga_min", "")),
            price_to=amount(data.get("harga_maks", "")),
            in_season=data.get("musim") == "1",
            readiness=one_of(data.get("siap", ""), READINESS),
            to=code(data.get("ke", "")),
            page=min(amount(data.get("hal", "")) or 1, DEEPEST_PAGE),
        )

    def pairs(self) -> list[tuple[str, str]]:
        """Return the parameters that say something, in their order."""
        pairs = [
            ("q", self.words),
            ("urut", self.sort),
            ("kec", self.district),
            ("kirim", "sampai" if self.reaches else self.delivery),
            ("harga_min", self.price_from),
            ("harga_maks", self.price_to),
            ("musim", "1" if self.in_season else ""),
            ("siap", self.readiness),
            ("ke", self.to),
            ("hal", self.page if self.page > 1 else ""),
        ]
        return [(name, str(value)) for name, value in pairs if value not in ("", None)]

    def address(self, path: str, **changes: object) -> str:
        """Return a page's address with these answers, some of them changed."""
        pairs = replace(self, **changes).pairs()
        return f"{path}?{urlencode(pairs)}" if pairs else path

    @property
    def is_narrowed(self) -> bool:
        """Whether a filter is set, so that an empty list may be the filter's doing."""
        return replace(self, words="", sort="", to="", page=1) != Asking()


def one_of(text: str, allowed) -> str:
    """Return the text if it is one of the allowed words, else nothing."""
    return text if text in allowed else ""


def amount(text: str) -> int | None:
    """Read a whole number of at least 1 ("25.000", "Rp25000"); None for anything else."""
    digits = text.strip().removeprefix("Rp").replace(".", "").strip()
    if not digits.isascii() or not digits.isdecimal() or len(digits) > len(str(HIGHEST_PRICE)):
        return None
    return int(digits) or None


def code(text: str) -> str:
    """Return a Kemendagri code as it is written ("35.05.04"), else nothing."""
    is_code = len(text) <= 13 and all(
        part.isascii() and part.isdecimal() for part in text.split(".")
    )
    return text if is_code else ""


def today() -> date:
    """Return the day by which season and holidays are judged."""
    return timezone.localdate()
