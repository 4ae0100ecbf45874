"""A partner's own commission, in basis points (100 = 1 %); it goes before that of categories."""

from django.db import transaction

from catalogue.commission import MOST_BP, NotARate
from shop.history.models import record
from shop.people.actors import Actor

from .models import Partner


@transaction.atomic
def set_rate(partner: Partner, rate: int | None, *, by: Actor) -> bool:
    """Set what the partner's orders from now on pay; None: as their categories say.

    Returns whether it changed. Raises NotARate.
    """
    if rate is not None and not 0 <= rate <= MOST_BP:
        raise NotARate
    before = Partner.objects.select_for_update().get(pk=partner.pk).commission_bp
    if before == rate:
        return False
    Partner.objects.filter(pk=partner.pk).update(commission_bp=rate)
    record(
        "partner.commission_set",
        partner,
        by=by,
        before={"commission_bp": before},
        after={"commission_bp": rate},
    )
    return True
