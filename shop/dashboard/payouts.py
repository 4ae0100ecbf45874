"""Staff screen: what sellers are due, batches to release, and what the bank said of them."""

from django.contrib import messages
from django.db.models import Sum
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from shop.order.refusals import NotPossible
from shop.partner.models import Partner
from shop.payment.models import Collector, Payout, PayoutBatch
from shop.payment.paying_out import dues, payouts
from shop.people.actors import actor_for

from .frame import page, staff_view
from .registry import Screen

SEE = "payment.view_payoutbatch"
MAKE = "payment.add_payoutbatch"
RELEASE = "payment.change_payoutbatch"
NEWEST = 30
LONGEST_NUMBER = 15


def waiting_payouts() -> int:
    """Count drafts, payouts that the bank has not answered, and who is due on a day of payouts."""
    drafts = PayoutBatch.objects.filter(state=PayoutBatch.State.DRAFT).count()
    sent = Payout.objects.filter(state=Payout.State.RELEASED).count()
    return drafts + sent + (dues.count_due() if dues.is_payout_day() else dues.count_asked())


@staff_view(SEE, needs_second_factor=True)
def payout_list(request: HttpRequest) -> HttpResponse:
    """Show who is due what at each collector, drafts, and what waits for the bank."""
    collectors = Collector.objects.exclude(kind=Collector.Kind.SELLER).order_by("kind", "pk")
    batches = PayoutBatch.objects.select_related("collector__region", "made_by", "released_by")
    batches = batches.annotate(total=Sum("payouts__amount"))
    sent = Payout.objects.filter(state=Payout.State.RELEASED)
    return page(
        request,
        "dashboard/payouts.html",
        {
            "due": [
                (one, rows, any(row.is_ready for row in rows))
                for one in collectors
                if (rows := payouts.payable(one))
            ],
            "drafts": batches.filter(state=PayoutBatch.State.DRAFT),
            "sent": sent.select_related("partner", "batch").order_by("pk")[:200],
            "batches": batches.exclude(state=PayoutBatch.State.DRAFT)[:NEWEST],
            "is_payout_day": dues.is_payout_day(),
            **_rights(request),
        },
    )


@require_POST
@staff_view(MAKE, needs_second_factor=True)
def draft(request: HttpRequest) -> HttpResponse:
    """Put the chosen sellers of a collector into a batch."""
    collector = get_object_or_404(Collector, pk=_number(request.POST.get("collector", "")))
    chosen = [number for text in request.POST.getlist("partner") if (number := _number(text))]
    try:
        batch = payouts.draft(
            collector,
            partners=Partner.objects.filter(pk__in=chosen),
            by=actor_for(request.user),
        )
    except NotPossible as refusal:
        messages.error(request, str(refusal))
        return redirect("dashboard:payouts")
    messages.success(request, _("The batch is made. Another person releases it."))
    return redirect("dashboard:payout-batch", batch.pk)


@staff_view(SEE, needs_second_factor=True)
def batch_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a batch; of a draft also what would be paid now, where that is something else."""
    batch = get_object_or_404(PayoutBatch.objects.select_related("collector", "account"), pk=pk)
    rows = list(batch.payouts.select_related("partner"))
    is_draft = batch.state == PayoutBatch.State.DRAFT
    now = payouts.now_due(batch) if is_draft else {}
    for row in rows:
        row.now = now.get(row.partner_id)
        row.is_other = is_draft and (row.now is None or row.now.amount != row.amount)
    return page(
        request,
        "dashboard/payout_batch.html",
        {
            "batch": batch,
            "rows": rows,
            "is_draft": is_draft,
            "total": sum(one.amount for one in now.values()),
            "has_changed": any(row.is_other for row in rows),
            "is_mine": batch.made_by_id == request.user.pk,
            **_rights(request),
        },
    )


@require_POST
@staff_view(RELEASE, needs_second_factor=True)
def release(request: HttpRequest, pk: int) -> HttpResponse:
    """Let a draft go, for the sum that the page showed."""
    batch = get_object_or_404(PayoutBatch, pk=pk)
    total = _number(request.POST.get("total", ""))
    if total is None:
        raise Http404
    try:
        payouts.release(batch, total=total, by=actor_for(request.user))
    except NotPossible as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Released. Pay it at the bank, then note its references."))
    return redirect("dashboard:payout-batch", batch.pk)


@require_POST
@staff_view(SEE, needs_second_factor=True)
def drop(request: HttpRequest, pk: int) -> HttpResponse:
    """Give up a draft: who may make batches, or release them, may do so."""
    batch = get_object_or_404(PayoutBatch, pk=pk)
    if not any(_rights(request).values()):
        raise Http404
    try:
        payouts.drop(batch, by=actor_for(request.user))
    except NotPossible as refusal:
        messages.error(request, str(refusal))
    return redirect("dashboard:payouts")


@staff_view(RELEASE, needs_second_factor=True)
def table(request: HttpRequest, pk: int) -> HttpResponse:
    """Hand out a released batch as a table for the bank's bulk transfer."""
    batch = get_object_or_404(PayoutBatch, pk=pk, state=PayoutBatch.State.RELEASED)
    answer = HttpResponse(payouts.csv_of(batch), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="pencairan-{batch.pk}.csv"'
    return answer


@require_POST
@staff_view(RELEASE, needs_second_factor=True)
def step(request: HttpRequest, pk: int, step: str) -> HttpResponse:
    """Note what the bank did: paid with a reference, gave back or took back with a reason."""
    move = STEPS.get(step)
    if move is None:
        raise Http404
    payout = get_object_or_404(Payout.objects.select_related("batch", "partner"), pk=pk)
    try:
        move(payout, request.POST.get("text", "").strip()[:120], actor_for(request.user))
    except NotPossible as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Saved; the seller sees it."))
    return redirect("dashboard:payout-batch", payout.batch_id)


def _rights(request: HttpRequest) -> dict[str, bool]:
    return {
        "may_make": request.user.has_perm(MAKE),
        "may_release": request.user.has_perm(RELEASE),
    }


def _number(text: str) -> int | None:
    """Read a whole number of at most 15 digits that a form of ours sent; None for others."""
    return (
        int(text) if text.isascii() and text.isdecimal() and len(text) <= LONGEST_NUMBER else None
    )


# Each step takes the payout, the text that staff typed, and who does it.
STEPS = {
    "terkirim": lambda payout, text, by: payouts.confirm(payout, reference=text, by=by),
    "kembali": lambda payout, text, by: payouts.bounce(payout, reason=text, by=by),
    "urungkan": lambda payout, text, by: payouts.undo(payout, reason=text, by=by),
}

SCREENS = (
    Screen(
        url_name="payouts",
        title=gettext_lazy("Payouts"),
        permission=SEE,
        patterns=(
            path("pencairan/", payout_list, name="payouts"),
            path("pencairan/buat/", draft, name="payout-draft"),
            path("pencairan/<int:pk>/", batch_page, name="payout-batch"),
            path("pencairan/<int:pk>/setujui/", release, name="payout-release"),
            path("pencairan/<int:pk>/batal/", drop, name="payout-drop"),
            path("pencairan/<int:pk>/tabel.csv", table, name="payout-table"),
            path("pencairan/baris/<int:pk>/<slug:step>/", step, name="payout-step"),
        ),
        waiting=waiting_payouts,
    ),
)
