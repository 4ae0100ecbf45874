"""The stall's papers of trust: what the goods need, what is there, what came of it."""

from pathlib import Path

from django import forms
from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from sellers.desk.access import Desk, Right, desk_view, page
from sellers.models import Credential, Seller
from sellers.news.history import of_papers
from sellers.papers import credentials, refusals
from sellers.papers.due import goods_for, held, missing, not_for
from sellers.papers.facts import KNOWN_ISSUER, NEEDS_EXPIRY, Facts
from sellers.papers.refusals import CredentialRefused
from sellers.papers.rules import PER_LISTING, WHY
from shop.dashboard.inputs import DayInput
from shop.images.refusals import PictureRefused
from shop.images.storage import serve_private

Kind, State = Credential.Kind, Credential.State
#: A stall has one of these at most; a new number goes into the paper that is there.
ONLY_ONE = {Kind.NIB}
#: What an empty number is answered; of other kinds only that one is needed.
NO_NUMBER = {
    Kind.NIB: refusals.BadNib,
    Kind.PIRT: refusals.BadPirt,
    Kind.HALAL: refusals.BadHalal,
}
PHOTO_HINT = gettext_lazy("The whole paper, so that its number can be read. Only checkers see it.")


class PaperForm(forms.Form):
    """What stands on a paper of one kind; `can_wait` asks whether it is still applied for."""

    is_in_process = forms.BooleanField(
        label=gettext_lazy("It is still being applied for; I have no number yet"), required=False
    )
    title = forms.CharField(label=gettext_lazy("What the paper is"), max_length=80, required=False)
    number = forms.CharField(label=gettext_lazy("Number on the paper"))
    issuer = forms.CharField(label=gettext_lazy("Issued by"), max_length=120, required=False)
    expires_on = forms.DateField(
        label=gettext_lazy("Valid until"), widget=DayInput(), required=False
    )
    listings = forms.ModelMultipleChoiceField(
        label=gettext_lazy("For which goods"),
        queryset=None,
        widget=forms.CheckboxSelectMultiple(),
        required=False,
    )
    photo = forms.FileField(
        label=gettext_lazy("Photo of the paper"),
        help_text=PHOTO_HINT,
        widget=forms.FileInput(attrs={"accept": "image/*"}),
        required=False,
    )

    def __init__(self, seller: Seller, kind: str, *args, can_wait: bool = False, **kwargs):
        super().__init__(*args, **kwargs)
        number = self.fields["number"]
        number.max_length = 60
        number.error_messages["required"] = NO_NUMBER.get(kind, refusals.NeedsNumber).message
        if can_wait:
            number.required = not self.data.get("is_in_process")
            number.help_text = _("Leave it empty only while the paper is still being applied for.")
        gone = set() if can_wait else {"is_in_process"}
        if kind != Kind.OTHER:
            gone.add("title")
        if kind in KNOWN_ISSUER:
            gone.add("issuer")
        if kind == Kind.NIB:
            gone.add("expires_on")
        if kind in NEEDS_EXPIRY and kind != Kind.PIRT:
            self.fields["expires_on"].required = not can_wait
        self.fields["listings"].queryset = goods_for(seller, kind)
        if kind not in PER_LISTING:
            gone.add("listings")
        for name in gone:
            del self.fields[name]

    def clean_number(self) -> str:
        return self.cleaned_data["number"][:60]

    @property
    def facts(self) -> Facts:
        """What was written, for the verbs."""
        written = {name: self.cleaned_data.get(name) for name in Facts.__dataclass_fields__}
        return Facts(**{name: value for name, value in written.items() if value})


