"""Who may enter Wagtail's admin beside those whom staff let in: who serves a region today."""

from django.contrib.auth.backends import BaseBackend

from shop.villages.models import Assignment

ENTER = "wagtailadmin.access_admin"
#: A treasurer looks after money elsewhere.
ROLES = (Assignment.Role.VOLUNTEER, Assignment.Role.COORDINATOR, Assignment.Role.OFFICE)


class AssignmentDoor(BaseBackend):
    """Opens the admin's door to holders of a role, from its first day to its last.

    It is asked at every request, so nobody comes in once the role ended.
    """

    def has_perm(self, user_obj, perm: str, obj=None) -> bool:
        if perm != ENTER or obj is not None or not user_obj.is_active or user_obj.is_anonymous:
            return False
        return Assignment.objects.held_by(user_obj).filter(role__in=ROLES).exists()

    def get_all_permissions(self, user_obj, obj=None) -> set[str]:
        return {ENTER} if self.has_perm(user_obj, ENTER, obj) else set()
