from datetime import time, timedelta

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone

from sellers import points, refusals
from sellers.clock.opening import opening_text
from sellers.models import SellerPhoto
from shop.history.models import Event
from shop.people.actors import SYSTEM
from shop.shipping.models import ArrangementZone, PartnerDelivery
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def seller():
    factories.category("peternakan", "peternakan")
    return factories.stall(name="Kandang Telur", slug="kandang-telur", phone="+6281234567890")


@pytest.fixture
def owner(seller):
    return factories.works_in(seller, name="Bu Sri Contoh", phone_verified_at=timezone.now())


@pytest.fixture
def desk(client, owner):
    """The owner's browser; `desk(path, **answers)` posts to a page of the stall."""
    client.force_login(owner)

    def post(path, **answers):
        return client.post(f"/lapak-saya/kandang-telur/{path}", answers)

    post.client = client
    return post


def words(response):
    return response.content.decode()


PAGES = [
    "lapak/",
    "lapak/pratinjau/",
    "lapak/profil/",
    "lapak/foto/",
    "lapak/titik/",
    "lapak/desa/",
    "lapak/jam/",
    "lapak/libur/",
    "lapak/kirim/",
    "lapak/kirim/zona/",
    "lapak/kirim/village_courier/",
    "orang/",
    "orang/undang/",
    "orang/keluar/",
]


@pytest.mark.parametrize("path", PAGES)
def test_every_page_opens_for_the_owner_and_for_nobody_else(client, desk, path):
    assert desk.client.get(f"/lapak-saya/kandang-telur/{path}").status_code == 200

    client.force_login(factories.works_in(factories.stall()))
    assert client.get(f"/lapak-saya/kandang-telur/{path}").status_code == 404


OWNERS_OWN = [
    "lapak/nomor/",
    "lapak/desa/",
    "orang/",
    "orang/undang/",
    "orang/undang-pemilik/",
]


@pytest.mark.parametrize("path", OWNERS_OWN)
def test_phone_and_people_are_the_owners_own_business(client, seller, owner, path):
    volunteer = factories.assigned("volunteer", seller.partner.village)
    factories.consented(volunteer, seller)

    for person in (factories.works_in(seller, "helper"), volunteer):
        client.force_login(person)
        for answer in (client.get, client.post):
            assert answer(f"/lapak-saya/kandang-telur/{path}").status_code == 403


def test_the_profile_is_changed_and_its_address_follows(desk, seller):
    page = desk("lapak/profil/", name="Telur Bu Sri", story="Sejak kakek.", since_year="2015")

    seller.refresh_from_db()
    assert page["Location"] == "/lapak-saya/telur-bu-sri/lapak/"
    assert (seller.story, seller.since_year) == ("Sejak kakek.", 2015)


def test_a_bad_profile_keeps_what_was_typed(desk, seller):
    page = desk("lapak/profil/", name="", story="Sejak kakek.")

    assert page.status_code == 422
    assert "Sejak kakek." in words(page)


def test_hours_of_each_day(desk, seller):
    answers = {f"hari{day}-is_open": "on" for day in (0, 1, 5)}
    answers |= {f"hari{day}-opens": "07:00" for day in range(7)}
    answers |= {f"hari{day}-closes": "16:00" for day in range(7)} | {"hari5-closes": "12:30"}

    desk("lapak/jam/", **answers)

    assert list(seller.hours.values_list("weekday", "opens", "closes")) == [
        (0, time(7), time(16)),
        (1, time(7), time(16)),
        (5, time(7), time(12, 30)),
    ]
    assert opening_text(seller) == "Senin–Selasa 07.00–16.00, Sabtu 07.00–12.30"


def test_the_same_hours_on_every_open_day(desk, seller):
    answers = {f"hari{day}-is_open": "on" for day in range(7)} | {"is_same": "on"}

    desk("lapak/jam/", **answers, **{"hari0-opens": "06:00", "hari0-closes": "17:00"})

    assert opening_text(seller) == "Senin–Minggu 06.00–17.00"


