"""Buyers' questions about a stall's goods: those that wait first, and answering one."""

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sellers.desk.access import Desk, Right, desk_view, page
from sellers.models import Question
from sellers.questions import answer
from shop.communication import conversations

PER_PAGE = 20


class AnswerForm(forms.Form):
    """What the asker reads, signed with the stall's name."""

    text = forms.CharField(
        label=gettext_lazy("Your answer"),
        max_length=conversations.LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 5}),
    )


@desk_view(Right.SELL)
def questions(request: HttpRequest, desk: Desk) -> HttpResponse:
    """List the stall's questions, those that wait first."""
    found = Paginator(Question.objects.of_stall(desk.seller), PER_PAGE)
    current = found.get_page(request.GET.get("page"))
    context = {
        "pages": current,
        "previous_url": f"?page={current.previous_page_number()}" if current.has_previous() else "",
        "next_url": f"?page={current.next_page_number()}" if current.has_next() else "",
    }
    return page(request, desk, "desk/questions.html", context, tab="today")


@desk_view(Right.SELL)
def question(request: HttpRequest, desk: Desk, pk: int) -> HttpResponse:
    """Show what was said about one question, and answer in the stall's name."""
    found = get_object_or_404(Question.objects.of_stall(desk.seller), pk=pk)
    form = AnswerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            answer(found, form.cleaned_data["text"], by=desk.by)
        except conversations.BadRemark as refusal:
            form.add_error("text", str(refusal))
        except conversations.ConversationClosed:
            form.add_error(None, _("This conversation has ended."))
        else:
            messages.success(request, _("The answer is on its way."))
            return redirect("desk:questions", desk.seller.slug)
    return page(
        request,
        desk,
        "desk/question.html",
        {"question": found, "remarks": found.conversation.remarks.all(), "form": form},
        tab="today",
        status=422 if request.method == "POST" else 200,
    )
