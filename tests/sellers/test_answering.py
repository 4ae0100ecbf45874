"""Orders that wait for their seller: told at once, again at half time, over in the end."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.utils import timezone

from sellers import verbs
from sellers.clock import answering
from sellers.clock.hours import set_hours
from shop.communication.models import Message
from shop.history.models import Event
from shop.order import complaints, states
from shop.order.models import Adjustment, SellerOrder
from shop.partner.takedowns import lift, take_down
from shop.payment import methods
from shop.payment.proving.checks import problems
from shop.payment.refunding.complaints import settle
from shop.people.actors import SYSTEM, guest
from tests import factories
from tests.payment.money import BUYER, STAFF, paid_order, standing

pytestmark = pytest.mark.django_db

OWNER = guest("Bu Srikandi")


def at(day: int, hour: int, minute: int = 0) -> datetime:
    """A moment of November 2026 in Jakarta, as UTC; the 23rd is a Monday."""
    return datetime(2026, 11, day, hour, minute, tzinfo=UTC) - timedelta(hours=7)


@pytest.fixture
def stall():
    """A stall with an owner and a helper; it has the usual hours, 07.00 to 17.00."""
    stall = factories.stall(name="Telur Lereng", slug="telur-lereng")
    stall.owner = factories.works_in(stall, email="bu@example.com")
    stall.helper = factories.works_in(stall, "helper")
    return stall


@pytest.fixture
def clock(monkeypatch):
    """Set the time: `clock(at(23, 9))`."""

    def stand(moment: datetime) -> None:
        monkeypatch.setattr(timezone, "now", lambda: moment)

    stand(at(23, 9))
    return stand


def new_part(stall, **fields) -> SellerOrder:
    return paid_order(stall.partner, **fields).seller_orders.get()


def reread(part: SellerOrder) -> SellerOrder:
    return SellerOrder.objects.get(pk=part.pk)


def told(person, kind: str) -> list[str]:
    return sorted(Message.objects.filter(person=person, kind=kind).values_list("way", flat=True))


class TestANewOrder:
    def test_it_reaches_the_owner_by_all_her_ways(self, stall, clock):
        part = new_part(stall)

        assert told(stall.owner, "seller.order_new") == ["email", "inbox", "phone"]
        assert told(stall.helper, "seller.order_new") == []
        message = Message.objects.get(person=stall.owner, way="inbox")
        assert message.values == {
            "stall": "Telur Lereng",
            "village": "Suruhwadang",
            "number": part.order.number,
            "what": f"2 × {part.lines.get().title}",
            "total": "Rp50.000",
            "until": "Senin 23 Nov, 17.00",
            "path": f"/lapak-saya/telur-lereng/pesanan/{part.order.number}/",
        }

    def test_it_says_nothing_about_the_buyer(self, stall, clock):
        part = new_part(stall, guest_name="Sari Rahasia")

        for message in Message.objects.filter(person=stall.owner):
            assert "Rahasia" not in str(message.values)
            assert part.order.guest_phone not in str(message.values)

    def test_it_gives_eight_opening_hours(self, stall, clock):
        part = reread(new_part(stall))

        assert (part.answer_by, part.remind_by) == (at(23, 17), at(23, 13))

    def test_unpaid_orders_wait_for_nobody(self, stall):
        part = factories.placed_order(stall.partner).seller_orders.get()

        assert (reread(part).answer_by, list(answering.due_parts())) == (None, [])
        assert not Message.objects.filter(person=stall.owner).exists()

    def test_a_partner_without_a_stall_is_left_alone(self):
        part = paid_order(factories.partner()).seller_orders.get()

        assert reread(part).answer_by is None


class TestTheClock:
    def test_a_holiday_without_end_stops_it(self, stall, clock):
        verbs.set_holiday(stall, date(2026, 11, 23), by=SYSTEM)
        part = reread(new_part(stall))

        assert (part.answer_by, part.remind_by) == (None, None)
        clock(at(29, 12))
        assert (answering.remind_due(), answering.expire_unanswered()) == (0, 0)

    def test_it_goes_on_after_the_holiday_with_what_was_left(self, stall, clock):
        part = new_part(stall)
        clock(at(23, 14))
        verbs.set_holiday(stall, date(2026, 11, 23), by=SYSTEM)
        assert reread(part).answer_by is None

        clock(at(26, 6))
        verbs.end_holiday(stall, by=SYSTEM)

        assert reread(part).answer_by == at(26, 10)

    def test_a_holiday_to_come_moves_the_end(self, stall, clock):
        clock(at(23, 15))
        part = new_part(stall)
        assert reread(part).answer_by == at(24, 13)

        verbs.set_holiday(stall, date(2026, 11, 24), date(2026, 11, 25), by=SYSTEM)

        assert reread(part).answer_by == at(26, 13)

    def test_new_hours_count_from_now_on(self, stall, clock):
        part = new_part(stall)
        clock(at(23, 11))

        set_hours(stall, {day: (time(11), time(13)) for day in range(7)}, by=SYSTEM)

        assert reread(part).answer_by == at(25, 13)
        assert reread(part).remind_by == at(23, 13)

    def test_other_stalls_keep_theirs(self, stall, clock):
        part = new_part(factories.stall())

        verbs.set_holiday(stall, date(2026, 11, 23), by=SYSTEM)

        assert reread(part).answer_by == at(23, 17)

    def test_an_answered_order_is_not_touched(self, stall, clock):
        part = new_part(stall)
        states.accept(part, by=OWNER)

        verbs.set_holiday(stall, date(2026, 11, 23), by=SYSTEM)

        assert reread(part).answer_by == at(23, 17)


class TestHalfTime:
    def test_owners_helpers_and_volunteers_hear_again_once(self, stall, clock):
        volunteer = factories.assigned("volunteer", stall.partner.village)
        elsewhere = factories.assigned("volunteer", factories.village("35.05.04.2008", "Lain"))
        part = new_part(stall)
        clock(at(23, 12, 59))
        assert answering.remind_due() == 0
        clock(at(23, 13))

        assert (answering.remind_due(), answering.remind_due()) == (1, 0)

        assert told(stall.owner, "seller.order_waiting") == ["email", "inbox", "phone"]
        assert told(stall.helper, "seller.order_waiting") == ["inbox", "phone"]
        assert told(volunteer, "volunteer.order_waiting") == ["inbox", "phone"]
        assert not Message.objects.filter(person=elsewhere).exists()
        assert Event.objects.filter(verb="seller_order.reminded").count() == 1
        assert reread(part).reminded_at == at(23, 13)

    def test_a_village_without_volunteer_has_its_coordinator(self, stall, clock):
        coordinator = factories.assigned("coordinator", stall.partner.village.parent)
        new_part(stall)
        clock(at(23, 13))
        answering.remind_due()

        assert told(coordinator, "volunteer.order_waiting") == ["inbox", "phone"]

    def test_who_works_there_is_not_told_twice(self, stall, clock):
        stall.helper.assignments.create(
            role="volunteer", region=stall.partner.village, starts=date(2026, 1, 1)
        )
        new_part(stall)
        clock(at(23, 13))
        answering.remind_due()

        assert told(stall.helper, "volunteer.order_waiting") == []

    def test_an_answered_order_is_not_reminded_of(self, stall, clock):
        states.accept(new_part(stall), by=OWNER)
        clock(at(23, 13))

        assert answering.remind_due() == 0
        assert not Message.objects.filter(kind="seller.order_waiting").exists()


class TestTheEnd:
    def test_a_transfer_goes_back(self, stall, clock):
        part = new_part(stall, language="en", commission_bp=500)
        payment = part.order.payments.get()
        clock(at(23, 17))

        assert (answering.expire_unanswered(), answering.expire_unanswered()) == (1, 0)

        part = reread(part)
        assert (part.status, part.order.refunds.get().amount) == ("cancelled", 50_000)
        # Approved, and sent as soon as the buyer says to which account.
        assert part.order.refunds.get().state == "needs_account"
        adjustment = Adjustment.objects.get(seller_order=part)
        assert (adjustment.kind, adjustment.amount) == ("cancelled", -50_000)
        assert adjustment.reason == "The seller did not answer in time."
        # What the transfer's unique digits added stays where it is.
        digits = payment.total - 50_000
        assert standing(payment) == {
            f"bank:{payment.account_id}": payment.total,
            "refund_due": -50_000,
            "code": -digits,
        }
        stock = part.lines.get().stockrecord
        assert (stock.num_in_stock, stock.num_allocated) == (2, 0)
        event = Event.objects.get(verb="seller_order.cancelled")
        assert (event.actor_label, event.reason) == ("system", adjustment.reason)
        assert problems() == []

    def test_promised_cash_is_not_asked_for_any_more(self, stall, clock):
        order = factories.placed_order(stall.partner, phone_proven_at=timezone.now())
        methods.start(order, method="cash", by=BUYER)
        clock(at(23, 17))

        assert answering.expire_unanswered() == 1

        part = order.seller_orders.get()
        assert part.status == "cancelled"
        assert Adjustment.objects.get(seller_order=part).amount == -50_000
        assert not order.refunds.exists()
        assert order.payments.get().state == "cancelled"
        assert problems() == []

    def test_buyer_and_owner_are_told(self, stall, clock):
        part = new_part(stall)
        clock(at(23, 17))
        answering.expire_unanswered()

        assert Message.objects.filter(
            kind="seller_order.cancelled_because", phone=part.order.guest_phone
        ).exists()
        assert told(stall.owner, "seller.order_unanswered") == ["email", "inbox", "phone"]
        assert told(stall.owner, "seller.order_cancelled") == []

    def test_the_other_stalls_part_goes_on(self, stall, clock):
        other = factories.stall()
        order = paid_order(stall.partner, other.partner)
        kept = order.seller_orders.get(partner=other.partner)
        states.accept(kept, by=OWNER)
        clock(at(23, 17))

        assert answering.expire_unanswered() == 1
        assert reread(kept).status == "accepted"
        assert order.refunds.get().amount == 50_000

    def test_more_time_given_meanwhile_counts(self, stall, clock):
        part = new_part(stall)
        clock(at(23, 17))
        SellerOrder.objects.update(answer_by=at(24, 9))

        assert answering.expire(part.pk, at=timezone.now()) is False
        assert reread(part).status == "new"

    def test_one_broken_row_holds_up_no_other(self, stall, clock, monkeypatch):
        first, second = new_part(stall), new_part(stall)
        clock(at(24, 17))
        take = answering.expire

        def breaks(part_id, *, at):
            if part_id == first.pk:
                raise RuntimeError
            return take(part_id, at=at)

        monkeypatch.setattr(answering, "expire", breaks)
        assert answering.expire_unanswered() == 1
        assert (reread(first).status, reread(second).status) == ("new", "cancelled")


class TestWhatWaits:
    def test_the_most_urgent_comes_first_and_who_is_closed_last(self, stall, clock):
        closed = factories.stall()
        verbs.set_holiday(closed, date(2026, 11, 23), by=SYSTEM)
        asleep, late = new_part(closed), new_part(stall)
        clock(at(23, 8))
        early = new_part(stall)

        assert list(answering.due_parts()) == [early, late, asleep]

    def test_only_of_the_regions(self, stall, clock):
        here = new_part(stall)
        far = factories.village("35.05.05.2001", "Jauh")
        there = new_part(factories.stall(factories.partner(village=far)))
        district, village = stall.partner.village.parent, stall.partner.village

        assert list(answering.due_parts([district])) == [here]
        assert list(answering.due_parts([village, far])) == [here, there]
        assert list(answering.due_parts([])) == []

    def test_answered_orders_are_gone(self, stall, clock):
        states.accept(new_part(stall), by=OWNER)

        assert list(answering.due_parts()) == []


def test_the_owner_hears_that_staff_cancelled(stall, clock):
    states.cancel_part(new_part(stall), by=STAFF, reason="Salah pesan")

    assert told(stall.owner, "seller.order_cancelled") == ["email", "inbox", "phone"]


def test_the_owner_hears_of_a_listing_taken_down(stall):
    product = factories.shelved(stall)
    taken = take_down(product, reason="Foto salah", by=SYSTEM)

    message = Message.objects.get(person=stall.owner, kind="listing.taken_down", way="inbox")
    assert message.values["reason"] == "Foto salah"
    assert message.values["path"] == f"/lapak-saya/telur-lereng/produk/{product.public_id}/"
    lift(taken, by=SYSTEM)
    assert told(stall.owner, "listing.take_down_lifted") == ["email", "inbox", "phone"]


def test_a_problem_reaches_owner_and_volunteer_and_its_end_the_owner(stall):
    volunteer = factories.assigned("volunteer", stall.partner.village)
    part = new_part(stall, delivery="village_courier")
    for step in (states.accept, states.ready, states.send):
        step(part, by=STAFF)

    complaint = complaints.open_complaint(
        part, text="Pecah.", units={part.lines.get().pk: 1}, pictures=(), by=BUYER
    )
    assert told(stall.owner, "seller.complaint_opened") == ["email", "inbox", "phone"]
    assert told(volunteer, "volunteer.complaint_opened") == ["inbox", "phone"]

    settle(complaint, outcome="refused", reason="Tidak terbukti", by=STAFF)
    message = Message.objects.get(kind="seller.complaint_closed", way="inbox")
    assert (message.person, message.values["outcome"]) == (stall.owner, "Ditolak")
