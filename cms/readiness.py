"""What must be ready of the pages before real buyers come."""

import re

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shop.checkout.readiness import Finding

from .models import InfoPage
from .texts import LANGUAGES, SLUGS

#: Square brackets mark what the operator fills in.
BLANK = re.compile(r"\[[^\]<>]+\]")


def texts() -> Finding:
    """Every page that a careful buyer looks for is public in both languages, its blanks filled."""
    pages = InfoPage.objects.live().filter(slug__in=SLUGS).select_related("locale")
    filled = {
        (page.slug, page.locale.language_code)
        for page in pages
        if not BLANK.search(f"{page.title} {page.intro} {page.body}")
    }
    wanted = {(slug, language) for slug in SLUGS for language in LANGUAGES}
    open_ones = ", ".join(f"{slug} ({language})" for slug, language in sorted(wanted - filled))
    detail = (
        _("Fill in what stands in square brackets, and publish: %(pages)s.") % {"pages": open_ones}
        if open_ones
        else ""
    )
    return Finding(gettext_lazy("Texts about the shop"), not open_ones, detail, "/cms/pages/")
