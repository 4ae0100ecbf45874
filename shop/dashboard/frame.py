"""What every staff page shares: who may come in, and the frame around it."""

from collections.abc import Callable
from functools import wraps

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import add_never_cache_headers

from shop.communication import second_factor
from shop.communication.account_proof import to_second_proof

from . import registry


def staff_view(permission: str = "", *, needs_second_factor: bool | str = False) -> Callable:
    """Let in signed-in staff who hold `permission`; others sign in or get a 403.

    Whose number is in doubt gives a second proof first. Where money is
    moved, `needs_second_factor` asks for a code of her authenticator too; a permission's name
    there asks only those who hold it, on screens that others just read.
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
            if _asks(request, needs_second_factor) and not second_factor.has(request):
                return second_factor.to_second_factor(request)
            response = view(request, *args, **kwargs)
            add_never_cache_headers(response)
            return response

        return guarded

    return decorate


def _asks(request: HttpRequest, needed: bool | str) -> bool:
    return request.user.has_perm(needed) if isinstance(needed, str) else needed


def page(request: HttpRequest, template: str, context: dict, *, status: int = 200) -> HttpResponse:
    """Render a staff page inside the frame."""
    return render(
        request, template, {"screens": registry.screens_for(request.user), **context}, status=status
    )
