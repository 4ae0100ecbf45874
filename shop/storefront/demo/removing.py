"""Take the demo shop out, and nothing else.

What an order or the ledger still names is never deleted: listings are archived, stalls
closed, people made nameless. `Removed.kept` says so.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from allauth.mfa.models import Authenticator
from django.contrib.auth import get_user_model
from django.db import IntegrityError, transaction
from django.db.models import Model, ProtectedError
from django.utils import timezone

from catalogue.models import Product, note_change
from sellers import verbs
from sellers.models import Consent, Introduction, Invitation, Seller
from shop.communication.models import Conversation
from shop.history.models import record
from shop.order.models import Adjustment, Line, Order, SellerOrder
from shop.partner import listings
from shop.payment.models import BankAccount, Collector, ExpectedAmount, Payment, Proof, QrisCode
from shop.villages.assigning import end_assignment

from . import tables
from .data import DEMO

REASON = "demo removed"

Progress = Callable[[str, int, int], None]


@dataclass(slots=True)
class Removed:
    """How much is gone and how much had to stay, by what it is."""

    gone: dict[str, int] = field(default_factory=dict)
    kept: dict[str, int] = field(default_factory=dict)

    def count(self, what: str, *, is_gone: bool) -> None:
        """Count one thing as gone or kept."""
        counts = self.gone if is_gone else self.kept
        counts[what] = counts.get(what, 0) + 1


def remove(*, progress: Progress = lambda what, done, all_of_it: None) -> Removed:
    """Remove every demo row; run it as often as you like."""
    people = get_user_model().objects.filter(is_demo=True)
    steps = [
        ("orders", Order.objects.filter(is_demo=True), _remove_order),
        ("listings", Product.objects.filter(is_demo=True), _remove_listing),
        ("sellers", Seller.objects.filter(is_demo=True), _remove_seller),
        ("people", people, _remove_person),
        ("QRIS codes", QrisCode.objects.filter(is_demo=True), _remove_place),
        ("bank accounts", BankAccount.objects.filter(is_demo=True), _remove_place),
    ]
    result = Removed()
    for what, rows, remove_one in steps:
        found = list(rows)
        for done, row in enumerate(found, start=1):
            result.count(what, is_gone=remove_one(row))
            progress(what, done, len(found))
    for _row in range(tables.remove_tariffs()):
        result.count("tariffs and bands", is_gone=True)
    for _village in range(tables.unmark_pilots()):
        result.count("pilot marks", is_gone=True)
    return result


def _remove_order(order: Order) -> bool:
    """Delete an order that never moved money; the ledger is for ever."""
    if order.seller_orders.exclude(partner__is_demo=True).exists() or order.postings.exists():
        return False
    try:
        with transaction.atomic():
            _delete_order(order)
    except (ProtectedError, IntegrityError):
        return False
    return True


def _delete_order(order: Order) -> None:
    payments = Payment.objects.filter(order=order)
    Proof.objects.filter(payment__in=payments).delete()
    ExpectedAmount.objects.filter(payment__in=payments).delete()
    payments.delete()
    Adjustment.objects.filter(seller_order__order=order).delete()
    order.lines.all().delete()
    SellerOrder.objects.filter(order=order).delete()
    record("order.removed", order, by=DEMO, reason=REASON)
    order.delete()


def _remove_listing(product: Product) -> bool:
    if Line.objects.filter(product=product).exists():
        with transaction.atomic():
            listings.archive(product, by=DEMO, reason=REASON)
            # The demo's number is free again for the next load.
            Product.objects.filter(pk=product.pk).update(upc=None)
        return False
    with transaction.atomic():
        record("listing.removed", product, by=DEMO, reason=REASON)
        note_change(product.pk)
        product.stockrecords.all().delete()
        product.delete()
    return True


def _remove_seller(seller: Seller) -> bool:
    partner = seller.partner
    if SellerOrder.objects.filter(partner=partner).exists() or partner.stockrecords.exists():
        verbs.withdraw_verification(seller, by=DEMO, reason=REASON)
        return False
    with transaction.atomic():
        record("seller.removed", seller, by=DEMO, reason=REASON)
        Conversation.objects.filter(question__seller=seller).delete()
        Collector.objects.filter(partner=partner).delete()
        seller.delete()
        partner.delete()
    return True


def _remove_person(person) -> bool:
    """Delete a person, or keep a row without name, address and password that others point to."""
    with transaction.atomic():
        for assignment in person.assignments.all():
            end_assignment(assignment, ends=max(assignment.starts, timezone.localdate()), by=DEMO)
            assignment.delete()
        _leave_stalls(person)
        record("person.removed", person, by=DEMO, reason=REASON)
        if _delete(person):
            return True
        person.set_unusable_password()
        person.email = person.phone = None
        person.name, person.is_active, person.is_demo = "", False, False
        person.is_staff = person.is_superuser = False
        Authenticator.objects.filter(user=person).delete()
        person.anonymised_at = timezone.now()
        person.save()
    return False


def _leave_stalls(person) -> None:
    """Delete what ties a person to stalls, also to those that stay."""
    person.memberships.all().delete()
    for rows, columns in (
        (Consent, ("owner", "volunteer", "confirmed_by")),
        (Invitation, ("invited_by",)),
        (Introduction, ("made_by", "person")),
    ):
        for column in columns:
            rows.objects.filter(**{column: person}).delete()


def _remove_place(place: BankAccount | QrisCode) -> bool:
    """Delete where buyers paid to, and its collector with the last; what took money is closed."""
    verb = "qris_code.closed" if isinstance(place, QrisCode) else "bank_account.closed"
    with transaction.atomic():
        record(verb, place, by=DEMO, reason=REASON)
        collector = place.collector
        if not _delete(place):
            type(place).objects.filter(pk=place.pk).update(is_active=False)
            return False
        _delete(collector)
    return True


def _delete(row: Model) -> bool:
    """Delete a row unless something that must stay points to it; say whether it is gone."""
    try:
        with transaction.atomic():
            row.delete()
    except ProtectedError:
        return False
    return True
