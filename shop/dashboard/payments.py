"""Staff screen: payments to confirm against a statement, and money that came in."""

from dataclasses import dataclass
from pathlib import Path

from django import forms
from django.contrib import messages
from django.db.models import F, Q
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from shop.images.storage import serve_private
from shop.money import format_rupiah
from shop.order import states
from shop.order.numbers import tidy
from shop.payment.incoming import matching, proofs, receipts
from shop.payment.models import BankAccount, Payment, Proof, QrisCode, Receipt
from shop.people.actors import actor_for

from .amounts import RupiahField
from .frame import page, staff_view
from .inputs import StatementDayField
from .registry import Screen

SEE = "payment.view_payment"
SEE_PROOF = "payment.view_proof"
ENTER = "payment.add_receipt"
ANSWER_PROOF = "payment.change_proof"
NO_PAYMENT = gettext_lazy("No payment to this account or QRIS has this order number.")


@dataclass(frozen=True)
class Stray:
    """Money that nobody expects, with the payments that it may be for."""

    receipt: Receipt
    fits: list[matching.Fit]


class ReceiptForm(forms.Form):
    """One line of a statement: of a bank account, or of a QRIS code's own list."""

    place = forms.ChoiceField(label=gettext_lazy("Bank account or QRIS"))
    amount = RupiahField(label=gettext_lazy("Amount received (rupiah)"))
    received_on = StatementDayField(label=gettext_lazy("Day on the statement"))
    reference = forms.CharField(
        label=gettext_lazy("Text on the statement"),
        help_text=gettext_lazy("As the bank writes it: the same line can't be entered twice."),
        max_length=120,
    )
    payment = forms.CharField(
        label=gettext_lazy("Order number"),
        help_text=gettext_lazy("For QRIS, and if the amount is less or more than asked for."),
        max_length=20,
        required=False,
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self._places = {name_of(place): place for place in places()}
        self.fields["place"].choices = [
            (name, _("QRIS %(name)s") % {"name": place} if _is_qris(place) else str(place))
            for name, place in self._places.items()
        ]

    def clean_place(self) -> BankAccount | QrisCode:
        return self._places[self.cleaned_data["place"]]

    def clean_payment(self) -> Payment | None:
        number, place = self.cleaned_data["payment"], self.cleaned_data.get("place")
        if not number.strip() or place is None:
            return None
        payment = latest_payment(number, place)
        if payment is None:
            raise forms.ValidationError(NO_PAYMENT)
        return payment


def _is_qris(place: BankAccount | QrisCode) -> bool:
    return isinstance(place, QrisCode)


def name_of(place: BankAccount | QrisCode) -> str:
    """Return a place as forms name it: "account-3", "qris-5"."""
    return f"{'qris' if _is_qris(place) else 'account'}-{place.pk}"


def places() -> list[BankAccount | QrisCode]:
    """Return where money may come in: what is in use, and what open payments still expect it at."""
    live = Q(is_active=True) | Q(payments__state=Payment.State.PENDING)
    return [
        place
        for kind in (BankAccount, QrisCode)
        for place in kind.objects.filter(live).select_related("collector").order_by("pk").distinct()
    ]


def latest_payment(number: str, place: BankAccount | QrisCode) -> Payment | None:
    """Return the newest payment to a place of the order with this number, however it is typed."""
    where = {"qris": place} if _is_qris(place) else {"account": place}
    return Payment.objects.filter(**where, order__number=tidy(number)).order_by("-pk").first()


def waiting_transfers() -> int:
    """Count the proofs of open payments that nobody has answered."""
    return Proof.objects.filter(
        state=Proof.State.WAITING, payment__state=Payment.State.PENDING
    ).count()


@staff_view(SEE, needs_second_factor=ENTER)
def transfers(request: HttpRequest) -> HttpResponse:
    """Show open payments, those with a proof first, beside what each should amount to."""
    return _show(request, ReceiptForm(initial={"received_on": timezone.localdate()}))


@require_POST
@staff_view(ENTER, needs_second_factor=True)
def enter(request: HttpRequest) -> HttpResponse:
    """Enter money that the bank's statement shows; its amount says whose it is."""
    form = ReceiptForm(request.POST)
    if form.is_valid():
        try:
            receipt = receipts.enter(**form.cleaned_data, by=actor_for(request.user))
        except states.NotPossible as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _outcome(receipt))
            return redirect("dashboard:transfers")
    return _show(request, form, status=422)


