"""A small market, and what is measured of an answer."""

import gzip

import pytest

from tests import factories

WORDS = [
    "Segar",
    "Kampung",
    "Organik",
    "Manis",
    "Gurih",
    "Pedas",
    "Super",
    "Murni",
    "Pilihan",
    "Harian",
    "Lereng",
    "Kelud",
]


@pytest.fixture
def fill():
    """Put stalls of `each` listings with pictures on show: `fill(stalls=3, each=5)`."""

    def fill(*, stalls: int, each: int) -> list:
        made = []
        for number in range(stalls):
            village = factories.village(f"35.05.04.2{number:03}", f"Desa {number}")
            partner = factories.partner(village=village, methods=("pickup", "parcel"))
            seller = factories.stall(partner)
            for at in range(each):
                first, second = WORDS[at % 12], WORDS[(at * 5 + number) % 12]
                product = factories.shelved(
                    seller,
                    title=f"Telur {first} {second} {at + 7} butir",
                    price=20_000 + 137 * at,
                    net_amount=500 + at,
                    allows_parcel=True,
                    description="Telur ayam kampung dari kandang umbaran, dipanen pagi dan sore. "
                    * 5,
                )
                factories.ready_picture(product)
                made.append(product)
        return made

    return fill


@pytest.fixture
def weigh():
    """Bytes on the wire: header lines and the body as gzip level 6."""

    def weigh(response) -> int:
        head = "".join(f"{name}: {value}\r\n" for name, value in response.items())
        return len(head.encode()) + len(gzip.compress(response.content, 6))

    return weigh
