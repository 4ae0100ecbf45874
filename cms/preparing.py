"""The first pages: both languages, the front page and the pages a careful buyer looks for."""

from dataclasses import dataclass, field
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.sites.models import Site as DjangoSite
from django.db import transaction
from wagtail.models import Locale, Page, Site

from shop.history.models import record
from shop.people.actors import Actor

from .models import HomePage, InfoPage
from .texts import LANGUAGES, SLUGS, text_of

HOME_SLUG, INFO_SLUG = "beranda", "info"
PORTS = {"https": 443, "http": 80}


@dataclass
class Report:
    """What was made, by path; pages that are there already are left as people wrote them."""

    added: list[str] = field(default_factory=list)
    left: list[str] = field(default_factory=list)


@transaction.atomic
def prepare_pages(*, by: Actor) -> Report:
    """Make and publish what is missing of sites, locales and pages; change no page there is."""
    report = Report()
    for language in LANGUAGES:
        Locale.objects.get_or_create(language_code=language)
    Locale.objects.exclude(language_code__in=LANGUAGES).filter(pk__in=unused_locales()).delete()
    home = find_home() or add_home(report)
    set_sites(home)
    homes = {"id": home, "en": translation_of(home, HOME_SLUG, report)}
    info = {"id": find_or_add(homes["id"], INFO_SLUG, report)}
    info["en"] = translation_of(info["id"], INFO_SLUG, report)
    for slug in SLUGS:
        translation_of(find_or_add(info["id"], slug, report), slug, report)
    if report.added:
        record("pages.prepared", home, by=by, after={"added": report.added})
    return report


def unused_locales():
    """Return the locales that no page has: Wagtail's first migration makes English alone."""
    return Locale.objects.exclude(pk__in=Page.objects.values("locale")).values("pk")


def find_home() -> HomePage | None:
    """Return the Indonesian front page."""
    return HomePage.objects.filter(locale__language_code="id", depth=2).first()


def add_home(report: Report) -> HomePage:
    """Make the front page in the place of Wagtail's welcome page."""
    root = Page.get_first_root_node()
    text = text_of(HOME_SLUG, "id")
    home = HomePage(
        title=settings.SITE_NAME,
        slug=HOME_SLUG,
        heading=text.title,
        intro=text.intro,
        locale=Locale.objects.get(language_code="id"),
    )
    root.add_child(instance=home)
    home.save_revision().publish()
    report.added.append("/")
    return home


def set_sites(home: HomePage) -> None:
    """Point both Site models to this installation's address and front page."""
    address = urlsplit(settings.SITE_URL)
    port = address.port or PORTS[address.scheme]
    values = {"hostname": address.hostname, "port": port, "root_page": home.page_ptr}
    site, _is_new = Site.objects.get_or_create(
        is_default_site=True, defaults={**values, "site_name": settings.SITE_NAME}
    )
    was = site.root_page
    for name, value in values.items():
        setattr(site, name, value)
    site.site_name = site.site_name or settings.SITE_NAME
    site.save()
    if was.pk != home.pk and was.specific_class is Page:
        was.delete()
    DjangoSite.objects.update_or_create(
        pk=settings.SITE_ID, defaults={"domain": address.netloc, "name": settings.SITE_NAME}
    )


def find_or_add(parent: Page, slug: str, report: Report) -> InfoPage:
    """Return the Indonesian page of a slug; make it with its first text."""
    page = InfoPage.objects.child_of(parent).filter(slug=slug).first()
    if page is not None:
        report.left.append(page.path_in_site)
        return page
    text = text_of(slug, "id")
    page = InfoPage(
        title=text.title, slug=slug, intro=text.intro, body=text.body, locale=parent.locale
    )
    parent.add_child(instance=page)
    page.save_revision().publish()
    report.added.append(page.path_in_site)
    return page


def translation_of(page: HomePage | InfoPage, slug: str, report: Report):
    """Return a page's English translation; make it with its first text."""
    english = Locale.objects.get(language_code="en")
    there = page.get_translation_or_none(english)
    if there is not None:
        report.left.append(f"/en{there.path_in_site}")
        return there
    text = text_of(slug, "en")
    copy = page.copy_for_translation(english)
    copy.intro = text.intro
    if isinstance(copy, HomePage):
        copy.heading = text.title
    else:
        copy.title = copy.draft_title = text.title
        copy.body = text.body
    copy.save_revision().publish()
    report.added.append(f"/en{copy.path_in_site}")
    return copy
