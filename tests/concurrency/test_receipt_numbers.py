"""Receipt numbers have neither gaps nor twins, whatever eight writers do, some rolling back."""

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone

from shop.payment import buyer_receipts
from shop.payment.models import BuyerReceipt, Payment, ReceiptCounter
from tests import factories
from tests.concurrency.racing import RACERS, race, rounds
from tests.payment.money import transfer_order

USUAL = 6


class TakenBack(Exception):
    """The capture around the receipt failed."""


def issue(entry):
    payment_id, fails = entry
    with transaction.atomic():
        buyer_receipts.issue(Payment.objects.get(pk=payment_id))
        if fails:
            raise TakenBack


def issue_after_the_highest(entry):
    """Number by the highest one so far, without the counter's lock: the control."""
    payment_id, fails = entry
    highest = BuyerReceipt.objects.aggregate(highest=Max("serial", default=0))["highest"]
    with transaction.atomic():
        BuyerReceipt.objects.create(
            year=2026, serial=highest + 1, payment_id=payment_id, issued_at=timezone.now()
        )
        if fails:
            raise TakenBack


def entries() -> list[list[tuple[int, bool]]]:
    """Eight open payments a round, every third of whose captures is rolled back."""
    return [
        [(transfer_order(factories.partner()).pk, (turn + lane) % 3 == 0) for lane in range(RACERS)]
        for turn in range(rounds(USUAL))
    ]


def test_numbers_are_gapless(each_database):
    work = entries()

    results = race(issue, work)

    kept = sum(not outcome.error for outcomes in results for outcome in outcomes)
    errors = {outcome.error for outcomes in results for outcome in outcomes}
    assert errors <= {"", "TakenBack"}
    assert kept == sum(not fails for entry in work for _pk, fails in entry)
    serials = list(BuyerReceipt.objects.order_by("serial").values_list("serial", flat=True))
    assert serials == list(range(1, kept + 1))
    assert ReceiptCounter.objects.get().last == kept


def test_without_the_counter_two_take_the_same_number(each_database):
    results = race(issue_after_the_highest, entries())

    errors = {outcome.error for outcomes in results for outcome in outcomes}
    assert IntegrityError.__name__ in errors
