"""Where buyers of this stall alone pay to: the owner enters it, staff confirm it.

What comes in there only she sees, so she says when it has arrived.
"""

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from sellers.desk.access import Desk, Right, desk_view, page
from shop.dashboard.collecting_forms import FORMS, MODELS
from shop.order.refusals import NotPossible
from shop.payment.collecting import collectors, proposals
from shop.payment.collecting.collector_news import name_of
from shop.payment.incoming import receipts
from shop.payment.models import Collector, Payment


@desk_view(Right.DECIDE_MONEY, needs_fresh_proof=True)
def collecting(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Show where buyers pay to, what waits for staff, and payments that she should see come in."""
    collector = Collector.objects.filter(partner=desk.seller.partner).first()
    return page(
        request,
        desk,
        "desk/collecting.html",
        {
            "places": [_place(kind, collector) for kind in MODELS],
            "payments": _awaited(collector),
        },
        tab="money",
    )


@desk_view(Right.DECIDE_MONEY, needs_fresh_proof=True)
def enter(request: HttpRequest, desk: Desk, kind: str) -> HttpResponse:
    """Enter an account or a QRIS code; buyers see it once staff have confirmed it."""
    if kind not in FORMS:
        raise Http404
    is_sent = request.method == "POST"
    form = FORMS[kind](*((request.POST, request.FILES) if is_sent else ()))
    if is_sent and form.is_valid():
        collector = collectors.of_seller(desk.seller.partner)
        if form.propose(collector, by=desk.by) is not None:
            messages.success(request, _("Entered. We look at it and tell you."))
            return redirect("desk:collecting", desk.seller.slug)
    return page(
        request,
        desk,
        "desk/collecting_enter.html",
        {"form": form, "kind": kind},
        tab="money",
        status=422 if is_sent else 200,
    )


@require_POST
@desk_view(Right.DECIDE_MONEY, needs_fresh_proof=True)
def withdraw(request: HttpRequest, desk: Desk, kind: str) -> HttpResponse:
    """Take back what staff have not looked at yet."""
    if kind not in MODELS:
        raise Http404
    rows = MODELS[kind].objects.waiting()
    row = get_object_or_404(rows, collector__partner=desk.seller.partner)
    try:
        proposals.withdraw(row, by=desk.by)
    except proposals.REFUSED as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Taken back."))
    return redirect("desk:collecting", desk.seller.slug)


@require_POST
@desk_view(Right.DECIDE_MONEY, needs_fresh_proof=True)
def arrived(request: HttpRequest, desk: Desk, pk: int) -> HttpResponse:
    """Say that the whole sum of a payment is on her own account."""
    collector = Collector.objects.filter(partner=desk.seller.partner).first()
    payment = get_object_or_404(_awaited(collector), pk=pk)
    try:
        receipts.enter(
            payment.account or payment.qris,
            amount=payment.total - payment.captured,
            received_on=timezone.localdate(),
            reference=f"{payment.order.number}-{payment.captured}",
            payment=payment,
            by=desk.by,
        )
    except NotPossible as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Noted. The order is paid."))
    return redirect("desk:collecting", desk.seller.slug)


def _place(kind: str, collector: Collector | None) -> dict[str, object]:
    """Return what the page says of an account or a code: in use, waiting, refused last."""
    rows = MODELS[kind].objects.filter(collector=collector)
    used, waits = rows.in_use().first(), rows.waiting().first()
    last = rows.order_by("-proposed_at").first()
    return {
        "kind": kind,
        "used": name_of(used) if used else "",
        "waits": name_of(waits) if waits else "",
        "refused": last.reason if last and last.refused_at else "",
    }


def _awaited(collector: Collector | None) -> QuerySet[Payment]:
    """Return the open payments that go to her own account or code."""
    if collector is None:
        return Payment.objects.none()
    return (
        Payment.objects.filter(
            collector=collector, method__in=["transfer", "qris"], state=Payment.State.PENDING
        )
        .select_related("order", "account", "qris")
        .order_by("pk")
    )
