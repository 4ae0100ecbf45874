"""Verbs about accounts, conversations, messages, roles and what is prepared once."""

from datetime import timedelta

from django.utils import timezone

from cms.preparing import prepare_pages
from shop.communication import conversations, outbox, proving, push
from shop.communication.codes import ProvenPhone
from shop.communication.conversations import ConversationClosed, PhoneNotProven
from shop.communication.models import Message
from shop.communication.outbox import Recipient, recipient_of
from shop.communication.proving import EmailTaken, PhoneTaken
from shop.people.models import User
from shop.storefront.staff_groups import make_groups
from shop.villages.assigning import AlreadyAssigned, WrongLevel, assign, end_assignment, set_pilot
from shop.villages.importing import import_regency
from tests.verbs.world import Case

BROWSER = {
    "endpoint": "https://fcm.googleapis.com/fcm/send/abc",
    "p256dh": "B" + "A" * 86,
    "auth": "A" * 22,
}


def talk(w):
    asker = recipient_of(w.buyer)
    return conversations.ask("Masih ada?", asker=asker, by=w.actors["buyer"]).conversation


def doubted(w):
    User.objects.filter(pk=w.me.pk).update(phone_doubted_at=timezone.now())
    w.me.refresh_from_db()


def failed_message(w):
    message = outbox.send("introduced", to=recipient_of(w.buyer))
    Message.objects.filter(pk=message.pk).update(state=Message.State.FAILED)
    return message


def ask_as_guest(w, by, *, is_proven):
    phone = "+6281300001111"
    proof = ProvenPhone(phone, "ask") if is_proven else None
    asker = Recipient(name="Sari", phone=phone)
    return conversations.ask("Masih ada?", asker=asker, proof=proof, by=by)


def serve(w, by, region=None):
    today = timezone.localdate()
    return assign(w.buyer, role="volunteer", region=region or w.place, starts=today, by=by)


CASES = [
    Case(
        proving.mark_phone_proven,
        lambda w: None,
        lambda w, by: proving.mark_phone_proven(w.me, by=by),
        "person.phone_proven",
        "buyer owner volunteer",
        again="anew",
    ),
    Case(
        proving.change_phone,
        lambda w: None,
        lambda w, by: proving.change_phone(w.me, "+6281377776666", by=by),
        "person.phone_changed",
        "buyer owner volunteer",
    ),
    Case(
        proving.change_phone,
        lambda w: None,
        lambda w, by: proving.change_phone(w.me, w.owner.phone, by=by),
        "",
        "",
        refused={PhoneTaken: "buyer helper"},
    ),
    Case(
        proving.change_email,
        lambda w: None,
        lambda w, by: proving.change_email(w.me, "sari@contoh.id", by=by),
        "person.email_changed",
        "buyer owner volunteer",
    ),
    Case(
        proving.change_email,
        lambda w: proving.change_email(w.owner, "sri@contoh.id", by=w.actors["owner"]),
        lambda w, by: proving.change_email(w.me, "sri@contoh.id", by=by),
        "",
        "",
        refused={EmailTaken: "buyer helper"},
    ),
    Case(
        proving.change_password,
        lambda w: None,
        lambda w, by: proving.change_password(w.me, "rahasia-yang-baru", by=by),
        "person.password_changed",
        "buyer owner volunteer",
        again="anew",
    ),
    Case(
        proving.end_doubt,
        doubted,
        lambda w, by: proving.end_doubt(w.me, by=by),
        "person.phone_doubt_ended",
        "buyer owner volunteer",
    ),
    Case(
        proving.confirm_in_person,
        lambda w: None,
        lambda w, by: proving.confirm_in_person(w.owner, by=by),
        "person.confirmed_in_person",
        "volunteer coordinator",
        again="anew",
    ),
    Case(
        push.switch_on,
        lambda w: None,
        lambda w, by: push.switch_on(w.me, **BROWSER, by=by),
        "person.notices_on",
        "buyer owner",
    ),
    Case(
        push.switch_off,
        lambda w: push.switch_on(w.me, **BROWSER, by=w.actors["buyer"]),
        lambda w, by: push.switch_off(w.me, endpoint=BROWSER["endpoint"], by=by),
        "person.notices_off",
        "buyer owner",
    ),
    Case(
        conversations.ask,
        lambda w: None,
        lambda w, by: ask_as_guest(w, by, is_proven=True),
        "conversation.ask",
        "guest",
        again="anew",
    ),
    Case(
        conversations.ask,
        lambda w: None,
        lambda w, by: ask_as_guest(w, by, is_proven=False),
        "",
        "",
        refused={PhoneNotProven: "guest"},
    ),
    Case(
        conversations.reply,
        talk,
        lambda w, by: conversations.reply(w.it, "Halo?", by=by),
        "conversation.reply",
        "buyer guest",
        again="anew",
    ),
    Case(
        conversations.answer,
        talk,
        lambda w, by: conversations.answer(w.it, "Masih.", author="Lapak", by=by),
        "conversation.answer",
        "owner helper companion staff",
        again="anew",
    ),
    Case(
        conversations.answer,
        lambda w: (found := talk(w), conversations.close(found, by=w.actors["staff"]))[0],
        lambda w, by: conversations.answer(w.it, "Masih.", author="Lapak", by=by),
        "",
        "",
        refused={ConversationClosed: "owner staff"},
    ),
    Case(
        conversations.close,
        talk,
        lambda w, by: conversations.close(w.it, by=by),
        "conversation.close",
        "staff",
    ),
    Case(
        conversations.revoke_links,
        talk,
        lambda w, by: conversations.revoke_links(w.it, by=by),
        "conversation.revoke_links",
        "staff",
    ),
    Case(
        outbox.try_again,
        failed_message,
        lambda w, by: outbox.try_again(w.it, by=by),
        "message.try_again",
        "staff",
    ),
    Case(
        assign,
        lambda w: None,
        serve,
        "assignment.made",
        "staff",
        again=AlreadyAssigned,
    ),
    Case(
        assign,
        lambda w: None,
        lambda w, by: serve(w, by, w.place.parent),
        "",
        "",
        refused={WrongLevel: "staff"},
    ),
    Case(
        end_assignment,
        lambda w: w.volunteer.assignments.get(),
        lambda w, by: end_assignment(w.it, ends=timezone.localdate() + timedelta(days=9), by=by),
        "assignment.ended",
        "staff",
    ),
    Case(
        set_pilot,
        lambda w: None,
        lambda w, by: set_pilot(w.place, is_pilot=True, by=by),
        "village.pilot",
        "staff",
    ),
    Case(
        import_regency,
        lambda w: None,
        lambda w, by: import_regency("35.05", by=by),
        "regions.imported",
        "system",
    ),
    # One event for each group of staff.
    Case(
        make_groups,
        lambda w: None,
        lambda w, by: make_groups(by=by),
        "staff_group.permitted staff_group.permitted staff_group.permitted",
        "system",
    ),
    Case(
        prepare_pages,
        lambda w: None,
        lambda w, by: prepare_pages(by=by),
        "pages.prepared",
        "system",
    ),
]
