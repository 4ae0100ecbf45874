"""What every template knows: values that are the same for every reader."""

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from .languages import english_path, indonesian_path, is_english

# The pages a careful buyer looks for, by their address.
INFO_PAGES = (
    ("/info/pengelola/", _("Who runs this shop")),
    ("/info/uang-anda/", _("Where your money rests")),
    ("/info/pengiriman/", _("Delivery")),
    ("/info/komplain/", _("Returns and complaints")),
    ("/info/syarat/", _("Terms")),
    ("/info/privasi/", _("Privacy")),
)


@dataclass(frozen=True)
class Operator:
    """Who runs this installation, from the environment."""

    name: str = ""
    address: str = ""
    phone: str = ""
    email: str = ""


@dataclass(frozen=True)
class SiteContext:
    """The frame's values; `path` is the page's own path without host, `query` what follows it."""

    path: str
    url: str
    is_demo_shop: bool
    is_english: bool
    operator: Operator
    query: str = ""
    info_pages: tuple = INFO_PAGES

    @property
    def indonesian_url(self) -> str:
        """This page's absolute address in Indonesian."""
        return self.url + indonesian_path(self.path)

    @property
    def english_url(self) -> str:
        """This page's absolute address in English."""
        return self.url + english_path(self.path)

    @property
    def canonical_url(self) -> str:
        """This page's absolute address in the language it is written in."""
        return self.url + self.path

    @property
    def other_language_path(self) -> str:
        """The same page in the other language, with what was asked of it."""
        path = indonesian_path(self.path) if self.is_english else english_path(self.path)
        return f"{path}?{self.query}" if self.query else path


def site(request: HttpRequest) -> dict[str, SiteContext]:
    """Context processor: reads the path, never the person, a cookie or the database."""
    return {
        "site": SiteContext(
            path=request.path,
            url=settings.SITE_URL.rstrip("/"),
            query=request.META.get("QUERY_STRING", ""),
            is_demo_shop=settings.IS_DEMO_SHOP,
            is_english=is_english(),
            operator=Operator(**settings.OPERATOR),
        )
    }
