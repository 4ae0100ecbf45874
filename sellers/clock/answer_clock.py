"""The clock of an order that waits for its seller: it runs only while the stall is open.

A part keeps how much opening time is left and until when that was counted. Before hours or a
holiday change, the time used under the former ones is counted; after it, the deadline is set anew.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from django.conf import settings
from django.utils import timezone

from sellers.clock.open_time import deadline, open_time
from sellers.models import Seller
from shop.order.models import SellerOrder


def start(part: SellerOrder, seller: Seller) -> None:
    """Give the seller ACCEPT_OPEN_HOURS from the part's opening on, inside the transaction."""
    part.answer_seconds = round(time_to_answer().total_seconds())
    part.answer_counted_at = part.moved_at
    part.reminded_at = None
    _write(part, seller)


def time_to_answer() -> timedelta:
    """Return how much opening time a seller has to answer."""
    return timedelta(hours=settings.ACCEPT_OPEN_HOURS)


@contextmanager
def hours_changing(seller: Seller) -> Iterator[None]:
    """Change a stall's hours or holiday inside this, in a transaction that holds its row."""
    now = timezone.now()
    parts = list(
        SellerOrder.objects.select_for_update()
        .filter(
            partner=seller.partner_id,
            status=SellerOrder.Status.NEW,
            answer_counted_at__isnull=False,
        )
        .order_by("pk")
    )
    before = Seller.objects.select_related("partner").get(pk=seller.pk)
    for part in parts:
        used = round(open_time(before, part.answer_counted_at, now).total_seconds())
        part.answer_seconds = max(0, part.answer_seconds - used)
        part.answer_counted_at = now
    yield
    after = Seller.objects.select_related("partner").get(pk=seller.pk)
    for part in parts:
        _write(part, after)


def _write(part: SellerOrder, seller: Seller) -> None:
    left = timedelta(seconds=part.answer_seconds)
    until_half = max(timedelta(), left - time_to_answer() / 2)
    part.answer_by = deadline(seller, part.answer_counted_at, left)
    part.remind_by = deadline(seller, part.answer_counted_at, until_half)
    part.save(
        update_fields=[
            "answer_seconds",
            "answer_counted_at",
            "answer_by",
            "remind_by",
            "reminded_at",
        ]
    )
