"""A seller sees who bought from when she must act until 30 days after completion."""

from datetime import timedelta

import pytest
from django.utils import timezone

from shop.order.models import SellerOrder, ShippingAddress
from shop.order.visibility import Contact, contact_for
from tests.factories import placed_order

pytestmark = pytest.mark.django_db
SEEN = {"new", "accepted", "weighed", "ready", "sent", "handed_over", "complaint"}
HIDDEN = {"waiting", "declined", "cancelled"}


def part_in(status, **fields):
    part = placed_order().seller_orders.get()
    SellerOrder.objects.filter(pk=part.pk).update(status=status, **fields)
    part.refresh_from_db()
    return part


@pytest.mark.parametrize("status", sorted(SEEN | HIDDEN))
def test_the_contact_is_seen_only_while_she_must_act(status):
    assert (contact_for(part_in(status)) is not None) is (status in SEEN)


@pytest.mark.parametrize(("days", "is_seen"), [(0, True), (30, True), (31, False)])
def test_the_contact_is_seen_thirty_days_after_completion(days, is_seen):
    now = timezone.now()
    part = part_in("completed", completed_at=now - timedelta(days=days))
    assert (contact_for(part, at=now) is not None) is is_seen


def test_every_status_is_decided():
    assert SEEN | HIDDEN | {"completed"} == set(SellerOrder.Status.values)


def test_the_contact_is_the_recipients():
    order = placed_order(recipient_name="Budi Contoh", recipient_phone="+628139999888")
    order.shipping_address = ShippingAddress.objects.create(
        line1="Jl. Kelud 5",
        line2="Rumah biru",
        line4="Kabupaten Blitar",
        village_name="Dawuhan",
        district_name="Kademangan",
        country=country(),
    )
    order.save()
    SellerOrder.objects.update(status="new")
    assert contact_for(order.seller_orders.get()) == Contact(
        "Budi Contoh",
        "+628139999888",
        "Jl. Kelud 5, Rumah biru, Dawuhan, Kademangan, Kabupaten Blitar",
    )


def country():
    return ShippingAddress._meta.get_field("country").related_model.objects.get_or_create(
        iso_3166_1_a2="ID", defaults={"printable_name": "Indonesia", "name": "Indonesia"}
    )[0]
