"""Sizes and tastes of one thing: sibling listings of one partner, each with its own price.

A group with one listing left dissolves by itself.
"""

from django.db import transaction
from django.db.models import Q

from catalogue.models import Product, note_change
from shop.history.models import record
from shop.people.actors import Actor

from . import refusals
from .models import ListingGroup, Partner, StockRecord
from .writing import tell, write_stock

MAX_NAME = 120
MAX_CHOICE = 40
MOST_CHOICES = 12


def make_group(partner: Partner, name: str, *, by: Actor) -> ListingGroup:
    """Make an empty group of a partner's listings. Raises refusals.BadGroup."""
    name = " ".join(name.split())
    if not 1 <= len(name) <= MAX_NAME:
        raise refusals.BadGroup
    with transaction.atomic():
        group = ListingGroup.objects.create(partner=partner, name=name)
        record("listing_group.made", group, by=by, after={"name": name, "partner": partner.pk})
    return group


def join(product: Product, group: ListingGroup | None, choice: str, *, by: Actor) -> bool:
    """Put a listing into a group as this size or taste; say whether that changed anything.

    Leaves its former group. Raises refusals.NotYourGroup (also for a group that is gone),
    NeedsChoice, ChoiceTaken, GroupFull.
    """
    if group is None:
        raise refusals.NotYourGroup
    choice = " ".join(choice.split())
    if not 1 <= len(choice) <= MAX_CHOICE:
        raise refusals.NeedsChoice
    with transaction.atomic():
        stockrecord = _held(product, group.pk)
        if stockrecord.partner_id != group.partner_id:
            raise refusals.NotYourGroup
        before = _place(stockrecord)
        if before == {"group": group.pk, "choice": choice}:
            return False
        others = group.stockrecords.exclude(pk=stockrecord.pk)
        if others.filter(choice__iexact=choice).exists():
            raise refusals.ChoiceTaken
        if others.count() >= MOST_CHOICES:
            raise refusals.GroupFull
        write_stock(stockrecord, group=group, choice=choice)
        tell(
            "listing.grouped",
            product,
            by=by,
            before=before,
            after={"group": group.pk, "choice": choice},
        )
        if stockrecord.group_id not in (None, group.pk):
            _dissolve_if_lonely(stockrecord.group_id)
    return True


def leave(product: Product, *, by: Actor) -> bool:
    """Take a listing out of its group; say whether it was in one."""
    with transaction.atomic():
        stockrecord = _held(product)
        if stockrecord.group_id is None:
            return False
        before = _place(stockrecord)
        write_stock(stockrecord, group=None, choice="")
        tell("listing.ungrouped", product, by=by, before=before, after={"group": None})
        _dissolve_if_lonely(stockrecord.group_id)
    return True


def siblings(product: Product) -> list[StockRecord]:
    """Return the whole group's stock records with their listings, this one too; [] without one."""
    group = StockRecord.objects.filter(product=product, group__isnull=False).values("group")
    return list(
        StockRecord.objects.filter(group__in=group)
        .select_related("product")
        .order_by("price", "pk")
    )


def _held(product: Product, *group_ids: int) -> StockRecord:
    """Lock the groups that a change touches, then all their stock records, each by primary key.

    Reservations lock in the same order, so nobody waits in a circle.
    """
    own = StockRecord.objects.filter(product=product)
    groups = [*group_ids, *own.exclude(group=None).values_list("group_id", flat=True)]
    list(ListingGroup.objects.select_for_update().filter(pk__in=groups).order_by("pk"))
    touched = StockRecord.objects.filter(Q(product=product) | Q(group__in=groups))
    list(touched.select_for_update().order_by("pk"))
    return own.get()


def _place(stockrecord: StockRecord) -> dict:
    return {"group": stockrecord.group_id, "choice": stockrecord.choice}


def _dissolve_if_lonely(group_id: int) -> None:
    """Delete a group of at most one listing, which then stands alone."""
    left = list(StockRecord.objects.filter(group=group_id))
    if len(left) > 1:
        return
    for stockrecord in left:
        write_stock(stockrecord, group=None, choice="")
        note_change(stockrecord.product_id)
    ListingGroup.objects.filter(pk=group_id).delete()
