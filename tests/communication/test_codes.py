import re
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from datetime import timedelta
from threading import Barrier
from types import SimpleNamespace

import pytest
from django.db import connection, transaction
from django.utils import timezone, translation

from shop.communication import codes
from shop.communication.codes import (
    BudgetSpent,
    CodeGone,
    CodeRefused,
    NotACode,
    ProvenPhone,
    TooManyCodes,
    TooManyFromAddress,
    TooSoon,
    WrongCode,
    check,
    forget_old,
    issue,
)
from shop.communication.models import AddressCount, CodeCount, Message, OneTimeCode
from shop.communication.outbox import deliver_due

PHONE, OTHER_PHONE = "+6281234567890", "+6285711112222"
BROWSER, PURPOSE = "session-of-siti", "order.cash"


@pytest.fixture(autouse=True)
def no_pause(settings):
    """Codes for one phone may follow each other at once, except where the pause is the subject."""
    settings.CODE_PAUSE_SECONDS = 0


@pytest.fixture
def sent(arrived):
    """Issue a code and read it as its phone does: returns reference and digits."""

    def issue_and_read(phone: str = PHONE, **options) -> tuple[str, str]:
        reference = issue(phone, purpose=PURPOSE, browser_key=BROWSER, **options)
        deliver_due()
        return reference, re.search(r"\b\d{6}\b", arrived()[-1]["text"]["body"])[0]

    return issue_and_read


def other_than(digits: str) -> str:
    return f"{(int(digits) + 1) % 1_000_000:06d}"


def try_code(reference: str, digits: str, *, purpose=PURPOSE, browser_key=BROWSER) -> ProvenPhone:
    return check(reference, digits, purpose=purpose, browser_key=browser_key)


@pytest.mark.django_db
class TestOneCode:
    def test_the_right_code_proves_the_phone_once(self, sent):
        reference, digits = sent()

        assert try_code(reference, digits) == ProvenPhone(PHONE, PURPOSE)
        with pytest.raises(CodeGone):
            try_code(reference, digits)

    @pytest.mark.parametrize("shape", ["{0}", " {0} ", "{1}-{2}", "{1} {2}"])
    def test_a_code_may_be_typed_with_gaps(self, sent, shape):
        reference, digits = sent()

        typed = shape.format(digits, digits[:3], digits[3:])

        assert try_code(reference, typed).phone == PHONE

    def test_digits_of_another_script_are_the_same_digits(self, sent):
        reference, digits = sent()

        arabic = digits.translate({ord("0") + n: ord("٠") + n for n in range(10)})

        assert try_code(reference, arabic).phone == PHONE

    @pytest.mark.parametrize("text", ["", "12345", "1234567", "12345a", "²²²²²²"])
    def test_what_is_no_code_costs_no_try(self, sent, text):
        reference, _digits = sent()

        with pytest.raises(NotACode):
            try_code(reference, text)

        assert OneTimeCode.objects.get().tries == 0

    @pytest.mark.parametrize(
        "other", [{"browser_key": "session-of-a-thief"}, {"purpose": "order.cancel"}]
    )
    def test_another_browser_or_purpose_can_neither_use_nor_wear_out_a_code(self, sent, other):
        reference, digits = sent()

        for _attempt in range(6):
            with pytest.raises(CodeGone):
                try_code(reference, digits, **other)

        assert try_code(reference, digits).phone == PHONE

    @pytest.mark.parametrize(
        "reference", ["", "not a reference", "9f6c8a1e-0000-4000-8000-000000000000"]
    )
    def test_an_unknown_reference_is_gone(self, reference):
        with pytest.raises(CodeGone):
            try_code(reference, "123456")

    def test_after_five_wrong_tries_the_right_digits_are_too_late(self, sent):
        reference, digits = sent()
        left = []
        for _attempt in range(5):
            with pytest.raises(WrongCode) as refusal:
                try_code(reference, other_than(digits))
            left.append(refusal.value.tries_left)

        assert left == [4, 3, 2, 1, 0]
        with pytest.raises(CodeGone):
            try_code(reference, digits)

    def test_a_code_is_good_for_five_minutes(self, sent):
        reference, digits = sent()
        code = OneTimeCode.objects.get()
        assert code.expires_at - code.created_at == pytest.approx(
            timedelta(minutes=5), abs=timedelta(seconds=1)
        )
        OneTimeCode.objects.update(
            created_at=code.created_at - timedelta(minutes=6),
            expires_at=timezone.now() - timedelta(seconds=1),
        )

        with pytest.raises(CodeGone):
            try_code(reference, digits)

    def test_neither_digits_nor_browser_key_are_in_the_database(self, sent):
        _reference, digits = sent()

        code = OneTimeCode.objects.get()
        assert (len(code.code_hash), len(code.browser_hash)) == (64, 64)
        assert BROWSER not in code.browser_hash
        assert not Message.objects.filter(secret__isnull=False).exists()
        assert digits not in str(Message.objects.get().values)

    def test_an_undelivered_code_is_wiped_when_it_is_too_late(self):
        issue(PHONE, purpose=PURPOSE, browser_key=BROWSER)
        Message.objects.update(expires_at=timezone.now())

        deliver_due()

        message = Message.objects.get()
        assert (message.state, message.secret) == ("expired", None)

    def test_the_message_speaks_the_readers_language(self, sent, arrived):
        sent()
        with translation.override("id"):
            sent(language="en")

        assert "never" in arrived()[1]["text"]["body"].lower()


