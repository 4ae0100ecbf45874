"""Wagtail's pages, and our own image, rendition and document models."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.admin.panels import FieldPanel
from wagtail.documents.models import AbstractDocument, Document
from wagtail.fields import RichTextField
from wagtail.images.models import AbstractImage, AbstractRendition, Image
from wagtail.models import Page

from shop.look.languages import english_path, is_english

from .addresses import reserved_slugs

HOME_DEPTH = 2


class PageImage(AbstractImage):
    """A picture of a page; cleaned by the same pipeline as every upload."""

    admin_form_fields = Image.admin_form_fields


class PageRendition(AbstractRendition):
    """A derived size of a page's picture."""

    image = models.ForeignKey(PageImage, models.CASCADE, related_name="renditions")

    class Meta:
        unique_together = (("image", "filter_spec", "focal_point_key"),)


class PageDocument(AbstractDocument):
    """A document offered on a page."""

    admin_form_fields = Document.admin_form_fields


class SitePageForm(WagtailAdminPageForm):
    """The editor's form: says so before a slug hides one of the shop's addresses."""

    def clean(self):
        answers = super().clean()
        if self.parent_page and self.parent_page.depth == HOME_DEPTH:
            try:
                refuse_reserved(answers.get("slug", ""))
            except ValidationError as error:
                self.add_error("slug", error)
        return answers


def refuse_reserved(slug: str) -> None:
    """Raise ValidationError for a slug that a route or the other language has."""
    if slug in reserved_slugs():
        message = _("“%(slug)s” is an address of the shop. Choose another word.")
        raise ValidationError(message, params={"slug": slug})


class SitePage(Page):
    """What every page of ours has: links in the reader's language, no slug that hides a route."""

    base_form_class = SitePageForm

    class Meta:
        abstract = True

    @property
    def path_in_site(self) -> str:
        """The page's address without language: "/info/privasi/"."""
        return "/" + self.url_path.split("/", 2)[2]

    def get_url_parts(self, request=None):
        """Keep links in the reader's language, whichever language the page is written in.

        An English page has no other address than its own below `/en/`.
        """
        parts = super().get_url_parts(request)
        if parts is None:
            return None
        site_id, root_url, _path = parts
        path = self.path_in_site
        is_english_page = is_english() or self.locale.language_code == "en"
        return site_id, root_url, english_path(path) if is_english_page else path

    def clean(self):
        super().clean()
        if self.depth == HOME_DEPTH + 1:
            refuse_reserved(self.slug)

    def get_context(self, request, *args, **kwargs):
        """Say in which language the body is written, and whether the reader asked for another."""
        context = super().get_context(request, *args, **kwargs)
        language = self.locale.language_code
        return context | {
            "page_language": language,
            "is_borrowed": is_english() and language == "id",
        }


class HomePage(SitePage):
    """The front page: the slope, the sectors, what is fresh."""

    template = "cms/home.html"
    max_count_per_parent = 2
    parent_page_types = ["wagtailcore.Page"]
    subpage_types = ["cms.InfoPage"]

    heading = models.CharField(_("heading"), max_length=120, blank=True)
    intro = models.CharField(_("introduction"), max_length=300, blank=True)

    content_panels = [*Page.content_panels, FieldPanel("heading"), FieldPanel("intro")]

    class Meta:
        verbose_name = _("home page")

    def get_context(self, request, *args, **kwargs):
        from .fronts import front_page  # noqa: PLC0415 - the storefront needs all models loaded

        return super().get_context(request, *args, **kwargs) | {"front": front_page(request)}


class InfoPage(SitePage):
    """A page of plain text: who runs the shop, delivery, returns, terms, privacy."""

    template = "cms/info.html"
    parent_page_types = ["cms.HomePage", "cms.InfoPage"]
    subpage_types = ["cms.InfoPage"]

    intro = models.CharField(_("introduction"), max_length=300, blank=True)
    body = RichTextField(_("text"), features=["h2", "h3", "ol", "ul", "link", "bold", "italic"])

    content_panels = [*Page.content_panels, FieldPanel("intro"), FieldPanel("body")]

    class Meta:
        verbose_name = _("information page")
        verbose_name_plural = _("information pages")

    def get_context(self, request, *args, **kwargs):
        children = self.get_children().live().in_menu() if self.numchild else []
        return super().get_context(request, *args, **kwargs) | {
            "children": [(child.title, child.slug) for child in children]
        }
