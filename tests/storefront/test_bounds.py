"""Bytes, queries and sameness of the pages that everybody reads."""

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cms.preparing import prepare_pages
from search.engines import current
from shop.people.actors import SYSTEM
from tests import factories

MOST_BYTES = 14_000
MOST_QUERIES = 8
TO = "?ke=35.05.04.2000"
JAKARTA = "?ke=31.71.01.1001"

pytestmark = pytest.mark.django_db


def ask(path: str, client: Client | None = None):
    """Return the answer of a warm process with an empty cache, and its statements."""
    client = client or Client()
    client.get(path)
    cache.clear()
    with CaptureQueriesContext(connection) as captured:
        response = client.get(path)
    return response, [query["sql"] for query in captured.captured_queries]


def public_paths(product) -> dict[str, str]:
    """Return one address of each kind of page that everybody reads."""
    seller = product.stockrecords.get().partner.seller
    return {
        "home": "/",
        "browse": "/belanja/",
        "sector": f"/belanja/peternakan/{TO}",
        "category": f"/belanja/peternakan/telur/{JAKARTA}",
        "reaching": f"/belanja/peternakan/telur/{TO}&kirim=sampai&urut=per-kg&musim=1",
        "villages": "/belanja/desa/",
        "district": "/belanja/desa/blitar/kademangan/",
        "shelf": f"/belanja/desa/blitar/kademangan/35-05-04-2000/{TO}",
        "product": f"{product.get_absolute_url()}{TO}",
        "english product": f"/en{product.get_absolute_url()}{JAKARTA}",
        "stall": f"/lapak/{seller.slug}/{TO}",
        "search": f"/cari/?q=telur&ke={TO[4:]}",
        "chooser": "/kirim-ke/?cari=kanigoro",
        "information": "/en/info/privasi/",
    }


@pytest.fixture
def market(fill):
    """Three stalls with twelve listings each, the pages, and an index."""
    products = fill(stalls=3, each=12)
    prepare_pages(by=SYSTEM)
    current().rebuild(report=lambda line: None)
    return products


def faults(response, statements: list[str], size: int) -> list[str]:
    """Return what a public page must not be or do."""
    varies = set(response.get("Vary", "").lower().split(", "))
    wrong = {
        "status": response.status_code != 200,
        f"{size} bytes": size > MOST_BYTES,
        f"{len(statements)} queries": len(statements) > MOST_QUERIES,
        "writes": any(not statement.startswith("SELECT") for statement in statements),
        "sets a cookie": bool(response.cookies),
        "varies by reader": bool(varies & {"cookie", "accept-language"}),
    }
    return [fault for fault, is_there in wrong.items() if is_there]


def test_public_pages_stay_small_ask_little_and_leave_no_trace(market, weigh):
    found = {}
    for kind, path in public_paths(market[0]).items():
        response, statements = ask(path)
        if wrong := faults(response, statements, weigh(response)):
            found[kind] = wrong
    assert found == {}


def test_public_pages_are_the_same_for_everybody(market):
    signed_in = Client()
    signed_in.force_login(factories.person(is_staff=True))
    paths = public_paths(market[0])
    differing = [
        kind
        for kind, path in paths.items()
        if ask(path)[0].content != ask(path, signed_in)[0].content
    ]
    assert differing == []


def test_queries_do_not_grow_with_rows(fill):
    products = fill(stalls=1, each=3)
    prepare_pages(by=SYSTEM)
    current().rebuild(report=lambda line: None)
    paths = public_paths(products[0])
    few = {kind: len(ask(path)[1]) for kind, path in paths.items()}
    fill(stalls=10, each=3)
    current().rebuild(report=lambda line: None)
    many = {kind: len(ask(path)[1]) for kind, path in paths.items()}
    assert many == few


def test_basket_of_ten_lines_of_three_stalls_asks_at_most_twelve_queries(fill, weigh):
    products = fill(stalls=3, each=4)[:10]
    client = Client()
    for product in products:
        answer = client.post(f"/keranjang/isi/{product.public_id}/", {"jumlah": "2"})
        assert answer.status_code == 302
    client.get("/keranjang/")
    response, statements = ask(f"/keranjang/{JAKARTA}", client)
    assert response.content.count(b'class="item"') == 10
    assert len(statements) <= 12
    assert weigh(response) <= MOST_BYTES
