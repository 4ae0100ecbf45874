"""The news page: what a person was told, and notices on her phone."""

import pytest
from django.core.exceptions import ObjectDoesNotExist

from shop.communication import inbox
from shop.communication.models import Message, PushSubscription
from shop.communication.telling import tell
from tests import factories

pytestmark = pytest.mark.django_db

CHROME = {
    "endpoint": "https://fcm.googleapis.com/fcm/send/abc",
    "p256dh": "B" + "A" * 86,
    "auth": "A" * 22,
}
PATH = "/lapak-saya/telur-lereng/"
SAID = {"title": "Telur", "stall": "Telur Lereng"}


@pytest.fixture
def owner():
    return factories.works_in(factories.stall(slug="telur-lereng"))


@pytest.fixture
def desk(client, owner):
    client.force_login(owner)
    return client


def told(person, path=PATH) -> Message:
    return tell(person, "listing.take_down_lifted", values=SAID, path=path)[-1]


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("get", "kabar/"),
        ("get", "kabar/1/"),
        ("post", "kabar/dibaca/"),
        ("post", "kabar/pemberitahuan/nyala/"),
        ("post", "kabar/pemberitahuan/mati/"),
    ],
)
def test_strangers_sign_in_first(method, path, client):
    answer = getattr(client, method)(f"/lapak-saya/{path}")

    assert (answer.status_code, answer.url.split("?")[0]) == (302, "/akun/masuk/")


def test_nothing_yet(desk):
    assert "Belum ada kabar" in desk.get("/lapak-saya/kabar/").content.decode()


def test_the_unread_is_marked_and_opening_reads_it(desk, owner):
    message = told(owner)
    page = desk.get("/lapak-saya/kabar/").content.decode()
    assert "<b>Telur boleh dijual lagi</b>" in page
    assert "Bapak/Ibu, Telur dari Telur Lereng sudah dilihat" in page

    answer = desk.get(f"/lapak-saya/kabar/{message.pk}/")

    assert (answer.status_code, answer.url) == (302, PATH)
    assert inbox.unread(owner) == 0
    assert "<b>Telur boleh" not in desk.get("/lapak-saya/kabar/").content.decode()


@pytest.mark.parametrize(
    ("kind", "values", "text"),
    [
        (
            "stall.joined",
            {"newcomer": "Tini", "stall": "Telur Lereng", "slug": "telur-lereng"},
            "Bapak/Ibu, Tini menerima undangan dan sekarang ikut mengurus Telur Lereng.",
        ),
        (
            "consent.asked",
            {"volunteer": "Dimas", "stall": "Telur Lereng", "slug": "telur-lereng"},
            "Bapak/Ibu, Dimas minta izin membantu di Telur Lereng. Setujui hanya kalau kenal.",
        ),
        (
            "paper.verified",
            {"paper": "NIB", "stall": "Telur Lereng"},
            "Bapak/Ibu, NIB untuk Telur Lereng sudah diperiksa."
            " Tandanya sekarang terlihat oleh pembeli.",
        ),
    ],
)
def test_the_text_says_no_address_since_its_title_leads_there(kind, values, text, desk, owner):
    tell(owner, kind, values=values | {"path": PATH}, path=PATH)

    assert f"<p>{text}</p>" in desk.get("/lapak-saya/kabar/").content.decode()


def test_in_english_it_leads_to_the_english_page(desk, owner):
    message = told(owner)

    assert desk.get(f"/en/lapak-saya/kabar/{message.pk}/").url == f"/en{PATH}"


def test_what_leads_nowhere_leads_back(desk, owner):
    message = told(owner, path="")

    assert desk.get(f"/lapak-saya/kabar/{message.pk}/").url == "/lapak-saya/kabar/"


def test_somebody_elses_message_is_nowhere(desk, owner):
    message = told(factories.person())

    assert desk.get(f"/lapak-saya/kabar/{message.pk}/").status_code == 404
    message.refresh_from_db()
    assert message.read_at is None


def test_all_read_at_once(desk, owner):
    told(owner)
    told(owner)

    assert desk.post("/lapak-saya/kabar/dibaca/").url == "/lapak-saya/kabar/"
    assert inbox.unread(owner) == 0


def test_pages_of_twenty(desk, owner):
    for _number in range(21):
        told(owner)

    assert desk.get("/lapak-saya/kabar/").content.decode().count('<li class="job') == 20
    assert desk.get("/lapak-saya/kabar/?page=2").content.decode().count('<li class="job') == 1


def test_queries_do_not_grow(desk, owner, django_assert_num_queries):
    for _number in range(3):
        told(owner)

    with django_assert_num_queries(5):
        desk.get("/lapak-saya/kabar/")


@pytest.mark.parametrize(("names", "says"), [(["file"], True), (["sms"], False)])
def test_it_says_where_messages_do_not_reach_phones(names, says, desk, settings):
    settings.OUTBOX_CHANNELS = names

    page = desk.get("/lapak-saya/kabar/").content.decode()
    assert ("Kabar belum dikirim lewat SMS atau WhatsApp" in page) is says


class TestNotices:
    def test_the_panel_is_hidden_until_the_script_shows_it(self, desk):
        page = desk.get("/lapak-saya/kabar/").content.decode()

        assert 'data-worker="/lapak-saya/pekerja.js" hidden' in page

    def test_without_a_key_there_is_no_panel(self, desk, settings):
        settings.VAPID_PRIVATE_KEY = ""

        assert "data-notices" not in desk.get("/lapak-saya/kabar/").content.decode()

    def test_on_and_off(self, desk, owner):
        assert desk.post("/lapak-saya/kabar/pemberitahuan/nyala/", CHROME).status_code == 302
        assert PushSubscription.objects.get().person == owner

        assert desk.post("/lapak-saya/kabar/pemberitahuan/mati/", CHROME).status_code == 302
        with pytest.raises(ObjectDoesNotExist):
            PushSubscription.objects.get()

    def test_an_address_of_our_own_network_is_refused(self, desk):
        answer = desk.post(
            "/lapak-saya/kabar/pemberitahuan/nyala/", CHROME | {"endpoint": "https://10.0.0.1/x"}
        )

        assert answer.status_code == 422
        assert not PushSubscription.objects.exists()

    def test_the_worker_is_a_script_for_the_desk_and_sets_no_cookie(self, client):
        answer = client.get("/lapak-saya/pekerja.js")

        assert answer["Content-Type"] == "text/javascript; charset=utf-8"
        assert answer["Cache-Control"] == "no-cache"
        assert "showNotification" in answer.content.decode()
        assert not answer.cookies
