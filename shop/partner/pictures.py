"""A listing's pictures: several, in an order, each with a caption."""

from collections.abc import Sequence

from django.core.files.base import File
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from catalogue.models import Product, ProductImage, note_change
from shop.history.models import record
from shop.people.actors import Actor

from .listings import add_picture
from .refusals import ListingRefused

MAX_PICTURES = 10
MAX_CAPTION = 200


class TooManyPictures(ListingRefused):
    message = _("A product has at most 10 photos. Remove one first.")


class LongCaption(ListingRefused):
    message = _("Write at most 200 characters under a photo.")


def add_pictures(product: Product, files: Sequence[File], *, by: Actor) -> list[ProductImage]:
    """Add uploaded photos at the end, one event each.

    Raises TooManyPictures with none added, or PictureRefused for one that can't become a
    picture; those before it are kept.
    """
    if product.images.count() + len(files) > MAX_PICTURES:
        raise TooManyPictures
    return [add_picture(product, file, by=by) for file in files]


def put_first(image: ProductImage, *, by: Actor) -> bool:
    """Make a picture the one that cards show; say whether it was not."""
    return _place(image, by, lambda others: [image, *others])


def move_up(image: ProductImage, *, by: Actor) -> bool:
    """Move a picture one place ahead; say whether it was not the first."""

    def ahead(others: list[ProductImage]) -> list[ProductImage]:
        place = max(0, sum(other.display_order < image.display_order for other in others) - 1)
        return [*others[:place], image, *others[place:]]

    return _place(image, by, ahead)


def caption(image: ProductImage, text: str, *, by: Actor) -> bool:
    """Write what a picture shows; say whether that changed anything. Raises LongCaption."""
    text = " ".join(text.split())
    if len(text) > MAX_CAPTION:
        raise LongCaption
    with transaction.atomic():
        before = ProductImage.objects.select_for_update().get(pk=image.pk).caption
        if before == text:
            return False
        ProductImage.objects.filter(pk=image.pk).update(caption=text)
        _record("listing.picture_captioned", image, by, {"caption": before}, {"caption": text})
    return True


def _place(image: ProductImage, by: Actor, arrange) -> bool:
    with transaction.atomic():
        rows = list(
            ProductImage.objects.select_for_update()
            .filter(product_id=image.product_id)
            .order_by("display_order", "pk")
        )
        image = next(row for row in rows if row.pk == image.pk)
        wanted = arrange([row for row in rows if row.pk != image.pk])
        if wanted == rows:
            return False
        for place, row in enumerate(wanted):
            ProductImage.objects.filter(pk=row.pk).update(display_order=place)
        _record(
            "listing.pictures_ordered",
            image,
            by,
            {"pictures": [row.pk for row in rows]},
            {"pictures": [row.pk for row in wanted]},
        )
    return True


def _record(verb: str, image: ProductImage, by: Actor, before: dict, after: dict) -> None:
    record(verb, image.product, by=by, before=before, after=after)
    note_change(image.product_id)
