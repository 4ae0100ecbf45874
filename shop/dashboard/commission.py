"""Staff screen: commission of categories and sellers, and the villages' share of it."""

from decimal import Decimal

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from catalogue import commission as of_categories
from catalogue.models import Category
from shop.partner import commission as of_partners
from shop.partner.models import Partner
from shop.payment.models import Collector
from shop.payment.paying_out import village_shares
from shop.people.actors import actor_for

from .frame import page, staff_view
from .registry import Screen

SEE = "payment.view_correction"
CHANGE = "payment.change_collector"
#: Basis points in one percent.
PERCENT = 100


class RateForm(forms.Form):
    """A percentage with at most two decimals, kept in basis points; empty: none of its own."""

    rate = forms.DecimalField(
        min_value=0, max_value=100, decimal_places=2, max_digits=5, required=False, localize=True
    )

    @property
    def basis_points(self) -> int | None:
        rate: Decimal | None = self.cleaned_data["rate"]
        return None if rate is None else int(rate * PERCENT)


def _category(pk: int, rate: int | None, by) -> None:
    of_categories.set_rate(get_object_or_404(Category, pk=pk), rate, by=by)


def _seller(pk: int, rate: int | None, by) -> None:
    of_partners.set_rate(get_object_or_404(Partner, pk=pk), rate, by=by)


def _village(pk: int, rate: int | None, by) -> None:
    village = get_object_or_404(Collector, pk=pk, kind=Collector.Kind.VILLAGE)
    village_shares.set_share(village, rate or 0, by=by)


SETTERS = {"kategori": _category, "lapak": _seller, "desa": _village}


@staff_view(SEE, needs_second_factor=CHANGE)
def rates(request: HttpRequest) -> HttpResponse:
    """Show what categories, sellers and villages have; `q` finds a seller."""
    words = request.GET.get("q", "").strip()[:60]
    sellers = Partner.objects.filter(commission_bp__isnull=False)
    if words:
        sellers = Partner.objects.filter(name__icontains=words)
    villages = Collector.objects.filter(kind=Collector.Kind.VILLAGE).select_related("region")
    return page(
        request,
        "dashboard/commission.html",
        {
            "categories": Category.objects.order_by("path"),
            "sellers": sellers.order_by("name", "pk")[:50],
            "villages": villages.order_by("region__code"),
            "default": settings.COMMISSION_BP,
            "words": words,
            "may_change": request.user.has_perm(CHANGE),
        },
    )


@require_POST
@staff_view(CHANGE, needs_second_factor=True)
def set_rate(request: HttpRequest, what: str, pk: int) -> HttpResponse:
    """Set one rate; orders that were placed before keep theirs."""
    if what not in SETTERS:
        raise Http404
    form = RateForm(request.POST)
    if form.is_valid():
        SETTERS[what](pk, form.basis_points, actor_for(request.user))
        messages.success(request, _("Saved. It counts for orders from now on."))
    else:
        messages.error(request, _("Write a percentage from 0 to 100, for example 2.5."))
    return redirect("dashboard:commission")


SCREENS = (
    Screen(
        url_name="commission",
        title=gettext_lazy("Commission"),
        permission=SEE,
        patterns=(
            path("komisi/", rates, name="commission"),
            path("komisi/<slug:what>/<int:pk>/", set_rate, name="commission-set"),
        ),
    ),
)