@pytest.mark.parametrize(
    "answers",
    [
        {},
        {"hari0-is_open": "on"},
        {"hari0-is_open": "on", "hari0-opens": "17:00", "hari0-closes": "06:00"},
        {"hari0-is_open": "on", "hari0-opens": "pagi", "hari0-closes": "06:00"},
    ],
)
def test_hours_that_make_no_sense_change_nothing(desk, seller, answers):
    assert desk("lapak/jam/", **answers).status_code == 422
    assert not seller.hours.exists()


def test_without_hours_the_words_of_before_stand(seller):
    seller.opening_hours = "06.00-17.00"

    assert opening_text(seller) == "06.00-17.00"


def test_a_holiday_comes_and_ends(desk, seller):
    first = timezone.localdate() + timedelta(days=2)
    desk("lapak/libur/", first=first.isoformat(), last="")
    seller.partner.refresh_from_db()
    assert (seller.partner.closed_from, seller.partner.closed_to) == (first, None)

    assert desk("lapak/libur/", first="2026-12-05", last="2026-12-01").status_code == 422

    desk("lapak/libur/selesai/")
    seller.partner.refresh_from_db()
    assert seller.partner.closed_from is None


def test_the_stall_closes_and_opens(desk, seller):
    answer = desk("buka/", to="closed", back="/lapak-saya/kandang-telur/lapak/")
    assert answer.url == "/lapak-saya/kandang-telur/lapak/"
    seller.partner.refresh_from_db()
    assert not seller.partner.accepts_orders

    desk("buka/", to="open")
    seller.partner.refresh_from_db()
    assert seller.partner.accepts_orders


def test_whatsapp_is_shown_by_the_owners_consent_only(desk, seller, client):
    desk("lapak/wa/", show="1")
    seller.refresh_from_db()
    assert seller.whatsapp_consent_at is not None

    desk("lapak/wa/", show="0")
    client.force_login(factories.works_in(seller, "helper"))
    page = client.post("/lapak-saya/kandang-telur/lapak/wa/", {"show": "1"})
    seller.refresh_from_db()
    assert (page.status_code, seller.whatsapp_consent_at) == (403, None)


def test_village_delivery_with_its_limits(desk, seller):
    desk(
        "lapak/kirim/village_courier/",
        radius_km="7",
        free_above="Rp100.000",
        handling_days="1",
        note="Sore saja",
    )

    way = PartnerDelivery.objects.get(partner=seller.partner, method="village_courier")
    assert (way.radius_km, way.free_above, way.handling_days) == (7, 100_000, 1)
    assert desk("lapak/kirim/village_courier/", radius_km="5000").status_code == 422
    assert desk("lapak/kirim/roket/").status_code == 404


def test_the_last_way_of_delivery_stays(desk, seller):
    desk("lapak/kirim/village_courier/berhenti/")
    desk("lapak/kirim/pickup/berhenti/")

    ways = PartnerDelivery.objects.filter(partner=seller.partner)
    assert [way.method for way in ways] == ["pickup"]


def test_zones_are_set_and_taken_away(desk, seller):
    zone = {"carrier": "Pikap", "fee": "150000", "days_min": "1", "days_max": "3"}
    desk("lapak/kirim/zona/", destination="semua", **zone)
    assert ArrangementZone.objects.get().destination == ""
    ArrangementZone.objects.all().delete()
    desk("lapak/kirim/zona/", destination="35.05", **zone)

    row = ArrangementZone.objects.get(partner=seller.partner)
    assert (row.destination, row.fee) == ("35.05", 150_000)
    desk(f"lapak/kirim/zona/{row.pk}/hapus/")
    assert not ArrangementZone.objects.exists()


