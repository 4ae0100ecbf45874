"""Staff screen: money that goes back to buyers, to send."""

from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from shop.order import states
from shop.payment.models import Refund
from shop.payment.refunding import card_refunds, refunds
from shop.people.actors import actor_for

from . import giving_back
from .frame import page, staff_view
from .registry import Screen

SEE_REFUNDS = "payment.view_refund"
SEND_REFUNDS = "payment.change_refund"


TO_SEND = Q(way="bank", state__in=["approved", "sending"])
STUCK = Q(way="card", state="failed")


def waiting_refunds() -> int:
    """Count the refunds that somebody must release, send by bank or look at."""
    waits = Refund.objects.filter(TO_SEND | STUCK).exclude(_held_back())
    return (waits | Refund.objects.to_release()).distinct().count()


def _held_back() -> Q:
    """Match weighing differences that may still grow or be given away."""
    return Q(waits_for_weighing=True) | Q(gift_until__gt=timezone.now())


@staff_view(SEE_REFUNDS, needs_second_factor=SEND_REFUNDS)
def refund_list(request: HttpRequest) -> HttpResponse:
    """Show refunds, those to send first."""
    found = Refund.objects.select_related("order", "collector__partner", "made_by")
    found = found.prefetch_related("shares__seller_order").order_by("state", "pk")
    if not request.GET.get("semua"):
        found = found.exclude(state__in=Refund.SETTLED)
    return page(
        request,
        "dashboard/refunds.html",
        {"refunds": found[:200], "may_send": request.user.has_perm(SEND_REFUNDS)},
    )


@require_POST
@staff_view(SEND_REFUNDS, needs_second_factor=True)
def refund_step(request: HttpRequest, pk: int, step: str) -> HttpResponse:
    """Move a refund: released, being sent, sent with a reference, failed, given in cash."""
    move = REFUND_STEPS.get(step)
    if move is None:
        raise Http404
    refund = get_object_or_404(Refund.objects.select_related("collector"), pk=pk)
    if step != "lepas" and (step == "tunai") != refund.is_by_seller:
        raise Http404
    try:
        move(refund, request.POST.get("text", "").strip()[:120], actor_for(request.user))
    except states.NotPossible as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Saved; the buyer sees it in the order."))
    return redirect("dashboard:refunds")


# Each step takes the refund, the text that staff typed, and who does it.
REFUND_STEPS = {
    "lepas": lambda refund, _text, by: refunds.release(refund, by=by),
    "bank": lambda refund, _text, by: card_refunds.by_bank(refund, by=by),
    "mulai": lambda refund, _text, by: refunds.start_sending(refund, by=by),
    "terkirim": lambda refund, text, by: refunds.sent(refund, reference=text, by=by),
    "gagal": lambda refund, text, by: refunds.failed(refund, reason=text, by=by),
    "tunai": lambda refund, _text, by: refunds.paid_in_cash(
        refund, partner_id=refund.collector.partner_id, by=by
    ),
}


SCREENS = (
    Screen(
        url_name="refunds",
        title=gettext_lazy("Refunds"),
        permission=SEE_REFUNDS,
        patterns=(
            path("pengembalian/", refund_list, name="refunds"),
            path("pengembalian/<int:pk>/<slug:step>/", refund_step, name="refund-step"),
            path("pesanan/<str:number>/uang-kembali/", giving_back.give_back, name="give-back"),
        ),
        waiting=waiting_refunds,
    ),
)
