"""The tests' own tools: what they promise to other tests."""

import asyncio
import multiprocessing
import socket
import urllib.request
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.contrib.sites.models import Site
from django.db import connection, connections, transaction
from django.utils import translation

from tests import databases
from tests.closed_network import NetworkIsClosed
from tests.live import database_url


def test_other_machines_are_out_of_reach():
    with pytest.raises(NetworkIsClosed):
        socket.create_connection(("192.0.2.1", 80), timeout=1)
    with pytest.raises(NetworkIsClosed):
        urllib.request.urlopen("http://example.com/")


def test_this_machine_is_within_reach():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        socket.create_connection(listener.getsockname(), timeout=1).close()


@pytest.mark.django_db(transaction=True)
def test_real_transactions_may_empty_every_table():
    Site.objects.all().delete()


@pytest.mark.django_db
def test_migrated_rows_are_there_again_afterwards():
    assert Site.objects.count() == 1


def test_each_database_is_migrated_and_commits(each_database):
    with transaction.atomic():
        Site.objects.create(domain="desa.example", name="Desa")
    assert Site.objects.count() == 2
    assert database_url() == each_database


@pytest.mark.django_db
def test_databases_of_other_tests_leave_no_trace():
    assert connection.vendor == "sqlite"
    assert Site.objects.count() == 1


def test_a_server_reads_what_the_test_wrote(each_database, serve):
    server = serve(workers=2)
    with urllib.request.urlopen(f"{server.url}/healthz") as answer:
        assert answer.read() == b"ok\n"


def test_a_phone_shows_what_the_server_says(page, sqlite_database, serve):
    answer = page.goto(f"{serve(workers=1).url}/healthz")
    assert answer.status == 200
    assert page.inner_text("body").strip() == "ok"
    assert page.viewport_size == {"width": 360, "height": 740}
    assert Site.objects.count() == 1


def test_a_forked_process_uses_the_tests_database_under_a_loop(
    sqlite_database, tmp_path, monkeypatch
):
    """Playwright's loop runs in the test's thread; a fork of it runs none."""
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")

    async def count_in_a_fork() -> int:
        with databases.using(databases.copy_sqlite(tmp_path / "other.sqlite3")):
            Site.objects.create(domain="desa.example", name="Desa")
            connections.close_all()
            fork = multiprocessing.get_context("fork")
            receiver, sender = fork.Pipe(duplex=False)
            racer = fork.Process(target=lambda: sender.send(Site.objects.count()))
            racer.start()
            racer.join()
            return receiver.recv()

    def connect_then_count() -> int:
        assert Site.objects.count() == 1
        return asyncio.run(count_in_a_fork())

    with ThreadPoolExecutor(1) as thread:
        assert thread.submit(connect_then_count).result() == 2


def test_a_page_in_english_leaves_no_english_behind(client, db):
    client.get("/en/no-such-page/")
    assert translation.get_language() == "en"


def test_every_test_begins_in_indonesian():
    assert translation.get_language() == "id"


def test_pages_without_javascript_run_no_script(page_without_javascript):
    page_without_javascript.set_content("<p>as sent</p><script>document.body.remove()</script>")
    assert page_without_javascript.inner_text("p") == "as sent"
