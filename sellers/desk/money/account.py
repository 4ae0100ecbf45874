"""Where the stall's money is paid out to: the owner's alone, proven anew, told everywhere."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from sellers.desk.access import Desk, Right, desk_view, page
from shop.payment.paying_out import payout_accounts


class AccountForm(forms.Form):
    """Bank, number and holder, as they stand on the passbook."""

    bank = forms.CharField(label=gettext_lazy("Bank"), max_length=60)
    number = forms.CharField(
        label=gettext_lazy("Account number"),
        max_length=30,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    holder = forms.CharField(
        label=gettext_lazy("Name of the account's holder"),
        max_length=120,
        help_text=gettext_lazy("As it stands on the passbook."),
    )


@desk_view(Right.DECIDE_MONEY, needs_fresh_proof=True)
def account(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Show the account, masked, and take another one."""
    partner = desk.seller.partner
    form = AccountForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            made = payout_accounts.set_account(partner, by=desk.by, **form.cleaned_data)
        except payout_accounts.BadNumber as refusal:
            form.add_error("number", str(refusal))
        except payout_accounts.AccountRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _saved(partner, made))
            return redirect("desk:money", desk.seller.slug)
    paid = payout_accounts.in_use(partner)
    return page(
        request,
        desk,
        "desk/account.html",
        {
            "form": form,
            "in_use": paid,
            "in_use_number": payout_accounts.masked(paid.number) if paid else "",
            "waiting": payout_accounts.waiting(partner),
        },
        tab="money",
        status=422 if form.is_bound else 200,
    )


@require_POST
@desk_view(Right.DECIDE_MONEY, needs_fresh_proof=True)
def undo(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Keep the former account."""
    try:
        payout_accounts.undo(desk.seller.partner, by=desk.by)
    except payout_accounts.AccountRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The former account stays. Nothing is paid to the new one."))
    return redirect("desk:account", desk.seller.slug)


def _saved(partner, made) -> str:
    if payout_accounts.waiting(partner) == made:
        return _("The new account is saved. It is paid in 72 hours; until then the former one is.")
    return _("The account is saved.")
