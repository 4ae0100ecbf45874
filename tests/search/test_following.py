import threading
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from catalogue.models import ListingChange, Product, note_change
from search import index_file
from search.contract import Query, SearchUnavailable
from search.indexing import OVERLAP
from sellers.models import Seller
from shop.partner.models import StockRecord


def titles(engine, text: str) -> list[str]:
    known = dict(Product.objects.values_list("pk", "title"))
    return [known[number] for number in engine.search(Query(text=text)).ids]


def age(changes, by: timedelta) -> None:
    changes.update(at=timezone.now() - by)


def test_a_new_listing_is_found_after_following(engine, make_listing):
    engine.follow()
    make_listing("Telur Ayam")
    assert titles(engine, "telur") == []

    assert engine.follow() == 1
    assert titles(engine, "telur") == ["Telur Ayam"]
    assert engine.follow() == 0


def test_a_changed_listing_is_found_by_its_new_words_only(engine, make_listing):
    listing = make_listing("Telur Ayam")
    engine.follow()
    Product.objects.filter(pk=listing.pk).update(title="Kopi Bubuk")
    note_change(listing.pk)

    engine.follow()

    assert titles(engine, "telur") == []
    assert titles(engine, "kopi") == ["Kopi Bubuk"]
    assert engine.state().documents == 1


@pytest.mark.parametrize("hide", ["pause", "price", "seller", "delete"])
def test_a_listing_that_may_not_be_found_leaves_the_index(engine, make_listing, seller, hide):
    listing = make_listing("Telur Ayam")
    engine.follow()
    match hide:
        case "pause":
            Product.objects.filter(pk=listing.pk).update(state="paused", is_public=False)
        case "price":
            StockRecord.objects.filter(product=listing).update(price=None)
        case "seller":
            Seller.objects.update(verified_at=None)
        case "delete":
            StockRecord.objects.filter(product=listing).delete()
    note_change(listing.pk)

    engine.follow()

    assert engine.search(Query(text="telur")).total == 0


def test_a_change_that_commits_late_is_not_lost(engine, make_listing):
    early = make_listing("Telur Ayam")
    late_number = ListingChange.objects.get().pk
    ListingChange.objects.all().delete()
    make_listing("Kopi Bubuk")
    engine.follow()
    assert ListingChange.objects.get().pk > late_number

    ListingChange.objects.create(pk=late_number, product_id=early.pk)
    Product.objects.filter(pk=early.pk).update(title="Telur Bebek")

    assert engine.follow() == 1
    assert titles(engine, "bebek") == ["Telur Bebek"]


def test_old_changes_are_settled_and_not_read_again(engine, make_listing):
    make_listing("Telur Ayam")
    engine.follow()
    age(ListingChange.objects.all(), OVERLAP * 2)

    assert engine.follow() == 0

    with index_file.writer(engine.link) as index:
        assert index.execute("SELECT settled FROM about").fetchone() == (
            ListingChange.objects.get().pk,
        )
        assert index.execute("SELECT count(*) FROM applied").fetchone() == (0,)


def test_many_changes_are_followed_in_one_go(engine, make_listing):
    listings = [make_listing(f"Telur nomor {number}") for number in range(3)]
    note_change(*[listing.pk for listing in listings] * 400)

    engine.follow()

    assert engine.search(Query(text="telur")).total == 3
    assert engine.state().waiting == 0


def test_the_state_counts_what_waits(engine, make_listing):
    make_listing("Telur Ayam")
    engine.follow()
    make_listing("Kopi Bubuk")

    state = engine.state()

    assert (state.engine, state.documents, state.waiting) == ("embedded", 1, 1)


def test_a_rebuild_says_what_it_does_and_leaves_one_file(engine, make_listing, capsys):
    make_listing("Telur Ayam")
    engine.rebuild()
    call_command("rebuild_search")
    call_command("rebuild_search", "--if-missing")

    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith("Search: 1 listings in ")
    assert lines[1] == "Search: up to date, 0 listings looked at anew."
    generations = [file for file in engine.link.parent.iterdir() if file.name[-8:].isalnum()]
    assert len([file for file in generations if file.suffix.startswith(".sqlite3-")]) == 1


def test_while_a_rebuild_runs_and_after_it_fails_the_old_index_answers(engine, make_listing):
    make_listing("Telur Ayam")
    engine.follow()

    def fail_half_way():
        with index_file.new_generation(engine.link):
            assert titles(engine, "telur") == ["Telur Ayam"]
            raise RuntimeError("the disk is full")

    with pytest.raises(RuntimeError):
        fail_half_way()

    assert titles(engine, "telur") == ["Telur Ayam"]


def test_an_open_reader_sees_the_new_generation(engine, make_listing):
    make_listing("Telur Ayam")
    engine.rebuild()
    assert titles(engine, "telur") == ["Telur Ayam"]

    Product.objects.update(title="Telur Bebek")
    engine.rebuild()

    assert titles(engine, "telur") == ["Telur Bebek"]


def test_another_database_means_a_new_index(engine, make_listing):
    make_listing("Telur Ayam")
    engine.follow()
    age(ListingChange.objects.all(), OVERLAP * 2)
    engine.follow()

    ListingChange.objects.all().delete()
    Product.objects.update(title="Kopi Bubuk")

    assert engine.follow() == 1
    assert titles(engine, "kopi") == ["Kopi Bubuk"]


def test_a_damaged_index_is_built_again(engine, make_listing):
    make_listing("Telur Ayam")
    engine.follow()
    generation = engine.link.resolve()
    generation.with_name(generation.name + "-wal").unlink(missing_ok=True)
    generation.write_bytes(b"damaged" * 1000)

    engine.follow()

    assert titles(engine, "telur") == ["Telur Ayam"]


def test_readers_are_answered_while_the_index_is_written(engine, make_listing):
    make_listing("Telur Ayam")
    engine.follow()
    totals, failures = set(), []

    def read():
        for _turn in range(50):
            try:
                totals.add(engine.search(Query(text="telur")).total)
            except SearchUnavailable as error:
                failures.append(error)

    reader = threading.Thread(target=read)
    reader.start()
    for _turn in range(5):
        engine.rebuild()
    reader.join()

    assert (totals, failures) == ({1}, [])
