"""Papers of stalls: looking at the photo, verifying, sending back."""

from pathlib import Path

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from sellers.models import Credential
from sellers.papers import credentials
from shop.images.storage import serve_private

from .scope import Scope, acting_view, not_yours, room_view
from .stalls import answer


@room_view
def photo(request: HttpRequest, scope: Scope, pk: int) -> HttpResponse | FileResponse:
    """Serve a paper's photo to those who may check it."""
    paper = _find(scope, pk)
    if not scope.may_check(paper.seller):
        return not_yours(request, scope)
    if not paper.photo:
        raise Http404
    return serve_private(
        paper.photo,
        download_name=f"surat-{paper.pk}{Path(paper.photo.name).suffix}",
        content_type=paper.content_type,
    )


@acting_view
def verify(request: HttpRequest, scope: Scope, pk: int) -> HttpResponse:
    """Note that the person saw the paper and compared its number."""
    paper = _find(scope, pk)
    done = _("%(paper)s is checked; its badge shows now.") % {"paper": paper.name}
    return answer(request, paper.seller, lambda: credentials.verify(paper, by=scope.by), done)


@acting_view
def refuse(request: HttpRequest, scope: Scope, pk: int) -> HttpResponse:
    """Send the paper back with words."""
    paper, words = _find(scope, pk), request.POST.get("reason", "")
    return answer(
        request,
        paper.seller,
        lambda: credentials.refuse(paper, words, by=scope.by),
        _("The owner was told."),
    )


def _find(scope: Scope, pk: int) -> Credential:
    return get_object_or_404(scope.papers, pk=pk)
