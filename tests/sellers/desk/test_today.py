"""Today at the desk: figures, jobs, quick stock, opening and closing."""

from datetime import datetime, timedelta, timezone

import pytest
from django.urls import reverse
from django.utils import timezone as clock

from sellers.desk.orders import times
from sellers.team import consents
from shop.order import states
from shop.order.models import SellerOrder
from shop.partner import animals, takedowns
from shop.people.actors import SYSTEM, actor_for
from tests import factories
from tests.payment.money import paid_order

pytestmark = pytest.mark.django_db
QUERIES = 22
JAKARTA = timezone(timedelta(hours=7))


@pytest.fixture
def seller():
    return factories.stall(slug="bu-sri", name="Bu Sri Contoh", owner_name="Bu Sri")


@pytest.fixture
def owner(client, seller):
    person = factories.works_in(seller)
    client.force_login(person)
    return person


def today(client):
    return client.get(reverse("desk:today", args=["bu-sri"]))


def part_of(seller, **fields) -> SellerOrder:
    return paid_order(seller.partner, **fields).seller_orders.get()


def post(client, name: str, *rest, **answers):
    return client.post(reverse(f"desk:{name}", args=["bu-sri", *rest]), answers, follow=True)


@pytest.mark.parametrize(
    ("hour", "words"),
    [
        (5, "Selamat pagi"),
        (10, "Selamat pagi"),
        (11, "Selamat siang"),
        (15, "Selamat sore"),
        (18, "Selamat malam"),
        (23, "Selamat malam"),
    ],
)
def test_greets_by_the_hour_in_jakarta(hour, words):
    assert times.greeting(datetime(2026, 11, 24, hour, tzinfo=JAKARTA)) == words


@pytest.mark.parametrize(
    ("left", "words"),
    [
        (timedelta(seconds=-1), "waktunya habis"),
        (timedelta(seconds=20), "1 menit lagi"),
        (timedelta(minutes=40), "40 menit lagi"),
        (timedelta(hours=1), "1 jam lagi"),
        (timedelta(hours=1, minutes=20), "1 jam 20 menit lagi"),
    ],
)
def test_says_the_time_left(left, words):
    now = datetime(2026, 11, 24, 9, tzinfo=JAKARTA)
    assert times.time_left(now + left, now) == words


def test_a_standing_clock_has_no_time_left():
    assert times.time_left(None, clock.now()) == ""


def test_figures_count_what_waits_and_what_was_sold(client, seller, owner):
    part_of(seller)
    ready = part_of(seller, delivery="village_courier", fee=8_000)
    states.accept(ready, by=SYSTEM)
    states.ready(ready, by=SYSTEM)
    gone = part_of(seller)
    states.decline(gone, by=SYSTEM, reason="Habis")
    context = today(client).context
    assert (context["work"].to_answer, context["work"].to_hand_over) == (1, 1)
    assert context["sold_today"] == 100_000


def test_the_most_urgent_job_comes_first(client, seller, owner):
    later, sooner, ready = part_of(seller), part_of(seller), part_of(seller)
    states.accept(ready, by=SYSTEM)
    states.ready(ready, by=SYSTEM)
    for part, hours in ((later, 5), (sooner, 1)):
        SellerOrder.objects.filter(pk=part.pk).update(
            answer_by=clock.now() + timedelta(hours=hours)
        )
    rows = today(client).context["work"].rows
    assert [row.card.part for row in rows] == [sooner, later, ready]


def test_accepting_from_today_comes_back_to_today(client, seller, owner):
    part = part_of(seller)
    response = post(client, "step", part.order.number, "terima", then="today")
    assert response.redirect_chain == [("/lapak-saya/bu-sri/", 302)]
    part.refresh_from_db()
    assert part.status == "accepted"


def test_a_listing_taken_down_is_a_job(client, seller, owner):
    product = factories.shelved(seller, title="Telur")
    takedowns.take_down(product, reason="Foto orang lain", by=SYSTEM)
    [notice] = today(client).context["work"].notices
    assert (notice.title, notice.text) == ("Diturunkan: Telur", "Foto orang lain")


