"""Wagtail's pages, and our own image, rendition and document models."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.documents.models import AbstractDocument, Document

from wagtail.fields import RichTextField
from wagtail.images.models import AbstractImage, AbstractRendition, Image

from wagtail.models import Page


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


class HomePage(Page):
    """The front page: the slope, the sectors, what is fresh."""

    max_count_per_parent = 1
    parent_page_types = ["wagtailcore.Page"]
    subpage_types = ["cms.InfoPage"]

    heading = models.CharField(_("heading"), max_length=120, blank=True)
    intro = models.CharField(_("introduction"), max_length=300, blank=True)

    content_panels = [*Page.content_panels, FieldPanel("heading"), FieldPanel("intro")]

    class Meta:
        verbose_name = _("home page")


class InfoPage(Page):
    """A page of plain text: who runs the shop, delivery, returns, terms, privacy."""

    parent_page_types = ["cms.HomePage", "cms.InfoPage"]
    subpage_types = ["cms.InfoPage"]

    intro = models.CharField(_("introduction"), max_length=300, blank=True)
    body = RichTextField(_("text"), features=["h2", "h3", "ol", "ul", "link", "bold", "italic"])

    content_panels = [*Page.content_panels, FieldPanel("intro"), FieldPanel("body")]

    class Meta:
        verbose_name = _("information page")
        verbose_name_plural = _("information pages")
