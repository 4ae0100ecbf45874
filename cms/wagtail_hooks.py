"""What Wagtail's admin asks us before it acts."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect
from django.templatetags.static import static
from django.urls import include, path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from .models import HOME_DEPTH, refuse_reserved
from .rooms.panels import Waiting
from .rooms.scope import scope_of

#: Wagtail's own entries that are of no use to whoever only serves a village.
NOT_FOR_VILLAGES = {"reports", "help", "settings"}


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


class RoomItem(MenuItem):
    """An entry of the menu for people who serve a region; `needs` names a property of Scope."""

    def __init__(self, *args, needs: str = "", **kwargs):
        super().__init__(*args, **kwargs)
        self.needs = needs

    def is_shown(self, request) -> bool:
        scope = scope_of(request.user)
        return scope is not None and (not self.needs or getattr(scope, self.needs))


@hooks.register("register_admin_urls")
def add_rooms():
    """Put the rooms below `/cms/desa/`, behind the admin's own door."""
    return [path("desa/", include("cms.rooms.urls", namespace="rooms"))]


@hooks.register("register_admin_menu_item")
def add_stalls():
    return RoomItem(_("Stalls"), reverse("rooms:stalls"), icon_name="group", order=10)


@hooks.register("register_admin_menu_item")
def add_bringing_in():
    return RoomItem(
        _("Bring an owner in"),
        reverse("rooms:bring-in"),
        icon_name="user",
        order=20,
        needs="introduces",
    )


@hooks.register("register_admin_menu_item")
def add_consents():
    return RoomItem(
        _("Consents on paper"),
        reverse("rooms:consents"),
        icon_name="doc-full",
        order=30,
        needs="confirms",
    )


@hooks.register("construct_main_menu")
def keep_menu_short(request, items):
    """Leave out what people who only serve a village can't use."""
    if not request.user.is_superuser and scope_of(request.user):
        items[:] = [item for item in items if item.name not in NOT_FOR_VILLAGES]


@hooks.register("construct_homepage_panels")
def put_villages_first(request, panels):
    """Show what waits in the person's villages above Wagtail's own panels."""
    scope = scope_of(request.user)
    if scope is not None:
        panels.append(Waiting(scope))


@hooks.register("insert_global_admin_css")
def style_rooms():
    return format_html('<link rel="stylesheet" href="{}">', static("css/rooms.css"))