@pytest.mark.parametrize(
    ("days", "title"),
    [
        (7, "NIB (Nomor Induk Berusaha) segera habis masanya"),
        (-1, "NIB (Nomor Induk Berusaha) sudah habis masanya"),
        (61, None),
    ],
)
def test_a_paper_that_runs_out_is_a_job(client, seller, owner, days, title):
    seller.credentials.create(
        kind="nib",
        number="1234567890123",
        state="verified",
        verified_at=clock.now(),
        expires_on=clock.localdate() + timedelta(days=days),
    )
    notices = today(client).context["work"].notices
    assert [notice.title for notice in notices] == ([title] if title else [])


def test_a_missing_paper_of_goods_on_sale_is_a_job(client, seller, owner):
    sector = factories.category("olahan", "olahan")
    leaf = factories.category("keripik", "olahan", above=sector, is_food=True, pirt="ya")
    factories.shelved(seller, leaf=leaf, pirt="ya", title="Keripik")
    factories.shelved(seller, leaf=leaf, pirt="ya", state="draft", is_public=False)
    [notice] = today(client).context["work"].notices
    assert notice.title == "Surat belum ada: P-IRT (izin makanan rumahan)"
    assert notice.text.startswith("Untuk Keripik. ")
    assert notice.url == "/lapak-saya/bu-sri/surat/"


def test_quick_stock_takes_a_number_or_a_step(client, seller, owner):
    product = factories.shelved(seller, stock=10)
    record = product.stockrecords.get()
    for answers, stock in (
        ({"quantity": "25"}, 25),
        ({"quantity": "25", "step": "1"}, 26),
        ({"quantity": "26", "step": "-1"}, 25),
        ({"quantity": "banyak"}, 25),
        ({"quantity": "0", "step": "-1"}, 0),
    ):
        post(client, "quick-stock", product.public_id, **answers)
        record.refresh_from_db()
        assert record.num_in_stock == stock


def test_a_second_press_of_more_adds_one(client, seller, owner):
    product = factories.shelved(seller, stock=10)
    for _press in range(2):
        post(client, "quick-stock", product.public_id, quantity="10", seen="10", step="1")
    assert product.stockrecords.get().num_in_stock == 11


def test_stock_that_changed_meanwhile_is_told_not_overwritten(client, seller, owner):
    product = factories.shelved(seller, stock=10)
    response = post(client, "quick-stock", product.public_id, quantity="30", seen="12")
    [told] = response.context["messages"]
    assert "10" in str(told)
    assert product.stockrecords.get().num_in_stock == 10


def test_stock_in_orders_stays(client, seller, owner):
    part = part_of(seller)
    product = part.lines.get().product
    response = post(client, "quick-stock", product.public_id, quantity="1")
    [told] = response.context["messages"]
    assert str(told).startswith(f"{product.title}: 2 ")
    assert product.stockrecords.get().num_in_stock == 2


def test_anothers_stock_is_not_found_and_unchanged(client, seller, owner):
    product = factories.shelved(factories.stall(), stock=10)
    response = post(client, "quick-stock", product.public_id, quantity="0")
    assert response.status_code == 404
    assert product.stockrecords.get().num_in_stock == 10


def test_what_runs_out_is_said(client, seller, owner):
    factories.shelved(seller, title="Telur", stock=0)
    factories.shelved(seller, title="Susu", stock=2)
    factories.shelved(seller, title="Tempe", stock=50)
    assert today(client).context["stock_warning"] == "Habis: Telur. Susu tinggal 2."


def test_the_button_closes_and_opens_the_stall(client, seller, owner):
    assert "Lapak buka" in today(client).content.decode()
    for to, is_open in (("closed", False), ("closed", False), ("open", True)):
        post(client, "open", to=to, back="/lapak-saya/bu-sri/pesanan/")
        seller.partner.refresh_from_db()
        assert seller.partner.accepts_orders is is_open


def test_opening_ends_the_holiday(client, seller, owner):
    day = clock.localdate()
    seller.partner.closed_from, seller.partner.closed_to = day, day + timedelta(days=3)
    seller.partner.save()
    assert "Libur sampai" in today(client).content.decode()
    post(client, "open", to="open")
    seller.partner.refresh_from_db()
    assert (seller.partner.closed_from, seller.partner.closed_to) == (None, None)


