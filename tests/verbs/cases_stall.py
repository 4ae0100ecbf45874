"""Verbs about a stall, its people, its papers and who helps there."""

from datetime import time

from django.utils import timezone

from sellers import points, questions, registration
from sellers import verbs as sellers
from sellers.clock import hours
from sellers.models import Credential, Question, Seller
from sellers.news import sending_back
from sellers.papers import credentials
from sellers.papers.facts import Facts
from sellers.papers.refusals import AlreadyAnswered, AlreadyThere
from sellers.refusals import (
    AlreadyMember,
    CantHelp,
    ConsentGone,
    InvitationGone,
    LastOwner,
    NotInvited,
    NotYoursToCheck,
    NotYoursToConfirm,
    OwnerOnly,
    PhoneNotProven,
)
from sellers.team import consents, introductions, invitations, members
from sellers.team.introductions import NotYourVillage
from shop.communication.codes import ProvenPhone
from shop.communication.outbox import recipient_of
from tests import factories
from tests.verbs.world import CHECKERS, SELLERS, Case, photo

NIB = Facts(number="1234567890123")
NEXT_NIB = Facts(number="1234567890124")
INVOLVED = "owner helper assistant companion foreigner stranger buyer"


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


def invited(w, who="buyer"):
    phone = w.people[who].phone
    return invitations.invite(w.seller, phone, role="helper", by=w.actors["owner"])


def asked(w):
    return consents.ask(w.seller, w.volunteer, by=w.actors["volunteer"])


def paper(w):
    return consents.hand_in_paper(w.seller, w.volunteer, photo(), by=w.actors["volunteer"])


def agree(w, by):
    proof = ProvenPhone(w.owner.phone, consents.purpose(w.it))
    return consents.give_by_code(w.it, proof=proof, by=by)


def nib(w, state="waiting"):
    made = credentials.add(w.seller, "nib", NIB, by=w.actors["owner"])
    seen_at = timezone.now() if state == "verified" else None
    Credential.objects.filter(pk=made.pk).update(state=state, verified_at=seen_at)
    made.refresh_from_db()
    return made


