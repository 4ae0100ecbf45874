"""Addresses of stalls: unique, short, and never handed to another stall."""

from django.urls import get_resolver
from django.utils.text import slugify

from shop.villages.models import Region

from .models import FormerSlug, Seller


def move_address(seller: Seller) -> None:
    """Give an unsaved new name its address, and remember the former one."""
    slug = free_slug(seller.name, seller.partner.village, owner=seller)
    if slug != seller.slug:
        FormerSlug.objects.filter(slug=slug, seller=seller).delete()
        FormerSlug.objects.create(slug=seller.slug, seller=seller)
        seller.slug = slug


def free_slug(name: str, village: Region, *, owner: Seller | None = None) -> str:
    """Return a name's slug; with the village's, then a number, where another stall has it.

    Words of the desk itself are no stall's, or her desk could not be reached.
    """
    plain = slugify(name)[:90].strip("-") or "lapak"
    tried = [plain, f"{plain}-{village.slug}"[:130]]
    tried += [f"{tried[1]}-{number}" for number in range(2, 1000)]
    others = Seller.objects.exclude(pk=owner.pk if owner else None)
    former = FormerSlug.objects.exclude(seller=owner) if owner else FormerSlug.objects.all()
    taken = set(others.filter(slug__startswith=plain).values_list("slug", flat=True))
    taken |= set(former.filter(slug__startswith=plain).values_list("slug", flat=True))
    taken |= reserved_words()
    return next(slug for slug in tried if slug not in taken)


def reserved_words() -> set[str]:
    """Return the words that stand directly under the desk's address, from its URLconf."""
    _path, desk = get_resolver().namespace_dict["desk"]
    first = {str(pattern.pattern).split("/")[0] for pattern in desk.url_patterns}
    return {word for word in first if word and not word.startswith("<")}
