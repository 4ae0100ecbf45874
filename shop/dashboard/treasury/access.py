"""Who keeps which village's money: the treasurers assigned there, today."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps

from django.contrib.auth.views import redirect_to_login
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import add_never_cache_headers

from shop.communication import second_factor
from shop.communication.account_proof import to_second_proof
from shop.payment.collecting import collectors
from shop.payment.models import Collector
from shop.people.actors import Actor, actor_for
from shop.villages.models import Region


@dataclass(frozen=True)
class Till:
    """One treasurer at one village's money; `by` is what every verb takes."""

    collector: Collector
    region: Region
    by: Actor


def tills_of(person) -> QuerySet[Collector]:
    """Return the collectors of the villages a person is treasurer of today."""
    return collectors.kept_by(person).select_related("region__parent").order_by("region__code")


def treasurer_view(view: Callable) -> Callable:
    """Let in signed-in people with a second factor; nobody else learns what is here."""

    @wraps(view)
    def guarded(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        if not request.user.holds_roles:
            return to_second_proof(request)
        if not tills_of(request.user).exists():
            raise Http404
        if not second_factor.has(request):
            return second_factor.to_second_factor(request)
        response = view(request, *args, **kwargs)
        add_never_cache_headers(response)
        return response

    return guarded


def till_view(view: Callable) -> Callable:
    """Guard `view(request, till, …)`: the address names the village by its Kemendagri `code`.

    A village whose treasurer this person is not (any more) gives 404.
    """

    @treasurer_view
    @wraps(view)
    def guarded(request: HttpRequest, code: str, *args, **kwargs) -> HttpResponse:
        collector = tills_of(request.user).filter(region__code=code).first()
        if collector is None:
            raise Http404
        till = Till(collector, collector.region, actor_for(request.user))
        return view(request, till, *args, **kwargs)

    return guarded


def page(
    request: HttpRequest, till: Till, template: str, context: dict, *, status: int = 200
) -> HttpResponse:
    """Render a page inside the treasurer's frame."""
    return render(request, template, {"till": till, **context}, status=status)
