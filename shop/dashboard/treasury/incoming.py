"""Money that came to the treasurer: confirmed against her statement, payment by payment."""

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
from shop.dashboard.payments import show_picture
from shop.order import states
from shop.order.numbers import tidy
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
        _payments(collector)
        .filter(state=Payment.State.PENDING)
        .order_by(F("order__clock_stopped_at").asc(nulls_last=True), "pk")
    )


@till_view
def payments(request: HttpRequest, till: Till) -> HttpResponse:
    """Show open payments, each with a form for what the statement shows.

    Money may come late or twice, so one that is over is found by its order's number.
    """
    number = request.GET.get("nomor", "")[:20]
    over = _payments(till.collector).exclude(state=Payment.State.PENDING)
    found = over.filter(order__number=tidy(number)).order_by("-pk").first() if number else None
    if number and found is None:
        messages.info(
            request, _("No payment to this village has this order number, or it is open.")
        )
    return _show(request, till, found=found)


@require_POST
@till_view
def confirm(request: HttpRequest, till: Till, pk: int) -> HttpResponse:
    """Book the money of one payment; what comes for one that is over goes back, or revives it."""
    payment = get_object_or_404(_payments(till.collector), pk=pk)
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
    found = None if payment.state == Payment.State.PENDING else payment
    return _show(request, till, form, found=found, status=422)


@require_POST
@till_view
def refuse_proof(request: HttpRequest, till: Till, pk: int) -> HttpResponse:
    """Answer a proof: the money was not found."""
    proof = get_object_or_404(_proofs(till.collector), pk=pk)
    reason = request.POST.get("reason", "").strip()[:300]
    try:
        proofs.refuse(proof, reason=reason, by=till.by)
    except states.NotPossible as refusal:
        messages.error(request, str(refusal))
    return redirect("treasury:payments", till.region.code)


@till_view
def proof(request: HttpRequest, till: Till, pk: int) -> FileResponse:
    """Serve a proof's picture to the treasurer it was meant for."""
    return show_picture(get_object_or_404(_proofs(till.collector).exclude(picture=""), pk=pk))


def _payments(collector: Collector) -> QuerySet[Payment]:
    """Return all payments to this collector's accounts and codes."""
    to_her = Q(account__collector=collector) | Q(qris__collector=collector)
    found = Payment.objects.filter(to_her).select_related("order", "account", "qris")
    return found.prefetch_related("proofs")


def _proofs(collector: Collector) -> QuerySet[Proof]:
    return Proof.objects.filter(
        Q(payment__account__collector=collector) | Q(payment__qris__collector=collector)
    )


def _form(payment: Payment, data=None) -> MoneyForm:
    start = {"amount": payment.total, "received_on": timezone.localdate()}
    return MoneyForm(data, initial=start, prefix=f"uang-{payment.pk}")


def _show(
    request: HttpRequest,
    till: Till,
    form: MoneyForm | None = None,
    *,
    found: Payment | None = None,
    status: int = 200,
) -> HttpResponse:
    """Show the payments, `found` first; `form` keeps what was typed for one of them."""
    rows = []
    for payment in [*([found] if found else []), *open_payments(till.collector)[:100]]:
        own = form is not None and form.prefix == f"uang-{payment.pk}"
        rows.append((payment, form if own else _form(payment)))
    context = {"rows": rows, "found": found}
    return page(request, till, "treasury/payments.html", context, status=status)
