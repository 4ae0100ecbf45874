"""Money that leaves the treasurer: refunds to buyers, payouts to sellers."""

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from shop.dashboard.refunds import REFUND_STEPS as STAFFS_STEPS
from shop.order import states
from shop.payment.models import Collector, Payout, PayoutBatch, Refund
from shop.payment.paying_out import dues, payouts

from .access import Till, page, till_view


def open_refunds(collector: Collector) -> QuerySet[Refund]:
    """Return the refunds this collector must send, oldest first."""
    return (
        Refund.objects.filter(collector=collector, way=Refund.Way.BANK)
        .filter(state__in=[Refund.State.APPROVED, Refund.State.SENDING])
        .select_related("order", "collector")
        .order_by("pk")
    )


def open_payouts(collector: Collector) -> QuerySet[Payout]:
    """Return released payouts that wait for the bank's reference."""
    return (
        Payout.objects.filter(batch__collector=collector, state=Payout.State.RELEASED)
        .select_related("batch", "partner")
        .order_by("pk")
    )


@till_view
def refund_list(request: HttpRequest, till: Till) -> HttpResponse:
    """Show the refunds to send."""
    return page(
        request, till, "treasury/refunds.html", {"refunds": open_refunds(till.collector)[:100]}
    )


@require_POST
@till_view
def refund_step(request: HttpRequest, till: Till, pk: int, step: str) -> HttpResponse:
    """Move a refund: being sent, sent with a reference, failed with a reason."""
    move = REFUND_STEPS.get(step)
    if move is None:
        raise Http404
    refund = get_object_or_404(open_refunds(till.collector), pk=pk)
    _try(request, move, refund, till, done=_("Saved; the buyer sees it in the order."))
    return redirect("treasury:refunds", till.region.code)


@till_view
def payout_list(request: HttpRequest, till: Till) -> HttpResponse:
    """Show what sellers may be paid, drafts that wait for a second person, and what to send."""
    collector = till.collector
    due = dues.payable(collector)
    drafts = PayoutBatch.objects.filter(collector=collector, state=PayoutBatch.State.DRAFT)
    return page(
        request,
        till,
        "treasury/payouts.html",
        {
            "due": due,
            "can_draft": any(one.is_ready for one in due),
            "drafts": drafts.prefetch_related("payouts__partner"),
            "open": open_payouts(collector)[:100],
        },
    )


@require_POST
@till_view
def draft(request: HttpRequest, till: Till) -> HttpResponse:
    """Put everything payable into a batch; another person releases it."""
    try:
        payouts.draft(till.collector, by=till.by)
    except states.NotPossible as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The batch is made. Staff look at it and release it."))
    return redirect("treasury:payouts", till.region.code)


@require_POST
@till_view
def payout_step(request: HttpRequest, till: Till, pk: int, step: str) -> HttpResponse:
    """Say how a released payout ended: paid with a reference, or it came back with a reason."""
    move = PAYOUT_STEPS.get(step)
    if move is None:
        raise Http404
    payout = get_object_or_404(open_payouts(till.collector), pk=pk)
    _try(request, move, payout, till, done=_("Saved; the seller sees it."))
    return redirect("treasury:payouts", till.region.code)


def _try(request: HttpRequest, move, row, till: Till, *, done: str) -> None:
    try:
        move(row, request.POST.get("text", "").strip()[:120], till.by)
    except states.NotPossible as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, done)


# Each step takes the row, the text that was typed, and who does it.
REFUND_STEPS = {name: STAFFS_STEPS[name] for name in ("mulai", "terkirim", "gagal")}
PAYOUT_STEPS = {
    "terkirim": lambda payout, text, by: payouts.confirm(payout, reference=text, by=by),
    "kembali": lambda payout, text, by: payouts.bounce(payout, reason=text, by=by),
}
