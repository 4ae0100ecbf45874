"""Staff screens about sellers: questions to answer for them, and the sellers themselves."""

from datetime import date, timedelta

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import F, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from sellers import questions, verbs
from shop.communication import conversations
from shop.dashboard.frame import page, staff_view
from shop.dashboard.inputs import DayInput
from shop.dashboard.registry import Screen
from shop.people.actors import actor_for

from .models import Question, Seller
from .refusals import SellerRefused

SEE_QUESTIONS = "sellers.view_question"
ANSWER = "sellers.change_question"
SEE_SELLERS = "sellers.view_seller"
CHANGE_SELLERS = "sellers.change_seller"


class AnswerForm(forms.Form):
    """What the asker reads, signed with the stall's name."""

    text = forms.CharField(
        label=gettext_lazy("Answer in the stall's name"),
        max_length=conversations.LONGEST_TEXT,
        widget=forms.Textarea({"rows": 4}),
    )


class HolidayForm(forms.Form):
    """From which day to which the stall is closed, both inclusive."""

    first = forms.DateField(label=gettext_lazy("First day"), widget=DayInput())
    last = forms.DateField(
        label=gettext_lazy("Last day"),
        required=False,
        help_text=gettext_lazy("Empty: until further notice."),
        widget=DayInput(),
    )


def waiting_questions() -> int:
    """Count the questions that wait for an answer."""
    return Question.objects.waiting().count()


def waiting_sellers() -> int:
    """Count the sellers whom nobody has verified."""
    return Seller.objects.filter(verified_at=None).count()


@staff_view(SEE_QUESTIONS)
def question_list(request: HttpRequest) -> HttpResponse:
    """List questions, those that wait first."""
    found = Question.objects.select_related("seller", "product", "conversation").order_by(
        F("answered_at").desc(nulls_first=True), "pk"
    )
    pages = Paginator(found, 50).get_page(request.GET.get("hal"))
    return page(request, "dashboard/questions.html", {"found": pages})


@staff_view(SEE_QUESTIONS)
def question_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one question with all that was said."""
    return _show_question(request, _question(pk), AnswerForm())


@require_POST
@staff_view(ANSWER)
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Answer for the seller; the asker gets a message with a link."""
    question = _question(pk)
    form = AnswerForm(request.POST)
    if form.is_valid():
        try:
            questions.answer(question, form.cleaned_data["text"], by=actor_for(request.user))
        except conversations.BadRemark as refusal:
            form.add_error("text", str(refusal))
        except conversations.ConversationClosed:
            form.add_error(None, _("This conversation has ended."))
        else:
            messages.success(request, _("The answer is on its way."))
            return redirect("dashboard:questions")
    return _show_question(request, question, form, status=422)


def _question(pk: int) -> Question:
    return get_object_or_404(
        Question.objects.select_related("seller", "product", "conversation"), pk=pk
    )


def _show_question(
    request: HttpRequest, question: Question, form: AnswerForm, *, status: int = 200
) -> HttpResponse:
    is_open = question.conversation.closed_at is None and request.user.has_perm(ANSWER)
    return page(
        request,
        "dashboard/question.html",
        {
            "question": question,
            "remarks": question.conversation.remarks.all(),
            "form": form if is_open else None,
        },
        status=status,
    )


@staff_view(SEE_SELLERS)
def seller_list(request: HttpRequest) -> HttpResponse:
    """List sellers, those to verify first; `q` is a part of the name or of the village's."""
    words = request.GET.get("q", "").strip()[:60]
    found = Seller.objects.with_place().order_by(F("verified_at").asc(nulls_first=True), "name")
    if words:
        found = found.filter(Q(name__icontains=words) | Q(partner__village__name__icontains=words))
    pages = Paginator(found, 50).get_page(request.GET.get("hal"))
    return page(request, "dashboard/sellers.html", {"found": pages, "words": words})


