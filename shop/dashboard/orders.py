"""Staff screens: orders, and the seller's steps until sellers have their desk.

Every button calls the verb that the sellers' desk will call.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from shop.order import standing, states, visibility
from shop.order.models import Line, Order, SellerOrder
from shop.order.numbers import tidy
from shop.payment import cash, methods
from shop.payment.models import BuyerReceipt, Payment
from shop.payment.papers import receipt as paper
from shop.payment.second_person import require_other_buyer
from shop.people.actors import Actor, actor_for
from shop.shipping.models import Method
from shop.shipping.options import way_words

from .frame import page, staff_view
from .registry import Screen

SEE = "order.view_order"
CHANGE = "order.change_sellerorder"
Status = SellerOrder.Status


@dataclass(frozen=True)
class Step:
    """One thing a seller does: when it is offered, what it asks, which verb it calls."""

    name: str
    label: str | Promise
    statuses: frozenset[str]
    verb: Callable[..., object]
    asks: str = ""
    asks_label: str | Promise = ""
    is_needed: bool = False
    is_for_cash: bool = False
    longest: int = 300
    is_refusal: bool = False
    is_for_pickup: bool = True


PREPARED = frozenset({Status.ACCEPTED, Status.WEIGHED})
STEPS = {
    step.name: step
    for step in (
        Step("terima", gettext_lazy("Accept order"), frozenset({Status.NEW}), states.accept),
        Step(
            "tolak",
            gettext_lazy("Decline"),
            frozenset({Status.NEW}),
            states.decline,
            asks="reason",
            asks_label=gettext_lazy("Reason, as the buyer reads it"),
            is_needed=True,
            is_refusal=True,
        ),
        Step("siap", gettext_lazy("Ready"), PREPARED, states.ready),
        Step(
            "kirim",
            gettext_lazy("Sent"),
            frozenset({Status.READY}),
            states.send,
            asks="tracking_number",
            longest=60,
            asks_label=gettext_lazy("Tracking number, if there is one"),
            is_for_pickup=False,
        ),
        Step(
            "serah",
            gettext_lazy("Handed over"),
            frozenset({Status.READY, Status.SENT}),
            states.hand_over,
        ),
        Step(
            "batal",
            gettext_lazy("Cancel this part"),
            frozenset({Status.NEW, *PREPARED, Status.READY, Status.SENT}),
            states.cancel_part,
            asks="reason",
            asks_label=gettext_lazy("Reason, as the buyer reads it"),
            is_needed=True,
            is_refusal=True,
        ),
        Step(
            "uang",
            gettext_lazy("Cash received"),
            frozenset({Status.READY, Status.SENT, Status.HANDED_OVER, Status.COMPLETED}),
            cash.received,
            is_for_cash=True,
        ),
        Step(
            "tidak-datang",
            gettext_lazy("Nobody came"),
            frozenset({Status.READY, Status.SENT}),
            cash.nobody_came,
            is_for_cash=True,
            is_refusal=True,
        ),
    )
}


@dataclass(frozen=True)
class PartRow:
    """A seller order with what staff may do with it now, and whom they may call."""

    part: SellerOrder
    steps: list[Step]
    contact: visibility.Contact | None

    @property
    def delivery(self) -> str:
        """How the goods go, in words."""
        part = self.part
        return way_words(part.delivery_method, service=part.delivery_service, courier=part.courier)


def waiting() -> int:
    """Count the parts whose seller has something to do, and the wishes to cancel."""
    return SellerOrder.objects.to_act_on().count() + Order.objects.asking_to_cancel().count()


@staff_view(SEE)
def order_list(request: HttpRequest) -> HttpResponse:
    """List orders, newest first; `q` is a number or a seller's name.

    `untuk=diurus` shows what waits for a seller, `untuk=batal` what buyers ask to cancel.
    """
    orders = Order.objects.order_by("-date_placed", "-pk").prefetch_related("seller_orders")
    words = request.GET.get("q", "").strip()[:60]
    if words:
        orders = orders.filter(
            Q(number=tidy(words)) | Q(seller_orders__partner_name__icontains=words)
        ).distinct()
    if request.GET.get("untuk") == "diurus":
        orders = orders.filter(seller_orders__in=SellerOrder.objects.to_act_on()).distinct()
    if request.GET.get("untuk") == "batal":
        orders = orders.asking_to_cancel()
    found = Paginator(orders, 30).get_page(request.GET.get("hal"))
    rows = [(order, standing.in_words(order)) for order in found]
    return page(request, "dashboard/orders.html", {"found": found, "rows": rows, "words": words})


@staff_view(SEE, needs_second_factor=CHANGE)
def order_detail(request: HttpRequest, number: str) -> HttpResponse:
    """Show one order whole: parts with their steps, payments, refunds."""
    order = get_object_or_404(Order, number=number)
    parts = order.seller_orders.prefetch_related("lines", "adjustments", "payments").order_by("pk")
    may_change = request.user.has_perm(CHANGE)
    return page(
        request,
        "dashboard/order.html",
        {
            "order": order,
            "rows": [
                PartRow(part, _steps(part) if may_change else [], visibility.contact_for(part))
                for part in parts
            ],
            "payments": [
                (methods.METHODS[payment.method].label, payment)
                for payment in order.payments.select_related("account", "buyer_receipt")
            ],
            "refunds": order.refunds.all(),
            "status": standing.in_words(order),
            "may_cancel": may_change and order.status == Order.State.AWAITING,
        },
    )


def _steps(part: SellerOrder) -> list[Step]:
    owes_cash = any(
        payment.method == "cash" and payment.state == Payment.State.PROMISED
        for payment in part.payments.all()
    )
    return [
        step
        for step in STEPS.values()
        if part.status in step.statuses
        and (owes_cash or not step.is_for_cash)
        and (step.is_for_pickup or part.delivery_method != Method.PICKUP)
    ]


@staff_view(SEE)
def packing_slip(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Show what goes into one seller's parcel, for paper; a gift's slip names no price."""
    part = get_object_or_404(
        SellerOrder.objects.select_related("order__shipping_address").prefetch_related(
            "lines__adjustments"
        ),
        pk=pk,
        order__number=number,
    )
    return page(
        request,
        "dashboard/slip.html",
        {
            "row": PartRow(part, [], visibility.contact_for(part)),
            "order": part.order,
            "lines": [(line, _units_left(line)) for line in part.lines.all()],
        },
    )


