"""Who may enter Wagtail's admin: who serves a region today, and staff who look after stalls."""

from django.contrib.auth.backends import BaseBackend

from sellers.team.checking import STAFF_PERMISSION
from shop.villages.models import Assignment

ENTER = "wagtailadmin.access_admin"
#: A treasurer looks after money elsewhere.
ROLES = (Assignment.Role.VOLUNTEER, Assignment.Role.COORDINATOR, Assignment.Role.OFFICE)


def is_stall_staff(person) -> bool:
    """Whether a person is staff with the permission to change sellers, wherever they are."""
    return person.is_staff and person.has_perm(STAFF_PERMISSION)


class AssignmentDoor(BaseBackend):
    """Opens the admin's door to holders of a role, from its first day to its last, and to staff.

    It is asked at every request, so nobody comes in once the role ended.
    """

    def has_perm(self, user_obj, perm: str, obj=None) -> bool:
        if perm != ENTER or obj is not None or not user_obj.is_active or user_obj.is_anonymous:
            return False
        return is_stall_staff(user_obj) or (
            Assignment.objects.held_by(user_obj).filter(role__in=ROLES).exists()
        )

    def get_all_permissions(self, user_obj, obj=None) -> set[str]:
        return {ENTER} if self.has_perm(user_obj, ENTER, obj) else set()
