"""Staff screen: what couriers charge, as tables that staff keep and import as CSV."""

import csv

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from shop.people.actors import actor_for
from shop.shipping import bands, tariffs
from shop.shipping.choices import BadCourierFee
from shop.shipping.models import CourierBand, ParcelTariff

from .amounts import RupiahField
from .frame import page, staff_view
from .registry import Screen

SEE = "shipping.view_parceltariff"
CHANGE_TARIFFS = "shipping.change_parceltariff"
CHANGE_BANDS = "shipping.change_courierband"
MOST_BYTES = 2_000_000
ERRORS_SHOWN = 20


class TableForm(forms.Form):
    """A CSV file of parcel tariffs."""

    table = forms.FileField(
        label=gettext_lazy("CSV table"),
        help_text=gettext_lazy("Download today's table, change it and send it back."),
        widget=forms.FileInput(attrs={"accept": ".csv,text/csv"}),
    )

    def clean_table(self) -> str:
        file = self.cleaned_data["table"]
        if file.size > MOST_BYTES:
            raise forms.ValidationError(_("The table is too long."))
        try:
            return file.read().decode("utf-8-sig")
        except UnicodeDecodeError as error:
            raise forms.ValidationError(
                _("This file is no CSV text. Save the table as CSV (UTF-8).")
            ) from error


class BandForm(forms.Form):
    """Up to how far the village courier goes for which fee."""

    max_km = forms.IntegerField(
        label=gettext_lazy("Up to (kilometres)"), min_value=1, max_value=200
    )
    fee = RupiahField(label=gettext_lazy("Fee (rupiah)"))
    days = forms.IntegerField(label=gettext_lazy("Days"), min_value=0, max_value=30, initial=1)


@staff_view(SEE)
def deliveries(request: HttpRequest) -> HttpResponse:
    """Show the parcel tariffs and the village courier's bands."""
    return _show(request, TableForm(), BandForm())


def _show(
    request: HttpRequest, table_form: TableForm, band_form: BandForm, *, errors=(), status=200
) -> HttpResponse:
    words = request.GET.get("q", "").strip()[:40]
    found = ParcelTariff.objects.all()
    if words:
        found = found.filter(courier__icontains=words) | found.filter(destination=words)
    return page(
        request,
        "dashboard/deliveries.html",
        {
            "found": Paginator(found, 50).get_page(request.GET.get("hal")),
            "bands": CourierBand.objects.all(),
            "table_form": table_form,
            "band_form": band_form,
            "row_errors": errors[:ERRORS_SHOWN],
            "more_errors": max(0, len(errors) - ERRORS_SHOWN),
            "words": words,
            "may_change_tariffs": request.user.has_perm(CHANGE_TARIFFS),
            "may_change_bands": request.user.has_perm(CHANGE_BANDS),
        },
        status=status,
    )


@staff_view(SEE)
def table(request: HttpRequest) -> HttpResponse:
    """Give the parcel tariffs as the CSV table that the import reads."""
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="ekspedisi.csv"'
    writer = csv.writer(response)
    writer.writerow(tariffs.COLUMNS)
    writer.writerows(ParcelTariff.objects.values_list(*tariffs.COLUMNS))
    return response


@require_POST
@staff_view(CHANGE_TARIFFS)
def import_table(request: HttpRequest) -> HttpResponse:
    """Take a whole table, or none of it with the rows that are wrong."""
    form = TableForm(request.POST, request.FILES)
    if not form.is_valid():
        return _show(request, form, BandForm(), status=422)
    try:
        report = tariffs.import_tariffs(form.cleaned_data["table"], by=actor_for(request.user))
    except tariffs.BadTable as wrong:
        return _show(request, form, BandForm(), errors=wrong.errors, status=422)
    messages.success(
        request,
        _("Tariffs: %(added)d added, %(changed)d changed, %(left)d left as they were.")
        % {
            "added": len(report.added),
            "changed": len(report.changed),
            "left": len(report.left),
        },
    )
    return redirect("dashboard:deliveries")


@require_POST
@staff_view(CHANGE_TARIFFS)
def remove_tariff(request: HttpRequest, pk: int) -> HttpResponse:
    """Take one tariff away."""
    tariffs.remove_tariff(get_object_or_404(ParcelTariff, pk=pk), by=actor_for(request.user))
    messages.success(request, _("The tariff is removed."))
    return redirect("dashboard:deliveries")


@require_POST
@staff_view(CHANGE_BANDS)
def set_band(request: HttpRequest) -> HttpResponse:
    """Add a band, or change the one that ends at the same distance."""
    form = BandForm(request.POST)
    if not form.is_valid():
        return _show(request, TableForm(), form, status=422)
    try:
        bands.set_band(**form.cleaned_data, by=actor_for(request.user))
    except BadCourierFee as refusal:
        form.add_error("fee", str(refusal))
        return _show(request, TableForm(), form, status=422)
    messages.success(request, _("The village courier's fee is saved."))
    return redirect("dashboard:deliveries")


@require_POST
@staff_view(CHANGE_BANDS)
def remove_band(request: HttpRequest, pk: int) -> HttpResponse:
    """Take one band away."""
    bands.remove_band(get_object_or_404(CourierBand, pk=pk), by=actor_for(request.user))
    messages.success(request, _("The village courier's fee is removed."))
    return redirect("dashboard:deliveries")


SCREENS = (
    Screen(
        url_name="deliveries",
        title=gettext_lazy("Delivery fees"),
        permission=SEE,
        patterns=(
            path("ongkir/", deliveries, name="deliveries"),
            path("ongkir/ekspedisi.csv", table, name="tariff-table"),
            path("ongkir/impor/", import_table, name="tariff-import"),
            path("ongkir/ekspedisi/<int:pk>/hapus/", remove_tariff, name="tariff-remove"),
            path("ongkir/kurir-desa/", set_band, name="band-set"),
            path("ongkir/kurir-desa/<int:pk>/hapus/", remove_band, name="band-remove"),
        ),
    ),
)