@staff_view(SEE_SELLERS)
def seller_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one seller with what staff may do."""
    return _show_seller(request, _seller(pk), HolidayForm(initial=_tomorrow()))


@require_POST
@staff_view(CHANGE_SELLERS)
def seller_step(request: HttpRequest, pk: int, step: str) -> HttpResponse:
    """Verify or withdraw it, open or close for orders, end a holiday, WhatsApp link on or off."""
    seller, by = _seller(pk), actor_for(request.user)
    reason = request.POST.get("reason", "").strip()[:300]
    if step not in STEPS:
        raise Http404
    if step == "batal-verifikasi" and not reason:
        messages.error(request, _("Write a reason first."))
        return redirect("dashboard:seller", pk=pk)
    try:
        STEPS[step](seller, reason, by)
    except SellerRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("%(name)s is saved.") % {"name": seller.name})
    return redirect("dashboard:seller", pk=pk)


# Each step takes the seller, the reason that staff typed, and who does it.
STEPS = {
    "verifikasi": lambda seller, _reason, by: verbs.verify(seller, by=by),
    "batal-verifikasi": lambda seller, reason, by: verbs.withdraw_verification(
        seller, by=by, reason=reason
    ),
    "buka": lambda seller, _reason, by: verbs.set_accepts_orders(seller, True, by=by),
    "tutup": lambda seller, reason, by: verbs.set_accepts_orders(
        seller, False, by=by, reason=reason
    ),
    "selesai-libur": lambda seller, _reason, by: verbs.end_holiday(seller, by=by),
    "wa": lambda seller, _reason, by: verbs.consent_to_whatsapp(seller, by=by),
    "tanpa-wa": lambda seller, _reason, by: verbs.withdraw_whatsapp(seller, by=by),
}


@require_POST
@staff_view(CHANGE_SELLERS)
def set_holiday(request: HttpRequest, pk: int) -> HttpResponse:
    """Close the stall for some days."""
    seller = _seller(pk)
    form = HolidayForm(request.POST)
    if form.is_valid():
        try:
            verbs.set_holiday(seller, **form.cleaned_data, by=actor_for(request.user))
        except SellerRefused as refusal:
            form.add_error("last", str(refusal))
        else:
            messages.success(request, _("%(name)s is saved.") % {"name": seller.name})
            return redirect("dashboard:seller", pk=pk)
    return _show_seller(request, seller, form, status=422)


def _tomorrow() -> dict[str, date]:
    return {"first": timezone.localdate() + timedelta(days=1)}


def _seller(pk: int) -> Seller:
    return get_object_or_404(Seller.objects.with_place(), pk=pk)


def _show_seller(
    request: HttpRequest, seller: Seller, form: HolidayForm, *, status: int = 200
) -> HttpResponse:
    return page(
        request,
        "dashboard/seller.html",
        {
            "seller": seller,
            "partner": seller.partner,
            "members": seller.memberships.filter(ended_at=None).select_related("person"),
            "form": form,
            "may_change": request.user.has_perm(CHANGE_SELLERS),
        },
        status=status,
    )


SCREENS = (
    Screen(
        url_name="questions",
        title=gettext_lazy("Questions"),
        permission=SEE_QUESTIONS,
        patterns=(
            path("pertanyaan/", question_list, name="questions"),
            path("pertanyaan/<int:pk>/", question_detail, name="question"),
            path("pertanyaan/<int:pk>/jawab/", answer, name="question-answer"),
        ),
        waiting=waiting_questions,
    ),
    Screen(
        url_name="sellers",
        title=gettext_lazy("Sellers"),
        permission=SEE_SELLERS,
        patterns=(
            path("penjual/", seller_list, name="sellers"),
            path("penjual/<int:pk>/", seller_detail, name="seller"),
            path("penjual/<int:pk>/libur/", set_holiday, name="seller-holiday"),
            path("penjual/<int:pk>/<slug:step>/", seller_step, name="seller-step"),
        ),
        waiting=waiting_sellers,
    ),
)