def _units_left(line: Line) -> int:
    return line.quantity - sum(adjustment.units for adjustment in line.adjustments.all())


@staff_view(SEE)
def receipt(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Hand out the buyer's numbered receipt as a file."""
    found = BuyerReceipt.objects.select_related("payment")
    issued = get_object_or_404(found, pk=pk, payment__order__number=number)
    return HttpResponse(
        paper.to_pdf(issued),
        content_type="application/pdf",
        headers={"Content-Disposition": f'attachment; filename="kuitansi-{issued.number}.pdf"'},
    )


@require_POST
@staff_view(CHANGE, needs_second_factor=True)
def do_step(request: HttpRequest, number: str, pk: int, step: str) -> HttpResponse:
    """Take one of the seller's steps for her."""
    part = get_object_or_404(
        SellerOrder.objects.select_related("order"), pk=pk, order__number=number
    )
    chosen = STEPS.get(step)
    if chosen is None:
        raise Http404
    answers = {}
    if chosen.asks:
        answers[chosen.asks] = request.POST.get(chosen.asks, "").strip()[: chosen.longest]
        if chosen.is_needed and not answers[chosen.asks]:
            messages.error(request, _("Write a reason first; the buyer reads it."))
            return redirect("dashboard:order", number=number)
    by = _staff(request)
    try:
        require_other_buyer(part.order, by)
        chosen.verb(part, by=by, **answers)
    except states.NotPossible as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Saved; the buyer sees it in the order."))
    return redirect("dashboard:order", number=number)


@require_POST
@staff_view(CHANGE, needs_second_factor=True)
def cancel_order(request: HttpRequest, number: str) -> HttpResponse:
    """Cancel an order for its buyer."""
    order = get_object_or_404(Order, number=number)
    reason = request.POST.get("reason", "").strip()[:300]
    try:
        methods.cancel_unpaid(order, by=_staff(request), reason=reason)
    except states.NotPossible as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The order is cancelled."))
    return redirect("dashboard:order", number=number)


def _staff(request: HttpRequest) -> Actor:
    return actor_for(request.user)


SCREENS = (
    Screen(
        url_name="orders",
        title=gettext_lazy("Orders"),
        permission=SEE,
        patterns=(
            path("pesanan/", order_list, name="orders"),
            path("pesanan/<str:number>/", order_detail, name="order"),
            path("pesanan/<str:number>/batal/", cancel_order, name="order-cancel"),
            path("pesanan/<str:number>/<int:pk>/kuitansi.pdf", receipt, name="order-receipt"),
            path("pesanan/<str:number>/<int:pk>/slip/", packing_slip, name="order-slip"),
            path("pesanan/<str:number>/<int:pk>/<slug:step>/", do_step, name="order-step"),
        ),
        waiting=waiting,
    ),
)
