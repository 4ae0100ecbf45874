"""Whose payment an object of the provider is about: by its id in our rows, else by our marks."""

from collections.abc import Mapping

from django.db.models import Q

from shop.payment.models import Payment, Refund


def payment_of(
    *, session_id: str = "", intent_id: str = "", charge_id: str = "", marks: Mapping[str, str]
) -> int | None:
    """Return the key of the payment that an object is about, or None.

    The marks ("order", "payment") count only where both name the same order.
    """
    known = Q()
    for name, value in (
        ("session_id", session_id),
        ("intent_id", intent_id),
        ("charge_id", charge_id),
    ):
        if value:
            known |= Q(**{f"card__{name}": value})
    if known:
        found = Payment.objects.filter(known).values_list("pk", flat=True).first()
        if found is not None:
            return found
    number, key = marks.get("order", ""), marks.get("payment", "")
    if not (number and key.isascii() and key.isdecimal() and len(key) < 19):
        return None
    marked = Payment.objects.filter(pk=int(key), order__number=number, method="card")
    return marked.values_list("pk", flat=True).first()


def refund_of(*, refund_id: str, marks: Mapping[str, str]) -> Refund | None:
    """Return our refund that an object is about, or None for one made elsewhere."""
    refund = Refund.objects.filter(provider_id=refund_id).first()
    key = marks.get("refund", "")
    if refund is None and key.isascii() and key.isdecimal() and len(key) < 19:
        refund = Refund.objects.filter(
            pk=int(key), order__number=marks.get("order", ""), payment__method="card"
        ).first()
    return refund


def named_in(marks: Mapping[str, str]) -> str:
    """Return the order number that the marks name, for people to read."""
    return str(marks.get("order", ""))[:20]
