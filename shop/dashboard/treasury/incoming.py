"""Money that came to the treasurer: confirmed against her statement, payment by payment."""

from pathlib import Path

from django import forms
from django.contrib import messages
from django.db.models import F, Q, QuerySet
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from shop.dashboard.amounts import RupiahField
from shop.dashboard.inputs import StatementDayField
from shop.images.storage import serve_private
from shop.order import states
from shop.payment.incoming import proofs, receipts
from shop.payment.models import Collector, Payment, Proof

from .access import Till, page, till_view


class MoneyForm(forms.Form):
    """What the statement shows of one payment."""

    amount = RupiahField(label=gettext_lazy("Amount received (rupiah)"))
    received_on = StatementDayField(label=gettext_lazy("Day on the statement"))
    reference = forms.CharField(label=gettext_lazy("Text on the statement"), max_length=120)


def open_payments(collector: Collector) -> QuerySet[Payment]:
    """Return what buyers should be paying to this collector now, those with a proof first."""
    return (
        Payment.objects.filter(
            Q(account__collector=collector) | Q(qris__collector=collector),
            state=Payment.State.PENDING,
        )
        .select_related("order", "account", "qris")
        .prefetch_related("proofs")
        .order_by(F("order__clock_stopped_at").asc(nulls_last=True), "pk")
    )


@till_view
def payments(request: HttpRequest, till: Till) -> HttpResponse:
    """Show open payments, each with a form for what the statement shows."""
    return _show(request, till)


@require_POST
@till_view
def confirm(request: HttpRequest, till: Till, pk: int) -> HttpResponse:
    """Book the money of one payment."""
    payment = get_object_or_404(open_payments(till.collector), pk=pk)
    form = _form(payment, request.POST)
    if form.is_valid():
        try:
            receipts.enter(
                payment.account or payment.qris, payment=payment, by=till.by, **form.cleaned_data
            )
        except states.NotPossible as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(
                request, _("Entered for order %(number)s.") % {"number": payment.order.number}
            )
            return redirect("treasury:payments", till.region.code)
    return _show(request, till, form, status=422)


@require_POST
@till_view
def refuse_proof(request: HttpRequest, till: Till, pk: int) -> HttpResponse:
    """Answer a proof: the money was not found."""
    proof = get_object_or_404(_proofs(till.collector), pk=pk)
    reason = request.POST.get("reason", "").strip()[:300]
    if not reason:
        messages.error(request, _("Write a reason first; the buyer reads it."))
        return redirect("treasury:payments", till.region.code)
    try:
        proofs.refuse(proof, reason=reason, by=till.by)
    except states.NotPossible as refusal:
        messages.error(request, str(refusal))
    return redirect("treasury:payments", till.region.code)


@till_view
def proof(request: HttpRequest, till: Till, pk: int) -> FileResponse:
    """Serve a proof's picture to the treasurer it was meant for."""
    found = get_object_or_404(_proofs(till.collector).exclude(picture=""), pk=pk)
    return serve_private(
        found.picture,
        download_name=f"bukti-{found.pk}{Path(found.picture.name).suffix}",
        content_type=found.content_type,
    )


def _proofs(collector: Collector) -> QuerySet[Proof]:
    return Proof.objects.filter(
        Q(payment__account__collector=collector) | Q(payment__qris__collector=collector)
    )


def _form(payment: Payment, data=None) -> MoneyForm:
    start = {"amount": payment.total, "received_on": timezone.localdate()}
    return MoneyForm(data, initial=start, prefix=f"uang-{payment.pk}")


def _show(
    request: HttpRequest, till: Till, form: MoneyForm | None = None, *, status: int = 200
) -> HttpResponse:
    rows = []
    for payment in open_payments(till.collector)[:100]:
        own = form is not None and form.prefix == f"uang-{payment.pk}"
        rows.append((payment, form if own else _form(payment)))
    return page(request, till, "treasury/payments.html", {"rows": rows}, status=status)
