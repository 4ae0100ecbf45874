"""Cash can be entered after the buyer said that the goods arrived; long answers are cut to fit."""

from shop.dashboard.payments import waiting_transfers
from shop.order import states
from shop.order.models import SellerOrder
from shop.payment.models import Proof
from tests import factories
from tests.payment.money import BUYER, STAFF, transfer_order, two_part_order
from tests.payment.test_cash import cash_order, make_ready


def test_cash_is_entered_after_the_buyer_completed_the_part(sign_in):
    order, [part], _payments = cash_order()
    make_ready(part)
    states.hand_over(part, by=STAFF)
    states.complete(part, by=BUYER)

    sign_in("support").post(f"/dashboard/pesanan/{order.number}/{part.pk}/uang/")

    order.refresh_from_db()
    assert (order.status, order.paid) == ("closed", "yes")


def test_one_of_two_parts_paid_in_cash_still_reads_as_promised(sign_in):
    order, [part, _other], _payments = cash_order(factories.partner(), factories.partner())
    make_ready(part)

    sign_in("support").post(f"/dashboard/pesanan/{order.number}/{part.pk}/uang/")

    order.refresh_from_db()
    assert order.paid == "promised"


def test_a_long_tracking_number_is_cut_to_what_is_kept(sign_in):
    order = two_part_order()
    part = order.seller_orders.first()
    SellerOrder.objects.filter(pk=part.pk).update(delivery_method="parcel", status="ready")

    sign_in("support").post(
        f"/dashboard/pesanan/{order.number}/{part.pk}/kirim/", {"tracking_number": "7" * 200}
    )

    part.refresh_from_db()
    assert (part.status, part.tracking_number) == ("sent", "7" * 60)


def test_a_proof_of_a_cancelled_order_waits_for_nobody(db):
    payment = transfer_order()
    Proof.objects.create(payment=payment, picture="originals/x.webp")
    assert waiting_transfers() == 1

    states.cancel(payment.order, by=BUYER)

    assert waiting_transfers() == 0