@pytest.mark.django_db
class TestLimits:
    def issue(self, phone: str = PHONE) -> str:
        return issue(phone, purpose=PURPOSE, browser_key=BROWSER)

    def test_a_phone_gets_ten_codes_a_day(self):
        for _code in range(10):
            self.issue()

        with pytest.raises(TooManyCodes):
            self.issue()

        assert OneTimeCode.objects.count() == Message.objects.count() == 10
        self.issue(OTHER_PHONE)

    def test_a_new_day_brings_new_codes(self):
        for _code in range(10):
            self.issue()
        CodeCount.objects.update(day=timezone.localdate() - timedelta(days=1))

        assert self.issue()

    def test_the_whole_site_has_a_budget(self, settings):
        settings.CODES_PER_DAY = 2
        self.issue()
        self.issue(OTHER_PHONE)

        with pytest.raises(BudgetSpent):
            self.issue("+6285733334444")

        assert OneTimeCode.objects.count() == 2

    def test_a_phone_waits_a_minute_between_codes_for_one_purpose(self, settings):
        settings.CODE_PAUSE_SECONDS = 60
        self.issue()

        with pytest.raises(TooSoon):
            self.issue()

        assert OneTimeCode.objects.count() == CodeCount.objects.get(phone=PHONE).count == 1
        issue(PHONE, purpose="another", browser_key=BROWSER)
        OneTimeCode.objects.update(created_at=timezone.now() - timedelta(seconds=61))
        self.issue()

    def test_an_address_gets_its_codes_of_an_hour(self, settings):
        settings.CODES_PER_HOUR_AND_ADDRESS = 2
        phones = [f"+62812000000{number:02}" for number in range(5)]

        def ask(phone: str, address: str):
            issue(phone, purpose=PURPOSE, browser_key=BROWSER, address=address)

        ask(phones[0], "203.0.113.7")
        ask(phones[1], "203.0.113.7")
        with pytest.raises(TooManyFromAddress):
            ask(phones[2], "203.0.113.7")
        ask(phones[3], "203.0.113.8")
        assert not CodeCount.objects.filter(phone=phones[2]).exists()

        AddressCount.objects.update(hour=timezone.now() - timedelta(hours=1))
        ask(phones[2], "203.0.113.7")

    def test_one_customers_network_of_ipv6_counts_as_one_address(self, settings):
        settings.CODES_PER_HOUR_AND_ADDRESS = 1
        issue(PHONE, purpose=PURPOSE, browser_key=BROWSER, address="2001:db8:1:2::1")

        with pytest.raises(TooManyFromAddress):
            issue(OTHER_PHONE, purpose=PURPOSE, browser_key=BROWSER, address="2001:db8:1:2:9::f")

        issue(OTHER_PHONE, purpose=PURPOSE, browser_key=BROWSER, address="2001:db8:1:3::1")

    def test_ipv4_addresses_in_ipv6_spelling_are_told_apart(self, settings):
        settings.CODES_PER_HOUR_AND_ADDRESS = 1
        issue(PHONE, purpose=PURPOSE, browser_key=BROWSER, address="::ffff:203.0.113.7")

        with pytest.raises(TooManyFromAddress):
            issue(OTHER_PHONE, purpose=PURPOSE, browser_key=BROWSER, address="203.0.113.7")

        issue(OTHER_PHONE, purpose=PURPOSE, browser_key=BROWSER, address="::ffff:203.0.113.8")

    def test_no_address_is_kept_in_clear(self):
        issue(PHONE, purpose=PURPOSE, browser_key=BROWSER, address="203.0.113.7")

        assert len(AddressCount.objects.get().address_hash) == 64

    def test_a_refused_phone_takes_nothing_from_the_budget(self):
        for _code in range(10):
            self.issue()
        for _code in range(3):
            with pytest.raises(TooManyCodes):
                self.issue()

        assert CodeCount.objects.get(phone="").count == 10

    def test_a_known_and_an_unknown_phone_take_the_same_steps(self, django_assert_num_queries):
        from shop.people.models import User

        User.objects.create_user(phone=PHONE)
        self.issue(), self.issue(OTHER_PHONE)
        with django_assert_num_queries(9) as known:
            self.issue(PHONE)
        with django_assert_num_queries(9) as unknown:
            self.issue(OTHER_PHONE)

        def shapes(queries):
            return [re.sub(r"'[^']*'|\d+", "?", query["sql"]) for query in queries]

        assert shapes(known) == shapes(unknown)

    def test_old_codes_and_counts_are_forgotten_after_two_days(self):
        self.issue()
        three_days = timedelta(days=3)
        OneTimeCode.objects.update(
            created_at=timezone.now() - three_days, expires_at=timezone.now() - timedelta(days=2)
        )
        CodeCount.objects.update(day=timezone.localdate() - three_days)
        self.issue()

        assert forget_old() == 1
        assert OneTimeCode.objects.count() == 1
        assert CodeCount.objects.count() == 2


