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
        ("", "Enter a phone number."),
        ("  - ", "Enter a phone number."),
        ("+", "Enter a phone number."),
        ("0812345abc", "A phone number has only digits, for example 0812 3456 7890."),
        ("O81234567890", "A phone number has only digits, for example 0812 3456 7890."),
        ("0812+34567890", "A phone number has only digits, for example 0812 3456 7890."),
        (
            "081234567890/081334567890",
            "A phone number has only digits, for example 0812 3456 7890.",
        ),
        ("０８１２²３４５６", "This phone number does not exist. Check its digits."),
        ("08123", "This phone number is too short: digits are missing."),
        ("0812345678901234", "This phone number is too long."),
        ("0" * 50, "This phone number is too long."),
        ("91234567", "Begin with 0, or with + and the country code."),
        ("+999 1234 5678", "This country code does not exist."),
        ("+62", "This phone number is too short: digits are missing."),
        ("+1 555 555 5555", "This phone number does not exist. Check its digits."),
        ("0800", "This phone number is too short: digits are missing."),
        ("0800" + "1" * 12, "This phone number is too long."),
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
