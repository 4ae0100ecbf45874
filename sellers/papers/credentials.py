"""Papers of trust: verbs of those who hold them and of those who check them.

Every verb owns its transaction, writes one history event, and raises a
`refusals.CredentialRefused` with nothing changed. Numbers are checked by
`numbers`, which goods a paper may be for by `rules`.
"""

from collections.abc import Iterable
from typing import BinaryIO

from django.db import transaction
from django.db.models.fields.files import FieldFile
from django.utils import timezone

from catalogue.models import Product
from sellers.models import Credential, Seller
from sellers.papers import notices
from sellers.papers import refusals as refusals
from sellers.papers.facts import Facts, checked, in_process
from sellers.papers.rules import PER_LISTING, Need, rules_of
from sellers.team.checking import require_checker
from shop.history.models import record
from shop.images.cleaning import clean_upload
from shop.people.actors import Actor

Kind, State = Credential.Kind, Credential.State


def add(
    seller: Seller,
    kind: str,
    facts: Facts,
    *,
    by: Actor,
    photo: BinaryIO | None = None,
    is_in_process: bool = False,
) -> Credential:
    """Put a paper into the stall's list, to be checked; or one that is being applied for.

    Raises CredentialRefused, or shop.images.refusals.PictureRefused for a bad photo.
    """
    paper = Credential(seller=seller, kind=Kind(kind))
    return _write(paper, facts, "added", by=by, photo=photo, is_in_process=is_in_process)


def hand_in(
    credential: Credential, facts: Facts, *, by: Actor, photo: BinaryIO | None = None
) -> Credential:
    """Correct a paper that nobody has verified, or enter the one applied for; it is checked anew.

    Raises CredentialRefused, or PictureRefused.
    """
    if credential.state in (State.VERIFIED, State.WITHDRAWN):
        raise refusals.AlreadyAnswered
    return _write(credential, facts, "handed_in", by=by, photo=photo)


def replace(
    credential: Credential, facts: Facts, *, by: Actor, photo: BinaryIO | None = None
) -> Credential:
    """Enter the paper that follows a verified one; the former counts until this is verified.

    Raises CredentialRefused, or PictureRefused.
    """
    if credential.state != State.VERIFIED:
        raise refusals.AlreadyAnswered
    paper = Credential(seller=credential.seller, kind=credential.kind, replaces=credential)
    return _write(paper, facts, "renewed", by=by, photo=photo)


def cover(credential: Credential, product: Product, *, by: Actor) -> bool:
    """Let a paper be for one more of the stall's goods; say whether that changed anything.

    A verified paper is checked anew, since somebody else must see that the goods are on it.
    """
    with transaction.atomic():
        current = _locked(credential)
        if current.listings.filter(pk=product.pk).exists():
            return False
        require_covers(current, [product])
        current.listings.add(product)
        if current.state == State.VERIFIED:
            _to_check(current)
            current.save()
        record("credential.covers", current.seller, by=by, after=_plain(current))
    credential.refresh_from_db()
    return True


def verify(credential: Credential, *, by: Actor) -> None:
    """Note that somebody without a part in the stall saw the paper; its badge shows from now on.

    Raises checking.NotYoursToCheck, AlreadyExpired, AlreadyAnswered.
    """
    require_checker(credential.seller, by=by)
    with transaction.atomic():
        current = _locked(credential)
        if current.state != State.WAITING:
            raise refusals.AlreadyAnswered
        if current.is_expired:
            raise refusals.AlreadyExpired
        current.state, current.reason = State.VERIFIED, ""
        current.verified_at, current.verified_by_id = timezone.now(), by.person_id
        current.warned_days = None
        current.save()
        former = current.replaces_id
        if former:
            Credential.objects.filter(pk=former).update(state=State.WITHDRAWN)
        after = _plain(current) | ({"in_place_of": former} if former else {})
        record("credential.verified", current.seller, by=by, after=after)
        notices.tell(current, "paper.verified")
    credential.refresh_from_db()


