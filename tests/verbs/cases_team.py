"""Verbs about who works in a stall and who helps there."""

from sellers.refusals import (
    AlreadyMember,
    CantHelp,
    ConsentGone,
    InvitationGone,
    LastOwner,
    NotInvited,
    NotYoursToConfirm,
    OwnerOnly,
    PhoneNotProven,
)
from sellers.team import consents, introductions, invitations, members
from sellers.team.introductions import NotYourVillage
from shop.communication.codes import ProvenPhone
from tests.verbs.world import Case, photo


def invited(w, who="buyer"):
    phone = w.people[who].phone
    return invitations.invite(w.seller, phone, role="helper", by=w.actors["owner"])


def asked(w):
    return consents.ask(w.seller, w.volunteer, by=w.actors["volunteer"])


def paper(w):
    """A signed paper of a demo owner: no gateway is needed to tell her."""
    type(w.owner).objects.filter(pk=w.owner.pk).update(is_demo=True)
    return consents.hand_in_paper(w.seller, w.volunteer, photo(), by=w.actors["volunteer"])


def agree(w, by):
    proof = ProvenPhone(w.owner.phone, consents.purpose(w.it))
    return consents.give_by_code(w.it, proof=proof, by=by)


CASES = [
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
        refused={OwnerOnly: "helper companion assistant coordinator staff stranger buyer guest"},
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
        "owner system",
        refused={OwnerOnly: "helper companion assistant volunteer coordinator staff buyer guest"},
        again=AlreadyMember,
    ),
    Case(
        members.end_membership,
        lambda w: w.seller.memberships.get(person=w.helper),
        lambda w, by: members.end_membership(w.it, by=by),
        "seller.member_ended",
        "owner helper system",
        refused={OwnerOnly: "companion assistant coordinator staff stranger buyer guest"},
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
            OwnerOnly: (
                "helper companion assistant volunteer coordinator staff stranger buyer guest"
            ),
            PhoneNotProven: "system",
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
        refused={OwnerOnly: "helper volunteer coordinator staff stranger buyer guest"},
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
]
