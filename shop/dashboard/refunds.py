"""Staff screen: money that goes back to buyers, to send."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from shop.order import states
from shop.payment import refunds
from shop.payment.models import Refund
from shop.people.actors import actor_for

from .frame import page, staff_view
from .registry import Screen

SEE_REFUNDS = "payment.view_refund"
SEND_REFUNDS = "payment.change_refund"


def waiting_refunds() -> int:
    """Count the refunds that somebody must send."""
    return Refund.objects.filter(state__in=["approved", "sending"]).count()


@staff_view(SEE_REFUNDS, needs_second_factor=SEND_REFUNDS)
def refund_list(request: HttpRequest) -> HttpResponse:
    """Show refunds, those to send first."""
    found = Refund.objects.select_related("order", "collector__partner").order_by("state", "pk")
    if not request.GET.get("semua"):
        found = found.exclude(state=Refund.State.SENT)
    return page(
        request,
        "dashboard/refunds.html",
        {"refunds": found[:200], "may_send": request.user.has_perm(SEND_REFUNDS)},
    )


@require_POST
@staff_view(SEND_REFUNDS, needs_second_factor=True)
def refund_step(request: HttpRequest, pk: int, step: str) -> HttpResponse:
    """Move a refund: being sent, sent with a reference, failed with a reason, given in cash."""
    move = REFUND_STEPS.get(step)
    if move is None:
        raise Http404
    refund = get_object_or_404(Refund.objects.select_related("collector"), pk=pk)
    if (step == "tunai") != refund.is_by_seller:
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
        ),
        waiting=waiting_refunds,
    ),
)
