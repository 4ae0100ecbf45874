"""Staff screen: corrections of the ledger, made by one and released by another."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from shop.order.refusals import NotPossible
from shop.partner.models import Partner
from shop.payment.models import BankAccount, Collector, Correction, Posting, QrisCode
from shop.payment.paying_out import corrections
from shop.people.actors import actor_for
from shop.villages.models import Region

from .amounts import RupiahField
from .frame import page, staff_view
from .inputs import StatementDayField
from .registry import Screen

SEE = "payment.view_correction"
MAKE = "payment.add_correction"
RELEASE = "payment.change_correction"
NEWEST = 50
LONGEST_NUMBER = 15


class CorrectionForm(forms.Form):
    """What is corrected, and why; each kind needs only some of it."""

    kind = forms.ChoiceField(
        label=gettext_lazy("Kind of correction"), choices=Correction.Kind.choices
    )
    amount = RupiahField(
        label=gettext_lazy("Amount (rupiah)"),
        help_text=gettext_lazy("A counter-entry takes the posting's own amount."),
        required=False,
    )
    fee = RupiahField(label=gettext_lazy("Fee taken off (rupiah)"), required=False)
    account = forms.ModelChoiceField(
        BankAccount.objects.filter(is_active=True).exclude(collector__kind="seller"),
        label=gettext_lazy("Bank account"),
        required=False,
    )
    partner = forms.CharField(
        label=gettext_lazy("Seller: name or number"), max_length=128, required=False
    )
    collector = forms.ModelChoiceField(
        Collector.objects.filter(kind="village"),
        label=gettext_lazy("Village's treasurer"),
        required=False,
    )
    qris = forms.ModelChoiceField(
        QrisCode.objects.filter(collector__kind="platform"),
        label=gettext_lazy("Which QRIS code"),
        required=False,
    )
    region = forms.CharField(
        label=gettext_lazy("Kemendagri code of the village"), max_length=13, required=False
    )
    counters = forms.IntegerField(
        label=gettext_lazy("Number of the correction to take back"),
        min_value=1,
        max_value=10**LONGEST_NUMBER,
        required=False,
    )
    happened_on = StatementDayField(label=gettext_lazy("Day on the statement"), required=False)
    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=300)

    def clean_partner(self) -> Partner | None:
        return self._one("partner", _find_partner, _("There is no such seller."))

    def clean_region(self) -> Region | None:
        return self._one("region", _find_village, _("There is no village with this code."))

    def clean_counters(self) -> Posting | None:
        return self._one("counters", _find_posting, _("This correction was not released."))

    def _one(self, name: str, find, refusal: str):
        value = self.cleaned_data[name]
        if not value:
            return None
        found = find(value)
        if found is None:
            raise forms.ValidationError(refusal)
        return found


def waiting_corrections() -> int:
    """Count the corrections that wait for a second person."""
    return Correction.objects.filter(state=Correction.State.MADE).count()


@staff_view(SEE, needs_second_factor=True)
def correction_list(request: HttpRequest) -> HttpResponse:
    """Show the corrections, those that wait first."""
    return _show(request, CorrectionForm())


@require_POST
@staff_view(MAKE, needs_second_factor=True)
def make(request: HttpRequest) -> HttpResponse:
    """Write a correction down for another person to release."""
    form = CorrectionForm(request.POST)
    if form.is_valid():
        data = dict(form.cleaned_data)
        posting = data.pop("counters")
        try:
            corrections.make(**data, posting=posting, by=actor_for(request.user))
        except NotPossible as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Written down. Another person releases it."))
            return redirect("dashboard:corrections")
    return _show(request, form, status=422)


@require_POST
@staff_view(SEE, needs_second_factor=True)
def step(request: HttpRequest, pk: int, step: str) -> HttpResponse:
    """Release a correction, or refuse it; who made it may take it back."""
    correction = get_object_or_404(Correction, pk=pk)
    may_release = request.user.has_perm(RELEASE)
    is_hers = correction.made_by_id == request.user.pk and request.user.has_perm(MAKE)
    if step not in STEPS:
        raise Http404
    if not (may_release or (is_hers and step == "tolak")):
        raise PermissionDenied
    try:
        STEPS[step](correction, actor_for(request.user))
    except NotPossible as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Saved."))
    return redirect("dashboard:corrections")


def _show(request: HttpRequest, form: CorrectionForm, *, status: int = 200) -> HttpResponse:
    found = Correction.objects.select_related(
        "collector__region", "partner", "account", "qris", "region", "made_by", "released_by"
    )
    return page(
        request,
        "dashboard/corrections.html",
        {
            "form": form,
            "waiting": found.filter(state=Correction.State.MADE),
            "found": found.exclude(state=Correction.State.MADE)[:NEWEST],
            "may_make": request.user.has_perm(MAKE),
            "may_release": request.user.has_perm(RELEASE),
        },
        status=status,
    )


def _find_partner(text: str) -> Partner | None:
    """Return the one partner of this number, or of exactly this name."""
    is_number = text.isascii() and text.isdecimal() and len(text) <= LONGEST_NUMBER
    which = {"pk": int(text)} if is_number else {"name__iexact": text}
    found = list(Partner.objects.filter(**which)[:2])
    return found[0] if len(found) == 1 else None


def _find_village(code: str) -> Region | None:
    return Region.objects.filter(code=code.strip()).first()


def _find_posting(number: int) -> Posting | None:
    return Posting.objects.filter(source=f"correction:{number}").first()


STEPS = {
    "setujui": lambda correction, by: corrections.release(correction, by=by),
    "tolak": lambda correction, by: corrections.refuse(correction, by=by),
}

SCREENS = (
    Screen(
        url_name="corrections",
        title=gettext_lazy("Corrections"),
        permission=SEE,
        patterns=(
            path("koreksi/", correction_list, name="corrections"),
            path("koreksi/buat/", make, name="correction-make"),
            path("koreksi/<int:pk>/<slug:step>/", step, name="correction-step"),
        ),
        waiting=waiting_corrections,
    ),
)
