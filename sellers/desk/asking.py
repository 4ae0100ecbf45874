"""How the stall's pages ask and save: a form, a verb, and a refusal shown where one typed."""

from collections.abc import Callable

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from sellers.desk.access import Desk, page
from sellers.refusals import SellerRefused
from shop.images.refusals import PictureRefused
from shop.people.phones import BadPhone
from shop.shipping.choices import ChoiceRefused

REFUSALS = (SellerRefused, ChoiceRefused, PictureRefused, BadPhone)


def done(form: forms.Form, act: Callable[[dict], object]) -> bool:
    """Call a verb with what a good form holds; a refusal becomes the form's own error."""
    if not form.is_valid():
        return False
    try:
        act(form.cleaned_data)
    except REFUSALS as refusal:
        is_at_phone = isinstance(refusal, BadPhone) and "phone" in form.fields
        form.add_error("phone" if is_at_phone else None, str(refusal))
        return False
    return True


def ask(
    request: HttpRequest,
    desk: Desk,
    form: forms.Form,
    act: Callable[[dict], object],
    *,
    title: str,
    saved: str,
    template: str = "desk/stall_form.html",
    back: str = "desk:stall",
    **context: object,
) -> HttpResponse:
    """Show a form of the stall; save a good one, then lead back to the page it came from."""
    if request.method == "POST" and done(form, act):
        messages.success(request, saved)
        return redirect(back, desk.seller.slug)
    status = 422 if form.is_bound else 200
    known = {"form": form, "title": title, "back": back}
    return page(request, desk, template, known | context, tab="stall", status=status)


def press(
    request: HttpRequest, desk: Desk, act: Callable[[], object], *, saved: str, back: str
) -> HttpResponse:
    """Do what one button asks, say how it went, and lead back."""
    try:
        act()
    except REFUSALS as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, saved)
    return redirect(back, desk.seller.slug)
