"""How goods reach buyers: the ways a stall offers, their limits, fees and zones."""

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from catalogue.models import Product
from sellers.desk.access import Desk, Right, desk_view, page
from sellers.desk.asking import ask, press
from sellers.desk.goods.fields import NumberField, PriceField
from shop.address import search
from shop.shipping import choices, live
from shop.shipping.models import ArrangementZone, Method, PartnerDelivery
from shop.villages.models import Region

EVERYWHERE = "semua"
#: So many goods are named in a warning.
MOST_NAMED = 3
WHAT = {
    Method.PICKUP: gettext_lazy("Buyers come to your stall."),
    Method.VILLAGE_COURIER: gettext_lazy("You or a courier of the village bring it nearby."),
    Method.PARCEL: gettext_lazy("A parcel courier takes it to all of Indonesia."),
    Method.ARRANGEMENT: gettext_lazy("Your own car, bus or lorry, for your own fee."),
}


class OfferForm(forms.Form):
    """A way of delivery and its limits; fields that don't belong to it fall away."""

    radius_km = NumberField(
        label=gettext_lazy("At most how far (km)"),
        help_text=gettext_lazy("Empty: as far as the village couriers go."),
        required=False,
    )
    free_above = PriceField(
        label=gettext_lazy("Free from goods worth (Rp)"),
        help_text=gettext_lazy("You pay the courier then. Empty: never free."),
        required=False,
    )
    handling_days = NumberField(
        label=gettext_lazy("Days to prepare the goods"),
        help_text=gettext_lazy("0 means the same day."),
        required=False,
    )
    note = forms.CharField(
        label=gettext_lazy("Note for buyers"),
        help_text=gettext_lazy("For example: knock at the side door."),
        max_length=200,
        required=False,
    )

    def __init__(self, *args, method: str, **kwargs):
        super().__init__(*args, **kwargs)
        if method != Method.VILLAGE_COURIER:
            del self.fields["radius_km"], self.fields["free_above"]

    def clean_handling_days(self) -> int:
        """Nothing written means the same day."""
        return self.cleaned_data["handling_days"] or 0


class ZoneForm(forms.Form):
    """A zone of delivery by arrangement: where to, with what, for how much, how long."""

    destination = forms.ChoiceField(label=gettext_lazy("Where to"))
    carrier = forms.CharField(
        label=gettext_lazy("With what"),
        help_text=gettext_lazy("For example: pickup, night bus."),
        max_length=60,
    )
    fee = PriceField(label=gettext_lazy("Your fee (Rp)"))
    days_min = NumberField(label=gettext_lazy("Days, at least"), initial=1)
    days_max = NumberField(label=gettext_lazy("Days, at most"), initial=3)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["destination"].choices = _destinations()

    def clean_destination(self) -> str:
        """Return the code prefix; all of Indonesia has none."""
        code = self.cleaned_data["destination"]
        return "" if code == EVERYWHERE else code


