"""Django's admin at `/admin/`, for superusers with a second step: people and staff groups only.

Oscar's tables stay out, since there orders, stock and money could be changed past the verbs that
protect them. So the apps' own `admin` modules are never loaded (`SimpleAdminConfig`).
"""

from django.contrib import admin, messages
from django.contrib.auth.admin import GroupAdmin
from django.contrib.auth.models import Group
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shop.communication import second_factor
from shop.history.models import record
from shop.people.actors import actor_for
from shop.people.models import User


class PeopleSite(admin.AdminSite):
    """The two tables that decide what staff may do."""

    def has_permission(self, request: HttpRequest) -> bool:
        return request.user.is_superuser and request.user.holds_roles

    def admin_view(self, view, cacheable: bool = False):
        """Ask whoever may come in for the second step: here people are put into groups."""
        shown = super().admin_view(view, cacheable)

        def guarded(request: HttpRequest, *args, **kwargs) -> HttpResponse:
            if self.has_permission(request) and not second_factor.has(request):
                return second_factor.to_second_factor(request)
            return shown(request, *args, **kwargs)

        return guarded


class WithHistory:
    """Write our own event beside Django's log; both stand in the change's transaction."""

    noun = ""

    def log_addition(self, request, obj, message):
        record(f"{self.noun}.added", obj, by=actor_for(request.user))
        return super().log_addition(request, obj, message)

    def log_change(self, request, obj, message):
        after = {"changes": message}
        record(f"{self.noun}.edited", obj, by=actor_for(request.user), after=after)
        return super().log_change(request, obj, message)

    def has_delete_permission(self, request, obj=None) -> bool:
        """Nothing that orders and events may name is deleted."""
        return False


class UserAdmin(WithHistory, admin.ModelAdmin):
    """Who is staff, in which groups. People register themselves."""

    noun = "person"
    list_display = ["__str__", "email", "phone", "is_staff", "is_active", "is_demo"]
    search_fields = ["name", "email", "phone"]
    fields = ["name", "email", "phone", "is_active", "is_staff", "is_superuser", "groups"]
    readonly_fields = ["name", "email", "phone"]
    filter_horizontal = ["groups"]
    actions = ["reset_second_factor"]

    @admin.action(description=gettext_lazy("Reset the second sign-in step"))
    def reset_second_factor(self, request: HttpRequest, people: QuerySet[User]) -> None:
        """For who lost her phone and her spare codes; whoever presses it made sure who asks."""
        for person in people:
            try:
                second_factor.reset(person, by=actor_for(request.user))
            except second_factor.OwnSecondFactor as refusal:
                self.message_user(request, str(refusal), messages.ERROR)
            else:
                said = _("The second step of %(name)s is reset.") % {"name": person}
                self.message_user(request, said)

    def has_add_permission(self, request) -> bool:
        return False


class StaffGroupAdmin(WithHistory, GroupAdmin):
    """What each group may do."""

    noun = "staff_group"


site = PeopleSite(name="admin")
site.register(User, UserAdmin)
site.register(Group, StaffGroupAdmin)
