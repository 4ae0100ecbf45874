"""`/lapak-saya/perkenalan/…`: an owner comes in by the link of a volunteer who met her."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache

from sellers.refusals import SellerRefused
from sellers.team import introductions
from shop.communication import account_proof
from shop.communication.signing_in import sign_in
from shop.people.phones import mask


@never_cache
def introduced(request: HttpRequest, secret: str) -> HttpResponse:
    """Show whose link it is; only the button uses it up, so that a preview can't."""
    introduction = introductions.find(secret)
    if introduction is None:
        return _page(request, {"refusal": introductions.IntroductionGone()}, status=410)
    shown = {"introduction": introduction, "phone_shown": mask(introduction.phone)}
    if request.user.is_authenticated and request.user.phone != introduction.phone:
        return _page(request, shown | {"somebody_else": request.user}, status=409)
    if request.method != "POST":
        return _page(request, shown)
    before = account_proof.introducers(request)
    try:
        used = introductions.accept(secret)
    except SellerRefused as refusal:
        return _page(request, {"refusal": refusal}, status=422)
    is_second = bool(before - {used.made_by_id}) and introductions.is_by_coordinator(used)
    method = account_proof.SECOND_PERSON if is_second else account_proof.INTRODUCTION
    then = reverse("desk:choose")
    return sign_in(request, used.person, method, then=then, made_by=used.made_by_id)


def _page(request: HttpRequest, shown: dict, *, status: int = 200) -> HttpResponse:
    response = render(request, "desk/introduced.html", shown, status=status)
    response["Referrer-Policy"] = "same-origin"
    return response
