"""Staff say what a statement's row is: an order's money, something of ours, or nothing to book."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from shop.order import states
from shop.order.numbers import tidy
from shop.payment.incoming import statement_meanings, statement_rows
from shop.payment.models import Payment, StatementRow
from shop.people.actors import Actor, actor_for

from .frame import staff_view

SEE = "payment.view_receipt"
ENTER = "payment.add_receipt"


@require_POST
@staff_view(SEE, needs_second_factor=True)
def row_step(request: HttpRequest, pk: int, step: str) -> HttpResponse:
    """Say what a row is: a payment, money nobody knows, something of ours, or nothing to book."""
    move = ROW_STEPS.get(step)
    if move is None:
        raise Http404
    if not request.user.has_perm(_needed(step, request.POST)):
        raise PermissionDenied
    row = get_object_or_404(StatementRow.objects.select_related("account__collector"), pk=pk)
    try:
        said = move(row, request.POST, actor_for(request.user))
    except states.NotPossible as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, said)
    return redirect("dashboard:statements")


def _needed(step: str, data) -> str:
    """What somebody needs for a step: by whom money is entered or released."""
    if step != "arti":
        return ENTER
    try:
        return statement_meanings.permission_for(data.get("about", ""))
    except statement_meanings.OtherMeaning:
        return ENTER


class NoSuchPayment(states.NotPossible):
    """No payment of this account has this order number."""

    message = gettext_lazy("No payment to this account belongs to this order number.")


def _pay(row: StatementRow, data, by: Actor) -> str:
    booked = statement_rows.book(row, payment=_chosen(row, data), by=by)
    return _("Booked for order %(number)s.") % {"number": booked.receipt.payment.order.number}


def _chosen(row: StatementRow, data) -> Payment:
    """Return the payment that was tapped, or the newest of the order whose number was typed."""
    here = Payment.objects.filter(account=row.account_id).order_by("-pk")
    tapped = data.get("payment", "")
    if tapped.isascii() and tapped.isdecimal():
        found = here.filter(pk=tapped[:18]).first()
    else:
        found = here.filter(order__number=tidy(data.get("number", "")[:20])).first()
    if found is None:
        raise NoSuchPayment
    return found


def _hold(row: StatementRow, _data, by: Actor) -> str:
    statement_rows.book(row, payment=None, by=by)
    return _("The money is kept until somebody knows whose it is.")


def _tie(row: StatementRow, data, by: Actor) -> str:
    statement_meanings.tie(row, about=data.get("about", ""), by=by)
    return _("Noted on the row.")


def _leave(row: StatementRow, data, by: Actor) -> str:
    statement_rows.leave(row, reason=data.get("reason", "").strip()[:300], by=by)
    return _("The row is left alone.")


ROW_STEPS = {"bayar": _pay, "simpan": _hold, "arti": _tie, "biarkan": _leave}
