"""Stalls of a person's villages: the list, one stall with all there is to check, verifying it."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, F, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from sellers import verbs
from sellers.models import Credential, Seller
from sellers.news import history, sending_back
from sellers.papers.due import held, missing
from sellers.refusals import NoPhoneGateway, SellerRefused
from sellers.team import consents, notices
from sellers.team.owners import owners_of
from shop.images.refusals import PictureRefused
from shop.partner.models import StockRecord
from shop.partner.refusals import ListingRefused

from .calls import Calls
from .scope import Scope, acting_view, room_view

ON_A_PAGE = 30
SHOWN_GOODS = 200
SHOWN_CHANGES = 10
REFUSED = (SellerRefused, ListingRefused, PictureRefused)


@room_view
def stalls(request: HttpRequest, scope: Scope) -> HttpResponse:
    """List the stalls, those to verify first; `q` is a part of the name or of the village's."""
    words = request.GET.get("q", "").strip()[:60]
    waiting = Count("credentials", filter=Q(credentials__state=Credential.State.WAITING))
    found = scope.stalls.annotate(papers_waiting=waiting).order_by(
        F("verified_at").asc(nulls_first=True), "name"
    )
    if words:
        found = found.filter(Q(name__icontains=words) | Q(partner__village__name__icontains=words))
    pages = Paginator(found, ON_A_PAGE).get_page(request.GET.get("hal"))
    return render(
        request,
        "cms/rooms/stalls.html",
        {"page_title": _("Stalls"), "header_icon": "group", "found": pages, "words": words},
    )


@room_view
def stall(request: HttpRequest, scope: Scope, pk: int) -> HttpResponse:
    """Show one stall: who sells, its papers and goods, and what the person may do."""
    return show(request, scope, find(scope, pk))


@acting_view
def verify(request: HttpRequest, scope: Scope, pk: int) -> HttpResponse:
    """Let buyers see the stall."""
    seller = find(scope, pk)
    return answer(
        request,
        seller,
        lambda: verbs.verify(seller, by=scope.by),
        _("%(stall)s is verified. Buyers can see it now.") % {"stall": seller.name},
    )


@acting_view
def send_back(request: HttpRequest, scope: Scope, pk: int) -> HttpResponse:
    """Say what is missing; a verified stall disappears for buyers."""
    seller, words = find(scope, pk), request.POST.get("reason", "")[:300]

    def say():
        if not words.strip():
            raise sending_back.NeedsWords
        if seller.verified_at:
            verbs.withdraw_verification(seller, by=scope.by, reason=words)
        else:
            sending_back.send_back(seller, words, by=scope.by)

    return answer(request, seller, say, _("The owner was told."))


def find(scope: Scope, pk: int) -> Seller:
    """Return a stall of the person's villages; raise Http404 for any other."""
    return get_object_or_404(scope.stalls.select_related("photo"), pk=pk)


def answer(request: HttpRequest, seller: Seller, act, done: str) -> HttpResponse:
    """Do it, say what came of it, and show the stall again."""
    try:
        act()
    except REFUSED as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, done)
    return redirect("rooms:stall", seller.pk)


def show(request: HttpRequest, scope: Scope, seller: Seller, *, status: int = 200) -> HttpResponse:
    """Render a stall's page."""
    photo = getattr(seller, "photo", None)
    open_ones = seller.consents.filter(volunteer=scope.person, ended_at=None)
    papers = held(seller)
    past = history.of_papers(seller, [row.paper for row in papers])
    return render(
        request,
        "cms/rooms/stall.html",
        {
            "page_title": seller.name,
            "header_icon": "group",
            "seller": seller,
            "scope": scope,
            "calls": Calls(seller),
            "photo": photo.sources(alt=seller.name) if photo and photo.is_ready else None,
            "owners": seller.memberships.filter(ended_at=None).select_related("person"),
            "papers": [(row, past[row.paper.pk]) for row in papers],
            "changes": history.changes(history.of_stall(seller)[:SHOWN_CHANGES]),
            "missing": missing(seller),
            "goods": goods_of(seller),
            "may_check": scope.may_check(seller),
            "may_help": consents.may_help(scope.person, seller),
            "paper_waits": "" if _can_count(seller) else NoPhoneGateway.message,
            "consent": consents.consent_of(scope.person, seller),
            "asked": open_ones.first(),
        },
        status=status,
    )


def _can_count(seller: Seller) -> bool:
    """Say whether a signed paper can count here: an owner's phone can be told of it."""
    return any(notices.reaches_phone(owner) for owner in owners_of(seller))


def goods_of(seller: Seller) -> list[StockRecord]:
    """Return the stall's goods with what keeps each down, if anything."""
    records = (
        StockRecord.objects.filter(partner=seller.partner_id)
        .exclude(product__state="archived")
        .select_related("product")
        .prefetch_related("product__take_downs__by")
        .order_by("product__title", "pk")[:SHOWN_GOODS]
    )
    for record in records:
        standing = (row for row in record.product.take_downs.all() if row.lifted_at is None)
        record.standing = next(standing, None)
    return list(records)
