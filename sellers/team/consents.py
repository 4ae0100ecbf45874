"""An owner's leave for a volunteer to act in her stall: by a code on her phone, or by paper.

It counts only while the volunteer holds an assignment for the village, the owner who gave it
still owns the stall, and neither ended it. A code lasts a year; a signed paper lasts 30 days,
from the moment when a coordinator confirmed it and the owner's phone was told.
"""

from datetime import timedelta
from typing import BinaryIO

from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from sellers import refusals
from sellers.models import Consent, Membership, Seller
from sellers.team import checking, notices
from sellers.team.owners import owners_of, require_owner
from shop.communication.channels import phone_gateways
from shop.communication.codes import ProvenPhone
from shop.communication.models import Message
from shop.communication.outbox import about_key
from shop.history.models import record
from shop.images.cleaning import clean_upload
from shop.people.actors import SYSTEM, Actor
from shop.people.models import User

BY_CODE = timedelta(days=365)
BY_PAPER = timedelta(days=30)


def in_force(at=None) -> QuerySet[Consent]:
    """Return consents that are given and not over; the giver must own the stall still."""
    now = at or timezone.now()
    return Consent.objects.filter(
        Q(ends_at__isnull=True) | Q(ends_at__gt=now),
        Exists(_giver()),
        given_at__lte=now,
        ended_at__isnull=True,
    )


def consent_of(person: User, seller: Seller) -> Consent | None:
    """Return the consent by which a volunteer may act in a stall now, or None."""
    consent = in_force().filter(volunteer=person, seller=seller).select_related("owner").first()
    return consent if consent and checking.serves(person, seller) else None


def may_help(person: User, seller: Seller) -> bool:
    """Say whether a person may hold a consent here: she serves the village, and is no member."""
    is_member = seller.memberships.filter(person=person, ended_at__isnull=True).exists()
    return checking.serves(person, seller) and not is_member


def papers_to_confirm(coordinator: User) -> QuerySet[Consent]:
    """Return signed papers that wait for this coordinator."""
    waiting = Consent.objects.filter(
        means=Consent.Means.PAPER, confirmed_by__isnull=True, ended_at__isnull=True
    ).select_related("seller__partner__village__parent", "volunteer", "owner")
    return waiting.filter(seller__in=checking.stalls_coordinated_by(coordinator)).exclude(
        Q(volunteer=coordinator) | Q(seller__memberships__person=coordinator)
    )


def ask(seller: Seller, volunteer: User, *, by: Actor) -> Consent:
    """Ask the owners for their consent; asking twice is asking once.

    Raises CantHelp, WorksThere, AlreadyHelps, NobodyToAsk.
    """
    with transaction.atomic():
        consent, is_new = _open(seller, volunteer, by=by)
        if is_new:
            record("consent.asked", seller, by=by, after={"consent": consent.pk})
            notices.tell_owners(seller, "consent.asked", volunteer=str(volunteer))
    return consent


def purpose(consent: Consent) -> str:
    """Return the purpose of the code that gives this consent."""
    return f"consent:{consent.pk}"


def give_by_code(consent: Consent, *, proof: ProvenPhone, by: Actor) -> Consent:
    """The owner agrees, with a code that came to her own phone; it counts for a year.

    Raises OwnerOnly, PhoneNotProven, ConsentGone or CantHelp.
    """
    require_owner(consent.seller, by=by)
    owner = User.objects.filter(pk=by.person_id).first()
    if (
        owner is None
        or owner.phone_doubted_at
        or proof != ProvenPhone(owner.phone or "", purpose(consent))
    ):
        raise refusals.PhoneNotProven
    if not may_help(consent.volunteer, consent.seller):
        raise refusals.CantHelp
    now = timezone.now()
    given = {"means": Consent.Means.CODE, "owner": owner, "given_at": now, "ends_at": now + BY_CODE}
    with transaction.atomic():
        _answer(consent, **given)
        record("consent.given", consent.seller, by=by, after={"consent": consent.pk})
        notices.tell(consent.volunteer, consent.seller, "consent.given")
    return consent