def refuse(credential: Credential, reason: str, *, by: Actor) -> None:
    """Send a paper back with words; also one that was verified by mistake.

    Raises checking.NotYoursToCheck, NeedsReason, AlreadyAnswered.
    """
    require_checker(credential.seller, by=by)
    reason = reason.strip()
    if not 1 <= len(reason) <= 300:
        raise refusals.NeedsReason
    with transaction.atomic():
        current = _locked(credential)
        if current.state not in (State.WAITING, State.VERIFIED):
            raise refusals.AlreadyAnswered
        before = {"state": current.state}
        current.state, current.reason = State.REFUSED, reason
        current.verified_at = current.verified_by = None
        current.save()
        record(
            "credential.refused",
            current.seller,
            by=by,
            before=before,
            after=_plain(current),
            reason=reason,
        )
        notices.tell(current, "paper.refused", reason=reason)
    credential.refresh_from_db()


def withdraw(credential: Credential, *, by: Actor) -> bool:
    """Take a paper out of the list; say whether that changed anything."""
    with transaction.atomic():
        current = _locked(credential)
        if current.state == State.WITHDRAWN:
            return False
        before = {"state": current.state}
        current.state = State.WITHDRAWN
        current.save(update_fields=["state"])
        record("credential.withdrawn", current.seller, by=by, before=before, after=_plain(current))
    credential.refresh_from_db()
    return True


def require_covers(credential: Credential, goods: Iterable[Product]) -> None:
    """Refuse goods of others and goods that such a paper is not given for."""
    goods = list(goods)
    own = {
        product.pk
        for product in Product.objects.filter(
            pk__in=[product.pk for product in goods],
            stockrecords__partner=credential.seller.partner_id,
        )
    }
    if any(product.pk not in own for product in goods):
        raise refusals.NotYourListing
    for product in goods:
        rule = rules_of(product)[credential.kind]
        if rule.need is Need.IMPOSSIBLE:
            raise refusals.PirtImpossible(product.title, str(rule.why))
        if rule.need is Need.DOES_NOT_APPLY:
            raise refusals.DoesNotApply(product.title)


def _write(
    paper: Credential,
    facts: Facts,
    verb: str,
    *,
    by: Actor,
    photo: BinaryIO | None,
    is_in_process: bool = False,
) -> Credential:
    """Check what stands on the paper, keep its photo before the transaction, save both."""
    goods = list(facts.listings) if paper.kind in PER_LISTING else []
    if paper.kind in PER_LISTING and not goods:
        raise refusals.NeedsListings
    require_covers(paper, goods)
    values = in_process(paper.kind, facts) if is_in_process else checked(paper.kind, facts)
    kept, former = _keep(photo) if photo else None, paper.photo.name
    try:
        with transaction.atomic():
            current = _locked(paper)
            _require_new(current, values["number"])
            _to_check(current, State.IN_PROCESS if is_in_process else State.WAITING)
            for name, value in values.items():
                setattr(current, name, value)
            if kept:
                current.photo = kept.name
            current.save()
            current.listings.set(goods)
            record(f"credential.{verb}", current.seller, by=by, after=_plain(current))
            if kept and former:
                transaction.on_commit(lambda: current.photo.storage.delete(former))
    except Exception:
        if kept:
            kept.storage.delete(kept.name)
        raise
    return current


def _locked(paper: Credential) -> Credential:
    """Return the row as it stands, its stall locked: two papers can't take one number."""
    seller = Seller.objects.select_for_update().get(pk=paper.seller_id)
    if paper.pk is None:
        return paper
    current = Credential.objects.select_for_update().get(pk=paper.pk)
    current.seller = seller
    if current.state != paper.state:
        raise refusals.AlreadyAnswered
    return current


def _require_new(paper: Credential, number: str) -> None:
    """Raise AlreadyThere if the stall holds another paper of that kind and number."""
    same = Credential.objects.held().filter(seller=paper.seller, kind=paper.kind, number=number)
    own = [key for key in (paper.pk, paper.replaces_id) if key]
    if number and same.exclude(pk__in=own).exists():
        raise refusals.AlreadyThere


def _keep(photo: BinaryIO) -> FieldFile:
    """Clean a photo and put it into private storage."""
    picture, kept = clean_upload(photo), Credential().photo
    kept.save(picture.name, picture, save=False)
    return kept


def _to_check(paper: Credential, state: str = State.WAITING) -> None:
    paper.state, paper.reason = state, ""
    paper.verified_at = paper.verified_by = paper.warned_days = None


def _plain(paper: Credential) -> dict:
    return {
        "paper": paper.pk,
        "kind": str(paper.kind),
        "state": str(paper.state),
        "number": paper.number,
        "expires_on": paper.expires_on and paper.expires_on.isoformat(),
        "has_photo": bool(paper.photo),
    }
