import random
from datetime import date, timedelta

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

import search
from catalogue.models import Product
from catalogue.season import mask_of
from search.contract import Delivery, Filters, Query, SearchUnavailable, Sort
from search.embedded import Embedded
from shop.partner.models import Partner


@pytest.fixture
def find(engine):
    """Follow what changed, then answer; the titles in their order."""

    def ask(text="", *, sort=Sort.RELEVANCE, page=1, page_size=12, **filters):
        engine.follow()
        result = engine.search(
            Query(text=text, sort=sort, page=page, page_size=page_size, filters=Filters(**filters))
        )
        titles = dict(Product.objects.values_list("pk", "title"))
        return [titles[number] for number in result.ids]

    return ask


def test_a_view_finds_by_the_contract(engine, make_listing):
    eggs = make_listing("Telur Ayam Kampung")
    make_listing("Kopi Bubuk")
    engine.follow()

    result = search.find(Query(text="telur"))

    assert (result.ids, result.total, result.is_loose) == ([eggs.pk], 1, False)
    assert (result.facets, result.engine) == ({}, "embedded")


def test_inflected_words_find_their_relatives(find, make_listing):
    make_listing("Sayuran Segar Campur")
    make_listing("Kopi Bubuk")

    assert find("sayur") == ["Sayuran Segar Campur"]
    assert find("SAYUR-SAYURAN") == ["Sayuran Segar Campur"]
    assert find("sayurnya") == ["Sayuran Segar Campur"]


def test_the_word_as_written_comes_before_its_relatives(find, make_listing):
    make_listing("Olahan Singkong")
    make_listing("Pengolahan Singkong")
    make_listing("Diolah Singkong")

    assert find("pengolahan singkong")[0] == "Pengolahan Singkong"
    assert find("diolah singkong")[0] == "Diolah Singkong"
    assert len(find("olahan singkong")) == 3


def test_a_word_in_the_title_outranks_one_in_the_description(find, make_listing):
    make_listing("Keripik Singkong", description="Cocok dengan sambal pecel")
    make_listing("Sambal Pecel")

    assert find("sambal") == ["Sambal Pecel", "Keripik Singkong"]


def test_category_seller_and_village_are_found(find, make_listing, categories):
    make_listing("Ayam Kampung Besar", category=categories["telur-ayam"])

    for text in (
        "eggs",
        "endog",
        "livestock",
        "peternakan",
        "dapur sri",
        "suruhwadang",
        "kademangan",
    ):
        assert find(text) == ["Ayam Kampung Besar"], text


def test_all_words_come_before_some_words(engine, find, make_listing):
    make_listing("Telur Asin")
    make_listing("Ikan Asin")

    assert find("telur asin") == ["Telur Asin"]
    assert set(find("telur gurih asin")) == {"Telur Asin", "Ikan Asin"}
    assert engine.search(Query(text="telur gurih asin")).is_loose
    assert find("sepeda") == []


def test_a_beginning_finds_where_nothing_else_does(engine, find, make_listing):
    make_listing("Kerupuk Rambak")

    assert find("kerup") == ["Kerupuk Rambak"]
    assert engine.search(Query(text="kerup")).is_loose


def test_suggestions_complete_the_last_word(engine, make_listing):
    for title in ("Telur Ayam", "Telur Bebek", "Telo Rambat", "Kopi Ayam"):
        make_listing(title)
    engine.follow()

    assert engine.search(Query(text="tel")).suggestions == ["telur", "telo"]
    assert engine.search(Query(text="telur be")).suggestions == ["telur bebek"]
    assert engine.search(Query(text="t")).suggestions == []


def test_without_words_everything_is_found_newest_first(find, make_listing):
    old = make_listing("Lama")
    Product.objects.filter(pk=old.pk).update(date_created=timezone.now() - timedelta(days=3))
    make_listing("Baru")

    assert find() == ["Baru", "Lama"]
    assert find(sort=Sort.NEWEST) == ["Baru", "Lama"]


def test_text_of_signs_alone_finds_nothing(find, make_listing):
    make_listing("Telur")

    assert find("!?") == []


def test_sorting_by_price_and_by_price_per_kilogram(find, make_listing):
    make_listing("Beras 5 kg", price=70_000, net_amount=5000)
    make_listing("Beras 1 kg", price=15_000, net_amount=1000)
    make_listing("Beras hiasan", price=5_000, net_amount=3, net_measure="pcs")

    assert find("beras", sort=Sort.PRICE) == ["Beras hiasan", "Beras 1 kg", "Beras 5 kg"]
    assert find("beras", sort=Sort.UNIT_PRICE) == ["Beras 5 kg", "Beras 1 kg", "Beras hiasan"]


def test_filters_by_place_seller_and_price(find, make_listing, village, seller):
    make_listing("Telur", price=20_000)

    assert find("telur", village=village.pk, district=village.parent_id, seller=seller.pk) == [
        "Telur"
    ]
    assert find("telur", regency=village.parent.parent_id) == ["Telur"]
    assert find("telur", village=village.parent_id) == []
    assert find("telur", seller=seller.pk + 1) == []
    assert find("telur", price_from=20_000, price_to=20_000) == ["Telur"]
    assert find("telur", price_from=20_001) == []
    assert find("telur", price_to=0) == []


