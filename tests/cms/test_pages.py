"""Pages by address: both languages, hidden ones, restrictions, sub-paths, reserved slugs."""

import pytest
from django.contrib.sites.models import Site as DjangoSite
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client, TestCase
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Locale, Page, PageViewRestriction, Site

from cms.addresses import reserved_slugs
from cms.models import HomePage, InfoPage
from cms.preparing import prepare_pages
from cms.resolving import candidates
from cms.texts import LANGUAGES, SLUGS, text_of
from shop.history.models import Event
from shop.people.actors import SYSTEM
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def home():
    """The Indonesian front page of prepared pages."""
    prepare_pages(by=SYSTEM)
    return HomePage.objects.get(locale__language_code="id")


def add_page(parent: Page, slug: str, **fields) -> InfoPage:
    """Return a published Indonesian page below another."""
    fields = {"title": slug.title(), "body": f"<p>Isi {slug}</p>", **fields}
    page = InfoPage(slug=slug, locale=parent.locale, **fields)
    parent.add_child(instance=page)
    return page


def test_preparing_makes_pages_once_and_keeps_what_people_wrote():
    first = prepare_pages(by=SYSTEM)
    paths = {"/", "/info/", *(f"/info/{slug}/" for slug in SLUGS)}
    assert set(first.added) == paths | {f"/en{path}" for path in paths}
    InfoPage.objects.filter(slug="privasi").update(body="<p>Tulisan kami</p>")
    second = prepare_pages(by=SYSTEM)
    assert second.added == []
    assert set(InfoPage.objects.filter(slug="privasi").values_list("body", flat=True)) == {
        "<p>Tulisan kami</p>"
    }
    assert Event.objects.filter(verb="pages.prepared").count() == 1
    assert Site.objects.get().hostname == DjangoSite.objects.get().domain.split(":")[0]
    assert set(Locale.objects.values_list("language_code", flat=True)) == set(LANGUAGES)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("slug", SLUGS)
def test_every_first_text_has_a_title_an_introduction_and_headings(slug, language):
    text = text_of(slug, language)
    assert 5 <= len(text.title) <= 60
    assert 20 <= len(text.intro) <= 300
    assert text.body.count("<h2>") >= 2
    assert text.body.count("<p>") == text.body.count("</p>")


@pytest.mark.parametrize("depth", [0, 1, 2, 5])
def test_a_page_costs_two_queries_at_any_depth(home, depth):
    page, path = home, "/"
    for level in range(depth):
        page, path = add_page(page, f"tingkat-{level}"), f"{path}tingkat-{level}/"
    client = Client()
    client.get(path)
    cache.clear()
    with CaptureQueriesContext(connection) as captured:
        response = client.get(path)
    assert response.status_code == 200
    pages = [query for query in captured.captured_queries if "wagtailcore_" in query["sql"]]
    assert len(pages) == 2


def test_english_page_answers_below_en_and_a_missing_one_is_the_indonesian(home):
    english = Client().get("/en/info/privasi/").content.decode()
    assert '<article class="prose" lang="en">' in english
    add_page(home, "baru", body="<p>Hanya Indonesia</p>")
    borrowed = Client().get("/en/baru/")
    page = borrowed.content.decode()
    assert borrowed.status_code == 200
    assert "Hanya Indonesia" in page
    assert '<html lang="en">' in page
    assert '<article class="prose" lang="id">' in page
    assert '<link rel="canonical" href="http://127.0.0.1:8000/baru/">' in page


def test_scaffolding_aliases_are_never_shown(home):
    below = add_page(add_page(home, "atas", body="<p>Atas Indonesia</p>"), "bawah")
    english = below.copy_for_translation(Locale.objects.get(language_code="en"), copy_parents=True)
    english.body = "<p>English below</p>"
    english.save_revision().publish()
    Page.objects.filter(slug="atas", alias_of__isnull=False).update(live=True)
    assert "English below" in Client().get("/en/atas/bawah/").content.decode()
    above = Client().get("/en/atas/").content.decode()
    assert "Atas Indonesia" in above
    assert 'lang="id"' in above


