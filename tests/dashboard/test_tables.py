"""Delivery fees, sellers, questions, villages, assignments and messages in the staff's hands."""

import re
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from sellers.models import Question
from shop.communication.conversations import ask
from shop.communication.models import Message
from shop.communication.outbox import Recipient
from shop.history.models import Event
from shop.people.actors import actor_for
from shop.shipping.models import CourierBand, ParcelTariff
from tests import factories

pytestmark = pytest.mark.django_db
HEAD = "courier,service,origin,destination,first_kg,next_kg,max_grams,days_min,days_max\n"


def text_of(page) -> str:
    main = page.content.decode().partition("<main")[2].partition("</main>")[0]
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", f"<{main}")).split())


def send_table(browser, text):
    body = text if isinstance(text, bytes) else text.encode()
    file = SimpleUploadedFile("tarif.csv", body, "text/csv")
    return browser.post("/dashboard/ongkir/impor/", {"table": file}, follow=True)


def test_a_table_of_tariffs_goes_in_and_comes_out_again(sign_in):
    browser = sign_in("maker")
    rows = "Kilat,regular,35,31,20000,9000,30000,2,4\nKilat,express,35,,40000,15000,20000,1,2\n"

    page = send_table(browser, HEAD + rows)
    out = browser.get("/dashboard/ongkir/ekspedisi.csv").content.decode()
    again = send_table(browser, out)

    assert "2 ditambah, 0 diubah, 0 tetap" in text_of(page)
    assert "0 ditambah, 0 diubah, 2 tetap" in text_of(again)
    assert ParcelTariff.objects.count() == 2


def test_wrong_rows_are_named_and_nothing_goes_in(sign_in):
    rows = "Kilat,regular,35,31,20000,9000,30000,2,4\nKilat,fast,35,,abc,1,1,3,1\n"

    page = send_table(sign_in("maker"), HEAD + rows)

    assert page.status_code == 422
    assert "Baris 3: service:" in text_of(page)
    assert "Baris 3: first_kg:" in text_of(page)
    assert ParcelTariff.objects.count() == 0


@pytest.mark.parametrize(
    "body", [b"", b"\xff\xfe\x00", b"PK\x03\x04 a spreadsheet \xb5", b"a,b\n1,2\n", HEAD.encode()]
)
def test_what_is_no_table_is_refused(sign_in, body):
    assert send_table(sign_in("maker"), body).status_code == 422
    assert ParcelTariff.objects.count() == 0


def test_the_village_couriers_fees_are_kept(sign_in):
    browser = sign_in("maker")
    browser.post("/dashboard/ongkir/kurir-desa/", {"max_km": 5, "fee": "Rp5.000", "days": 1})
    browser.post("/dashboard/ongkir/kurir-desa/", {"max_km": 5, "fee": "6000", "days": 0})
    assert CourierBand.objects.values_list("max_km", "fee", "days").get() == (5, 6_000, 0)

    refused = browser.post("/dashboard/ongkir/kurir-desa/", {"max_km": 0, "fee": "x", "days": ""})
    assert refused.status_code == 422
    browser.post(f"/dashboard/ongkir/kurir-desa/{CourierBand.objects.get().pk}/hapus/")

    assert CourierBand.objects.count() == 0
    verbs = set(Event.objects.values_list("verb", flat=True))
    assert {"courier_band.set", "courier_band.removed"} <= verbs


def test_support_verifies_opens_and_closes_a_stall(sign_in):
    seller = factories.stall(factories.partner(accepts_orders=False), verified_at=None)
    browser = sign_in("support")

    def step(name, **answers):
        page = browser.post(f"/dashboard/penjual/{seller.pk}/{name}/", answers, follow=True)
        seller.refresh_from_db()
        seller.partner.refresh_from_db()
        return text_of(page)

    assert "harus terverifikasi" in step("buka")
    assert not seller.partner.accepts_orders
    step("verifikasi")
    step("buka")
    assert seller.verified_at is not None
    assert seller.partner.accepts_orders
    step("libur", first="2027-03-01", last="2027-02-01")
    assert seller.partner.closed_from is None
    step("libur", first="2027-03-01", last="2027-03-09")
    assert str(seller.partner.closed_to) == "2027-03-09"
    step("selesai-libur")
    step("tutup", reason="Panen raya")
    assert (seller.partner.closed_from, seller.partner.accepts_orders) == (None, False)
    assert "Isi alasannya dulu." in step("batal-verifikasi")
    step("batal-verifikasi", reason="Alamat keliru")
    assert seller.verified_at is None


def test_whatsapp_is_shown_only_with_consent_and_a_phone(sign_in):
    seller = factories.stall(factories.partner(), phone="")
    browser = sign_in("support")

    page = browser.post(f"/dashboard/penjual/{seller.pk}/wa/", follow=True)
    seller.refresh_from_db()
    assert seller.whatsapp_consent_at is None
    assert "nomor" in text_of(page)


def test_support_answers_a_question_in_the_stalls_name(sign_in):
    seller = factories.stall(factories.partner())
    person = factories.person()
    asker = Recipient(person.name, person.phone, person_id=person.pk)
    opened = ask("Masih ada?", asker=asker, by=actor_for(person))
    question = Question.objects.create(seller=seller, conversation=opened.conversation)
    browser = sign_in("support")
    assert "Masih ada?" in text_of(browser.get(f"/dashboard/pertanyaan/{question.pk}/"))

    empty = browser.post(f"/dashboard/pertanyaan/{question.pk}/jawab/", {"text": " "})
    browser.post(f"/dashboard/pertanyaan/{question.pk}/jawab/", {"text": "Masih, siap kirim."})

    assert empty.status_code == 422
    question.refresh_from_db()
    assert question.answered_at is not None
    remark = opened.conversation.remarks.last()
    assert (remark.author, remark.text) == (seller.name, "Masih, siap kirim.")
    assert Message.objects.filter(kind="conversation.answered", person=person).count() == 1


def test_pilot_villages_are_marked_and_unmarked(sign_in):
    village = factories.village()
    browser = sign_in("support")

    for mark in ("1", "0"):
        browser.post(f"/dashboard/desa/{village.code}/perintis/", {"pilot": mark})
        village.refresh_from_db()
        assert village.is_pilot == (mark == "1")


def test_assignments_are_given_and_ended(sign_in):
    village, person = factories.village(), factories.person()
    browser = sign_in("support")
    form = {
        "person": person.phone.replace("+62", "0"),
        "role": "volunteer",
        "region": village.code,
        "starts": "2026-11-01",
        "ends": "",
    }
    assert browser.post("/dashboard/penugasan/", form | {"person": "0899"}).status_code == 422
    assert person.assignments.count() == 0
    browser.post("/dashboard/penugasan/", form)
    assignment = person.assignments.get()

    browser.post(f"/dashboard/penugasan/{assignment.pk}/akhiri/", {"ends": "2026-12-31"})

    assignment.refresh_from_db()
    assert str(assignment.ends) == "2026-12-31"
    assert browser.get("/dashboard/penugasan/").status_code == 200


def test_messages_show_what_failed_first_and_no_secret(sign_in):
    Message.objects.create(kind="code", name="Baru", state="sent")
    Message.objects.create(kind="gone.kind", name="Gagal", state="failed", last_error="no way")

    page = text_of(sign_in("support").get("/dashboard/pesan/"))

    assert page.index("Gagal") < page.index("Baru")
    assert "Kode OTP Anda" in page
