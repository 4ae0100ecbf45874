"""The stall's orders: what came in, and each step until it is with the buyer."""

from dataclasses import dataclass

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sellers.desk.access import Desk, Right, desk_view, page
from sellers.desk.orders.cards import Card, cards, shown_of
from sellers.desk.orders.steps import STEPS, Step, main_step, rows_of, steps_of
from shop.look.pieces import Event, SumLine
from shop.look.words import moment
from shop.order import states, timeline
from shop.order.amounts import outstanding
from shop.order.models import Adjustment, SellerOrder
from shop.payment.paying_out import statements
from shop.payment.refunding import refunds

ON_A_PAGE = 20
Status = SellerOrder.Status


@dataclass(frozen=True)
class Heap:
    """Orders of a kind, for a chip; `name` stands in the address."""

    name: str
    label: str | Promise
    statuses: frozenset[str]
    count: int = 0


HEAPS = (
    Heap("dijawab", gettext_lazy("To answer"), frozenset({Status.NEW})),
    Heap(
        "diproses",
        gettext_lazy("Being prepared"),
        frozenset({Status.ACCEPTED, Status.WEIGHED}),
    ),
    Heap("siap", gettext_lazy("Ready"), frozenset({Status.READY})),
    Heap("dikirim", gettext_lazy("Sent"), frozenset({Status.SENT})),
    Heap("masalah", gettext_lazy("Problem"), frozenset({Status.COMPLAINT})),
    Heap(
        "selesai",
        gettext_lazy("Over"),
        frozenset({Status.HANDED_OVER, Status.COMPLETED, Status.DECLINED, Status.CANCELLED}),
    ),
)


@desk_view(Right.SELL)
def orders(request: HttpRequest, desk: Desk) -> HttpResponse:
    """List the stall's orders, the longest waiting first; `isi=siap` keeps one heap."""
    partner = desk.seller.partner
    counts = dict(
        SellerOrder.objects.of_seller(partner)
        .order_by()
        .values_list("status")
        .annotate(Count("pk"))
    )
    heaps = [
        Heap(heap.name, heap.label, heap.statuses, sum(counts.get(s, 0) for s in heap.statuses))
        for heap in HEAPS
    ]
    chosen = next((heap for heap in heaps if heap.name == request.GET.get("isi")), None)
    parts = shown_of(partner).order_by("-order__date_placed", "-pk")
    if chosen:
        parts = parts.filter(status__in=chosen.statuses)
        if chosen.name != HEAPS[-1].name:
            parts = parts.order_by("order__date_placed", "pk")
    found = Paginator(parts, ON_A_PAGE).get_page(request.GET.get("hal"))
    kept = f"isi={chosen.name}&" if chosen else ""
    return page(
        request,
        desk,
        "desk/orders.html",
        {
            "heaps": heaps,
            "chosen": chosen,
            "found": found,
            "rows": rows_of(cards(found), is_assistant=desk.is_assistant),
            "previous_url": f"?{kept}hal={found.number - 1}" if found.has_previous() else "",
            "next_url": f"?{kept}hal={found.number + 1}" if found.has_next() else "",
            "to_pack": counts.get(Status.ACCEPTED, 0) + counts.get(Status.WEIGHED, 0),
        },
        tab="orders",
    )


@desk_view(Right.SELL)
def order(request: HttpRequest, desk: Desk, number: str) -> HttpResponse:
    """Show one order whole, with exactly the steps that are next."""
    card = card_of(desk, number)
    offered = steps_of(card, is_assistant=desk.is_assistant)
    first = main_step(card, is_assistant=desk.is_assistant)
    return page(
        request,
        desk,
        "desk/order.html",
        {
            "card": card,
            "first": first,
            "is_direct": first is not None and not first.has_page(card),
            "rest": [(step, not step.has_page(card)) for step in offered if step is not first],
            "greeting": _("Hello, about order %(number)s from %(stall)s:")
            % {"number": card.number, "stall": desk.seller.name},
            "sums": _sums(card.part),
            "yours": _yours(desk, card.part) if desk.may(Right.SEE_MONEY) else [],
            "events": _events(card.part),
            "complaints": list(card.part.complaints.prefetch_related("lines__line", "pictures")),
        },
        tab="orders",
    )


