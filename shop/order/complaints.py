"""A buyer's problem with a seller order: reported, answered by the seller, closed by staff.

While it is open the part rests in `complaint`: it neither completes nor is paid out. What closing
means for the money is `shop.payment.refunding.complaints`' part.
"""

from collections.abc import Iterable, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import BinaryIO

from django.core.files.base import ContentFile
from django.db import transaction
from django.http import FileResponse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from catalogue.models import ArrivalProof
from shop.history.models import record
from shop.images import strays
from shop.images.cleaning import clean_upload
from shop.images.storage import serve_private
from shop.partner.models import Partner
from shop.people.actors import Actor

from . import messages, states
from .amounts import units_left
from .complaint_models import FOLDER
from .models import Complaint, ComplaintLine, ComplaintPicture, Line, SellerOrder
from .refusals import NotPossible, require_own
from .signals import complaint_closed, complaint_opened

MOST_PICTURES = 5
LONGEST_TEXT = 1000
Status = SellerOrder.Status
OPEN_TO_COMPLAIN = (Status.SENT, Status.HANDED_OVER)


class TooEarlyOrLate(NotPossible):
    """The goods are not on their way yet, or the part is over."""

    message = gettext_lazy(
        "A problem can be reported from when the goods are sent until the order is completed."
    )


class NothingSaid(NotPossible):
    """A problem without words or without lines can't be looked at."""

    message = gettext_lazy("Say what is wrong, and with which goods.")


class NotSoMany(NotPossible):
    """More units are said to be wrong than were supplied."""

    def __init__(self, line: Line):
        super().__init__(line.pk)
        self.message = _("%(title)s: at most %(units)s.") % {
            "title": line.title,
            "units": units_left(line),
        }


class WindowOver(NotPossible):
    """The time to report a problem with this line is over."""

    def __init__(self, line: Line):
        super().__init__(line.pk)
        self.message = _(
            "%(title)s: a problem could be reported within %(hours)s hours of hand-over."
        ) % {"title": line.title, "hours": line.complaint_hours}


class PictureNeeded(NotPossible):
    """A dead arrival is shown, as the listing said before the purchase."""

    def __init__(self, line: Line):
        super().__init__(line.pk)
        self.message = _(
            "%(title)s: add a picture; the listing asks for one if an animal arrives dead."
        ) % {"title": line.title}


class TooManyPictures(NotPossible):
    """A few pictures show a problem."""

    message = gettext_lazy("Send at most 5 pictures.")


def window_ends(line: Line, part: SellerOrder) -> datetime | None:
    """Return until when a line's problem may be reported; None before it is handed over."""
    if part.handed_over_at is None:
        return None
    return part.handed_over_at + timedelta(hours=line.complaint_hours)


def last_window_ends(part: SellerOrder, lines: Iterable[Line]) -> datetime | None:
    """Return when the last of a part's lines can be complained about; None before hand-over."""
    return max(filter(None, (window_ends(line, part) for line in lines)), default=None)


def lines_open(part: SellerOrder, *, at: datetime | None = None) -> list[Line]:
    """Return the lines whose problem may be reported now."""
    if part.status not in OPEN_TO_COMPLAIN:
        return []
    now = at or timezone.now()
    return [line for line in _supplied(part) if _is_open(line, part, now)]


def can_complain(part: SellerOrder, lines: Iterable[Line]) -> bool:
    """Say whether a problem with one of these lines of the part may be reported now."""
    now = timezone.now()
    return part.status in OPEN_TO_COMPLAIN and any(_is_open(line, part, now) for line in lines)


def open_complaint(
    part: SellerOrder,
    *,
    text: str,
    units: Mapping[int, int],
    pictures: Sequence[BinaryIO] = (),
    by: Actor,
) -> Complaint:
    """Report a problem with units of lines (by line id); the part rests until staff close it.

    Raises PictureRefused or a NotPossible that says what is missing; then nothing has changed.
    """
    _require(part, text=text, units=units, pictures=len(pictures))
    with _kept([clean_upload(file) for file in pictures]) as kept, transaction.atomic():
        states.lock(part.order_id)
        part.refresh_from_db()
        _require(part, text=text, units=units, pictures=len(pictures))
        complaint = Complaint.objects.create(seller_order=part, text=text.strip())
        ComplaintLine.objects.bulk_create(
            ComplaintLine(complaint=complaint, line_id=line_id, units=count)
            for line_id, count in sorted(units.items())
        )
        for picture in kept:
            picture.complaint = complaint
            picture.save()
        states.rest(part, by=by, reason=complaint.text, complaint=complaint.pk)
        complaint_opened.send(sender=Complaint, complaint=complaint, by=by)
    return complaint


