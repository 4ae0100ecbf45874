"""The desk's first page: what to do now. And, before it, which of several stalls."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from sellers import verbs
from sellers.desk.access import Desk, Right, desk_view, page
from sellers.desk.frame import stalls_of
from sellers.desk.jobs import quick_stock, stock_warning, work_of
from sellers.desk.money import sales
from sellers.desk.orders import times
from sellers.goods.price_list import Figures, change_figures
from sellers.models import Seller
from sellers.refusals import SellerRefused
from shop.communication.channels import has_phone_gateway
from shop.partner.models import StockRecord
from shop.partner.refusals import ListingRefused

DAYS = 7


@never_cache
@login_required
def choose(request: HttpRequest) -> HttpResponse:
    """Lead to the one stall where the person works or helps, or let choose between several."""
    stalls = list(stalls_of(request.user))
    if len(stalls) == 1:
        return redirect("desk:today", stalls[0].slug)
    return render(request, "desk/choose.html", {"stalls": stalls})


@desk_view(Right.SELL)
def today(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Show what to do now."""
    now, seller = timezone.now(), desk.seller
    week = sales.by_day(seller.partner, DAYS)
    stock = quick_stock(seller, kept=request.GET.get("stok", ""))
    return page(
        request,
        desk,
        "desk/today.html",
        {
            "greeting": times.greeting(now),
            "now": now,
            "work": work_of(seller, is_assistant=desk.is_assistant, is_owner=desk.is_owner),
            "stock": stock,
            "stock_warning": stock_warning(stock),
            "week": week,
            "sold_today": week.bars[-1].amount,
            "missing": [] if seller.verified_at else missing_of(seller),
            "hears_by_phone": has_phone_gateway(),
        },
        tab="today",
    )


def missing_of(seller: Seller) -> list[tuple[str, str]]:
    """Return what a new stall still lacks: words, and the page where to mend it."""
    partner = seller.partner
    lacks = [
        (_("Put up a product"), "desk:listing_new", partner.stockrecords.exists()),
        (_("Say how goods are delivered"), "desk:delivery", partner.deliveries.exists()),
        (_("Write when you are open"), "desk:hours", seller.hours.exists()),
        (_("Add a photo of the stall"), "desk:stall", hasattr(seller, "photo")),
        (_("Tell your story"), "desk:profile", bool(seller.story)),
    ]
    return [(words, url_name) for words, url_name, is_there in lacks if not is_there]


@require_POST
@desk_view(Right.STALL)
def open_or_close(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Take orders from now on, or none; opening also ends a holiday."""
    seller, is_opening = desk.seller, request.POST.get("to") == "open"
    try:
        verbs.set_accepts_orders(seller, is_opening, by=desk.by)
        if is_opening and seller.partner.is_on_holiday():
            verbs.end_holiday(seller, by=desk.by)
    except SellerRefused as refusal:
        messages.error(request, str(refusal))
    else:
        told = (
            _("The stall takes orders again.")
            if is_opening
            else _("The stall is closed for orders.")
        )
        messages.success(request, told)
    return redirect(_back(request, desk))


@require_POST
@desk_view(Right.SELL)
def set_stock(request: HttpRequest, desk: Desk, public_id: str) -> HttpResponse:
    """Write a listing's stock: the number typed, one less or one more than was seen."""
    record = get_object_or_404(
        StockRecord.objects.select_related("product"),
        partner=desk.seller.partner_id,
        product__public_id=public_id,
    )
    typed, step = request.POST.get("quantity", ""), request.POST.get("step", "")
    try:
        units = max(0, int(typed) + (int(step) if step in ("1", "-1") else 0))
        seen = int(request.POST.get("seen", record.num_in_stock))
        change_figures(
            record,
            seen=Figures(record.rupiah, seen),
            wanted=Figures(record.rupiah, units),
            by=desk.by,
        )
    except ListingRefused as refusal:
        messages.error(request, f"{record.product.title}: {refusal}")
    except ValueError:
        messages.error(request, _("Write the stock as a whole number."))
    shown = reverse("desk:today", args=[desk.seller.slug])
    return redirect(f"{shown}?stok={record.product.public_id}#stok")


def _back(request: HttpRequest, desk: Desk) -> str:
    """Return the page of this site where the button was pressed, else today's."""
    back = request.POST.get("back", "")
    if back.startswith("/") and url_has_allowed_host_and_scheme(back, allowed_hosts=None):
        return back
    return reverse("desk:today", args=[desk.seller.slug])