def hand_in_paper(seller: Seller, volunteer: User, file: BinaryIO, *, by: Actor) -> Consent:
    """Keep a cleaned photo of the paper the owner signed; a coordinator looks at it next.

    Raises PictureRefused, CantHelp, WorksThere, AlreadyHelps, NobodyToAsk.
    """
    _require_may_help(seller, volunteer, by=by)
    picture = clean_upload(file)
    paper = Consent(means=Consent.Means.PAPER).paper
    paper.save(picture.name, picture, save=False)
    try:
        with transaction.atomic():
            consent, _is_new = _open(seller, volunteer, by=by)
            former = consent.paper.name
            _answer(consent, means=Consent.Means.PAPER, paper=paper.name)
            record("consent.paper_handed_in", seller, by=by, after={"consent": consent.pk})
            if former:
                transaction.on_commit(lambda: paper.storage.delete(former))
    except Exception:
        paper.storage.delete(paper.name)
        raise
    return consent


def confirm_paper(consent: Consent, *, by: Actor) -> Consent:
    """A coordinator saw the paper: it counts once the owner's phone was told, for 30 days.

    Raises NotYoursToConfirm, ConsentGone, CantHelp, NobodyToAsk or NoPhoneGateway.
    """
    coordinator = _require_coordinator(consent, by=by)
    if not may_help(consent.volunteer, consent.seller):
        raise refusals.CantHelp
    with transaction.atomic():
        owner = owners_of(consent.seller).filter(pk=consent.owner_id).first()
        if owner is None or not owner.phone:
            raise refusals.NobodyToAsk
        if not notices.reaches_phone(owner):
            raise refusals.NoPhoneGateway
        _answer_paper(consent, confirmed_by=coordinator, ends_at=timezone.now() + BY_PAPER)
        record("consent.paper_confirmed", consent.seller, by=by, after={"consent": consent.pk})
        volunteer = str(consent.volunteer)
        notices.tell(
            owner, consent.seller, notices.PAPER_COUNTS, about=consent, volunteer=volunteer
        )
    return consent


def refuse_paper(consent: Consent, *, reason: str, by: Actor) -> Consent:
    """A coordinator does not accept the paper.

    Raises NotYoursToConfirm, NeedsReason, ConsentGone.
    """
    _require_coordinator(consent, by=by)
    if not (words := reason.strip()[:300]):
        raise refusals.NeedsReason
    with transaction.atomic():
        _answer_paper(consent, ended_at=timezone.now(), refused_reason=words)
        after = {"consent": consent.pk}
        record("consent.paper_refused", consent.seller, by=by, after=after, reason=words)
        notices.tell(consent.volunteer, consent.seller, "consent.refused", reason=words)
    return consent


def end(consent: Consent, *, by: Actor) -> bool:
    """End a consent or a request, by an owner or the volunteer herself; the next request refuses.

    Raises OwnerOnly.
    """
    if by.person_id != consent.volunteer_id:
        require_owner(consent.seller, by=by)
    with transaction.atomic():
        open_one = Consent.objects.filter(pk=consent.pk, ended_at__isnull=True)
        if not open_one.update(ended_at=timezone.now()):
            return False
        record("consent.ended", consent.seller, by=by, before={"consent": consent.pk})
        if by.person_id != consent.volunteer_id:
            notices.tell(consent.volunteer, consent.seller, "consent.ended")
    consent.refresh_from_db()
    return True


def count_told() -> int:
    """Let confirmed papers count whose owner's phone was told meanwhile; returns how many.

    A line on a console or in a file tells no phone; demo people, whom no gateway reaches, have
    nothing else.
    """
    confirmed = Consent.objects.filter(
        confirmed_by__isnull=False,
        told_at__isnull=True,
        ended_at__isnull=True,
        ends_at__gt=timezone.now(),
    ).select_related("seller", "volunteer", "owner")
    return sum(_count_if_told(consent) for consent in confirmed)