@transaction.atomic
def answer(complaint: Complaint, text: str, *, by: Actor) -> None:
    """The seller says her side, while it is open.

    Raises NotOnBehalf, NothingSaid, or WrongState if it is closed.
    """
    require_own(by)
    part = complaint.seller_order
    states.lock(part.order_id)
    if not text.strip():
        raise NothingSaid
    said = {"answer": text.strip()[:LONGEST_TEXT], "answered_at": timezone.now()}
    if Complaint.objects.open().filter(pk=complaint.pk, answer=said["answer"]).exists():
        return
    if not Complaint.objects.open().filter(pk=complaint.pk).update(**said):
        raise states.WrongState(part.status)
    complaint.refresh_from_db()
    record("complaint.answered", part, by=by, reason=complaint.answer)
    messages.to_orderer(
        "complaint.answered", part.order, seller=part.partner_name, answer=complaint.answer
    )


def close(
    complaint: Complaint, *, outcome: str, amount: int, bearer: str, reason: str, by: Actor
) -> None:
    """Note how an open complaint of a locked order ended, and complete its part.

    For `shop.payment.refunding.complaints.settle`, which has moved the money (`amount` in rupiah).
    """
    ended = {"outcome": outcome, "reason": reason, "closed_at": timezone.now()}
    if not Complaint.objects.open().filter(pk=complaint.pk).update(**ended):
        raise states.WrongState(complaint.seller_order.status)
    complaint.refresh_from_db()
    part = complaint.seller_order
    noted = {"complaint": complaint.pk, "outcome": outcome, "amount": amount, "bearer": bearer}
    states.end_rest(part, by=by, reason=reason, noted=noted)
    with translation.override(part.order.language):
        ending = str(complaint.get_outcome_display())
    messages.to_orderer(
        "complaint.closed", part.order, seller=part.partner_name, outcome=ending, reason=reason
    )
    complaint_closed.send(sender=Complaint, complaint=complaint, by=by)


def picture_for(partner: Partner, pk: int) -> ComplaintPicture | None:
    """Return a complaint's picture if the complaint is about this partner's goods."""
    pictures = ComplaintPicture.objects.filter(complaint__seller_order__partner=partner)
    return pictures.filter(pk=pk).first()


def remove_strays() -> int:
    """Remove pictures of over a day that no complaint holds (their sender's process died)."""
    held = set(ComplaintPicture.objects.values_list("picture", flat=True))
    return strays.remove(FOLDER, held=held)


def serve(picture: ComplaintPicture) -> FileResponse:
    """Serve a problem's picture; the caller has checked the right to see it."""
    return serve_private(
        picture.picture,
        download_name=f"masalah-{picture.pk}{Path(picture.picture.name).suffix}",
        content_type=picture.content_type,
    )


def _require(part: SellerOrder, *, text: str, units: Mapping[int, int], pictures: int) -> None:
    """Raise the refusal that says why this problem can't be reported (so)."""
    if part.status not in OPEN_TO_COMPLAIN:
        raise TooEarlyOrLate
    lines = {line.pk: line for line in _supplied(part)}
    if not text.strip() or len(text) > LONGEST_TEXT or not units or not set(units) <= set(lines):
        raise NothingSaid
    if pictures > MOST_PICTURES:
        raise TooManyPictures
    now = timezone.now()
    for line_id, count in units.items():
        line = lines[line_id]
        if not 1 <= count <= units_left(line):
            raise NotSoMany(line)
        if not _is_open(line, part, now):
            raise WindowOver(line)
        if part.handed_over_at and not pictures and needs_picture(line):
            raise PictureNeeded(line)


def _supplied(part: SellerOrder) -> list[Line]:
    lines = part.lines.select_related("product").prefetch_related("adjustments").order_by("pk")
    return [line for line in lines if units_left(line)]


def _is_open(line: Line, part: SellerOrder, now: datetime) -> bool:
    ends = window_ends(line, part)
    return ends is None or now <= ends


def needs_picture(line: Line) -> bool:
    """Say whether a dead arrival of these goods has to be shown."""
    product = line.product
    return bool(
        product
        and product.is_live
        and product.arrival_proof in (ArrivalProof.PHOTO, ArrivalProof.VIDEO)
    )


@contextmanager
def _kept(pictures: Sequence[ContentFile]):
    """Keep cleaned pictures in private storage, and remove them if what follows fails."""
    kept: list[ComplaintPicture] = []
    try:
        for content in pictures:
            kept.append(ComplaintPicture())
            kept[-1].picture.save(content.name, content, save=False)
        yield kept
    except Exception:
        for picture in kept:
            picture.picture.delete(save=False)
        raise