@desk_view(Right.SELL)
def take_step(request: HttpRequest, desk: Desk, number: str, name: str) -> HttpResponse:
    """Take a step, or show the page that asks for what it needs to know."""
    step = STEPS.get(name)
    if step is None or step.act is None:
        raise Http404
    if step.is_own and desk.is_assistant:
        return page(request, desk, "desk/not_yours.html", status=403)
    card = card_of(desk, number)
    kind = step.form(card)
    if request.method != "POST":
        if kind is None or not step.offered(card):
            return redirect("desk:order", desk.seller.slug, number)
        return _ask(request, desk, card, step, kind())
    form = kind(request.POST) if kind else None
    if form is not None and not form.is_valid() and step.offered(card):
        return _ask(request, desk, card, step, form)
    if form is None or form.is_valid():
        do(request, card, step, lambda: step.act(card, form, desk.by))
    else:
        _say_stale(request, card, step, card.part.status)
    if request.POST.get("then") == "today":
        return redirect("desk:today", desk.seller.slug)
    return redirect("desk:order", desk.seller.slug, number)


def card_of(desk: Desk, number: str) -> Card:
    """Return the stall's own part of an order; 404 for anybody else's."""
    part = get_object_or_404(shown_of(desk.seller.partner), order__number=number)
    return cards([part])[0]


def do(request: HttpRequest, card: Card, step: Step, act) -> bool:
    """Run a step's verb and tell what came of it; say whether it was done."""
    try:
        act()
    except states.WrongState as refusal:
        _say_stale(request, card, step, refusal.found)
        return False
    except states.NotPossible as refusal:
        messages.error(request, str(refusal))
        return False
    messages.success(request, step.done)
    return True


def _say_stale(request: HttpRequest, card: Card, step: Step, found: str) -> None:
    """Say why a step came too late; a second press of the same button is no mistake."""
    if found == step.target or (not step.target and card.cash_received):
        messages.info(request, _("This was saved already."))
        return
    card.part.status = found
    messages.error(
        request,
        _("“%(step)s” is no longer possible: order %(number)s is now “%(status)s”.")
        % {"step": step.label, "number": card.number, "status": card.status},
    )


def _ask(request: HttpRequest, desk: Desk, card: Card, step: Step, form) -> HttpResponse:
    return page(
        request,
        desk,
        "desk/order_step.html",
        {"card": card, "step": step, "form": form},
        tab="orders",
        status=422 if form.is_bound else 200,
    )


def _sums(part: SellerOrder) -> list[SumLine]:
    """Say what the part comes to for its buyer, and what of it goes back to him."""
    now = outstanding(part)
    back = [row for row in part.adjustments.all() if row.kind == Adjustment.Kind.REFUND]
    own = now.delivery_own - sum(row.delivery_own for row in back)
    courier = now.delivery_courier - sum(row.delivery_courier for row in back)
    lines = [SumLine(_("Goods"), now.goods - sum(row.goods for row in back))]
    if own:
        lines.append(SumLine(_("Delivery by you"), own))
    if courier:
        lines.append(SumLine(_("Parcel courier"), courier))
    if back:
        lines.append(SumLine(_("Goes back to the buyer"), sum(row.amount for row in back)))
    return [*lines, SumLine(_("The buyer pays"), now.total, is_total=True)]


def _yours(desk: Desk, part: SellerOrder) -> list[SumLine]:
    """Say what the stall gets of it, and what goes off."""
    [money] = statements.of_orders(desk.seller.partner, [part])
    lines = [SumLine(_("Commission"), -money.commission)] if money.commission else []
    if money.courier_back:
        lines.append(SumLine(_("Parcel fee that you gave back"), -money.courier_back))
    return [*lines, SumLine(_("For you"), money.net, is_total=True)]


def _events(part: SellerOrder) -> list[Event]:
    """Return what happened to the part, the last step as the present one."""
    own = {None, *refunds.of_part(part).values_list("pk", flat=True)}
    told = [
        entry
        for entry in timeline.of(part.order)
        if entry.part_id in (None, part.pk) and entry.refund_id in own
    ]
    return [
        Event(
            entry.title,
            "now" if entry is told[-1] else "done",
            ", ".join(filter(None, [moment(entry.at), entry.who, entry.about])),
        )
        for entry in told
    ]
