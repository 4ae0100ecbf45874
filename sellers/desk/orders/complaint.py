"""A problem with an order: its pictures, and what the stall says to it."""

from mimetypes import guess_type
from pathlib import PurePosixPath

from django import forms
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy

from sellers.desk.access import Desk, Right, desk_view, page
from sellers.desk.orders.pages import card_of, do
from sellers.desk.orders.steps import STEPS
from shop.images.storage import serve_private
from shop.order import complaints


class AnswerForm(forms.Form):
    """What the stall says; buyer and staff read it."""

    text = forms.CharField(
        label=gettext_lazy("Your answer"),
        help_text=gettext_lazy(
            "Say what happened and what you offer: replace the goods, or give money back."
        ),
        max_length=complaints.LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 5}),
    )


@desk_view(Right.SELL)
def answer(request: HttpRequest, desk: Desk, number: str) -> HttpResponse:
    """Answer the open problem; nobody answers it for the stall's own people."""
    if desk.is_assistant:
        return page(request, desk, "desk/not_yours.html", status=403)
    card, step = card_of(desk, number), STEPS["komplain"]
    if card.complaint is None:
        return redirect("desk:order", desk.seller.slug, number)
    form = AnswerForm(request.POST or None, initial={"text": card.complaint.answer})
    if request.method == "POST" and form.is_valid():
        text = form.cleaned_data["text"]
        do(request, card, step, lambda: complaints.answer(card.complaint, text, by=desk.by))
        return redirect("desk:order", desk.seller.slug, number)
    return page(
        request,
        desk,
        "desk/order_step.html",
        {"card": card, "step": step, "form": form, "complaint": card.complaint},
        tab="orders",
        status=422 if form.is_bound else 200,
    )


@desk_view(Right.SELL)
def picture(request: HttpRequest, desk: Desk, pk: int) -> FileResponse:
    """Show a buyer's picture of a problem with this stall's goods."""
    found = complaints.picture_for(desk.seller.partner, pk)
    if found is None:
        raise Http404
    name = found.picture.name
    return serve_private(
        found.picture,
        download_name=f"komplain-{pk}{PurePosixPath(name).suffix}",
        content_type=guess_type(name)[0] or "application/octet-stream",
    )