def test_a_zone_that_takes_longer_than_live_goods_endure_is_warned_of(desk, seller):
    PartnerDelivery.objects.create(partner=seller.partner, method="arrangement")
    zone = {"partner": seller.partner, "carrier": "Bus", "fee": 50_000, "days_min": 1}
    near = ArrangementZone.objects.create(destination="35.05", days_max=1, **zone)
    sent = {"is_live": True, "allows_arrangement": True}
    factories.listing(seller.partner, title="Koi", endures_hours=24, **sent)
    factories.listing(seller.partner, title="Telur", allows_arrangement=True)
    factories.listing(title="Lele tetangga", endures_hours=1, **sent)

    def page():
        return words(desk.client.get("/lapak-saya/kandang-telur/lapak/kirim/"))

    assert "tidak bisa memesan" not in page()
    far = ArrangementZone.objects.create(destination="35", days_max=2, **zone)
    assert (
        "Pembeli di sana tidak bisa memesan Koi dengan cara ini: perjalanannya bisa sampai 48 jam,"
        " lebih lama dari daya tahannya." in page()
    )

    far.delete()
    for name in ("A", "B", "C", "D"):
        factories.listing(seller.partner, title=f"Anakan {name}", endures_hours=23, **sent)
    assert "memesan Anakan A, Anakan B, Anakan C, dan 1 lainnya dengan cara ini" in page()
    near.delete()
    assert "tidak bisa memesan" not in page()


def test_anothers_zone_is_not_there(desk):
    other = ArrangementZone.objects.create(
        partner=factories.partner(), destination="35", carrier="Truk", fee=1
    )

    assert desk(f"lapak/kirim/zona/{other.pk}/hapus/").status_code == 404
    assert ArrangementZone.objects.filter(pk=other.pk).exists()


def test_a_pasted_map_link_puts_the_stall_at_its_door(desk, seller):
    desk("lapak/titik/", place="https://maps.example/?q=-8.0983,112.1681&z=17")
    seller.refresh_from_db()
    assert (seller.latitude, seller.longitude) == (-8.0983, 112.1681)

    assert desk("lapak/titik/", place="dekat masjid").status_code == 422
    desk("lapak/titik/", forget="1")
    seller.refresh_from_db()
    assert seller.latitude is None


@pytest.mark.parametrize(
    ("text", "point"),
    [
        ("-8.0983, 112.1681", (-8.0983, 112.1681)),
        ("-8,0983 ; 112,1681", (-8.0983, 112.1681)),
        ("geo:-8.0983,112.1681?z=17", (-8.0983, 112.1681)),
        (
            "https://maps.example/place/@-8.1,112.2,17z/data=!3d-8.0983!4d112.1681",
            (-8.0983, 112.1681),
        ),
        ("https://maps.example/?mlat=-8.0983&mlon=112.1681#map=1", (-8.0983, 112.1681)),
        ("https://maps.example/?query=-8.0983%2C112.1681", (-8.0983, 112.1681)),
    ],
)
def test_places_are_read(text, point):
    assert points.point_from(text) == point


@pytest.mark.parametrize("text", ["", "Blitar", "https://maps.example/x7Yz", "95, 112", "8, 190"])
def test_what_is_no_place_is_refused(text):
    with pytest.raises(refusals.NeedsPlace):
        points.point_from(text)


def test_a_point_writes_one_event(seller):
    before = Event.objects.count()

    assert points.set_point(seller, (-8.1, 112.1), by=SYSTEM)
    assert not points.set_point(seller, (-8.1, 112.1), by=SYSTEM)

    assert Event.objects.count() == before + 1


def test_moving_to_another_village_asks_for_a_new_verification(desk, seller):
    other = factories.village("35.05.04.2009", "Jimbe")

    desk("lapak/desa/", village="Jimbe")

    seller.refresh_from_db()
    seller.partner.refresh_from_db()
    assert seller.partner.village == other
    assert (seller.verified_at, seller.partner.accepts_orders) == (None, False)


def test_a_file_that_is_no_photo_is_refused(desk):
    page = desk("lapak/foto/", photo=ContentFile(b"not a photo", name="a.jpg"))

    assert page.status_code == 422
    assert not SellerPhoto.objects.exists()


def test_the_preview_shows_what_buyers_will_see(desk, seller):
    seller.verified_at = None
    seller.save()
    factories.shelved(seller, title="Telur Kampung", price=28_000)
    factories.shelved(seller, title="Rahasia", state="draft", is_public=False)

    text = words(desk.client.get("/lapak-saya/kandang-telur/lapak/pratinjau/"))

    assert "Telur Kampung" in text
    assert "Rp28.000" in text
    assert "Rahasia" not in text
    assert desk.client.get("/lapak/kandang-telur/").status_code == 404