def _count_if_told(consent: Consent) -> bool:
    told = Message.objects.filter(
        kind=notices.PAPER_COUNTS,
        about=about_key(consent),
        way=Message.Way.PHONE,
        state=Message.State.SENT,
    )
    if not consent.owner.is_demo:
        told = told.filter(channel__in=phone_gateways())
    message = told.first()
    if message is None:
        return False
    with transaction.atomic():
        waiting = Consent.objects.filter(pk=consent.pk, told_at__isnull=True, ended_at__isnull=True)
        if not waiting.update(told_at=message.sent_at, given_at=timezone.now()):
            return False
        record("consent.given", consent.seller, by=SYSTEM, after={"consent": consent.pk})
        notices.tell(consent.volunteer, consent.seller, "consent.given")
    return True


def _open(seller: Seller, volunteer: User, *, by: Actor) -> tuple[Consent, bool]:
    """Return the volunteer's open request, made if need be; one that ran out is ended."""
    _require_may_help(seller, volunteer, by=by)
    owner = owners_of(seller).filter(phone__isnull=False).first()
    if owner is None:
        raise refusals.NobodyToAsk
    Seller.objects.select_for_update().get(pk=seller.pk)
    present = seller.consents.filter(volunteer=volunteer, ended_at__isnull=True).first()
    if present and (
        (present.ends_at and present.ends_at <= timezone.now()) or not _is_of_owner(present)
    ):
        Consent.objects.filter(pk=present.pk).update(ended_at=timezone.now())
        present = None
    if present is None:
        fields = {"owner": owner, "means": Consent.Means.CODE}
        try:
            with transaction.atomic():
                return seller.consents.create(volunteer=volunteer, **fields), True
        except IntegrityError as error:
            raise refusals.AlreadyHelps from error
    if present.given_at or present.confirmed_by_id:
        raise refusals.AlreadyHelps
    return present, False


def _is_of_owner(consent: Consent) -> bool:
    return owners_of(consent.seller).filter(pk=consent.owner_id).exists()


def _giver() -> QuerySet[Membership]:
    return Membership.objects.filter(
        seller=OuterRef("seller"),
        person=OuterRef("owner"),
        role=Membership.Role.OWNER,
        ended_at__isnull=True,
    )


def _require_may_help(seller: Seller, volunteer: User, *, by: Actor) -> None:
    if by.on_behalf_of_id is not None or by.person_id not in (None, volunteer.pk):
        raise refusals.CantHelp
    if seller.memberships.filter(person=volunteer, ended_at__isnull=True).exists():
        raise refusals.WorksThere
    if not may_help(volunteer, seller):
        raise refusals.CantHelp


def _require_coordinator(consent: Consent, *, by: Actor) -> User:
    person = User.objects.filter(pk=by.person_id).first()
    if (
        person is None
        or by.on_behalf_of_id is not None
        or person.pk == consent.volunteer_id
        or not checking.coordinates(person, consent.seller)
        or checking.is_involved(person, consent.seller)
    ):
        raise refusals.NotYoursToConfirm
    return person


def _answer(consent: Consent, **columns: object) -> None:
    """Write an answer to a request that nobody answered meanwhile. Raises ConsentGone."""
    unanswered = Consent.objects.filter(
        pk=consent.pk, given_at__isnull=True, confirmed_by__isnull=True, ended_at__isnull=True
    )
    if not unanswered.update(**columns):
        raise refusals.ConsentGone
    consent.refresh_from_db()


def _answer_paper(consent: Consent, **columns: object) -> None:
    if consent.means != Consent.Means.PAPER:
        raise refusals.ConsentGone
    _answer(consent, **columns)
