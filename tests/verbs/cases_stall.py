"""Verbs about a stall."""

from datetime import time

from django.utils import timezone

from sellers import points, questions, registration
from sellers import verbs as sellers
from sellers.clock import hours
from sellers.models import Question, Seller
from sellers.news import sending_back
from sellers.refusals import NotYoursToCheck, OwnerOnly, PhoneNotProven
from shop.communication.outbox import recipient_of
from tests import factories
from tests.verbs.world import CHECKERS, INVOLVED, SELLERS, Case, photo


def unverified(w):
    Seller.objects.filter(pk=w.seller.pk).update(verified_at=None)


def asked_about(w):
    questions.ask_about(
        factories.shelved(w.seller),
        w.seller,
        "Masih ada?",
        asker=recipient_of(w.buyer),
        by=w.actors["buyer"],
    )
    return Question.objects.get()


CASES = [
    Case(
        sellers.register_seller,
        lambda w: None,
        lambda w, by: sellers.register_seller(by=by, name="Lapak Baru", village=w.place),
        "seller.registered",
        "staff system",
        again="anew",
    ),
    Case(
        registration.open_stall,
        lambda w: None,
        lambda w, by: registration.open_stall(w.owner, name="Lapak Dua", village=w.place, by=by),
        "seller.registered",
        "owner",
        refused={OwnerOnly: "helper companion volunteer coordinator staff system guest"},
        again="anew",
    ),
    Case(
        registration.open_stall,
        lambda w: None,
        lambda w, by: registration.open_stall(w.me, name="Lapak Dua", village=w.place, by=by),
        "seller.registered",
        "buyer stranger",
        refused={PhoneNotProven: "volunteer"},
        again="anew",
    ),
    Case(
        sellers.edit_profile,
        lambda w: None,
        lambda w, by: sellers.edit_profile(w.seller, by=by, story="Telur segar tiap pagi."),
        "seller.edited",
        f"{SELLERS} staff",
    ),
    Case(
        sellers.move,
        lambda w: factories.village("35.05.04.2011", "Dawuhan Lor"),
        lambda w, by: sellers.move(w.seller, w.it, by=by),
        "seller.moved",
        "owner staff",
        refused={OwnerOnly: "companion"},
    ),
    Case(
        sellers.set_phone,
        lambda w: None,
        lambda w, by: sellers.set_phone(w.seller, "0813 9999 7777", by=by),
        "seller.phone_changed",
        "owner staff",
        refused={OwnerOnly: "companion"},
    ),
    Case(
        sellers.verify,
        unverified,
        lambda w, by: sellers.verify(w.seller, by=by),
        "seller.verified",
        CHECKERS,
        refused={NotYoursToCheck: INVOLVED},
    ),
    Case(
        sellers.withdraw_verification,
        lambda w: None,
        lambda w, by: sellers.withdraw_verification(w.seller, by=by, reason="Pindah"),
        "seller.verification_withdrawn",
        CHECKERS,
        refused={NotYoursToCheck: INVOLVED},
    ),
    Case(
        sending_back.send_back,
        unverified,
        lambda w, by: sending_back.send_back(w.seller, "Foto belum ada", by=by),
        "seller.sent_back",
        CHECKERS,
        refused={NotYoursToCheck: INVOLVED},
        again="anew",
    ),
    Case(
        sellers.set_accepts_orders,
        lambda w: None,
        lambda w, by: sellers.set_accepts_orders(w.seller, False, by=by),
        "seller.opened_or_closed",
        f"{SELLERS} staff",
    ),
    Case(
        sellers.set_holiday,
        lambda w: None,
        lambda w, by: sellers.set_holiday(w.seller, timezone.localdate(), by=by),
        "seller.holiday_set",
        SELLERS,
    ),
    Case(
        sellers.end_holiday,
        lambda w: sellers.set_holiday(w.seller, timezone.localdate(), by=w.actors["owner"]),
        lambda w, by: sellers.end_holiday(w.seller, by=by),
        "seller.holiday_ended",
        SELLERS,
    ),
    Case(
        sellers.consent_to_whatsapp,
        lambda w: None,
        lambda w, by: sellers.consent_to_whatsapp(w.seller, by=by),
        "seller.whatsapp_consented",
        "owner",
        refused={OwnerOnly: "companion"},
    ),
    Case(
        sellers.withdraw_whatsapp,
        lambda w: sellers.consent_to_whatsapp(w.seller, by=w.actors["owner"]),
        lambda w, by: sellers.withdraw_whatsapp(w.seller, by=by),
        "seller.whatsapp_withdrawn",
        SELLERS,
    ),
    Case(
        sellers.set_photo,
        lambda w: None,
        lambda w, by: sellers.set_photo(w.seller, photo(), by=by),
        "seller.photo_set",
        SELLERS,
        again="anew",
    ),
    Case(
        points.set_point,
        lambda w: None,
        lambda w, by: points.set_point(w.seller, (-8.1, 112.2), by=by),
        "seller.point_set",
        SELLERS,
    ),
    Case(
        hours.set_hours,
        lambda w: None,
        lambda w, by: hours.set_hours(w.seller, {0: (time(8), time(16))}, by=by),
        "seller.hours_set",
        SELLERS,
    ),
    Case(
        questions.ask_about,
        lambda w: factories.shelved(w.seller),
        lambda w, by: questions.ask_about(
            w.it, w.seller, "Masih ada?", asker=recipient_of(w.me), by=by
        ),
        "conversation.ask",
        "buyer stranger",
        again="anew",
    ),
    Case(
        questions.answer,
        asked_about,
        lambda w, by: questions.answer(w.it, "Masih, Bu.", by=by),
        "conversation.answer",
        f"{SELLERS} staff",
        again="anew",
    ),
]
