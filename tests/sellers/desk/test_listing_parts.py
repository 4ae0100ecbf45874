"""A listing's parts, each on a short page; every refusal is told at its field."""

import pytest
from django.urls import reverse

from catalogue.models import Product
from sellers.models import Credential
from shop.history.models import Event
from shop.partner import animals, groups
from shop.people.actors import SYSTEM
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def seller():
    return factories.stall(slug="bu-sri")


@pytest.fixture
def owner(client, seller):
    person = factories.works_in(seller)
    client.force_login(person)
    return person


def address(product: Product, part: str) -> str:
    return reverse("desk:listing_part", args=["bu-sri", product.public_id, part])


def typed(client, product, part: str) -> dict:
    """The form's answers as the page brings them."""
    form = client.get(address(product, part)).context["form"]
    values = {name: form[name].value() for name in form.fields}
    return {name: value for name, value in values.items() if value not in (None, False)}


def change(client, product, part: str, **answers):
    return client.post(address(product, part), typed(client, product, part) | answers)


def errors(response) -> dict:
    assert response.status_code == 422
    return dict(response.context["form"].errors)


def saved(product) -> Product:
    return Product.objects.get(pk=product.pk)


def test_words_are_changed_in_one_event(client, seller, owner):
    product = factories.shelved(seller, title="Telur")
    assert (
        change(client, product, "kata", title="Telur asin", description="Enak").status_code == 302
    )
    assert (saved(product).title, saved(product).description) == ("Telur asin", "Enak")
    assert Event.objects.about(product).get().verb == "listing.edited"


def test_another_category_brings_its_own_duties(client, seller, owner):
    product = factories.shelved(seller, halal="dikecualikan")
    sector = factories.category("olahan", "olahan")
    food = factories.category("keripik", "olahan", above=sector, halal="wajib", is_food=True)
    answer = change(client, product, "kata", category=food.code)
    assert list(errors(answer)) == ["category"]
    assert product.categories.get().code == "telur"

    Product.objects.filter(pk=product.pk).update(state="draft", is_public=False)
    assert change(client, product, "kata", category=food.code).status_code == 302
    assert saved(product).halal == "wajib"
    assert product.categories.get() == food


def test_saving_a_page_unchanged_writes_nothing(client, seller, owner):
    product = factories.shelved(seller, is_live=True, net_amount=1_000)
    for part in ("kata", "harga", "stok", "musim", "kirim", "siap", "grosir", "video", "hidup"):
        answer = change(client, product, part)
        assert (part, answer.status_code) == (part, 302)
    assert not Event.objects.about(product).exists()


def test_by_weight_needs_its_grams(client, seller, owner):
    product = factories.shelved(seller)
    answer = change(client, product, "harga", price_basis="weight", net_amount="")
    assert list(errors(answer)) == ["net_amount"]
    assert saved(product).price_basis == "unit"
    change(client, product, "harga", price_basis="weight", net_amount="1.000", price="30.000")
    assert (saved(product).price_basis, saved(product).net_amount) == ("weight", 1_000)
    assert product.stockrecords.get().rupiah == 30_000


def test_a_refused_price_leaves_the_unit_as_it_was(client, seller, owner):
    product = factories.shelved(seller, unit="kg")
    answer = change(client, product, "harga", price="0", unit="ikat")
    assert list(errors(answer)) == ["price"]
    assert saved(product).unit == "kg"


def test_stock_seen_in_an_old_page_is_not_written_over(client, seller, owner):
    product = factories.shelved(seller, stock=10)
    answers = typed(client, product, "stok") | {"stock": "12"}
    product.stockrecords.update(num_in_stock=3)
    answer = client.post(address(product, "stok"), answers)
    assert list(errors(answer)) == ["stock"]
    assert product.stockrecords.get().num_in_stock == 3

    # pressing again, now that she saw it, means it
    answers["seen"] = answer.context["form"]["seen"].value()
    client.post(address(product, "stok"), answers)
    assert product.stockrecords.get().num_in_stock == 12


def test_a_seen_number_that_is_none_counts_as_what_is_there(client, seller, owner):
    product = factories.shelved(seller, stock=10)
    answers = typed(client, product, "stok") | {"stock": "12", "seen": "9" * 5_000}

    assert client.post(address(product, "stok"), answers).status_code == 302
    assert product.stockrecords.get().num_in_stock == 12


def test_wholesale_prices_fall_with_every_step(client, seller, owner):
    product = factories.shelved(seller, price=28_000)
    steps = {"quantity_1": "5", "price_1": "27.000", "quantity_2": "10", "price_2": "26.000"}
    assert change(client, product, "grosir", **steps).status_code == 302
    assert product.stockrecords.get().price_breaks == [[5, 27_000], [10, 26_000]]

    assert list(errors(change(client, product, "grosir", price_2="28.000"))) == ["price_1"]
    assert list(errors(change(client, product, "grosir", quantity_3="20"))) == ["price_3"]
    assert product.stockrecords.get().price_breaks == [[5, 27_000], [10, 26_000]]


def test_a_season_is_ticked_by_month(client, seller, owner):
    product = factories.shelved(seller)
    answer = client.post(address(product, "musim"), {"months": ["11", "12", "1"]})
    assert answer.status_code == 302
    assert saved(product).season_mask == 0b1100_0000_0001
    assert list(errors(client.post(address(product, "musim"), {}))) == ["months"]
    client.post(address(product, "musim"), {"all_year": "on", "months": ["1"]})
    assert saved(product).season_mask == 0


def test_a_way_to_the_buyer_must_be_left(client, seller, owner):
    product = factories.shelved(seller)
    answer = client.post(address(product, "kirim"), {"gross_grams": "1000", "min_quantity": "1"})
    assert list(errors(answer)) == ["allows_pickup"]
    assert saved(product).allows_pickup