@desk_view(Right.STALL)
def delivery(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Show every way of delivery, offered or not, and the zones."""
    offered = {row.method: row for row in _offered(desk)}
    ways = [(method, WHAT[method], offered.get(method)) for method in Method]
    goods = list(_sent_alive(desk))
    zones = [(zone, _place_name(zone.destination), _too_long(zone, goods)) for zone in _zones(desk)]
    context = {"ways": ways, "zones": zones, "has_arrangement": Method.ARRANGEMENT in offered}
    return page(request, desk, "desk/stall_delivery.html", context, tab="stall")


@desk_view(Right.STALL)
def offer(request: HttpRequest, desk: Desk, method: str) -> HttpResponse:
    """Offer a way of delivery, or change its limits."""
    if method not in Method.values:
        raise Http404
    present = _offered(desk).filter(method=method).first()
    known = {name: getattr(present, name) for name in OfferForm.base_fields} if present else {}
    posted = request.POST if request.method == "POST" else None
    form = OfferForm(posted, method=method, initial=known)
    return ask(
        request,
        desk,
        form,
        lambda answers: choices.offer(desk.seller.partner, method, by=desk.by, **answers),
        title=Method(method).label,
        text=WHAT[method],
        saved=_("Saved."),
        back="desk:delivery",
    )


@require_POST
@desk_view(Right.STALL)
def withdraw(request: HttpRequest, desk: Desk, method: str) -> HttpResponse:
    """Stop offering a way of delivery; the last one stays."""
    if method not in Method.values:
        raise Http404
    if not _offered(desk).exclude(method=method).exists():
        messages.error(request, _("Keep at least one way, or close the stall."))
        return redirect("desk:delivery", desk.seller.slug)
    return _press(request, desk, lambda: choices.withdraw(desk.seller.partner, method, by=desk.by))


@desk_view(Right.STALL)
def zone(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Set the own fee to a zone."""
    form = ZoneForm(request.POST if request.method == "POST" else None)
    return ask(
        request,
        desk,
        form,
        lambda answers: choices.set_zone(desk.seller.partner, by=desk.by, **answers),
        title=_("Fee to a zone"),
        text=_("The zone that fits most closely counts: a regency before its province."),
        saved=_("Saved."),
        back="desk:delivery",
    )


@require_POST
@desk_view(Right.STALL)
def remove_zone(request: HttpRequest, desk: Desk, pk: int) -> HttpResponse:
    """Take a zone away."""
    found = _zones(desk).filter(pk=pk).first()
    if found is None:
        raise Http404
    partner = desk.seller.partner
    return _press(
        request, desk, lambda: choices.remove_zone(partner, found.destination, by=desk.by)
    )


def _press(request: HttpRequest, desk: Desk, act) -> HttpResponse:
    return press(request, desk, act, saved=_("Saved."), back="desk:delivery")


def _offered(desk: Desk):
    return PartnerDelivery.objects.filter(partner=desk.seller.partner_id)


def _zones(desk: Desk):
    return ArrangementZone.objects.filter(partner=desk.seller.partner_id).order_by("destination")


def _sent_alive(desk: Desk):
    """The stall's live goods that it sends by its own carrier."""
    return (
        Product.objects.filter(stockrecords__partner=desk.seller.partner_id)
        .filter(is_live=True, allows_arrangement=True)
        .exclude(state=Product.State.ARCHIVED)
        .order_by("title", "pk")
    )


def _too_long(zone: ArrangementZone, goods: list[Product]) -> str:
    """Say which live goods don't endure a zone's longest promise; empty if all do."""
    short = live.too_far_for(goods, zone.days_max)
    if not short:
        return ""
    titles = ", ".join(product.title for product in short[:MOST_NAMED])
    more = len(short) - MOST_NAMED
    if more > 0:
        titles = _("%(titles)s and %(n)s more") % {"titles": titles, "n": more}
    hours = zone.days_max * live.HOURS_PER_DAY
    return _(
        "Buyers there can't order %(titles)s this way: the way may take %(hours)s hours, more "
        "than the goods endure. Shorten the days, or correct the hours if they endure longer."
    ) % {"titles": titles, "hours": hours}


def _destinations() -> list:
    """All of Indonesia, the regencies and districts that we serve, their province, the others."""
    served = Region.objects.filter(level__in=(Region.Level.REGENCY, Region.Level.DISTRICT))
    near = [(region.code, region.name) for region in served.order_by("code")]
    known = [(EVERYWHERE, _("All of Indonesia")), (_("Near us"), near)]
    try:
        for province, name in search.provinces():
            if any(code.startswith(province) for code, _name in near):
                known.append((name, search.regencies_of(province)))
        known.append((_("Provinces"), search.provinces()))
    except search.PlacesNotBuilt:
        return known
    return known


def _place_name(code: str) -> str:
    """The zone's name; its code until the list of places is prepared."""
    try:
        return (search.name_of(code) or code) if code else _("All of Indonesia")
    except search.PlacesNotBuilt:
        return code
