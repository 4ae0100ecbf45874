"""Staff screen: banks' statements, uploaded as they were downloaded, and what their rows say."""

from dataclasses import dataclass

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from shop.order import states
from shop.payment.incoming import (
    bank_columns,
    column_guess,
    matching,
    statement_meanings,
    statement_rows,
    statement_uploads,
)
from shop.payment.incoming.matching import Fit
from shop.payment.incoming.statement_meanings import Meaning
from shop.payment.models import StatementFile, StatementRow
from shop.people.actors import actor_for

from .frame import page, staff_view
from .registry import Screen
from .statement_forms import ColumnsForm, UploadForm
from .statement_rows import ENTER, SEE, row_step

ROWS_A_PAGE = 25
SAMPLE_ROWS = 10
SHOWN_ROWS = 200
REFUSED = 422


@dataclass(frozen=True)
class Waiting:
    """A row to look at, with what it may be."""

    row: StatementRow
    fits: list[Fit]
    meanings: list[Meaning]


def waiting_rows() -> int:
    """Count the rows that nobody has looked at."""
    return StatementRow.objects.new().count()


@staff_view(SEE)
def statement_list(request: HttpRequest) -> HttpResponse:
    """Show rows to look at with what they may be, and the last uploads."""
    return _show(request, UploadForm())


@require_POST
@staff_view(ENTER, needs_second_factor=True)
def upload(request: HttpRequest) -> HttpResponse:
    """Read a statement into a draft, and go on to its columns or its preview."""
    form = UploadForm(request.POST, request.FILES)
    if form.is_valid():
        file = form.cleaned_data["file"]
        try:
            draft = statement_uploads.upload(
                form.cleaned_data["account"], file=file, name=file.name, by=actor_for(request.user)
            )
        except states.NotPossible as refusal:
            form.add_error("file", str(refusal))
        else:
            return redirect("dashboard:statement", draft.pk)
    return _show(request, form, status=REFUSED)


def _show(request: HttpRequest, form: UploadForm, *, status: int = 200) -> HttpResponse:
    rows = StatementRow.objects.new().select_related("account__collector")
    shown = Paginator(rows, ROWS_A_PAGE).get_page(request.GET.get("halaman"))
    found = matching.fits(matching.of_rows(shown))
    meant = statement_meanings.meanings(shown)
    return page(
        request,
        "dashboard/statements.html",
        {
            "form": form,
            "may_enter": request.user.has_perm(ENTER),
            "pages": shown,
            "previous_url": f"?halaman={shown.number - 1}" if shown.has_previous() else "",
            "next_url": f"?halaman={shown.number + 1}" if shown.has_next() else "",
            "waiting": [
                Waiting(row, found.get(row.pk, []), _allowed(request, meant[row.pk]))
                for row in shown
            ],
            "drafts": StatementFile.objects.drafts().select_related("account"),
            "files": StatementFile.objects.saved().select_related("account", "uploaded_by")[:10],
        },
        status=status,
    )


def _allowed(request: HttpRequest, meanings: list[Meaning]) -> list[Meaning]:
    return [
        meaning
        for meaning in meanings
        if not meaning.confirms or request.user.has_perm(meaning.permission)
    ]


@staff_view(ENTER, needs_second_factor=True)
def statement(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a draft: the choice of columns, or what taking it over would do."""
    draft = _draft(pk)
    if draft.columns is None or request.GET.get("kolom"):
        chosen = {key: value for key, value in (draft.columns or {}).items() if value is not None}
        start = chosen or _guessed(draft)
        return _show_columns(request, draft, ColumnsForm(initial=start, cells=draft.cells))
    preview = statement_uploads.preview(draft)
    # What pays comes first; of a long statement the rest is told by its number.
    rows = sorted(preview.new, key=lambda row: row.payment is None)
    return page(
        request,
        "dashboard/statement.html",
        {
            "draft": draft,
            "preview": preview,
            "shown": rows[:SHOWN_ROWS],
            "more": max(0, len(rows) - SHOWN_ROWS),
            "skipped": [(reason.label, count) for reason, count in preview.skipped.items()],
        },
    )


def _guessed(draft: StatementFile) -> dict:
    found = column_guess.guess(draft.cells)
    return {**found, "text": [found["text"]] if "text" in found else []}


def _show_columns(request, draft, form: ColumnsForm, *, status: int = 200) -> HttpResponse:
    width = bank_columns.width(draft.cells)
    sample = [[*row, *[""] * (width - len(row))] for row in draft.cells[:SAMPLE_ROWS]]
    context = {"draft": draft, "form": form, "sample": sample, "numbers": range(1, width + 1)}
    return page(request, "dashboard/statement_columns.html", context, status=status)


@require_POST
@staff_view(ENTER, needs_second_factor=True)
def columns(request: HttpRequest, pk: int) -> HttpResponse:
    """Choose the columns of a draft."""
    draft = _draft(pk)
    form = ColumnsForm(request.POST, cells=draft.cells)
    if form.is_valid():
        try:
            statement_uploads.choose_columns(
                draft, columns=form.columns(), by=actor_for(request.user)
            )
        except states.NotPossible as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("dashboard:statement", draft.pk)
    return _show_columns(request, draft, form, status=REFUSED)


@require_POST
@staff_view(ENTER, needs_second_factor=True)
def take_over(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a draft's rows over, and book what is exact."""
    by = actor_for(request.user)
    try:
        file = statement_uploads.take_over(_draft(pk), by=by)
    except states.NotPossible as refusal:
        messages.error(request, str(refusal))
        return redirect("dashboard:statements")
    paid = statement_rows.book_exact(file.account, by=by)
    messages.success(
        request,
        ngettext(
            "%(new)s new row, %(known)s known before. Orders paid: %(paid)s.",
            "%(new)s new rows, %(known)s known before. Orders paid: %(paid)s.",
            file.rows_new,
        )
        % {"new": file.rows_new, "known": file.rows_read - file.rows_new, "paid": paid},
    )
    return redirect("dashboard:statements")


@require_POST
@staff_view(ENTER, needs_second_factor=True)
def drop(request: HttpRequest, pk: int) -> HttpResponse:
    """Forget a draft."""
    try:
        statement_uploads.drop(_draft(pk), by=actor_for(request.user))
    except states.NotPossible as refusal:
        messages.error(request, str(refusal))
    return redirect("dashboard:statements")


def _draft(pk: int) -> StatementFile:
    drafts = StatementFile.objects.drafts().select_related("account__collector")
    return get_object_or_404(drafts, pk=pk)


SCREENS = (
    Screen(
        url_name="statements",
        title=gettext_lazy("Bank statements"),
        permission=SEE,
        patterns=(
            path("mutasi/", statement_list, name="statements"),
            path("mutasi/unggah/", upload, name="statement-upload"),
            path("mutasi/<int:pk>/", statement, name="statement"),
            path("mutasi/<int:pk>/kolom/", columns, name="statement-columns"),
            path("mutasi/<int:pk>/simpan/", take_over, name="statement-take-over"),
            path("mutasi/<int:pk>/buang/", drop, name="statement-drop"),
            path("mutasi/baris/<int:pk>/<slug:step>/", row_step, name="statement-row"),
        ),
        waiting=waiting_rows,
    ),
)
