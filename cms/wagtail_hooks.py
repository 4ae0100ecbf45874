"""What Wagtail's admin asks us before it acts."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect
from wagtail import hooks

from .models import HOME_DEPTH, refuse_reserved


@hooks.register("before_move_page")
def keep_routes_free(request, page, destination):
    """Refuse to move a page to where its slug would hide one of the shop's addresses."""
    if destination.depth != HOME_DEPTH:
        return None
    try:
        refuse_reserved(page.slug)
    except ValidationError as error:
        messages.error(request, error.messages[0])
        return redirect("wagtailadmin_explore", page.get_parent().pk)
    return None