def _show(request: HttpRequest, form: ReceiptForm, *, status: int = 200) -> HttpResponse:
    payments = (
        Payment.objects.filter(state=Payment.State.PENDING, method__in=proofs.PROVEN_BY_PICTURE)
        .select_related("order", "account", "qris")
        .prefetch_related("proofs")
        .order_by(F("order__clock_stopped_at").asc(nulls_last=True), "pk")
    )
    stray = Receipt.objects.filter(payment__isnull=True).select_related("account", "qris")[:100]
    fits = matching.fits(matching.of_receipts(stray))
    return page(
        request,
        "dashboard/transfers.html",
        {
            "form": form,
            "may_enter": request.user.has_perm(ENTER),
            "may_see_proofs": request.user.has_perm(SEE_PROOF),
            "may_answer": request.user.has_perm(ANSWER_PROOF),
            "payments": [
                (payment, name_of(payment.account or payment.qris)) for payment in payments[:100]
            ],
            "today": timezone.localdate().isoformat(),
            "stray": [Stray(receipt, fits[receipt.pk]) for receipt in stray],
        },
        status=status,
    )


def _outcome(receipt: Receipt) -> str:
    if receipt.payment is None:
        return _("Entered. No open order expects this amount; it rests until somebody matches it.")
    payment = receipt.payment
    payment.refresh_from_db()
    values = {
        "number": payment.order.number,
        "rest": format_rupiah(payment.due - payment.captured),
        "back": format_rupiah(payment.refunding),
    }
    if payment.refunding:
        return _("Entered for order %(number)s. %(back)s goes back to the buyer.") % values
    if payment.captured < payment.due:
        return _("Entered for order %(number)s. %(rest)s is still missing.") % values
    return _("Entered for order %(number)s: it is paid.") % values


@require_POST
@staff_view(ENTER, needs_second_factor=True)
def match(request: HttpRequest, pk: int) -> HttpResponse:
    """Put stray money to the order it belongs to."""
    receipt = get_object_or_404(Receipt, pk=pk, payment__isnull=True)
    payment = latest_payment(request.POST.get("number", "")[:20], receipt.account or receipt.qris)
    if payment is None:
        messages.error(request, str(NO_PAYMENT))
        return redirect("dashboard:transfers")
    try:
        receipts.match(receipt, payment=payment, by=actor_for(request.user))
    except states.NotPossible as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _outcome(receipt))
    return redirect("dashboard:transfers")


@staff_view(SEE_PROOF)
def proof_picture(request: HttpRequest, pk: int) -> FileResponse:
    """Serve a proof's picture to staff only."""
    return show_picture(get_object_or_404(Proof.objects.exclude(picture=""), pk=pk))


def show_picture(proof: Proof) -> FileResponse:
    """Serve a proof's picture; the caller has checked the right."""
    return serve_private(
        proof.picture,
        download_name=f"bukti-{proof.pk}{Path(proof.picture.name).suffix}",
        content_type=proof.content_type,
    )


@require_POST
@staff_view(ANSWER_PROOF, needs_second_factor=True)
def refuse_proof(request: HttpRequest, pk: int) -> HttpResponse:
    """Answer a proof: the money was not found."""
    proof = get_object_or_404(Proof, pk=pk)
    reason = request.POST.get("reason", "").strip()[:300]
    try:
        proofs.refuse(proof, reason=reason, by=actor_for(request.user))
    except states.NotPossible as refusal:
        messages.error(request, str(refusal))
    return redirect("dashboard:transfers")


SCREENS = (
    Screen(
        url_name="transfers",
        title=gettext_lazy("Payments to confirm"),
        permission=SEE,
        patterns=(
            path("transfer/", transfers, name="transfers"),
            path("transfer/uang/", enter, name="receipt-enter"),
            path("transfer/uang/<int:pk>/", match, name="receipt-match"),
            path("transfer/bukti/<int:pk>/", proof_picture, name="proof"),
            path("transfer/bukti/<int:pk>/tolak/", refuse_proof, name="proof-refuse"),
        ),
        waiting=waiting_transfers,
    ),
)
