"""Two plain pages that order views share: one question, and one form."""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from .access import Access


def confirm(
    request: HttpRequest, access: Access, *, title: str, text: str, action: str, **kept: str
) -> HttpResponse:
    """Ask once more before a change; `kept` are hidden fields that the answer sends back."""
    return render(
        request,
        "order/confirm.html",
        {"access": access, "title": title, "text": text, "action": action, "kept": kept},
    )


def fill_in(
    request: HttpRequest,
    form: forms.Form,
    *,
    title: str,
    text: str,
    action: str,
    back: str = "",
) -> HttpResponse:
    """Show a form with everything typed kept."""
    return render(
        request,
        "order/form.html",
        {"form": form, "title": title, "text": text, "action": action, "back": back},
        status=422 if form.is_bound else 200,
    )
