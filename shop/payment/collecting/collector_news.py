"""Who hears that the place where buyers pay changes: treasurers, finance staff, who entered it.

A seller's owners hear of it by the signal `collecting_changed`; upper storeys know them.
"""

from django.contrib.auth.models import Permission
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from shop.communication import telling
from shop.communication.kinds import register_kind
from shop.payment.collecting import collectors
from shop.payment.models import BankAccount, Collector, QrisCode
from shop.people.actors import Actor
from shop.people.models import User

SUBJECT = _("Where buyers pay %(payee)s")
TEXTS = {
    "collecting.proposed": _(
        "%(person)s entered %(place)s: buyers are to pay %(payee)s there. "
        "Nothing changes before a second person confirms it. Do you know nothing of it? Tell us."
    ),
    "collecting.confirmed": _(
        "From now on buyers pay %(payee)s to %(place)s. Do you know nothing of it? Tell us at once."
    ),
    "collecting.refused": _("%(place)s was not taken into use for %(payee)s: %(reason)s"),
}
#: Who confirms accounts and codes.
CONFIRM = "change_bankaccount"


def register() -> None:
    """Register the messages; called when the app starts."""
    for kind, text in TEXTS.items():
        register_kind(kind, subject=SUBJECT, text=text)


def name_of(row: BankAccount | QrisCode) -> str:
    """Return how an account or code is named to people, its number kept short."""
    if isinstance(row, QrisCode):
        return f"QRIS {row.merchant_name} ({row.nmid})"
    return f"{row.bank} •••• {row.number[-3:]}"


def values_of(row: BankAccount | QrisCode, by: Actor) -> dict[str, str]:
    """Return what the messages say."""
    return {
        "payee": row.collector.payee,
        "place": name_of(row),
        "person": by.label,
        "reason": row.reason,
    }


def tell(row: BankAccount | QrisCode, how: str, *, by: Actor) -> None:
    """Tell everybody concerned but who did it; what is withdrawn again concerns nobody."""
    kind = f"collecting.{how}"
    if kind not in TEXTS:
        return
    people = _concerned(row.collector)
    if row.proposed_by_id and how != "proposed":
        people |= User.objects.filter(pk=row.proposed_by_id)
    for person in people.exclude(pk=by.person_id).distinct().order_by("pk"):
        telling.tell(person, kind, values=values_of(row, by), about=row)


def _concerned(collector: Collector) -> QuerySet[User]:
    if collector.kind == Collector.Kind.VILLAGE:
        serving = collectors.treasurers(collector.region)
        return User.objects.filter(pk__in=serving.values("person"))
    if collector.kind == Collector.Kind.PLATFORM:
        may = Permission.objects.filter(codename=CONFIRM, content_type__app_label="payment")
        holds = Q(groups__permissions__in=may) | Q(user_permissions__in=may)
        return User.objects.filter(holds, is_staff=True, is_active=True)
    return User.objects.none()
