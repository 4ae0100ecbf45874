"""What every staff page shares: who may come in, and the frame around it."""

from collections.abc import Callable
from functools import wraps

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import add_never_cache_headers

from shop.communication.account_proof import to_second_proof

from . import registry


def staff_view(permission: str = "") -> Callable:
    """Let in signed-in staff who hold `permission`; others sign in or get a 403.

    Whose number is in doubt gives a second proof first.
    """

    def decorate(view):
        @wraps(view)
        def guarded(request: HttpRequest, *args, **kwargs) -> HttpResponse:
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            if request.user.is_staff and not request.user.holds_roles:
                return to_second_proof(request)
            if not request.user.is_staff or (permission and not request.user.has_perm(permission)):
                raise PermissionDenied
            response = view(request, *args, **kwargs)
            add_never_cache_headers(response)
            return response

        return guarded

    return decorate


def page(request: HttpRequest, template: str, context: dict, *, status: int = 200) -> HttpResponse:
    """Render a staff page inside the frame."""
    return render(
        request, template, {"screens": registry.screens_for(request.user), **context}, status=status
    )
