"""What must be ready of the people before real buyers come."""

from django.contrib.auth import get_user_model
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shop.checkout.readiness import Finding
from shop.communication import second_factor

from .staff_groups import FINANCE_MAKER, FINANCE_RELEASER

PEOPLE = "/admin/people/user/"


def demo_removed() -> Finding:
    """No demo person, stall or listing is left."""
    left = get_user_model().objects.filter(is_demo=True, is_active=True).exists()
    detail = _("Run demo remove on the server.") if left else ""
    return Finding(gettext_lazy("Demo taken out"), not left, detail)


def two_for_money() -> Finding:
    """One person enters money and makes payouts, another releases them."""
    makers, releasers = _members(FINANCE_MAKER), _members(FINANCE_RELEASER)
    both = makers & releasers
    is_good = bool(makers and releasers) and not both
    detail = "" if is_good else _("Put one person into each finance group, nobody into both.")
    return Finding(gettext_lazy("Two people for the money"), is_good, detail, PEOPLE)


def second_steps() -> Finding:
    """Everybody who handles money signs in with a second step."""
    people = get_user_model().objects.filter(is_active=True, is_staff=True)
    finance = people.filter(groups__name__in=[FINANCE_MAKER, FINANCE_RELEASER])
    chiefs = people.filter(is_superuser=True)
    without = [
        person for person in (finance | chiefs).distinct() if not second_factor.is_set_up(person)
    ]
    names = ", ".join(sorted(person.name or f"#{person.pk}" for person in without))
    detail = _("Not set up yet: %(names)s.") % {"names": names} if without else ""
    return Finding(gettext_lazy("Second sign-in step"), not without, detail, "/akun/dua-langkah/")


def _members(group: str) -> set[int]:
    people = get_user_model().objects.filter(is_active=True, is_staff=True, groups__name=group)
    return set(people.values_list("pk", flat=True))