@desk_view(Right.PAPERS)
def papers(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Show what is missing, what is there, and what else there is."""
    rows = held(desk.seller)
    there = ONLY_ONE & {row.paper.kind for row in rows}
    return page(
        request,
        desk,
        "desk/papers.html",
        {
            "missing": missing(desk.seller),
            "held": rows,
            "kinds": [(kind.value, kind.label, WHY[kind]) for kind in Kind if kind not in there],
        },
        tab="stall",
    )


@desk_view(Right.PAPERS)
def add_paper(request: HttpRequest, desk: Desk, kind: str) -> HttpResponse:
    """Take a paper, or the word that it is being applied for; `produk` ticks one listing."""
    if kind not in Kind.values:
        raise Http404
    asked = request.GET.getlist("produk")[:200]
    ticked = [int(key) for key in asked if key.isascii() and key.isdigit() and len(key) < 12]
    form = PaperForm(
        desk.seller, kind, *_sent(request), can_wait=True, initial={"listings": ticked}
    )

    def save(photo):
        return credentials.add(
            desk.seller,
            kind,
            form.facts,
            by=desk.by,
            photo=photo,
            is_in_process=form.cleaned_data["is_in_process"],
        )

    return _answer(request, desk, form, kind, save)


@desk_view(Right.PAPERS)
def paper(request: HttpRequest, desk: Desk, pk: int) -> HttpResponse:
    """Put a paper right, enter its number when it came, or the one that follows it."""
    held = _held(desk, pk)
    is_verified = held.state == State.VERIFIED
    initial = {
        "title": held.title,
        "number": "" if is_verified and held.is_expired else held.number,
        "issuer": held.issuer,
        "expires_on": None if held.is_expired else held.expires_on,
        "listings": list(held.listings.values_list("pk", flat=True)),
    }
    form = PaperForm(desk.seller, held.kind, *_sent(request), initial=initial)

    def save(photo):
        verb = credentials.replace if is_verified else credentials.hand_in
        return verb(held, form.facts, by=desk.by, photo=photo)

    return _answer(request, desk, form, held.kind, save, held=held)


@desk_view(Right.PAPERS)
def paper_photo(request: HttpRequest, desk: Desk, pk: int) -> FileResponse:
    """Serve a paper's photo to those who work in its stall."""
    held = _held(desk, pk)
    if not held.photo:
        raise Http404
    return serve_private(
        held.photo,
        download_name=f"surat-{held.pk}{Path(held.photo.name).suffix}",
        content_type=held.content_type,
    )


@require_POST
@desk_view(Right.PAPERS)
def withdraw_paper(request: HttpRequest, desk: Desk, pk: int) -> HttpResponse:
    """Take a paper out of the list."""
    credentials.withdraw(_held(desk, pk), by=desk.by)
    messages.success(request, _("The paper is out of your list."))
    return redirect("desk:papers", desk.seller.slug)


def _sent(request: HttpRequest) -> tuple:
    return (request.POST, request.FILES) if request.method == "POST" else ()


def _held(desk: Desk, pk: int) -> Credential:
    return get_object_or_404(
        Credential.objects.held().select_related("seller"), seller=desk.seller, pk=pk
    )


def _answer(
    request: HttpRequest,
    desk: Desk,
    form: PaperForm,
    kind: str,
    save,
    *,
    held: Credential | None = None,
) -> HttpResponse:
    """Save what was written, or show the form with what has to be put right."""
    if form.is_bound and form.is_valid():
        try:
            saved = save(form.cleaned_data.get("photo"))
        except CredentialRefused as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        except PictureRefused as refusal:
            form.add_error("photo", str(refusal))
        else:
            messages.success(request, _said(saved))
            return redirect("desk:papers", desk.seller.slug)
    context = {
        "form": form,
        "kind": Kind(kind).label,
        "why": WHY[kind],
        "paper": held,
        "changes": of_papers(desk.seller, [held])[held.pk] if held else [],
        "no_goods": "listings" in form.fields and not form.fields["listings"].queryset.exists(),
        "not_for": not_for(desk.seller, kind),
    }
    return page(
        request, desk, "desk/paper.html", context, tab="stall", status=422 if form.is_bound else 200
    )


def _said(saved: Credential) -> str:
    if saved.state == State.IN_PROCESS:
        return _("Noted. Buyers read that it is being applied for.")
    return _("Saved. A volunteer will check it; then its badge turns green.")
