import pytest

from shop.people.phones import BadPhone, display, is_demo, mask, normalise

INDONESIAN_SPELLINGS = [
    "081234567890",
    "0812 3456 7890",
    "0812-3456-7890",
    "0812.3456.7890",
    "(0812) 3456-7890",
    "6281234567890",
    "62 812 3456 7890",
    "+6281234567890",
    "+62 812-3456-7890",
    "+62 (0)812 3456 7890",
    "+62 0812 3456 7890",
    "006281234567890",
    "81234567890",
    " 0812 3456 7890 ",
    "0812–3456–7890",
    "\u202a+62 812\u20113456\u20117890\u202c",
    "0812\xa03456\xa07890",
    "０８１２３４５６７８９０",
    "٠٨١٢٣٤٥٦٧٨٩٠",
    "0812\t3456\n7890",
]


@pytest.mark.parametrize("text", INDONESIAN_SPELLINGS)
def test_every_usual_indonesian_spelling_is_one_number(text):
    assert normalise(text) == "+6281234567890"


@pytest.mark.parametrize(
    ("text", "phone"),
    [
        ("(0342) 801234", "+62342801234"),
        ("+65 9123 4567", "+6591234567"),
        ("+1 202-555-0123", "+12025550123"),
        ("+852 9123 4567", "+85291234567"),
        ("+39 06 698 12345", "+390669812345"),
    ],
)
def test_land_lines_and_other_countries_are_kept(text, phone):
    assert normalise(text) == phone


@pytest.mark.parametrize(
    "text", ["+62800 0000 0001", "0800-0000-0001", "62 800 0000 0001", "+62 0800 00000001"]
)
def test_demo_numbers_are_valid_as_demo(text):
    phone = normalise(text)

    assert phone == "+6280000000001"
    assert is_demo(phone)


def test_a_real_number_is_no_demo_number():
    assert not is_demo("+6281234567890")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "Isi nomor HP."),
        ("  - ", "Isi nomor HP."),
        ("+", "Isi nomor HP."),
        ("0812345abc", "Nomor HP hanya berisi angka, misalnya 0812 3456 7890."),
        ("O81234567890", "Nomor HP hanya berisi angka, misalnya 0812 3456 7890."),
        ("0812+34567890", "Nomor HP hanya berisi angka, misalnya 0812 3456 7890."),
        (
            "081234567890/081334567890",
            "Nomor HP hanya berisi angka, misalnya 0812 3456 7890.",
        ),
        ("０８１２²３４５６", "Nomor HP ini tidak ada. Periksa lagi angkanya."),
        ("08123", "Nomor HP kurang panjang: ada angka yang belum ditulis."),
        ("0812345678901234", "Nomor HP terlalu panjang."),
        ("0" * 50, "Nomor HP terlalu panjang."),
        ("91234567", "Awali dengan 0, atau dengan + dan kode negara."),
        ("+999 1234 5678", "Kode negara ini tidak ada."),
        ("+62", "Nomor HP kurang panjang: ada angka yang belum ditulis."),
        ("+1 555 555 5555", "Nomor HP ini tidak ada. Periksa lagi angkanya."),
        ("0800", "Nomor HP kurang panjang: ada angka yang belum ditulis."),
        ("0800" + "1" * 12, "Nomor HP terlalu panjang."),
    ],
)
def test_a_refusal_says_what_is_wrong(text, message):
    with pytest.raises(BadPhone) as refusal:
        normalise(text)

    assert str(refusal.value) == message


@pytest.mark.parametrize(
    ("phone", "shown", "masked"),
    [
        ("+6281234567890", "0812-3456-7890", "0812-••••-••90"),
        ("+628123456789", "0812-3456-789", "0812-••••-•89"),
        ("+6280000000001", "0800-0000-0001", "0800-••••-••01"),
        ("+62342801234", "(0342) 801234", "(0342) ••••34"),
        ("+6591234567", "+65 9123 4567", "+65 •••• ••67"),
        ("+12025550123", "+1 202-555-0123", "+1 •••-•••-••23"),
    ],
)
def test_shown_as_people_write_it_and_masked_for_strangers(phone, shown, masked):
    assert display(phone) == shown
    assert mask(phone) == masked
