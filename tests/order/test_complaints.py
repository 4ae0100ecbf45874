"""Problems that buyers report: within their time, with what is needed, and how they rest a part."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image

from catalogue.models import Product
from shop.checkout.expiry import complete_due
from shop.communication.models import Message
from shop.history.models import Event
from shop.images.refusals import PictureRefused
from shop.images.storage import private_media
from shop.order import complaints, states
from shop.order.models import Complaint, Line, SellerOrder
from shop.order.signals import complaint_closed, complaint_opened
from shop.payment.refunding.complaints import settle
from tests.factories import partner
from tests.payment.money import BUYER, STAFF, paid_order

pytestmark = pytest.mark.django_db


def sent_part(**fields) -> SellerOrder:
    part = paid_order(delivery="village_courier", **fields).seller_orders.get()
    for step in (states.accept, states.ready, states.send):
        step(part, by=STAFF)
    return part


def handed_over_part(**fields) -> SellerOrder:
    part = sent_part(**fields)
    states.hand_over(part, by=STAFF)
    return part


def photo(name="IMG_1.jpg"):
    content = BytesIO()
    Image.new("RGB", (40, 30), "white").save(content, "JPEG")
    return SimpleUploadedFile(name, content.getvalue())


def complain(part, *, units=1, text="Pecah.", pictures=()):
    return complaints.open_complaint(
        part, text=text, units={part.lines.get().pk: units}, pictures=pictures, by=BUYER
    )


def later(part, **time):
    SellerOrder.objects.filter(pk=part.pk).update(handed_over_at=timezone.now() - timedelta(**time))
    part.refresh_from_db()


@pytest.mark.parametrize("prepare", [sent_part, handed_over_part])
def test_a_problem_rests_the_part_and_is_told_by_one_event(prepare):
    part = prepare()
    heard = []

    def hear(complaint, by, **_signal):
        heard.append((complaint.seller_order_id, by.label))

    complaint_opened.connect(hear)
    try:
        complaint = complain(part, pictures=[photo(), photo("rumah saya.jpg")])
    finally:
        complaint_opened.disconnect(hear)

    assert part.status == "complaint"
    assert list(SellerOrder.objects.held()) == [part]
    assert heard == [(part.pk, "Sari")]
    assert [(row.line_id, row.units) for row in complaint.lines.all()] == [(part.lines.get().pk, 1)]
    names = [picture.picture.name for picture in complaint.pictures.all()]
    assert len(names) == 2
    assert not any("rumah" in name for name in names)
    event = Event.objects.about(part).last()
    assert (event.verb, event.reason) == ("seller_order.complaint_opened", "Pecah.")
    assert event.after == {"status": "complaint", "complaint": complaint.pk}


def test_a_resting_part_never_completes_by_itself():
    part = handed_over_part()
    complain(part)
    later(part, days=30)
    assert complete_due() == 0
    for verb in (states.receive, states.complete, states.hand_over):
        with pytest.raises(states.WrongState):
            verb(part, by=BUYER)


def test_only_one_problem_at_a_time():
    part = handed_over_part()
    complain(part)
    with pytest.raises(complaints.TooEarlyOrLate):
        complain(part)
    assert Complaint.objects.count() == 1


@pytest.mark.parametrize("status", ["new", "accepted", "ready", "completed", "cancelled"])
def test_no_problem_before_sending_or_after_the_end(status):
    part = handed_over_part()
    SellerOrder.objects.update(status=status)
    part.refresh_from_db()
    assert complaints.lines_open(part) == []
    with pytest.raises(complaints.TooEarlyOrLate):
        complain(part)


@pytest.mark.parametrize(
    ("units", "text", "refusal"),
    [
        (0, "Pecah.", complaints.NotSoMany),
        (3, "Pecah.", complaints.NotSoMany),
        (1, "  ", complaints.NothingSaid),
    ],
)
def test_a_problem_says_what_and_how_many(units, text, refusal):
    part = handed_over_part()
    with pytest.raises(refusal):
        complain(part, units=units, text=text)
    part.refresh_from_db()
    assert part.status == "handed_over"
    assert not Complaint.objects.exists()


def test_lines_of_other_orders_are_refused():
    part, other = handed_over_part(), handed_over_part()
    with pytest.raises(complaints.NothingSaid):
        complaints.open_complaint(part, text="x", units={other.lines.get().pk: 1}, by=BUYER)


def test_units_that_never_came_are_no_problem_any_more():
    part = paid_order(quantity=3).seller_orders.get()
    states.accept(part, by=STAFF)
    states.supply_short(part.lines.get(), units=2, by=STAFF)
    states.ready(part, by=STAFF)
    states.hand_over(part, by=STAFF)
    with pytest.raises(complaints.NotSoMany) as refusal:
        complain(part, units=2)
    assert str(refusal.value).endswith("1.")


def test_after_its_time_a_line_is_refused_with_its_hours():
    part = handed_over_part()
    Line.objects.update(complaint_hours=24)
    later(part, hours=23, minutes=59)
    assert complaints.lines_open(part) == list(part.lines.all())
    later(part, hours=24, minutes=1)
    assert complaints.lines_open(part) == []
    with pytest.raises(complaints.WindowOver) as refusal:
        complain(part)
    assert "24" in str(refusal.value)


def test_a_part_completes_when_the_longest_time_of_its_lines_is_over():
    part = handed_over_part()
    line = part.lines.get()
    Line.objects.filter(pk=line.pk).update(complaint_hours=72)
    later(part, hours=71)
    assert complete_due() == 0
    later(part, hours=73)
    assert complete_due() == 1
    part.refresh_from_db()
    assert part.status == "completed"


def test_a_dead_arrival_is_shown_by_a_picture():
    part = handed_over_part()
    Product.objects.update(is_live=True, arrival_proof="photo")
    with pytest.raises(complaints.PictureNeeded):
        complain(part)
    assert complain(part, pictures=[photo()]).pictures.count() == 1


def test_what_never_arrived_needs_no_picture():
    part = sent_part()
    Product.objects.update(is_live=True, arrival_proof="photo")
    assert complain(part).pictures.count() == 0


def test_a_refused_picture_leaves_nothing_behind():
    part = handed_over_part()
    before = kept()
    with pytest.raises(PictureRefused):
        complain(part, pictures=[photo(), SimpleUploadedFile("a.jpg", b"not a picture")])
    with pytest.raises(complaints.TooManyPictures):
        complain(part, pictures=[photo()] * 6)
    part.refresh_from_db()
    assert part.status == "handed_over"
    assert kept() == before


def kept() -> set[str]:
    try:
        return set(private_media().listdir("complaints")[1])
    except FileNotFoundError:
        return set()


def test_pictures_are_for_the_partner_whose_goods_they_show():
    part = handed_over_part()
    picture = complain(part, pictures=[photo()]).pictures.get()
    assert complaints.picture_for(part.partner, picture.pk) == picture
    assert complaints.picture_for(partner(), picture.pk) is None


def test_the_seller_answers_in_words_until_it_is_closed():
    part = handed_over_part()
    complaint = complain(part)
    with pytest.raises(complaints.NothingSaid):
        complaints.answer(complaint, " ", by=STAFF)
    complaints.answer(complaint, "Saya ganti besok.", by=STAFF)
    assert complaint.answer == "Saya ganti besok."
    assert complaint.answered_at
    told = Message.objects.get(kind="complaint.answered")
    assert (told.phone, told.values["answer"]) == (part.order.guest_phone, "Saya ganti besok.")
    settle(complaint, outcome="replaced", reason="Diganti.", by=STAFF)
    with pytest.raises(states.WrongState):
        complaints.answer(complaint, "Terlambat.", by=STAFF)


def test_a_closed_problem_completes_the_part_in_one_event_and_tells_the_buyer():
    part = handed_over_part()
    complaint = complain(part)
    heard = []

    def hear(complaint, **_signal):
        heard.append(complaint.outcome)

    complaint_closed.connect(hear)
    try:
        settle(complaint, outcome="refused", reason="Foto tidak cocok.", by=STAFF)
    finally:
        complaint_closed.disconnect(hear)

    part.refresh_from_db()
    part.order.refresh_from_db()
    assert (part.status, part.order.status, heard) == ("completed", "closed", ["refused"])
    event = Event.objects.about(part).last()
    assert (event.verb, event.reason) == ("seller_order.complaint_closed", "Foto tidak cocok.")
    assert Message.objects.get(kind="complaint.closed").values["reason"] == "Foto tidak cocok."
    with pytest.raises(states.WrongState):
        settle(complaint, outcome="replaced", reason="Lagi.", by=STAFF)


def test_pictures_without_a_complaint_go_after_a_day(monkeypatch):
    held = complain(handed_over_part(), pictures=[photo()]).pictures.get().picture.name
    lost = private_media().save("complaints/lost.jpg", photo())
    assert complaints.remove_strays() == 0
    a_day_later = timezone.now() + timedelta(days=1, minutes=1)
    monkeypatch.setattr(timezone, "now", lambda: a_day_later)
    assert complaints.remove_strays() >= 1
    assert held in kept_names()
    assert lost not in kept_names()


def kept_names() -> set[str]:
    return {f"complaints/{name}" for name in kept()}