def test_drafts_and_unknown_addresses_are_not_found(home):
    add_page(home, "draf", live=False)
    for path in ("/draf/", "/en/draf/", "/tidak-ada/", "/info/tidak-ada/", "/info/privasi/x/"):
        assert Client().get(path).status_code == 404, path
    assert Client().get("/" + "a/" * 20).status_code == 404


def test_restricted_page_asks_for_its_password_and_so_does_what_lies_below(home):
    above = add_page(home, "tertutup", body="<p>Rahasia atas</p>")
    add_page(above, "dalam", body="<p>Rahasia dalam</p>")
    add_page(home, "tertutup-sebelah", body="<p>Terbuka</p>")
    PageViewRestriction.objects.create(page=above, restriction_type="password", password="buka")
    for path in ("/tertutup/", "/tertutup/dalam/", "/en/tertutup/dalam/"):
        assert "Rahasia" not in Client().get(path).content.decode(), path
    assert "Terbuka" in Client().get("/tertutup-sebelah/").content.decode()


def test_redirects_are_honoured(home):
    Redirect.objects.create(old_path="/lama", redirect_link="/info/privasi/", is_permanent=True)
    response = Client().get("/lama/")
    assert (response.status_code, response["Location"]) == (301, "/info/privasi/")


def test_links_keep_the_readers_language(home):
    page = InfoPage.objects.get(slug="privasi", locale__language_code="id")
    english = page.get_translation(Locale.objects.get(language_code="en"))
    with translation.override("id"):
        assert (page.url, english.url) == ("/info/privasi/", "/en/info/privasi/")
    with translation.override("en"):
        assert (page.url, english.url) == ("/en/info/privasi/", "/en/info/privasi/")


def test_slugs_that_would_hide_a_route_are_refused(home):
    expected = {"belanja", "produk", "lapak", "keranjang", "checkout", "pesanan", "akun", "cari"}
    expected |= {"cms", "admin", "dashboard", "documents", "media", "static", "en", "id", "healthz"}
    assert expected <= reserved_slugs()
    assert "info" not in reserved_slugs()
    for slug in ("belanja", "en"):
        with pytest.raises(ValidationError):
            add_page(home, slug)
    assert add_page(InfoPage.objects.get(slug="info", locale=home.locale), "belanja").pk


def test_front_page_counts_sectors_and_draws_the_slope(home):
    response = Client().get("/")
    assert response.context["front"].listings == 0
    assert '<div class="slope">' in response.content.decode()


def test_pages_are_found_by_the_index_of_their_address(home):
    assert "cms_page_url_path" in candidates(["info", "privasi"]).explain()


@pytest.fixture
def editor():
    """A signed-in person with every permission."""
    client = Client()
    client.force_login(factories.person(is_staff=True, is_superuser=True))
    return client


def test_editors_are_told_before_a_slug_hides_a_route(home, editor):
    answers = {"title": "Belanja", "slug": "belanja", "intro": "", "body": "null"}
    answers |= {"comments-TOTAL_FORMS": 0, "comments-INITIAL_FORMS": 0}
    response = editor.post(f"/cms/pages/add/cms/infopage/{home.pk}/", answers)
    assert "slug" in response.context["form"].errors
    assert not InfoPage.objects.filter(slug="belanja").exists()


def test_a_page_is_not_moved_to_where_it_would_hide_a_route(home, editor):
    info = InfoPage.objects.get(slug="info", locale=home.locale)
    page = add_page(info, "belanja")
    editor.post(f"/cms/pages/{page.pk}/move/{home.pk}/confirm/")
    page.refresh_from_db()
    assert page.get_parent().pk == info.pk


def test_a_moved_page_leaves_a_redirect(home, editor):
    page = InfoPage.objects.get(slug="privasi", locale=home.locale)
    with TestCase.captureOnCommitCallbacks(execute=True):
        editor.post(f"/cms/pages/{page.pk}/move/{home.pk}/confirm/")
    response = Client().get("/info/privasi/")
    assert (response.status_code, response["Location"]) == (301, "/privasi/")
