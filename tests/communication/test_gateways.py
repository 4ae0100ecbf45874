"""Every way into the world keeps one contract, tried against a provider on this machine."""

import json
import socket
from base64 import urlsafe_b64encode
from datetime import timedelta
from urllib.parse import parse_qs

import http_ece
import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.core import mail
from django.core.management import call_command
from py_vapid import Vapid02

from shop.communication import channels, outbox
from shop.communication.channels import CHANNELS, Letter
from shop.communication.gateways import asking, sms, web_push
from shop.communication.gateways.asking import GatewayFailed
from shop.communication.kinds import Text
from shop.communication.models import Message, PushSubscription
from shop.communication.outbox import Recipient, deliver_due, send
from tests import factories
from tests.communication.provider import Provider, provider

pytestmark = pytest.mark.django_db

PHONE = "+6281234567890"
GATEWAYS = ["whatsapp", "sms", "email", "push"]
BY_HTTP = ["whatsapp", "sms", "push"]
BROWSER_KEY = ec.derive_private_key(7, ec.SECP256R1())
AUTH = b"sixteen bytes it"


def written(key: bytes) -> str:
    return urlsafe_b64encode(key).rstrip(b"=").decode()


@pytest.fixture
def served(settings):
    """A provider that all gateways are set to."""
    with provider() as running:
        settings.WHATSAPP_URL = settings.SMS_URL = running.url
        settings.WHATSAPP_PHONE_ID, settings.WHATSAPP_TOKEN = "123", "a-token"
        settings.SMS_FIELDS, settings.SMS_HEADERS = "userkey=u&passkey=p", []
        yield running


@pytest.fixture
def browser(served) -> PushSubscription:
    point = BROWSER_KEY.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    return PushSubscription.objects.create(
        person=factories.person(),
        endpoint=f"{served.url}/push/abc",
        p256dh=written(point),
        auth=written(AUTH),
    )


def letter(browser: PushSubscription, **fields) -> Letter:
    fields = {
        "text": Text("Pesanan baru", "Ada pesanan baru\n2 kg telur"),
        "path": "/lapak-saya/telur/pesanan/1/",
        "is_demo_person": False,
        "phone": PHONE,
        **fields,
    }
    return Letter(
        message_id=1,
        kind="x",
        name="Siti",
        email="siti@example.com",
        subscription_id=browser.pk,
        **fields,
    )


def deliver(name: str, letter: Letter) -> str:
    return channels.deliver(letter, allowed=CHANNELS[name].ways)


def left(served: Provider) -> int:
    return len(served.asked) + len(mail.outbox)


@pytest.mark.parametrize("name", GATEWAYS)
class TestEveryGateway:
    def test_it_delivers_once_and_says_so(self, name, served, browser, settings):
        settings.OUTBOX_CHANNELS = [name]

        assert deliver(name, letter(browser)) == name
        assert left(served) == 1

    @pytest.mark.parametrize("mark", [{"is_demo_person": True}, {"phone": "+6280000000001"}])
    def test_it_never_reaches_demo_people(self, name, mark, served, browser, settings):
        settings.OUTBOX_CHANNELS = [name]

        with pytest.raises(channels.CannotReach):
            deliver(name, letter(browser, **mark))
        assert left(served) == 0

    def test_it_leaves_letters_of_other_ways_alone(self, name, served, browser, settings):
        settings.OUTBOX_CHANNELS = [name]

        with pytest.raises(channels.CannotReach):
            channels.deliver(letter(browser), allowed=frozenset({"pigeon"}))
        assert left(served) == 0


@pytest.mark.parametrize("name", BY_HTTP)
class TestEveryProvider:
    @pytest.mark.parametrize("status", [302, 400, 401, 429, 500])
    def test_a_refusal_names_nobody(self, name, status, served, browser, settings):
        settings.OUTBOX_CHANNELS = [name]
        served.status, served.answer = status, PHONE.encode()
        served.headers = {"Location": f"{served.url}/elsewhere"}

        with pytest.raises(GatewayFailed) as failure:
            deliver(name, letter(browser))

        assert (failure.value.status, failure.value.args) == (status, (status,))
        assert len(served.asked) == 1

    def test_a_provider_that_is_down_fails(self, name, served, browser, settings):
        settings.OUTBOX_CHANNELS = [name]
        with socket.socket() as taken:
            taken.bind(("127.0.0.1", 0))
            nobody = f"http://127.0.0.1:{taken.getsockname()[1]}"
        settings.WHATSAPP_URL = settings.SMS_URL = nobody
        PushSubscription.objects.update(endpoint=f"{nobody}/push/abc")

        with pytest.raises(GatewayFailed) as failure:
            deliver(name, letter(browser))
        assert failure.value.status == 0


def test_all_gateways_together_end_before_the_lease(settings):
    seconds = asking.TIMEOUT * 3 + settings.EMAIL_TIMEOUT

    assert timedelta(seconds=seconds) < outbox.LEASE


def test_whatsapp_sends_a_text_as_one_line_of_its_template(served, browser, settings):
    settings.OUTBOX_CHANNELS = ["whatsapp"]
    deliver("whatsapp", letter(browser))

    [asked] = served.asked
    assert (asked.method, asked.path) == ("POST", "/123/messages")
    assert asked.headers["Authorization"] == "Bearer a-token"
    assert json.loads(asked.body) == {
        "messaging_product": "whatsapp",
        "recipient_type": "individual",
        "to": "6281234567890",
        "type": "template",
        "template": {
            "name": "kabar",
            "language": {"code": "id"},
            "components": [
                {
                    "type": "body",
                    "parameters": [{"type": "text", "text": "Ada pesanan baru 2 kg telur"}],
                }
            ],
        },
    }


