"""Static QRIS codes: what is read, what is refused, and an amount filled in."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shop.payment.collecting import qris
from shop.payment.collecting import qris_refusals as refusals
from tests.payment.qris_codes import STATIC, WITH_53_000, code, sealed, tag

NAMES = st.text("ABCDEFGHIJ 0123456789&'./-", min_size=1, max_size=25).filter(str.strip)
QRIS = tag("00", "ID.CO.QRIS.WWW")
ACCOUNT = QRIS + tag("02", "ID1020000000001")


def test_a_static_code_says_whose_it_is():
    read = qris.parse(f"  {STATIC}\n")
    assert read.payload == STATIC
    assert (read.merchant_name, read.merchant_city) == ("TOKO CONTOH DESA", "BLITAR")
    assert (read.nmid, read.size) == ("ID1099999999999", "UMI")


def test_an_amount_is_filled_in():
    assert qris.with_amount(qris.parse(STATIC), 53_000) == WITH_53_000


def test_the_check_digits_are_the_standards_crc():
    assert qris.checksum("123456789") == "29B1"


def test_check_digits_below_a_thousand_keep_their_noughts():
    short = next(
        made
        for made in (qris.with_amount(qris.parse(STATIC), n) for n in range(1, 5_000))
        if made[-4] == "0"
    )
    assert short[-8:-4] == "6304"
    assert qris.tags_of(short)[-1] == ("63", short[-4:])


@pytest.mark.parametrize("rupiah", [0, -1, 10**13])
def test_no_amount_is_filled_in_that_no_code_can_say(rupiah):
    with pytest.raises(ValueError, match="no amount"):
        qris.with_amount(qris.parse(STATIC), rupiah)


@given(
    name=NAMES | st.sampled_from(["5802ID", "010211", "TOKO 5802ID 010211", "6304ABCD"]),
    rupiah=st.integers(1, 10_000_000),
)
def test_only_the_amount_and_the_kind_change(name, rupiah):
    read = qris.parse(code(name=name))
    made = qris.tags_of(qris.with_amount(read, rupiah))
    assert dict(made)["54"] == str(rupiah)
    assert dict(made)["01"] == "12"
    assert [one for one in made if one[0] not in ("01", "54", "63")] == [
        one for one in read.tags if one[0] not in ("01", "63")
    ]
    assert [number for number, _value in made] == sorted(number for number, _value in made)


@given(st.text(max_size=200) | st.text("0123456789IDA", max_size=120).map("000201".__add__))
def test_anything_else_is_refused_in_words(text):
    with pytest.raises(refusals.QrisRefused) as caught:
        qris.parse(text)
    assert str(caught.value)


@given(st.data())
def test_a_changed_character_never_passes(data):
    at = data.draw(st.integers(0, len(STATIC) - 1))
    other = data.draw(st.characters(min_codepoint=33, max_codepoint=126))
    changed = STATIC[:at] + other + STATIC[at + 1 :]
    if changed == STATIC:
        return
    with pytest.raises(refusals.QrisRefused):
        qris.parse(changed)


@given(st.integers(1, len(STATIC) - 1))
def test_a_part_of_a_code_never_passes(length):
    for part in (STATIC[:length], STATIC[length:]):
        with pytest.raises(refusals.QrisRefused):
            qris.parse(part)


REFUSED = {
    "an address": ("https://contoh.id/bayar", refusals.NotQris),
    "nothing": ("", refusals.NotQris),
    "another format": (code(t00="02"), refusals.NotQris),
    "no QRIS account": (code(t51=tag("00", "COM.CONTOH.WWW")), refusals.NotQris),
    "two QRIS accounts": (code(t26=ACCOUNT, t51=ACCOUNT), refusals.NotQris),
    "a QRIS account outside 26 to 51": (code(t51="", t80=ACCOUNT), refusals.NotQris),
    "letters of another script": (code().replace("BLITAR", "BLITÄR"), refusals.OddCharacters),
    "a line break within": (STATIC[:30] + "\n" + STATIC[30:], refusals.OddCharacters),
    "more than fits": (
        code(**{f"t{number}": "X" * 99 for number in range(80, 86)}),
        refusals.TooLong,
    ),
    "a length past the end": ("00020101021159991", refusals.Malformed),
    "a length past the end of a template": (code(t51=QRIS + "0299ID1"), refusals.Malformed),
    "something after a template's last tag": (code(t51=ACCOUNT + "0"), refusals.Malformed),
    "a length that is no number": ("000201010211590A", refusals.Malformed),
    "an empty value": (sealed("0002010102115200"), refusals.Malformed),
    "something after the check digits": (STATIC + "0", refusals.Malformed),
    "a tag after the check digits": (STATIC + "6401X", refusals.NoChecksum),
    "the check digits twice": (sealed(STATIC), refusals.RepeatedTag),
    "a tag twice": (sealed(code()[:-8] + "5802ID"), refusals.RepeatedTag),
    "a tag twice in a template": (
        code(t51=ACCOUNT + tag("02", "ID1020000000002")),
        refusals.RepeatedTag,
    ),
    "no check digits": (STATIC[:-8], refusals.NoChecksum),
    "short check digits": (STATIC[:-8] + "6303E0C", refusals.NoChecksum),
    "wrong check digits": (STATIC[:-1] + "E", refusals.WrongChecksum),
    "check digits in small letters": (STATIC[:-4] + "e0cf", refusals.WrongChecksum),
    "a dynamic code": (WITH_53_000, refusals.Dynamic),
    "no kind": (code(t01=""), refusals.Dynamic),
    "dollars": (code(t53="840"), refusals.OtherCurrency),
    "no currency": (code(t53=""), refusals.OtherCurrency),
    "another country": (code(t58="SG"), refusals.OtherCountry),
    "an amount": (code(t54="5000"), refusals.HasAmount),
    "a tip": (code(t55="01"), refusals.HasAmount),
    "a fixed fee": (code(t56="500"), refusals.HasAmount),
    "a fee in percent": (code(t57="1"), refusals.HasAmount),
    "no merchant id": (code(t51=QRIS), refusals.NoMerchantId),
    "a short merchant id": (code(nmid="ID102"), refusals.NoMerchantId),
    "no merchant name": (code(name=""), refusals.NoMerchantName),
    "a blank merchant name": (code(name="   "), refusals.NoMerchantName),
    "a long merchant name": (code(name="A" * 26), refusals.NoMerchantName),
    "a long city": (code(city="B" * 16), refusals.NoMerchantName),
}


@pytest.mark.parametrize("what", REFUSED)
def test_is_refused_for_its_own_reason(what):
    text, refusal = REFUSED[what]
    with pytest.raises(refusals.QrisRefused) as caught:
        qris.parse(text)
    assert type(caught.value) is refusal
