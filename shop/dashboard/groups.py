"""The staff's groups and what each may do."""

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django.db.models import Q

SUPPORT = [
    "order.view_order",
    "order.change_sellerorder",
    "communication.view_message",
    "communication.change_conversation",
    "sellers.view_seller",
    "sellers.change_question",
    "villages.view_region",
]
FINANCE_MAKER = [
    "order.view_order",
    "payment.view_payment",
    "payment.add_receipt",
    "payment.change_proof",
    "payment.view_refund",
]
GROUPS = {
    "Support": SUPPORT,
    "Finance maker": FINANCE_MAKER,
    "Finance releaser": [*FINANCE_MAKER, "payment.change_refund"],
    "Coordinator of the platform": [
        *SUPPORT,
        "villages.change_region",
        "villages.change_assignment",
        "shipping.change_parceltariff",
        "sellers.change_seller",
    ],
}


@transaction.atomic
def prepare_groups() -> list[str]:
    """Make every group hold exactly its permissions; return the names of new groups."""
    new = []
    for name, wanted in GROUPS.items():
        group, is_new = Group.objects.get_or_create(name=name)
        if is_new:
            new.append(name)
        which = Q(pk__in=[])
        for label in wanted:
            app, codename = label.split(".")
            which |= Q(content_type__app_label=app, codename=codename)
        group.permissions.set(Permission.objects.filter(which))
    return new
