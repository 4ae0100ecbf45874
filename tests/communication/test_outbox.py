from datetime import timedelta

import pytest
from django.core import mail
from django.db import transaction
from django.utils import timezone

from shop.communication import channels, outbox
from shop.communication.channels import CHANNELS, Email
from shop.communication.kinds import UnknownKind, register_kind
from shop.communication.models import Message
from shop.communication.outbox import Recipient, SecretGone, deliver_due, recipient_of, send
from shop.history.models import Event
from shop.people.actors import SYSTEM
from shop.people.models import User
from tests import factories

pytestmark = pytest.mark.django_db

SITI = Recipient(name="Siti", phone="+6281234567890", email="siti@example.com")
SECRET = "k7dUQ3mVd0Wl2y8pR5tZxA"


def greet(to: Recipient = SITI, **options) -> Message:
    return send("greeting", to=to, values={"count": 3}, secret=SECRET, **options)


def test_a_message_is_a_row_that_leaves_with_the_worker(greeting, arrived, settings):
    message = greet()
    assert (message.state, arrived()) == ("waiting", [])

    assert deliver_due() == 1

    assert arrived() == [
        {
            "message_id": message.pk,
            "kind": "greeting",
            "name": "Siti",
            "phone": "+6281234567890",
            "email": "siti@example.com",
            "is_demo_person": False,
            "text": {
                "subject": "Hello Siti",
                "body": f"3 baskets wait at {settings.SITE_URL}/pesanan/{SECRET}/",
            },
            "way": "any",
            "language": "id",
            "path": "",
            "code": "",
            "subscription_id": None,
        }
    ]
    message.refresh_from_db()
    assert (message.state, message.channel, message.secret) == ("sent", "file", None)
    assert message.sent_at is not None


def test_a_reader_of_english_gets_the_english_address(greeting, arrived, settings):
    greet(Recipient(name="Ann", phone="+6591234567", language="en"))
    deliver_due()

    assert arrived()[0]["text"]["body"].endswith(f"{settings.SITE_URL}/en/pesanan/{SECRET}/")


def test_a_line_break_in_a_name_does_not_keep_a_mail_from_leaving(greeting, settings):
    settings.OUTBOX_CHANNELS = ["email"]
    greet(Recipient(name="Siti\r\nBcc: all@example.com", email="siti@example.com"))

    assert deliver_due() == 1
    assert mail.outbox[0].subject == "Hello Siti Bcc: all@example.com"
    assert mail.outbox[0].recipients() == ["siti@example.com"]


def test_a_rolled_back_cause_takes_its_message_along(greeting):
    with transaction.atomic():
        greet()
        transaction.set_rollback(True)

    assert not Message.objects.exists()


