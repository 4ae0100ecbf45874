"""Staff screen: payments by card that don't fit, disputes, and what the provider told last."""

from datetime import timedelta

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from shop.order import states
from shop.payment.card import client, doubts, events, reconciling
from shop.payment.models import Dispute, Payment, ProviderCall, ProviderEvent, Reconciliation
from shop.people.actors import actor_for

from .frame import page, staff_view
from .registry import Screen

SEE = "payment.view_providerevent"
SETTLE = "payment.change_payment"
LOOK_AT = "payment.change_providerevent"
#: So long without a comparison is worth a word: it runs every hour.
QUIET = timedelta(hours=3)


def in_doubt():
    """Return the payments that staff must decide about, the oldest first."""
    return Payment.objects.to_decide().select_related("order", "card").order_by("pk")


def quarantined():
    """Return the events that nobody has looked at, the oldest first."""
    return ProviderEvent.objects.filter(
        state=ProviderEvent.State.QUARANTINED, settled_at__isnull=True
    )


def waiting() -> int:
    """Count what somebody should look at now."""
    open_disputes = Dispute.objects.filter(state=Dispute.State.OPEN).count()
    return in_doubt().count() + quarantined().count() + open_disputes


@staff_view(SEE, needs_second_factor=SETTLE)
def overview(request: HttpRequest) -> HttpResponse:
    """Show what doesn't fit, with what can be done about it."""
    unanswered = ProviderCall.objects.filter(
        state=ProviderCall.State.UNKNOWN, attempts__gte=2
    ).select_related("payment__order")
    last = reconciling.last_finished()
    stopped = Reconciliation.objects.exclude(error="").filter(pk__gte=last.pk if last else 0)
    return page(
        request,
        "dashboard/card.html",
        {
            "is_configured": client.is_configured(),
            "last": last,
            "is_quiet": last is None or last.finished_at < timezone.now() - QUIET,
            "stopped": stopped.first(),
            "payments": in_doubt()[:100],
            "disputes": Dispute.objects.select_related("payment__order").order_by(
                "closed_at", "evidence_by", "pk"
            )[:50],
            "events": quarantined()[:100],
            "calls": unanswered[:50],
            "may_settle": request.user.has_perm(SETTLE),
            "may_look_at": request.user.has_perm(LOOK_AT),
        },
    )


@require_POST
@staff_view(SETTLE, needs_second_factor=True)
def settle(request: HttpRequest, pk: int, step: str) -> HttpResponse:
    """Accept a payment in doubt, or reject it with a reason."""
    if step not in ("terima", "tolak"):
        raise Http404
    payment = get_object_or_404(Payment.objects.filter(card__isnull=False), pk=pk)
    by = actor_for(request.user)
    try:
        if step == "tolak":
            doubts.reject(payment, reason=request.POST.get("reason", "")[:300], by=by)
            messages.success(request, _("Rejected. What came in goes back to the buyer."))
        elif doubts.accept(payment, by=by):
            messages.success(request, _("Accepted: the order is paid."))
        else:
            messages.warning(request, _("It was too late for the order; the money goes back."))
    except states.NotPossible as refusal:
        messages.error(request, str(refusal))
    return redirect("dashboard:card")


@require_POST
@staff_view(LOOK_AT, needs_second_factor=True)
def looked_at(request: HttpRequest, pk: int) -> HttpResponse:
    """Note that an event was looked at, and what was done about it."""
    row = get_object_or_404(ProviderEvent, pk=pk)
    note = request.POST.get("note", "").strip()[:300]
    try:
        events.look_at(row, note=note, by=actor_for(request.user))
    except states.NotPossible as refusal:
        messages.error(request, str(refusal))
    return redirect("dashboard:card")


SCREENS = (
    Screen(
        url_name="card",
        title=gettext_lazy("Cards"),
        permission=SEE,
        patterns=(
            path("kartu/", overview, name="card"),
            path("kartu/ragu/<int:pk>/<slug:step>/", settle, name="card-settle"),
            path("kartu/kabar/<int:pk>/", looked_at, name="card-looked-at"),
        ),
        waiting=waiting,
    ),
)
