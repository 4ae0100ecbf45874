"""Time that passes for the shop and for the card provider alike: everything gets older."""

from datetime import timedelta

from django.apps import apps
from django.db.models import DateTimeField, F

from tests.stand_ins.stripe.driver import StandIn

#: What payments, their orders and the provider's words carry moments in.
AGEING = (
    "order.Order",
    "order.SellerOrder",
    "payment.Payment",
    "payment.CardPayment",
    "payment.ProviderCall",
    "payment.ProviderEvent",
    "payment.BalanceTransaction",
    "payment.Refund",
    "payment.Dispute",
)


def pass_time(stand_in: StandIn, *, hours: float) -> None:
    """Make every moment in our rows and at the provider earlier by so many hours."""
    by = timedelta(hours=hours)
    for name in AGEING:
        model = apps.get_model(name)
        moments = [field.name for field in model._meta.fields if isinstance(field, DateTimeField)]
        model._base_manager.update(**{moment: F(moment) - by for moment in moments})
    stand_in.age(seconds=int(by.total_seconds()))