def test_the_worker_is_woken_after_the_commit(greeting, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks() as callbacks:
        greet()

    assert len(callbacks) == 1


def test_a_secret_is_unreadable_in_the_database(greeting):
    message = greet()

    assert SECRET.encode() not in bytes(message.secret)
    assert SECRET not in str(message.values)


def test_a_secret_sealed_with_a_lost_key_fails_without_further_tries(greeting, settings, arrived):
    message = greet()
    settings.OUTBOX_KEY = "another key"

    assert deliver_due() == 0

    message.refresh_from_db()
    assert (message.state, message.last_error, message.secret) == ("failed", "CannotUnseal", None)
    assert arrived() == []


def test_an_unknown_kind_and_a_missing_value_are_refused_when_written(greeting):
    with pytest.raises(UnknownKind):
        send("nobody.knows", to=SITI)
    with pytest.raises(KeyError):
        send("greeting", to=SITI, values={})

    assert not Message.objects.exists()


def test_what_is_too_late_expires_and_its_secret_is_wiped(greeting, arrived):
    message = greet(expires_at=timezone.now() - timedelta(seconds=1))

    assert deliver_due() == 0

    message.refresh_from_db()
    assert (message.state, message.secret) == ("expired", None)
    assert arrived() == []


def test_a_message_another_worker_holds_is_left_alone(greeting, arrived):
    message = greet()
    Message.objects.update(lease_until=timezone.now() + timedelta(minutes=1))

    assert deliver_due() == 0
    assert outbox.deliver(message.pk) is False
    assert arrived() == []


class Killed(BaseException):
    """The worker is gone: nothing after this line runs."""


@pytest.mark.parametrize(("step", "copies"), [("_letter", 1), ("_settle", 2)])
def test_a_killed_worker_loses_nothing_and_repeats_at_most_what_it_had_not_noted(
    step, copies, greeting, arrived, monkeypatch
):
    message = greet()

    def die(*_arguments, **_values):
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(outbox, step, die)
        with pytest.raises(Killed):
            deliver_due()
    assert deliver_due() == 0, "the dead worker's lease still holds"
    Message.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    assert deliver_due() == 1

    message.refresh_from_db()
    assert message.state == "sent"
    assert len(arrived()) == copies


class Broken:
    """A gateway whose provider is down."""

    name = "broken"
    is_gateway = True
    ways = frozenset({"phone"})

    def reaches(self, letter, allowed):
        return True

    def deliver(self, letter):
        raise ConnectionError("+6281234567890 could not be reached")


@pytest.fixture
def broken(settings, monkeypatch):
    monkeypatch.setitem(CHANNELS, "broken", Broken())
    settings.OUTBOX_CHANNELS = ["broken"]


def test_a_gateway_that_is_down_is_tried_later_and_later(greeting, broken, caplog):
    message = greet()
    pauses = []
    for _attempt in range(3):
        Message.objects.update(due_at=timezone.now())
        deliver_due()
        message.refresh_from_db()
        pauses.append(round((message.due_at - timezone.now()).total_seconds() / 10) * 10)

    assert pauses == [30, 60, 120]
    assert (message.state, message.attempts, message.last_error) == (
        "waiting",
        3,
        "ConnectionError",
    )
    assert message.secret is not None


def test_after_eight_attempts_staff_see_it_and_the_secret_is_wiped(greeting, broken, caplog):
    message = greet()
    Message.objects.update(attempts=7)

    deliver_due()

    message.refresh_from_db()
    assert (message.state, message.secret) == ("failed", None)


def test_the_next_gateway_serves_when_the_first_is_down(greeting, broken, settings):
    settings.OUTBOX_CHANNELS = ["broken", "email"]
    message = greet()

    assert deliver_due() == 1

    message.refresh_from_db()
    assert message.channel == "email"
    assert [(letter.subject, letter.to) for letter in mail.outbox] == [
        ("Hello Siti", ["siti@example.com"])
    ]


def test_somebody_no_channel_reaches_is_shown_to_staff_at_once(greeting, settings):
    settings.OUTBOX_CHANNELS = ["email"]
    message = greet(Recipient(name="Siti", phone="+6281234567890"))

    deliver_due()

    message.refresh_from_db()
    assert (message.state, message.last_error, message.attempts) == ("failed", "CannotReach", 1)


def test_a_kind_for_phones_only_never_leaves_by_mail(settings, greeting):
    settings.OUTBOX_CHANNELS = ["email"]
    register_kind("call", subject="Call", text="Call us", reaches=("phone",))
    send("call", to=SITI)

    deliver_due()

    assert mail.outbox == []


@pytest.fixture
def demo_owner() -> User:
    return User.objects.create_user("demo@example.com", name="Bu Contoh", is_demo=True)


@pytest.mark.parametrize("by_person", [True, False])
def test_demo_people_are_kept_from_every_gateway(by_person, greeting, settings, demo_owner):
    settings.OUTBOX_CHANNELS = ["email"]
    numbered = Recipient(name="Contoh", phone="+6280000000001", email="contoh@example.com")
    message = greet(recipient_of(demo_owner) if by_person else numbered)

    deliver_due()

    message.refresh_from_db()
    assert (message.state, message.last_error) == ("failed", "CannotReach")
    assert mail.outbox == []


def test_demo_people_pass_the_whole_outbox_to_local_channels(
    greeting, settings, arrived, demo_owner
):
    settings.OUTBOX_CHANNELS = ["email", "file"]
    message = greet(recipient_of(demo_owner))

    deliver_due()

    message.refresh_from_db()
    assert (message.state, message.channel) == ("sent", "file")
    assert (len(arrived()), mail.outbox) == (1, [])


def test_the_console_prints_for_developers(greeting, settings, capsys):
    settings.OUTBOX_CHANNELS = ["console"]
    greet()
    deliver_due()

    assert "✉ Siti <+6281234567890>\nHello Siti\n3 baskets wait" in capsys.readouterr().out


def test_the_file_is_readable_by_the_shop_only(greeting, outbox_file):
    greet()
    deliver_due()

    assert outbox_file.stat().st_mode & 0o777 == 0o600


def test_staff_send_a_failed_message_again(settings, arrived, greeting):
    register_kind("plain", subject="Sold", text="All sold")
    settings.OUTBOX_CHANNELS = ["email"]
    message = send("plain", to=Recipient(name="Siti", phone="+6281234567890"))
    deliver_due()
    settings.OUTBOX_CHANNELS = ["file"]

    outbox.try_again(message, by=SYSTEM)
    deliver_due()

    assert [letter["text"]["body"] for letter in arrived()] == ["All sold"]
    assert list(Event.objects.values_list("verb", flat=True)) == ["message.try_again"]


def test_a_message_whose_secret_is_wiped_is_not_sent_again(greeting, settings):
    settings.OUTBOX_CHANNELS = ["email"]
    message = greet(Recipient(name="Siti", phone="+6281234567890"))
    deliver_due()

    with pytest.raises(SecretGone):
        outbox.try_again(message, by=SYSTEM)

    message.refresh_from_db()
    assert message.state == "failed"


def test_a_message_names_the_row_it_is_about(greeting):
    partner = factories.partner()

    assert greet(about=partner).about == f"partner.Partner:{partner.pk}"


def test_an_address_without_mail_is_not_reached_by_mail():
    letter = channels.Letter(1, "x", "Siti", "+6281234567890", "", False, None)

    assert Email().reaches(letter, frozenset({"email"})) is False
