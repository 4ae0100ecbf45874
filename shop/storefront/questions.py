"""Asking a seller: the form, the guest's code, and the page where the answer is read."""

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from sellers.models import Question
from sellers.questions import ask_about
from shop.communication import code_step, codes, conversations
from shop.communication.outbox import Recipient, recipient_of
from shop.partner.models import StockRecord
from shop.people.actors import actor_for, guest
from shop.people.phones import BadPhone, normalise

from .middleware import forms_without_cookie
from .product import find_record

PURPOSE = "question"
KEPT = "question"


class QuestionForm(forms.Form):
    """What somebody asks; guests say who they are, so that the answer finds them."""

    text = forms.CharField(
        label=gettext_lazy("Your question"),
        max_length=conversations.LONGEST_TEXT,
        widget=forms.Textarea({"rows": 4}),
    )
    name = forms.CharField(
        label=gettext_lazy("Your name"),
        max_length=150,
        widget=forms.TextInput({"autocomplete": "name"}),
    )
    phone = forms.CharField(
        label=gettext_lazy("Phone number"),
        max_length=40,
        help_text=gettext_lazy("We send a code to it. The seller does not see the number."),
        widget=forms.TextInput({"autocomplete": "tel", "inputmode": "tel"}),
    )

    def __init__(self, *args, is_guest: bool, **kwargs):
        super().__init__(*args, **kwargs)
        if not is_guest:
            del self.fields["name"], self.fields["phone"]

    def clean_phone(self) -> str:
        try:
            return normalise(self.cleaned_data["phone"])
        except BadPhone as error:
            raise forms.ValidationError(str(error)) from error


class ReplyForm(forms.Form):
    """What the asker adds."""

    text = forms.CharField(
        label=gettext_lazy("Write on"),
        max_length=conversations.LONGEST_TEXT,
        widget=forms.Textarea({"rows": 3}),
    )


@forms_without_cookie
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest, public_id: str, slug: str) -> HttpResponse:
    """Show the form; a signed-in person's question goes off at once, a guest's after his code."""
    record = find_record(public_id)
    is_guest = not request.user.is_authenticated
    form = QuestionForm(request.POST or None, is_guest=is_guest)
    if request.method == "POST" and form.is_valid():
        answers = form.cleaned_data
        if not is_guest:
            asker = recipient_of(request.user)
            by = actor_for(request.user)
            secret = ask_about(
                record.product, record.partner.seller, answers["text"], asker=asker, by=by
            )
            return redirect("storefront:question", secret=secret)
        if code_step.send(request, answers["phone"], purpose=PURPOSE):
            request.session[KEPT] = {"product": public_id, **answers}
            return redirect(code_address(record))
    return render(
        request,
        "storefront/ask.html",
        {"form": form, "product": record.product, "seller": record.partner.seller},
    )


@forms_without_cookie
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def code(request: HttpRequest, public_id: str, slug: str) -> HttpResponse:
    """Ask for the code; the right one sends the question and leads to its page."""
    record = find_record(public_id)
    kept = request.session.get(KEPT) or {}
    if kept.get("product") != public_id:
        return redirect("storefront:product_question", public_id=public_id, slug=slug)
    page = code_step.prove(
        request,
        kept["phone"],
        purpose=PURPOSE,
        back=reverse("storefront:product_question", args=[public_id, slug]),
    )
    if page is not None:
        return page
    del request.session[KEPT]
    return redirect("storefront:question", secret=ask_as_guest(record, kept))


def ask_as_guest(record: StockRecord, kept: dict) -> str:
    """Send the kept question of a guest whose phone is proven; return its link's secret."""
    return ask_about(
        record.product,
        record.partner.seller,
        kept["text"],
        asker=Recipient(kept["name"], phone=kept["phone"], language=get_language() or "id"),
        proof=codes.ProvenPhone(kept["phone"], PURPOSE),
        by=guest(kept["name"]),
    )


def code_address(record: StockRecord) -> str:
    """Return where the code of a question is asked."""
    listing = record.product
    return reverse("storefront:product_question_code", args=[listing.public_id, listing.slug])


@forms_without_cookie
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def question(request: HttpRequest, secret: str) -> HttpResponse:
    """Show a conversation to whoever has its link, and let him write on."""
    try:
        conversation = conversations.read(secret)
    except conversations.NoConversation:
        raise Http404 from None
    about = (
        Question.objects.select_related("product", "seller")
        .filter(conversation=conversation)
        .first()
    )
    form = ReplyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            conversations.reply(
                conversation, form.cleaned_data["text"], by=guest(conversation.name)
            )
        except conversations.ConversationClosed:
            form.add_error(None, _("This conversation has ended."))
        else:
            messages.success(request, _("Your message is with the seller."))
            return redirect(request.path)
    return render(
        request,
        "storefront/question.html",
        {
            "conversation": conversation,
            "about": about,
            "remarks": list(conversation.remarks.all()),
            "form": None if conversation.closed_at else form,
        },
    )