def test_a_category_takes_in_everything_below_it(find, make_listing, categories):
    make_listing("Bayam", category=categories["sayur"])
    make_listing("Telur", category=categories["telur-ayam"])

    assert find(category=categories["pertanian"].path) == ["Bayam"]
    assert find(category=categories["sayur"].path) == ["Bayam"]
    assert find(sector="peternakan") == ["Telur"]
    assert find("bayam", sector="peternakan") == []


def test_filters_by_stock_preorder_and_delivery(find, make_listing):
    make_listing("Habis", stock=0, allows_parcel=True)
    make_listing("Kurang", stock=4, min_quantity=5, allows_pickup=False)
    make_listing("Pesan", is_preorder=True, allows_arrangement=True)

    assert find(in_stock=True) == ["Pesan"]
    assert find(preorder=True) == ["Pesan"]
    assert set(find(preorder=False)) == {"Habis", "Kurang"}
    assert find(delivery=Delivery.PARCEL) == ["Habis"]
    assert find(delivery=Delivery.ARRANGEMENT) == ["Pesan"]
    assert set(find(delivery=Delivery.PICKUP)) == {"Habis", "Pesan"}


def test_season_and_holiday_are_judged_on_the_day_of_asking(
    find, make_listing, seller, monkeypatch
):
    make_listing("Rambutan", season_mask=mask_of([12, 1, 2]))
    Partner.objects.filter(pk=seller.partner_id).update(
        closed_from=date(2026, 12, 20), closed_to=date(2026, 12, 31)
    )
    days = {
        date(2026, 11, 30): (False, True),
        date(2026, 12, 19): (True, True),
        date(2026, 12, 20): (True, False),
        date(2026, 12, 31): (True, False),
        date(2027, 1, 1): (True, True),
    }
    for day, (in_season, is_open) in days.items():
        monkeypatch.setattr(timezone, "localdate", lambda day=day: day)
        assert bool(find("rambutan", in_season=True)) is in_season, day
        assert bool(find("rambutan", open_now=True)) is is_open, day
        assert find("rambutan") == ["Rambutan"]


@pytest.mark.parametrize("sort", list(Sort))
@pytest.mark.parametrize("text", ["", "telur"])
def test_what_can_not_be_bought_comes_later(find, make_listing, sort, text):
    another_month = timezone.localdate() + timedelta(days=40)
    make_listing("Telur segar", price=9_000, net_amount=1000)
    make_listing("Telur habis", price=1_000, net_amount=1000, stock=0)
    make_listing(
        "Telur musiman", price=2_000, net_amount=1000, season_mask=mask_of([another_month.month])
    )

    assert find(text, sort=sort)[0] == "Telur segar"
    assert len(find(text, sort=sort)) == 3


def test_pages_do_not_overlap_and_end(engine, make_listing):
    for number in range(7):
        make_listing(f"Telur nomor {number}")
    engine.follow()

    pages = [engine.search(Query(text="telur", page=page, page_size=3)) for page in (1, 2, 3, 4)]

    assert [len(page.ids) for page in pages] == [3, 3, 1, 0]
    assert {page.total for page in pages} == {7}
    assert len({number for page in pages for number in page.ids}) == 7


@pytest.mark.parametrize(
    ("page", "size", "shown"), [(-5, 3, 3), (0, 3, 3), (10**12, 3, 0), (1, 0, 1), (1, 10**9, 7)]
)
def test_pages_out_of_bounds_are_harmless(engine, make_listing, page, size, shown):
    for number in range(7):
        make_listing(f"Telur nomor {number}")
    engine.follow()

    assert len(engine.search(Query(text="telur", page=page, page_size=size)).ids) == shown


SIGNS = st.text(alphabet="\"'*()^:-+{}[]\\%_ \x00telurNEARANDORNOT", max_size=60)


@given(text=st.one_of(st.text(max_size=400), SIGNS))
@hypothesis_settings(
    max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
def test_any_text_is_answered(engine, make_listing, text):
    if not engine.link.exists():
        make_listing("Telur Ayam")
        engine.follow()

    assert engine.search(Query(text=text)).total in (0, 1)


@pytest.mark.parametrize(
    "text",
    [
        '"',
        "telur*",
        "title_exact:telur",
        "NEAR(telur ayam)",
        "telur AND",
        "{",
        "a" * 10_000,
        "𞤀𞤁 ⅷ ௧",
    ],
)
def test_signs_of_the_query_language_are_only_signs(engine, make_listing, text):
    make_listing("Telur Ayam")
    engine.follow()

    engine.search(Query(text=text))
    engine.search(Query(text=" ".join(random.Random(1).choices(text, k=300))))


def test_without_an_index_the_engine_says_so(tmp_path):
    with pytest.raises(SearchUnavailable):
        Embedded(tmp_path / "none.sqlite3").search(Query(text="telur"))
