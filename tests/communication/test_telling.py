from datetime import UTC, datetime

import pytest
from django.utils import timezone, translation

from shop.communication import inbox, kinds, push
from shop.communication.kinds import register_kind
from shop.communication.models import Message, PushSubscription
from shop.communication.outbox import deliver_due
from shop.communication.telling import tell
from shop.history.models import Event
from shop.people.actors import actor_for
from tests import factories

pytestmark = pytest.mark.django_db

KEYS = {"p256dh": "B" + "A" * 86, "auth": "A" * 22}
CHROME = "https://fcm.googleapis.com/fcm/send/abc"


@pytest.fixture
def siti():
    return factories.person(name="Siti", email="siti@example.com")


@pytest.fixture
def sold(monkeypatch):
    monkeypatch.setattr(kinds, "_kinds", dict(kinds._kinds))
    register_kind("secret", subject="Link", text="Open %(secret)s")
    return register_kind("sold", subject="Sold: %(what)s", text="%(what)s is sold until %(until)s")


def subscribe(person, endpoint=CHROME):
    push.switch_on(person, endpoint=endpoint, by=actor_for(person), **KEYS)


def ways(messages) -> list[str]:
    return [message.way for message in messages]


def told(person, **options):
    return tell(person, "sold", values={"what": "Telur", "until": "besok"}, **options)


def test_she_is_told_by_every_way_she_has(sold, siti):
    subscribe(siti)
    subscribe(siti, f"{CHROME}-2")

    assert ways(told(siti)) == ["phone", "email", "push", "push", "inbox"]


def test_only_by_the_ways_she_has(sold):
    assert ways(told(factories.person())) == ["phone", "inbox"]


@pytest.mark.parametrize(
    ("names", "expected"),
    [(["email"], ["email", "inbox"]), (["sms", "push"], ["phone", "push", "inbox"])],
)
def test_only_by_the_ways_the_shop_has(names, expected, sold, siti, settings):
    settings.OUTBOX_CHANNELS = names
    subscribe(siti)

    assert ways(told(siti)) == expected


def test_a_closed_account_hears_nothing(sold, siti):
    siti.is_active = False

    assert told(siti) == []
    assert not Message.objects.exists()


def test_a_secret_goes_neither_to_browsers_nor_to_the_inbox(sold, siti):
    subscribe(siti)

    assert ways(tell(siti, "secret", secret="k7dUQ3")) == ["phone", "email"]


def test_every_way_is_delivered_once_with_a_link(sold, siti, arrived, settings):
    told(siti, path="/lapak-saya/telur/")

    assert deliver_due() == 2
    bodies = {letter["way"]: letter["text"]["body"] for letter in arrived()}
    link = f"Telur is sold until besok\n{settings.SITE_URL}/lapak-saya/telur/"
    assert bodies == {"phone": link, "email": link}


def test_times_are_written_for_her(sold):
    reader = factories.person(language="en")
    until = datetime(2026, 11, 23, 2, 52, tzinfo=UTC)

    messages = tell(reader, "sold", values={"what": "Eggs", "until": until})

    assert messages[0].values["until"] == "Monday 23 Nov, 09:52"


class TestInbox:
    def test_it_is_there_at_once_and_unread(self, sold, siti):
        told(siti, path="/lapak-saya/telur/")

        message = inbox.of(siti).get()
        assert (message.state, message.channel) == ("sent", "inbox")
        assert inbox.unread(siti) == 1

    def test_it_reads_newest_first(self, sold, siti):
        told(siti, path="/a/")
        told(siti, path="/b/")

        entries = inbox.entries(inbox.of(siti))
        assert [(entry.subject, entry.path, entry.is_read) for entry in entries] == [
            ("Sold: Telur", "/b/", False),
            ("Sold: Telur", "/a/", False),
        ]

    def test_reading_marks_only_her_own(self, sold, siti):
        somebody = factories.person()
        told(siti)
        told(somebody)

        assert inbox.mark_read(inbox.of(siti)) == 1
        assert (inbox.unread(siti), inbox.unread(somebody)) == (0, 1)

    def test_a_kind_that_is_no_more_is_left_out(self, siti):
        Message.objects.create(
            kind="gone", person=siti, way="inbox", state="sent", sent_at=timezone.now()
        )

        assert inbox.entries(inbox.of(siti)) == []


