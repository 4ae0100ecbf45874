"""Helping with consent: asking for it, the signed paper, a coordinator's word, ending it."""

from pathlib import Path

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from sellers.models import Consent
from sellers.refusals import NoPhoneGateway, SellerRefused
from sellers.team import consents, notices
from shop.images.naming import content_type_of
from shop.images.storage import serve_private

from .scope import Scope, acting_view, not_yours, room_view
from .stalls import answer, find


@acting_view
def ask(request: HttpRequest, scope: Scope, pk: int) -> HttpResponse:
    """Ask the owners; they agree at their own desk with a code on their own phone."""
    seller = find(scope, pk)
    return answer(
        request,
        seller,
        lambda: consents.ask(seller, scope.person, by=scope.by),
        _("The owner was asked. The consent counts once the owner enters a code."),
    )


@acting_view
def hand_in(request: HttpRequest, scope: Scope, pk: int) -> HttpResponse:
    """Take the photo of a paper that the owner signed."""
    seller, file = find(scope, pk), request.FILES.get("paper")
    if file is None:
        messages.error(request, _("Choose the photo of the signed paper first."))
        return redirect("rooms:stall", seller.pk)

    return answer(
        request,
        seller,
        lambda: consents.hand_in_paper(seller, scope.person, file, by=scope.by),
        _("The paper is kept. A coordinator looks at it, then it counts."),
    )


@acting_view
def end(request: HttpRequest, scope: Scope, pk: int) -> HttpResponse:
    """Give one's own consent, or the request for it, back."""
    consent = get_object_or_404(scope.consents, pk=pk, volunteer=scope.person, ended_at=None)
    return answer(
        request,
        consent.seller,
        lambda: consents.end(consent, by=scope.by),
        _("Your help in this stall has ended."),
    )


@room_view
def paper(request: HttpRequest, scope: Scope, pk: int) -> HttpResponse | FileResponse:
    """Serve a signed paper to the coordinator above, and to whom it is about."""
    consent = _find(scope, pk)
    is_own = consent.volunteer_id == scope.person.pk
    if not is_own and not scope.coordinates(consent.seller):
        return not_yours(request, scope)
    if not consent.paper:
        raise Http404
    suffix = Path(consent.paper.name).suffix
    return serve_private(
        consent.paper,
        download_name=f"persetujuan-{consent.pk}{suffix}",
        content_type=content_type_of(consent.paper.name),
    )


@room_view
def papers(request: HttpRequest, scope: Scope) -> HttpResponse:
    """List signed papers that wait for this coordinator."""
    if not scope.confirms:
        return not_yours(request, scope)
    return render(
        request,
        "cms/rooms/consents.html",
        {
            "page_title": _("Consents on paper"),
            "header_icon": "doc-full",
            "waiting": [
                (consent, notices.reaches_phone(consent.owner))
                for consent in consents.papers_to_confirm(scope.person)
            ],
            "why_not": NoPhoneGateway.message,
        },
    )


@acting_view
def confirm(request: HttpRequest, scope: Scope, pk: int) -> HttpResponse:
    """Say that the paper is right; it counts once the owner's phone was told."""
    consent = _find(scope, pk)
    return _answer(
        request,
        lambda: consents.confirm_paper(consent, by=scope.by),
        _("Confirmed. It counts for 30 days, once the owner's phone was told."),
    )


@acting_view
def refuse(request: HttpRequest, scope: Scope, pk: int) -> HttpResponse:
    """Say that the paper is not right, and why."""
    consent, words = _find(scope, pk), request.POST.get("reason", "")
    return _answer(
        request,
        lambda: consents.refuse_paper(consent, reason=words, by=scope.by),
        _("Refused. The volunteer was told."),
    )


def _find(scope: Scope, pk: int) -> Consent:
    return get_object_or_404(scope.consents, pk=pk)


def _answer(request: HttpRequest, act, done: str) -> HttpResponse:
    try:
        act()
    except SellerRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, done)
    return redirect("rooms:consents")