@pytest.mark.parametrize("back", ["https://contoh.example/", "//contoh.example/", "entah", "-1"])
def test_the_button_never_leads_to_another_site(client, seller, owner, back):
    response = post(client, "open", to="open", back=back)
    assert response.redirect_chain == [("/lapak-saya/bu-sri/", 302)]


def test_a_stall_nobody_checked_has_no_button_and_says_what_is_missing(client, seller, owner):
    seller.verified_at = None
    seller.save()
    page = today(client)
    assert "Menunggu diperiksa" in page.content.decode()
    assert "Pasang produk" in [words for words, _page in page.context["missing"]]
    post(client, "open", to="open")
    seller.partner.refresh_from_db()
    assert "Lapak buka" not in today(client).content.decode()


def test_every_form_carries_its_token(client, seller, owner):
    factories.shelved(seller)
    part = part_of(seller)
    for path in ("", "pesanan/", f"pesanan/{part.order.number}/"):
        page = client.get(f"/lapak-saya/bu-sri/{path}").content.decode()
        assert page.count('method="post"') == page.count("csrfmiddlewaretoken") > 1


def test_a_listing_that_was_changed_stays_in_sight(client, seller, owner):
    for number in range(6):
        factories.shelved(seller, title=f"Produk {number}", stock=1)
    plenty = factories.shelved(seller, title="Anyaman", stock=50)
    record = plenty.stockrecords.get()
    assert record not in today(client).context["stock"]
    changed = post(client, "quick-stock", plenty.public_id, quantity="51", seen="50")
    assert changed.context["stock"][0] == record


def test_one_stall_opens_at_once_and_several_are_chosen_from(client, seller, owner):
    assert client.get("/lapak-saya/").url == "/lapak-saya/bu-sri/"
    other = factories.stall(slug="pak-jo", name="Pak Jo Contoh")
    other.memberships.create(person=owner, role="helper")
    page = client.get("/lapak-saya/").content.decode()
    assert "/lapak-saya/bu-sri/" in page
    assert "/lapak-saya/pak-jo/" in page
    assert "Ganti lapak" in today(client).content.decode()


def test_a_volunteer_finds_the_stall_where_she_helps(client, seller):
    factories.works_in(seller)
    volunteer = factories.assigned("volunteer", seller.partner.village)
    factories.consented(volunteer, seller)
    client.force_login(volunteer)
    assert client.get("/lapak-saya/").url == "/lapak-saya/bu-sri/"
    assert "Anda membantu" in today(client).content.decode()


def test_only_an_owner_is_asked_to_answer_a_volunteer(client, seller, owner):
    village = seller.partner.village
    dimas = factories.assigned("volunteer", village, name="Dimas Contoh")
    consent = consents.ask(seller, dimas, by=actor_for(dimas))

    page = today(client)
    [notice] = page.context["work"].notices
    assert (notice.title, notice.action) == ("Dimas Contoh minta izin membantu Anda", "Jawab")
    assert f'href="{notice.url}">Jawab</a>' in page.content.decode()
    assert notice.url == "/lapak-saya/bu-sri/orang/"

    other = factories.assigned("volunteer", village)
    factories.consented(other, seller)
    for person in (factories.works_in(seller, "helper"), other):
        client.force_login(person)
        assert today(client).context["work"].notices == []

    consents.end(consent, by=actor_for(dimas))
    client.force_login(owner)
    assert today(client).context["work"].notices == []


def test_today_costs_the_same_for_more_work(client, seller, owner, django_assert_num_queries):
    def ask():
        return client.get(reverse("desk:today", args=["bu-sri"]))

    part_of(seller)
    with django_assert_num_queries(QUERIES):
        ask()
    for _order in range(4):
        part_of(seller)
        factories.shelved(seller)
    with django_assert_num_queries(QUERIES):
        ask()


def test_one_animal_sold_as_itself_is_not_in_quick_stock(client, seller, owner):
    koi = factories.shelved(seller, title="Koi kohaku", is_live=True, stock=1)
    factories.shelved(seller, title="Telur", stock=50)
    animals.describe(koi, by=SYSTEM, variety="Kohaku")
    assert [record.product.title for record in today(client).context["stock"]] == ["Telur"]
