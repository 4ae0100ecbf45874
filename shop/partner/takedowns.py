"""Taking a listing out of sale, and putting it back when it was mended and looked at.

Who looks after a partner's goods, an upper storey knows: it adds its check with
`register_guard` (in `ready()`), and only those it names take down and lift. The stall's own
people say that it is mended.
"""

from collections.abc import Callable

from django.db import transaction
from django.utils import timezone

from catalogue.models import Product
from shop.people.actors import Actor

from . import refusals, requirements
from .models import Partner, TakeDown
from .signals import take_down_lifted, taken_down
from .writing import locked, locked_stock, tell, write

MAX_TEXT = 300

State = Product.State

#: Says whether a person, by id, may take down and lift listings of a partner.
Guard = Callable[[Partner, int], bool]

_guards: list[Guard] = []


def register_guard(guard: Guard) -> None:
    """Let a check be asked whenever somebody takes a listing down or lets it back."""
    if guard not in _guards:
        _guards.append(guard)


def take_down(product: Product, *, reason: str, by: Actor) -> TakeDown:
    """Take a listing out of sale; one that is down already keeps its first reason.

    Raises refusals.NotYoursToTakeDown, NeedsReason, Archived. Sends `taken_down`.
    """
    _require_guard(product, by)
    reason = _text(reason)
    with transaction.atomic():
        current = locked(product)
        if current.state == State.ARCHIVED:
            raise refusals.Archived
        if standing := standing_of(current):
            return standing
        was_published = current.state == State.PUBLISHED
        made = TakeDown.objects.create(
            product=current, reason=reason, by_id=by.person_id, was_published=was_published
        )
        before = {"state": current.state}
        if was_published:
            _show(product, current, State.PAUSED)
        tell(
            "listing.taken_down",
            current,
            by=by,
            reason=reason,
            before=before,
            after={"state": str(current.state)},
        )
        taken_down.send(TakeDown, take_down=made)
    return made


def say_mended(product: Product, *, note: str, by: Actor) -> TakeDown:
    """Say that what was wrong is mended, so that somebody looks.

    Raises refusals.NotTakenDown, NeedsReason.
    """
    note = _text(note)
    with transaction.atomic():
        standing = standing_of(locked(product))
        if standing is None:
            raise refusals.NotTakenDown
        if standing.mended_at and standing.mended_note == note:
            return standing
        standing.mended_at, standing.mended_note = timezone.now(), note
        standing.save(update_fields=["mended_at", "mended_note"])
        tell("listing.mended", product, by=by, reason=note)
    return standing


def lift(take_down: TakeDown, *, by: Actor) -> bool:
    """Let a listing be sold again; say whether it was still down.

    It is shown at once if buyers saw it before and nothing is missing; else its owner
    publishes it. Raises refusals.NotYoursToTakeDown. Sends `take_down_lifted`.
    """
    _require_guard(take_down.product, by)
    with transaction.atomic():
        current = locked(take_down.product)
        standing = standing_of(current)
        if standing is None or standing.pk != take_down.pk:
            return False
        standing.lifted_at = timezone.now()
        standing.save(update_fields=["lifted_at"])
        before = {"state": current.state}
        if standing.was_published and current.state == State.PAUSED and _is_complete(current):
            _show(take_down.product, current, State.PUBLISHED)
        tell("listing.restored", current, by=by, before=before, after={"state": str(current.state)})
        take_down_lifted.send(TakeDown, take_down=standing)
    take_down.lifted_at = standing.lifted_at
    return True


def standing_of(product: Product) -> TakeDown | None:
    """Return what keeps a listing down now, if anything."""
    return TakeDown.objects.filter(product=product, lifted_at=None).first()


def _require_guard(product: Product, by: Actor) -> None:
    """Nobody takes down in an owner's name, and guests never; the system passes."""
    if by.is_system:
        return
    if by.on_behalf_of_id is not None or by.person_id is None:
        raise refusals.NotYoursToTakeDown
    for partner in Partner.objects.filter(stockrecords__product=product):
        if not all(is_guard(partner, by.person_id) for is_guard in _guards):
            raise refusals.NotYoursToTakeDown


def _is_complete(product: Product) -> bool:
    try:
        requirements.require_complete(product, locked_stock(product))
    except refusals.ListingRefused:
        return False
    return True


def _show(product: Product, current: Product, state: str) -> None:
    columns = {"state": state, "is_public": state == State.PUBLISHED}
    write(current, **columns)
    for name, value in columns.items():
        setattr(current, name, value)
        setattr(product, name, value)


def _text(text: str) -> str:
    text = " ".join(str(text).split())
    if not 1 <= len(text) <= MAX_TEXT:
        raise refusals.NeedsReason
    return text
