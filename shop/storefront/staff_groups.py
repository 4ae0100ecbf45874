"""The staff's groups and what each may do, as Django's model permissions.

Who enters money never releases it: the finance groups share no changing permission.
"""

from django.contrib.auth.models import Group, Permission
from django.db import transaction

from shop.history.models import record
from shop.people.actors import Actor

SUPPORT = "Staf layanan"
FINANCE_MAKER = "Staf keuangan: mencatat"
FINANCE_RELEASER = "Staf keuangan: mencairkan"

_SEES = [
    "catalogue.view_product",
    "order.view_order",
    "order.view_sellerorder",
    "partner.view_partner",
    "payment.view_payment",
    "sellers.view_seller",
]
_SEES_MONEY = [
    "payment.view_bankaccount",
    "payment.view_correction",
    "payment.view_dispute",
    "payment.view_payoutbatch",
    "payment.view_proof",
    "payment.view_providerevent",
    "payment.view_receipt",
    "payment.view_refund",
]
PERMISSIONS = {
    SUPPORT: [
        *_SEES,
        "communication.view_message",
        "order.change_complaint",
        "order.change_sellerorder",
        "order.view_complaint",
        "payment.view_proof",
        "payment.view_refund",
        "sellers.change_question",
        "sellers.change_seller",
        "sellers.view_question",
        "villages.add_assignment",
        "villages.change_assignment",
        "villages.change_region",
        "villages.view_assignment",
        "villages.view_region",
    ],
    FINANCE_MAKER: [
        *_SEES,
        *_SEES_MONEY,
        "payment.add_bankaccount",
        "payment.add_correction",
        "payment.add_payoutbatch",
        "payment.add_receipt",
        "payment.add_refund",
        "payment.change_payment",
        "payment.change_proof",
        "payment.change_providerevent",
        "shipping.change_courierband",
        "shipping.change_parceltariff",
        "shipping.view_courierband",
        "shipping.view_parceltariff",
    ],
    FINANCE_RELEASER: [
        *_SEES,
        *_SEES_MONEY,
        "payment.change_bankaccount",
        "payment.change_collector",
        "payment.change_correction",
        "payment.change_payoutbatch",
        "payment.change_refund",
    ],
}


def make_groups(*, by: Actor) -> list[str]:
    """Make missing groups and give each its permissions; return the names of those changed.

    Permissions that staff added by hand stay.
    """
    changed = []
    with transaction.atomic():
        for name, labels in PERMISSIONS.items():
            group, _created = Group.objects.get_or_create(name=name)
            missing = set(labels) - {
                f"{permission.content_type.app_label}.{permission.codename}"
                for permission in group.permissions.select_related("content_type")
            }
            if not missing:
                continue
            group.permissions.add(*(_permission(label) for label in missing))
            record("staff_group.permitted", group, by=by, after={"added": sorted(missing)})
            changed.append(name)
    return changed


def _permission(label: str) -> Permission:
    app, _dot, codename = label.partition(".")
    return Permission.objects.get(content_type__app_label=app, codename=codename)