def test_whatsapp_sends_a_code_by_its_own_template(served, settings):
    settings.OUTBOX_CHANNELS = ["whatsapp"]
    send("code", to=Recipient(name="", phone=PHONE, language="en"), secret="123456")

    assert deliver_due() == 1
    template = json.loads(served.asked[0].body)["template"]
    assert (template["name"], template["language"]) == ("kode_masuk", {"code": "en"})
    code = [{"type": "text", "text": "123456"}]
    assert template["components"] == [
        {"type": "body", "parameters": code},
        {"type": "button", "sub_type": "url", "index": "0", "parameters": code},
    ]


def test_whatsapp_cuts_what_meta_would_refuse(served, browser, settings):
    settings.OUTBOX_CHANNELS = ["whatsapp"]
    deliver("whatsapp", letter(browser, text=Text("x", "a" * 2000)))

    [body] = json.loads(served.asked[0].body)["template"]["components"]
    assert body["parameters"][0]["text"] == "a" * 899 + "…"


def test_sms_by_form(served, settings):
    settings.SMS_PHONE_SPELLING = "local"
    sms.send_text(PHONE, "Ada pesanan & kabar")

    [asked] = served.asked
    assert asked.method == "POST"
    assert parse_qs(asked.body.decode()) == {
        "userkey": ["u"],
        "passkey": ["p"],
        "to": ["081234567890"],
        "message": ["Ada pesanan & kabar"],
    }


def test_sms_by_json_with_a_token(served, settings):
    settings.SMS_FORMAT, settings.SMS_FIELDS = "json", "from=DESA"
    settings.SMS_HEADERS = ["Authorization: Bearer key"]
    settings.SMS_PHONE_FIELD, settings.SMS_TEXT_FIELD = "recipient", "text"
    sms.send_text(PHONE, "Kabar")

    [asked] = served.asked
    assert asked.headers["Authorization"] == "Bearer key"
    assert json.loads(asked.body) == {"from": "DESA", "recipient": "6281234567890", "text": "Kabar"}


def test_sms_by_query(served, settings):
    settings.SMS_FORMAT, settings.SMS_FIELDS = "query", ""
    settings.SMS_PHONE_SPELLING = "e164"
    sms.send_text(PHONE, "Kabar baru")

    [asked] = served.asked
    assert (asked.method, asked.path) == ("GET", "/?to=%2B6281234567890&message=Kabar+baru")


def test_sms_that_the_provider_did_not_accept_failed(served, settings):
    settings.SMS_ACCEPTED = '"status":"1"'
    served.answer = b'{"messageId":"1","status":"1"}'
    sms.send_text(PHONE, "Kabar")

    served.answer = b'{"messageId":"","status":"0","text":"+6281234567890"}'
    with pytest.raises(GatewayFailed):
        sms.send_text(PHONE, "Kabar")


def test_only_the_browser_can_read_its_notice_which_tells_no_more_than_it_must(
    served, browser, settings
):
    settings.OUTBOX_CHANNELS = ["push"]
    deliver("push", letter(browser))

    [asked] = served.asked
    read = http_ece.decrypt(
        asked.body, private_key=BROWSER_KEY, auth_secret=AUTH, version="aes128gcm"
    )
    assert json.loads(read) == {
        "title": "Sambung Desa",
        "text": "Pesanan baru",
        "path": "/lapak-saya/telur/pesanan/1/",
    }
    assert b"Pesanan" not in asked.body
    assert asked.headers["Content-Encoding"] == "aes128gcm"


def test_a_notice_is_signed_for_its_push_service(served, browser, settings):
    settings.OUTBOX_CHANNELS = ["push"]
    deliver("push", letter(browser))

    signature = served.asked[0].headers["Authorization"]
    assert Vapid02.verify(signature)
    assert f"k={web_push.public_key()}" in signature


@pytest.mark.parametrize("status", [404, 410])
def test_a_browser_that_is_gone_is_forgotten_and_bothers_nobody(status, served, browser, settings):
    settings.OUTBOX_CHANNELS = ["push"]
    served.status = status
    message = send(
        "conversation.answered",
        to=Recipient(name="Siti"),
        values={"author": "Lapak", "text": "Ada"},
        way="push",
        subscription=browser,
    )

    assert deliver_due() == 0
    message.refresh_from_db()
    assert (message.state, message.last_error, message.subscription) == (
        "expired",
        "BrowserGone",
        None,
    )
    assert not PushSubscription.objects.exists()


def test_a_log_line_names_the_error_and_nobody(served, settings, caplog):
    settings.OUTBOX_CHANNELS = ["sms"]
    served.status, served.answer = 500, PHONE.encode()
    send("code", to=Recipient(name="", phone=PHONE), secret="123456")

    assert deliver_due() == 0
    [line] = [line for line in caplog.records if line.name == "shop.communication.outbox"]
    assert line.getMessage().endswith("was not delivered: GatewayFailed")
    assert line.exc_info is None
    assert PHONE not in caplog.text
    assert Message.objects.get().state == "waiting"


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (["console", "file"], False),
        (["email", "push"], False),
        (["sms"], True),
        (["console", "whatsapp"], True),
    ],
)
def test_whether_messages_reach_phones(names, expected, settings):
    settings.OUTBOX_CHANNELS = names

    assert channels.has_phone_gateway() is expected


def test_a_new_key_signs(settings, capsys):
    call_command("make_vapid_key")
    settings.VAPID_PRIVATE_KEY = capsys.readouterr().out.strip()

    assert len(web_push.read_key(web_push.public_key())) == 65