class TestNoticesOnThePhone:
    def test_on_and_off(self, siti):
        subscribe(siti)
        assert siti.push_subscriptions.get().endpoint == CHROME

        assert push.switch_off(siti, endpoint=CHROME, by=actor_for(siti)) is True
        assert not PushSubscription.objects.exists()
        assert list(Event.objects.values_list("verb", flat=True)) == [
            "person.notices_on",
            "person.notices_off",
        ]

    def test_a_phone_that_changed_hands_shows_the_new_persons(self, siti):
        somebody = factories.person()
        subscribe(siti)
        subscribe(somebody)

        assert PushSubscription.objects.get().person == somebody

    def test_nobody_switches_off_another_persons(self, siti):
        somebody = factories.person()
        subscribe(siti)

        assert push.switch_off(somebody, endpoint=CHROME, by=actor_for(somebody)) is False
        assert siti.push_subscriptions.count() == 1

    def test_ten_browsers_are_kept(self, siti):
        for number in range(12):
            subscribe(siti, f"{CHROME}-{number}")

        assert siti.push_subscriptions.count() == 10
        assert not siti.push_subscriptions.filter(endpoint=f"{CHROME}-1").exists()

    @pytest.mark.parametrize(
        "endpoint",
        [
            "https://updates.push.services.mozilla.com/wpush/v2/abc",
            "https://wns2-sg2p.notify.windows.com/w/?token=abc",
            "https://web.push.apple.com/abc",
        ],
    )
    def test_push_services_of_the_usual_browsers(self, endpoint, siti):
        subscribe(siti, endpoint)

        assert siti.push_subscriptions.get().endpoint == endpoint

    @pytest.mark.parametrize(
        "endpoint",
        [
            "",
            "http://fcm.googleapis.com/fcm/send/abc",
            "https://127.0.0.1/fcm/send/abc",
            "https://127.0.0.1%2f.push.apple.com/abc",
            "https://127.0.0.1\\.push.apple.com/abc",
            "https://127.0.0.1\t.push.apple.com/abc",
            "https://127.0.0.1;.push.apple.com/abc",
            "https://169.254.169.254/latest/meta-data/",
            "https://fcm.googleapis.com:8443/fcm/send/abc",
            "https://fcm.googleapis.com@127.0.0.1/abc",
            "https://user@fcm.googleapis.com/abc",
            "https://fcm.googleapis.com.example.com/abc",
            "https://evil-fcm.googleapis.com/abc",
            "https://xpush.apple.com/abc",
            "https://fcm.googleapis.com:99999/abc",
            "https://[fcm.googleapis.com/abc",
            f"https://fcm.googleapis.com/{'a' * 500}",
            "file:///etc/passwd",
        ],
    )
    def test_no_other_address_is_ever_called(self, endpoint, siti):
        with pytest.raises(push.BadSubscription):
            subscribe(siti, endpoint)
        assert not PushSubscription.objects.exists()
        assert not Event.objects.exists()

    @pytest.mark.parametrize("keys", [{"p256dh": "A"}, {"auth": ""}, {"auth": "ä" * 22}])
    def test_keys_that_are_none(self, keys, siti):
        with pytest.raises(push.BadSubscription):
            push.switch_on(siti, endpoint=CHROME, by=actor_for(siti), **(KEYS | keys))

    def test_the_refusal_speaks_indonesian(self):
        with translation.override("id"):
            assert "browser ini" in str(push.BadSubscription())
