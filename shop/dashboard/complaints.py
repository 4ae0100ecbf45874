"""Staff screen: problems that buyers reported, and how they end."""

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import F
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from shop.order import complaints, states
from shop.order.models import Complaint, ComplaintPicture
from shop.payment.models import Refund
from shop.payment.refunding.complaints import settle
from shop.payment.refunding.granting import grantable
from shop.people.actors import actor_for

from .amounts import RupiahField
from .frame import page, staff_view
from .registry import Screen

SEE = "order.view_complaint"
CLOSE = "order.change_complaint"
REFUSED = 422


class SettleForm(forms.Form):
    """How a problem ends."""

    outcome = forms.ChoiceField(
        label=gettext_lazy("How does it end?"),
        choices=Complaint.Outcome.choices,
        widget=forms.RadioSelect,
    )
    amount = RupiahField(
        label=gettext_lazy("Amount (rupiah)"),
        help_text=gettext_lazy("Only if a part of the money goes back."),
        required=False,
    )
    bearer = forms.ChoiceField(
        label=gettext_lazy("Who bears the money that goes back?"),
        choices=Refund.Bearer.choices,
        initial=Refund.Bearer.SELLER,
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label=gettext_lazy("Reason, as buyer and seller read it"), max_length=300
    )


def waiting() -> int:
    """Count the problems that nobody has closed."""
    return Complaint.objects.open().count()


@staff_view(SEE)
def complaint_list(request: HttpRequest) -> HttpResponse:
    """List problems, open ones first and of those the oldest first."""
    rows = Complaint.objects.select_related("seller_order__order").order_by(
        F("closed_at").desc(nulls_first=True), "opened_at", "pk"
    )
    found = Paginator(rows, 30).get_page(request.GET.get("hal"))
    return page(request, "dashboard/complaints.html", {"found": found})


@staff_view(SEE, needs_second_factor=CLOSE)
def complaint_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one problem whole: goods, words, pictures, the seller's answer."""
    return _show(request, _complaint(pk), SettleForm())


@require_POST
@staff_view(CLOSE, needs_second_factor=True)
def close(request: HttpRequest, pk: int) -> HttpResponse:
    """Close a problem: replaced, refused, or with money back."""
    complaint = _complaint(pk)
    form = SettleForm(request.POST)
    if form.is_valid():
        try:
            settle(complaint, **form.cleaned_data, by=actor_for(request.user))
        except states.NotPossible as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The problem is closed; buyer and seller read how."))
            return redirect("dashboard:complaint", pk=pk)
    return _show(request, complaint, form, status=REFUSED)


@staff_view(SEE)
def picture(request: HttpRequest, pk: int) -> FileResponse:
    """Serve a problem's picture to staff."""
    return complaints.serve(get_object_or_404(ComplaintPicture, pk=pk))


def _complaint(pk: int) -> Complaint:
    found = Complaint.objects.select_related("seller_order__order")
    return get_object_or_404(found.prefetch_related("lines__line", "pictures"), pk=pk)


def _show(
    request: HttpRequest, complaint: Complaint, form: SettleForm, *, status: int = 200
) -> HttpResponse:
    part = complaint.seller_order
    return page(
        request,
        "dashboard/complaint.html",
        {
            "complaint": complaint,
            "part": part,
            "order": part.order,
            "most": grantable(part),
            "form": form,
            "may_close": complaint.closed_at is None and request.user.has_perm(CLOSE),
        },
        status=status,
    )


SCREENS = (
    Screen(
        url_name="complaints",
        title=gettext_lazy("Complaints"),
        permission=SEE,
        patterns=(
            path("komplain/", complaint_list, name="complaints"),
            path("komplain/<int:pk>/", complaint_detail, name="complaint"),
            path("komplain/<int:pk>/tutup/", close, name="complaint-close"),
            path("komplain/gambar/<int:pk>/", picture, name="complaint-picture"),
        ),
        waiting=waiting,
    ),
)