def halal(w):
    above = factories.category("olahan", "olahan")
    leaf = factories.category("keripik", "olahan", above=above, is_food=True, halal="wajib")
    first, second = (factories.shelved(w.seller, leaf=leaf, halal="wajib") for _ in range(2))
    facts = Facts(number="ID35110001234567", listings=[first])
    return credentials.add(w.seller, "halal", facts, by=w.actors["owner"]), second


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
    Case(
        invitations.invite,
        lambda w: None,
        lambda w, by: invitations.invite(w.seller, "0813 7777 6666", role="helper", by=by),
        "seller.member_invited",
        "owner",
        refused={OwnerOnly: "helper companion assistant coordinator staff system guest stranger"},
        again="anew",
    ),
    Case(
        invitations.revoke,
        lambda w: invited(w)[0],
        lambda w, by: invitations.revoke(w.it, by=by),
        "seller.invitation_revoked",
        "owner system",
        refused={OwnerOnly: "helper companion assistant coordinator staff stranger buyer"},
    ),
    Case(
        invitations.accept,
        lambda w: invited(w)[1],
        lambda w, by: invitations.accept(w.it, w.buyer, by=by),
        "seller.member_added",
        "buyer",
        refused={NotInvited: "owner helper companion stranger staff system"},
        again=InvitationGone,
    ),
    Case(
        members.add_member,
        lambda w: None,
        lambda w, by: members.add_member(w.seller, w.buyer, role="helper", by=by),
        "seller.member_added",
        "staff system",
        refused={OwnerOnly: "companion"},
        again=AlreadyMember,
    ),
    Case(
        members.end_membership,
        lambda w: w.seller.memberships.get(person=w.helper),
        lambda w, by: members.end_membership(w.it, by=by),
        "seller.member_ended",
        "owner helper system",
        refused={OwnerOnly: "companion assistant coordinator staff stranger buyer"},
    ),
    Case(
        members.end_membership,
        lambda w: w.seller.memberships.get(person=w.owner),
        lambda w, by: members.end_membership(w.it, by=by),
        "",
        "",
        refused={LastOwner: "owner system", OwnerOnly: "helper companion"},
    ),
    Case(
        consents.ask,
        lambda w: None,
        lambda w, by: consents.ask(w.seller, w.volunteer, by=by),
        "consent.asked",
        "volunteer system",
        refused={CantHelp: "owner helper assistant companion coordinator foreigner staff buyer"},
    ),
    Case(
        consents.give_by_code,
        asked,
        agree,
        "consent.given",
        "owner",
        refused={
            OwnerOnly: "helper companion assistant volunteer coordinator staff stranger buyer",
            PhoneNotProven: "system guest",
        },
        again=ConsentGone,
    ),
    Case(
        consents.hand_in_paper,
        lambda w: None,
        lambda w, by: consents.hand_in_paper(w.seller, w.volunteer, photo(), by=by),
        "consent.paper_handed_in",
        "volunteer",
        refused={CantHelp: "owner helper assistant companion coordinator staff buyer"},
        again="anew",
    ),
    Case(
        consents.confirm_paper,
        paper,
        lambda w, by: consents.confirm_paper(w.it, by=by),
        "consent.paper_confirmed",
        "coordinator",
        refused={
            NotYoursToConfirm: "owner helper companion assistant volunteer foreigner staff system"
        },
        again=ConsentGone,
    ),
    Case(
        consents.refuse_paper,
        paper,
        lambda w, by: consents.refuse_paper(w.it, reason="Tak terbaca", by=by),
        "consent.paper_refused",
        "coordinator",
        refused={
            NotYoursToConfirm: "owner helper companion assistant volunteer foreigner staff system"
        },
        again=ConsentGone,
    ),
    Case(
        consents.end,
        lambda w: w.consent,
        lambda w, by: consents.end(w.it, by=by),
        "consent.ended",
        "owner assistant system",
        refused={OwnerOnly: "helper volunteer coordinator staff stranger buyer"},
    ),
    Case(
        introductions.introduce,
        lambda w: None,
        lambda w, by: introductions.introduce(
            name="Bu Sri", phone="0813 7777 6666", village=w.place, by=by
        ),
        "introduction.made",
        "volunteer coordinator assistant",
        refused={NotYourVillage: "owner helper companion foreigner staff buyer"},
        again="anew",
    ),
    Case(
        credentials.add,
        lambda w: None,
        lambda w, by: credentials.add(w.seller, "nib", NIB, by=by, photo=photo()),
        "credential.added",
        SELLERS,
        again=AlreadyThere,
    ),
    Case(
        credentials.hand_in,
        nib,
        lambda w, by: credentials.hand_in(w.it, NEXT_NIB, by=by),
        "credential.handed_in",
        SELLERS,
        again="anew",
    ),
    Case(
        credentials.hand_in,
        lambda w: nib(w, "verified"),
        lambda w, by: credentials.hand_in(w.it, NEXT_NIB, by=by),
        "",
        "",
        refused={AlreadyAnswered: SELLERS},
    ),
    Case(
        credentials.replace,
        lambda w: nib(w, "verified"),
        lambda w, by: credentials.replace(w.it, NEXT_NIB, by=by),
        "credential.renewed",
        SELLERS,
        again=AlreadyThere,
    ),
    Case(
        credentials.cover,
        halal,
        lambda w, by: credentials.cover(*w.it, by=by),
        "credential.covers",
        SELLERS,
    ),
    Case(
        credentials.verify,
        nib,
        lambda w, by: credentials.verify(w.it, by=by),
        "credential.verified",
        CHECKERS,
        refused={NotYoursToCheck: INVOLVED},
        again=AlreadyAnswered,
    ),
    Case(
        credentials.refuse,
        nib,
        lambda w, by: credentials.refuse(w.it, "Tak terbaca", by=by),
        "credential.refused",
        CHECKERS,
        refused={NotYoursToCheck: INVOLVED},
        again=AlreadyAnswered,
    ),
    Case(
        credentials.withdraw,
        nib,
        lambda w, by: credentials.withdraw(w.it, by=by),
        "credential.withdrawn",
        SELLERS,
    ),
]