def test_a_pre_order_says_its_days(client, seller, owner):
    product = factories.shelved(seller)
    assert list(errors(change(client, product, "siap", is_preorder="on", preorder_days=""))) == [
        "preorder_days"
    ]
    change(client, product, "siap", is_preorder="on", preorder_days="3")
    assert (saved(product).is_preorder, saved(product).preorder_days) == (True, 3)


def test_a_video_comes_from_a_known_place(client, seller, owner):
    product = factories.shelved(seller)
    answer = change(client, product, "video", video_url="https://example.com/a")
    assert list(errors(answer)) == ["video_url"]
    change(client, product, "video", video_url="https://youtu.be/abcdefghijk")
    assert saved(product).video_url == "https://youtu.be/abcdefghijk"


def test_live_goods_state_their_terms(client, seller, owner):
    product = factories.shelved(seller, is_live=True, stock=1)
    page = client.get(address(product, "hidup")).content.decode()
    assert "Foto, dan kalau diminta video saat membuka kemasan</option>" in page
    assert "Videonya disimpan pembeli dan dikirim lewat WhatsApp kalau diminta." in page
    change(
        client,
        product,
        "hidup",
        dispatch_days=["0", "3"],
        live_packing="Kantong oksigen",
        endures_hours="12",
        dead_on_arrival="replaced",
        arrival_proof="video",
        arrival_hours="6",
    )
    now = saved(product)
    assert (now.dispatch_days, now.endures_hours, now.dead_on_arrival) == (0b1001, 12, "replaced")
    assert client.get(address(factories.shelved(seller), "hidup")).status_code == 404


def test_one_animal_is_described_and_forgotten(client, seller, owner):
    product = factories.shelved(seller, is_live=True, stock=5)
    answer = change(client, product, "ekor-ini", is_one="on", sex="male")
    assert list(errors(answer)) == ["is_one"]
    product.stockrecords.update(num_in_stock=1)
    change(client, product, "ekor-ini", is_one="on", sex="male", length_cm="25")
    assert (saved(product).animal.sex, saved(product).animal.length_cm) == ("male", 25)
    client.post(address(product, "ekor-ini"), {"sex": "male"})
    assert not hasattr(saved(product), "animal")


def test_food_under_the_duty_names_a_certificate_of_the_stall(client, seller, owner):
    product = factories.shelved(seller)
    assert client.get(address(product, "halal")).status_code == 404
    product.categories.update(halal="wajib", is_food=True)
    paper = Credential.objects.create(seller=seller, kind="halal", number="ID12345678901")
    other = Credential.objects.create(
        seller=factories.stall(), kind="halal", number="ID12345678902"
    )
    answer = client.post(address(product, "halal"), {"halal": str(other.pk)})
    assert list(errors(answer)) == ["halal"]
    client.post(address(product, "halal"), {"halal": str(paper.pk)})
    assert list(paper.listings.all()) == [product]
    assert not other.listings.exists()


def test_the_page_lists_the_parts_that_such_goods_have(client, seller, owner):
    parts = client.get(
        reverse("desk:listing", args=["bu-sri", factories.shelved(seller).public_id])
    ).context["parts"]
    assert [part.slug for part in parts] == [
        "kata",
        "harga",
        "stok",
        "kirim",
        "musim",
        "grosir",
        "siap",
        "video",
    ]


def group_address(product: Product) -> str:
    return reverse("desk:listing_group", args=["bu-sri", product.public_id])


def test_sizes_are_put_together_added_and_taken_apart(client, seller, owner):
    small = factories.shelved(seller, title="Keripik")
    page = group_address(small)
    client.post(page, {"do": "join", "group": "new", "name": "Keripik", "choice": "100 g"})
    answer = client.post(page, {"do": "add", "sibling": "250 g"})
    large = Product.objects.exclude(pk=small.pk).get()
    assert answer.url == address(large, "harga")
    assert {record.choice for record in groups.siblings(small)} == {"100 g", "250 g"}

    answer = client.post(page, {"do": "add", "sibling": "250 G"})
    assert answer.status_code == 422
    assert list(answer.context["adding"].errors) == ["sibling"]
    assert Product.objects.count() == 2

    client.post(page, {"do": "leave"})
    assert groups.siblings(large) == []

    answer = client.post(page, {"do": "add", "sibling": "500 g"})
    assert answer.status_code == 422
    assert list(answer.context["adding"].errors) == ["sibling"]
    assert Product.objects.count() == 2


def test_another_stalls_group_is_no_choice(client, seller, owner):
    other = groups.make_group(factories.partner(), "Tetangga", by=SYSTEM)
    product = factories.shelved(seller)
    answer = client.post(
        group_address(product), {"do": "join", "group": str(other.pk), "choice": "100 g"}
    )
    assert list(answer.context["joining"].errors) == ["group"]
    assert product.stockrecords.get().group is None


def test_the_summary_says_that_the_weight_decides(client, seller, owner):
    product = factories.shelved(seller, price=38_000, unit="kg")
    page = reverse("desk:listing", args=["bu-sri", product.public_id])
    assert "menurut hasil timbang" not in client.get(page).content.decode()
    change(client, product, "harga", price_basis="weight", net_amount="1000")
    assert "Rp38.000/kg · menurut hasil timbang" in client.get(page).content.decode()


def test_a_single_animal_of_unknown_sex_is_told_without_a_sex(client, seller, owner):
    product = factories.shelved(seller, is_live=True, stock=1)
    animals.describe(product, by=SYSTEM, variety="Kohaku")
    page = client.get(reverse("desk:listing", args=["bu-sri", product.public_id]))
    assert "Persis seekor ini · Kohaku<" in page.content.decode()
