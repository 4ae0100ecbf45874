"""Staff screen: where buyers pay to. One enters an account or QRIS code, a second confirms."""

from collections.abc import Callable
from functools import wraps
from pathlib import Path

from django import forms
from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from shop.communication.account_proof import is_fresh, to_fresh_proof
from shop.images.storage import serve_private
from shop.payment.collecting import collectors, proposals, qris
from shop.payment.collecting.collector_news import name_of
from shop.payment.models import BankAccount, Collector, QrisCode
from shop.people.actors import actor_for
from shop.villages.models import Assignment, Region

from .collecting_forms import FORMS, MODELS
from .frame import page, staff_view
from .registry import Screen

SEE = "payment.view_bankaccount"
ENTER = "payment.add_bankaccount"
CONFIRM = "payment.change_bankaccount"


class VillageForm(forms.Form):
    """A village whose treasurer collects, and the name that payers read."""

    region = forms.ModelChoiceField(Region.objects.none(), label=gettext_lazy("Village"))
    name = forms.CharField(
        label=gettext_lazy("Name that payers read"),
        help_text=gettext_lazy("For example BUMDes Maju Bersama."),
        max_length=120,
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        serving = Assignment.objects.current().filter(role=Assignment.Role.TREASURER)
        self.fields["region"].queryset = Region.objects.filter(assignments__in=serving).distinct()


def freshly_proven(view: Callable) -> Callable:
    """Let in who proved within ten minutes who she is; it stands below `staff_view`."""

    @wraps(view)
    def guarded(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        return view(request, *args, **kwargs) if is_fresh(request) else to_fresh_proof(request)

    return guarded


def waiting_places() -> int:
    """Count the accounts and codes that a second person should look at."""
    return sum(model.objects.waiting().count() for model in MODELS.values())


@staff_view(SEE, needs_second_factor=True)
def collector_list(request: HttpRequest) -> HttpResponse:
    """Show who collects, what is in use and what waits."""
    return _show(request, VillageForm())


def _show(request: HttpRequest, form: VillageForm, *, status: int = 200) -> HttpResponse:
    collectors.platform()
    found = Collector.objects.select_related("partner", "region").prefetch_related(
        "accounts", "qris_codes"
    )
    seen = [_Seen(one) for one in found.order_by("kind", "pk")]
    return page(
        request,
        "dashboard/collectors.html",
        {
            "collectors": [one for one in seen if one.is_staffs or one.places],
            "form": form if form.fields["region"].queryset else None,
            "may_enter": request.user.has_perm(ENTER),
        },
        status=status,
    )


class _Seen:
    """A collector on the list with what buyers pay to now, and what waits."""

    def __init__(self, collector: Collector):
        self.collector = collector
        self.is_staffs = collector.kind != Collector.Kind.SELLER
        rows = [*collector.accounts.all(), *collector.qris_codes.all()]
        self.places = [_Place(row) for row in rows if row.is_active or _waits(row)]


class _Place:
    """An account or a code, and how people name it."""

    def __init__(self, row: proposals.Row):
        self.row, self.name = row, name_of(row)
        self.kind = "qris" if isinstance(row, QrisCode) else "rekening"


def _waits(row: proposals.Row) -> bool:
    return not (row.is_active or row.confirmed_at or row.refused_at or row.is_demo)


@require_POST
@staff_view(ENTER, needs_second_factor=True)
@freshly_proven
def name_village(request: HttpRequest) -> HttpResponse:
    """Let a village's treasurer collect, under a name."""
    form = VillageForm(request.POST)
    if form.is_valid():
        try:
            collectors.of_village(**form.cleaned_data, by=actor_for(request.user))
        except proposals.REFUSED as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Saved. Now enter its account or QRIS."))
            return redirect("dashboard:collectors")
    return _show(request, form, status=422)


@staff_view(ENTER, needs_second_factor=True)
@freshly_proven
def enter_place(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """Enter an account or a code of the platform or a village; sellers enter their own."""
    found = Collector.objects.select_related("region").exclude(kind=Collector.Kind.SELLER)
    collector = get_object_or_404(found, pk=pk)
    model = _model(kind)
    is_sent = request.method == "POST"
    form = FORMS[kind](*((request.POST, request.FILES) if is_sent else ()))
    if form.is_bound and form.is_valid() and form.propose(collector, by=actor_for(request.user)):
        messages.success(request, _("Entered. A second person must confirm it now."))
        return redirect("dashboard:collectors")
    former = proposals.in_use(model, collector)
    return page(
        request,
        "dashboard/collector_enter.html",
        {
            "form": form,
            "collector": collector,
            "kind": kind,
            "former": name_of(former) if former else "",
        },
        status=422 if form.is_bound else 200,
    )


@staff_view(SEE, needs_second_factor=True)
@freshly_proven
def place(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """Show what waits beside what it would replace; confirm, refuse, withdraw or close it."""
    row = get_object_or_404(
        _model(kind).objects.select_related(
            "collector__partner", "collector__region", "replaces", "proposed_by"
        ),
        pk=pk,
    )
    if request.method == "POST":
        return _move(request, row, kind)
    return page(
        request,
        "dashboard/collector_place.html",
        {
            "row": row,
            "kind": kind,
            "waits": _waits(row),
            "accounts": _accounts(row),
            "former_accounts": _accounts(row.replaces),
            "is_mine": row.proposed_by_id == request.user.pk,
            "may_confirm": request.user.has_perm(CONFIRM),
        },
    )


def _accounts(row: proposals.Row | None) -> list[str]:
    """Return where a code's money goes; of a bank account there is no more to say."""
    return qris.parse(row.payload).accounts if isinstance(row, QrisCode) else []


def _move(request: HttpRequest, row: proposals.Row, kind: str) -> HttpResponse:
    step, by = request.POST.get("step", ""), actor_for(request.user)
    reason = request.POST.get("reason", "").strip()
    may_confirm = request.user.has_perm(CONFIRM)
    is_mine = row.proposed_by_id == request.user.pk
    if step not in STEPS or not (may_confirm or (step == "tarik" and is_mine)):
        raise Http404
    if step == "tolak" and not reason:
        messages.error(request, _("Write a reason first; who entered it reads it."))
        return redirect("dashboard:collector-place", kind, row.pk)
    try:
        STEPS[step](row, reason, by)
    except proposals.REFUSED as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Saved. Everybody concerned is told."))
    return redirect("dashboard:collectors")


def _close(row: proposals.Row, by) -> bool:
    close = collectors.close_qris if isinstance(row, QrisCode) else collectors.close_account
    return close(row, by=by)


# Each step takes the row, the reason that staff typed, and who does it.
STEPS = {
    "setuju": lambda row, _reason, by: proposals.confirm(row, by=by),
    "tolak": lambda row, reason, by: proposals.refuse(row, reason=reason, by=by),
    "tarik": lambda row, _reason, by: proposals.withdraw(row, by=by),
    "tutup": lambda row, _reason, by: _close(row, by),
}


@staff_view(SEE, needs_second_factor=True)
def qris_picture(request: HttpRequest, pk: int) -> FileResponse:
    """Serve the original picture of a code to staff."""
    code = get_object_or_404(QrisCode.objects.exclude(picture=""), pk=pk)
    return serve_private(
        code.picture,
        download_name=f"qris-{code.nmid}{Path(code.picture.name).suffix}",
        content_type=code.content_type,
    )


def _model(kind: str) -> type[BankAccount | QrisCode]:
    if kind not in MODELS:
        raise Http404
    return MODELS[kind]


SCREENS = (
    Screen(
        url_name="collectors",
        title=gettext_lazy("Collectors"),
        permission=SEE,
        patterns=(
            path("penerima/", collector_list, name="collectors"),
            path("penerima/desa/", name_village, name="collector-village"),
            path("penerima/<int:pk>/<slug:kind>/", enter_place, name="collector-enter"),
            path("penerima/<slug:kind>/<int:pk>/", place, name="collector-place"),
            path("penerima/qris/<int:pk>/gambar/", qris_picture, name="collector-picture"),
        ),
        waiting=waiting_places,
    ),
)
