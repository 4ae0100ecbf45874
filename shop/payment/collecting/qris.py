"""Static QRIS codes: read as a tree of tags, checked, and given an amount.

Source: EMV QR Code Specification for Payment Systems, Merchant-Presented Mode, v1.1 (EMVCo
QRCPS-MPM): a tag of two digits, a length of two digits 01–99, a value; templates hold the same
again; tag 63 is last and carries a CRC-16 (polynomial 0x1021, start 0xFFFF) of all before its
value. Indonesia's QRIS names its merchant account `ID.CO.QRIS.WWW`, with the national merchant
id (NMID) in sub-tag 02. Lengths count characters; we take printable ASCII only, where a character
is a byte and nothing can be read in two ways.
"""

import re
from binascii import crc_hqx
from dataclasses import dataclass

from shop.payment.collecting import qris_refusals as refusals

Tags = tuple[tuple[str, str], ...]

FORMAT, POINT, CURRENCY, AMOUNT, COUNTRY = "00", "01", "53", "54", "58"
MERCHANT_NAME, MERCHANT_CITY, CRC = "59", "60", "63"
STATIC, DYNAMIC = "11", "12"
RUPIAH = "360"
QRIS_ACCOUNT = "ID.CO.QRIS.WWW"
#: An amount, and what EMVCo lets a merchant ask on top: a tip, a fixed fee, a fee in percent.
ASKS_MONEY = ("54", "55", "56", "57")
MERCHANT_ACCOUNTS = tuple(f"{tag:02}" for tag in range(26, 52))
#: EMVCo: 02–25 are numbers of card schemes, 26–51 templates of banks and wallets.
PAYS_TO = tuple(f"{tag:02}" for tag in range(2, 52))
TEMPLATES = (*MERCHANT_ACCOUNTS, "62")
#: EMVCo: a payload has at most 512 characters, an amount at most 13.
LONGEST, LONGEST_AMOUNT = 512, 13
LONGEST_STATIC = LONGEST - len("54") - len("13") - LONGEST_AMOUNT
LONGEST_NAME, LONGEST_CITY = 25, 15
NMID = re.compile(r"ID[0-9]{13}")
PRINTABLE = re.compile(r"[ -~]*")


@dataclass(frozen=True)
class Code:
    """A checked static code; `payload` is exactly what its bank issued.

    `size` is the merchant's class: UMI (micro), UKE, UME, UBE, or empty.
    """

    payload: str
    tags: Tags
    nmid: str
    merchant_name: str
    merchant_city: str
    size: str

    @property
    def accounts(self) -> list[str]:
        """Where its money goes: what the code says of each bank or wallet, whole.

        Name and NMID say nothing about that: two codes may share them and pay different accounts.
        """
        return [
            " · ".join(value for _tag, value in _split(text)) if tag in MERCHANT_ACCOUNTS else text
            for tag, text in self.tags
            if tag in PAYS_TO
        ]


def parse(text: str) -> Code:
    """Check a static QRIS code and read whose it is; white space around it does not count.

    Raises the subclass of `qris_refusals.QrisRefused` that says what is wrong.
    """
    payload = text.strip()
    if not PRINTABLE.fullmatch(payload):
        raise refusals.OddCharacters
    if not payload.startswith("000201"):
        raise refusals.NotQris
    if len(payload) > LONGEST_STATIC:
        raise refusals.TooLong
    tags = tags_of(payload)
    known = dict(tags)
    _require_static_rupiah(known)
    account = _qris_account(tags)
    nmid = account.get("02", "")
    if not NMID.fullmatch(nmid):
        raise refusals.NoMerchantId
    name, city = known.get(MERCHANT_NAME, "").strip(), known.get(MERCHANT_CITY, "").strip()
    if not name or len(name) > LONGEST_NAME or len(city) > LONGEST_CITY:
        raise refusals.NoMerchantName
    return Code(payload, tags, nmid, name, city, account.get("03", ""))


def tags_of(payload: str) -> Tags:
    """Return the tags of a whole code after checking its CRC, and the form of its templates.

    Raises Malformed, RepeatedTag, NoChecksum or WrongChecksum.
    """
    tags = _split(payload)
    tag, crc = tags[-1]
    if tag != CRC or len(crc) != len("0000"):
        raise refusals.NoChecksum
    if crc != checksum(payload[: -len(crc)]):
        raise refusals.WrongChecksum
    for tag, value in tags:
        if tag in TEMPLATES:
            _split(value)
    return tags


def with_amount(code: Code, rupiah: int) -> str:
    """Return the code with an amount filled in: tag 01 becomes 12, 54 stands in its place.

    This is common practice and no code of a provider's: it notifies nobody when it is paid.
    Raises ValueError below Rp1 and above 13 digits.
    """
    amount = str(int(rupiah))
    if rupiah < 1 or len(amount) > LONGEST_AMOUNT:
        raise ValueError(f"no amount for a QRIS code: {rupiah}")
    before = [(tag, value) for tag, value in code.tags if tag < AMOUNT and tag != POINT]
    after = [(tag, value) for tag, value in code.tags if tag > AMOUNT and tag != CRC]
    tags = [before[0], (POINT, DYNAMIC), *before[1:], (AMOUNT, amount), *after]
    body = "".join(f"{tag}{len(value):02}{value}" for tag, value in tags) + f"{CRC}04"
    return body + checksum(body)


def checksum(text: str) -> str:
    """Return the CRC-16 of a code up to and including `6304`, as four upper-case hex digits."""
    return f"{crc_hqx(text.encode('ascii'), 0xFFFF):04X}"


def _split(text: str) -> Tags:
    """Cut a text into tags and values; nothing may be left over and no tag stand twice."""
    found, at = [], 0
    while at < len(text):
        head = text[at : at + 4]
        if len(head) < 4 or not head.isdecimal() or head.endswith("00"):
            raise refusals.Malformed
        end = at + 4 + int(head[2:])
        if end > len(text):
            raise refusals.Malformed
        found.append((head[:2], text[at + 4 : end]))
        at = end
    if len(dict(found)) < len(found):
        raise refusals.RepeatedTag
    if not found:
        raise refusals.Malformed
    return tuple(found)


def _require_static_rupiah(known: dict[str, str]) -> None:
    if known.get(POINT) != STATIC:
        raise refusals.Dynamic
    if known.get(CURRENCY) != RUPIAH:
        raise refusals.OtherCurrency
    if known.get(COUNTRY) != "ID":
        raise refusals.OtherCountry
    if any(tag in known for tag in ASKS_MONEY):
        raise refusals.HasAmount


def _qris_account(tags: Tags) -> dict[str, str]:
    """Return the sub-tags of the one merchant account that is QRIS."""
    accounts = [dict(_split(value)) for tag, value in tags if tag in MERCHANT_ACCOUNTS]
    national = [account for account in accounts if account.get("00") == QRIS_ACCOUNT]
    if len(national) != 1:
        raise refusals.NotQris
    return national[0]