def test_a_check_inside_a_transaction_is_refused(sqlite_database, sent):
    """Rolling that transaction back would give the try back."""
    reference, digits = sent()

    with transaction.atomic(), pytest.raises(RuntimeError, match="durable"):
        try_code(reference, digits)


def at_once(count: int, action) -> list[object]:
    """Run an action in that many threads; returns results and refusals."""

    def run(_number):
        try:
            return action()
        except CodeRefused as refusal:
            return type(refusal)
        finally:
            connection.close()

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(run, range(count)))


def test_guessers_at_the_same_time_share_five_tries(each_database, sent):
    reference, digits = sent()

    outcomes = at_once(12, lambda: try_code(reference, other_than(digits)))

    assert (outcomes.count(WrongCode), outcomes.count(CodeGone)) == (5, 7)
    assert OneTimeCode.objects.get().tries == 5


def test_the_right_code_at_the_same_time_is_used_once(each_database, sent):
    reference, digits = sent()

    outcomes = at_once(5, lambda: try_code(reference, digits))

    assert outcomes.count(ProvenPhone(PHONE, PURPOSE)) == 1
    assert outcomes.count(CodeGone) == 4


def test_codes_asked_for_at_the_same_time_share_the_days_limit(each_database):
    outcomes = at_once(14, lambda: issue(PHONE, purpose=PURPOSE, browser_key=BROWSER))

    assert outcomes.count(TooManyCodes) == 4
    assert OneTimeCode.objects.count() == 10


def test_without_the_guard_guessers_get_more_tries(each_database, sent, monkeypatch):
    """The control: counting by reading, outside a transaction, and writing lets tries through."""
    reference, digits = sent()
    barrier = Barrier(8)

    def read_then_write(reference, purpose, browser_key):
        code = OneTimeCode.objects.get(reference=reference)
        barrier.wait(timeout=10)
        if code.tries >= codes.MAX_TRIES:
            raise CodeGone
        OneTimeCode.objects.filter(pk=code.pk).update(tries=code.tries + 1)
        return code

    monkeypatch.setattr(codes, "_take_a_try", read_then_write)
    monkeypatch.setattr(
        codes, "transaction", SimpleNamespace(atomic=lambda **_options: nullcontext())
    )

    outcomes = at_once(8, lambda: try_code(reference, other_than(digits)))

    assert outcomes.count(WrongCode) == 8
