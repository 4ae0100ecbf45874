from datetime import timedelta
from io import BytesIO

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone
from PIL import Image

from sellers import refusals
from sellers.models import Consent
from sellers.team import consents
from shop.communication.codes import ProvenPhone
from shop.communication.models import Message
from shop.history.models import Event
from shop.people.actors import SYSTEM, Actor, actor_for
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def seller():
    return factories.stall()


@pytest.fixture
def owner(seller):
    return factories.works_in(seller, name="Bu Sri Contoh", phone_verified_at=timezone.now())


@pytest.fixture
def volunteer(seller):
    return factories.assigned("volunteer", seller.partner.village, name="Dimas Contoh")


@pytest.fixture
def coordinator(seller):
    return factories.assigned("coordinator", seller.partner.village.parent)


@pytest.fixture
def asked(seller, owner, volunteer):
    return consents.ask(seller, volunteer, by=actor_for(volunteer))


@pytest.fixture
def paper(seller, owner, volunteer, settings):
    """A signed paper that waits for a coordinator, where messages reach phones."""
    settings.OUTBOX_CHANNELS = ["file", "sms"]
    return consents.hand_in_paper(seller, volunteer, photograph(), by=actor_for(volunteer))


def photograph():
    content = BytesIO()
    Image.new("RGB", (64, 48), "white").save(content, "JPEG")
    return ContentFile(content.getvalue(), name="surat saya.jpg")


def agree(consent, owner):
    proof = ProvenPhone(owner.phone, consents.purpose(consent))
    return consents.give_by_code(consent, proof=proof, by=actor_for(owner))


def deliver_to_the_phone(consent, channel="sms"):
    """What the worker does with the message to the owner's phone."""
    messages = Message.objects.filter(kind="consent.paper_confirmed", way="phone")
    assert messages.update(state="sent", sent_at=timezone.now(), channel=channel) == 1


def events(seller):
    return [event.verb for event in Event.objects.about(seller)]


def test_a_code_on_the_owners_phone_lets_a_volunteer_help_for_a_year(
    seller, owner, volunteer, asked
):
    assert consents.consent_of(volunteer, seller) is None

    given = agree(asked, owner)

    assert consents.consent_of(volunteer, seller) == given
    assert given.ends_at - given.given_at == timedelta(days=365)
    assert events(seller) == ["consent.asked", "consent.given"]
    told = Message.objects.filter(way="inbox").values_list("kind", "person")
    assert set(told) == {("consent.asked", owner.pk), ("consent.given", volunteer.pk)}


def test_asking_twice_is_asking_once(seller, owner, volunteer, asked):
    assert consents.ask(seller, volunteer, by=actor_for(volunteer)) == asked

    assert events(seller) == ["consent.asked"]


@pytest.mark.parametrize("who", ["other volunteer", "office", "treasurer", "buyer", "elsewhere"])
def test_only_who_serves_the_village_may_ask(seller, owner, who):
    village = seller.partner.village
    factories.region("35.05.06", "Ponggok")
    person = {
        "other volunteer": lambda: factories.assigned(
            "volunteer", factories.region("35.05.06.2013", "Maliran")
        ),
        "office": lambda: factories.assigned("office", village),
        "treasurer": lambda: factories.assigned("treasurer", village),
        "buyer": factories.person,
        "elsewhere": lambda: factories.assigned(
            "coordinator", factories.region("35.05.06", "Ponggok")
        ),
    }[who]()

    with pytest.raises(refusals.CantHelp):
        consents.ask(seller, person, by=actor_for(person))
    with pytest.raises(refusals.CantHelp):
        consents.hand_in_paper(seller, person, photograph(), by=actor_for(person))
    assert not Consent.objects.exists()


def test_who_works_there_needs_no_consent(seller, owner, volunteer):
    seller.memberships.create(person=volunteer, role="helper")

    with pytest.raises(refusals.WorksThere):
        consents.ask(seller, volunteer, by=actor_for(volunteer))


def test_nobody_but_an_owner_with_her_own_code_agrees(seller, owner, volunteer, asked):
    helper = factories.works_in(seller, "helper")
    proof = ProvenPhone(owner.phone, consents.purpose(asked))
    strangers = [
        actor_for(volunteer),
        actor_for(helper),
        actor_for(factories.person(is_superuser=True)),
        Actor("Dimas", volunteer.pk, owner.pk, "consent:1"),
    ]

    for by in strangers:
        with pytest.raises(refusals.OwnerOnly):
            consents.give_by_code(asked, proof=proof, by=by)
    for wrong in (
        ProvenPhone(volunteer.phone, consents.purpose(asked)),
        ProvenPhone(owner.phone, "sign-in"),
    ):
        with pytest.raises(refusals.PhoneNotProven):
            consents.give_by_code(asked, proof=wrong, by=actor_for(owner))
    assert consents.consent_of(volunteer, seller) is None


def test_a_doubted_number_gives_no_consent(owner, asked):
    type(owner).objects.filter(pk=owner.pk).update(phone_doubted_at=timezone.now())

    with pytest.raises(refusals.PhoneNotProven):
        agree(asked, owner)


def by_owner(consent, seller, owner, volunteer):
    assert consents.end(consent, by=actor_for(owner))


def by_volunteer(consent, seller, owner, volunteer):
    assert consents.end(consent, by=actor_for(volunteer))


def by_time(consent, seller, owner, volunteer):
    Consent.objects.update(ends_at=timezone.now())


def by_the_assignments_end(consent, seller, owner, volunteer):
    volunteer.assignments.update(ends=timezone.localdate() - timedelta(days=1))


def by_the_volunteers_doubted_number(consent, seller, owner, volunteer):
    volunteer.phone_doubted_at = timezone.now()
    volunteer.save()


def by_the_owners_leaving(consent, seller, owner, volunteer):
    seller.memberships.filter(person=owner).update(ended_at=timezone.now())


@pytest.mark.parametrize(
    "end",
    [
        by_owner,
        by_volunteer,
        by_time,
        by_the_assignments_end,
        by_the_volunteers_doubted_number,
        by_the_owners_leaving,
    ],
)
def test_a_consent_ends_at_the_next_request(client, seller, owner, volunteer, asked, end):
    agree(asked, owner)
    client.force_login(volunteer)
    desk = f"/lapak-saya/{seller.slug}/lapak/"
    assert client.get(desk).status_code == 200

    end(asked, seller, owner, volunteer)

    volunteer.refresh_from_db()
    assert consents.consent_of(volunteer, seller) is None
    assert client.get(desk).status_code == 404


def test_strangers_end_no_consent(seller, owner, volunteer, asked):
    agree(asked, owner)

    for person in (factories.person(), factories.works_in(seller, "helper")):
        with pytest.raises(refusals.OwnerOnly):
            consents.end(asked, by=actor_for(person))
    assert consents.consent_of(volunteer, seller) == asked


def test_a_paper_counts_only_once_confirmed_and_told_and_for_30_days(
    seller, owner, volunteer, coordinator, paper
):
    assert consents.consent_of(volunteer, seller) is None
    assert list(consents.papers_to_confirm(coordinator)) == [paper]

    consents.confirm_paper(paper, by=actor_for(coordinator))
    assert consents.count_told() == 0
    assert consents.consent_of(volunteer, seller) is None

    deliver_to_the_phone(paper)
    assert consents.count_told() == 1
    given = consents.consent_of(volunteer, seller)
    assert given == paper
    assert given.ends_at - timezone.now() <= timedelta(days=30)
    assert consents.count_told() == 0
    assert not consents.papers_to_confirm(coordinator)
    assert events(seller) == ["consent.paper_handed_in", "consent.paper_confirmed", "consent.given"]


def test_a_paper_whose_days_are_over_before_the_phone_is_told_never_counts(
    seller, owner, volunteer, coordinator, paper
):
    consents.confirm_paper(paper, by=actor_for(coordinator))
    Consent.objects.update(ends_at=timezone.now())
    deliver_to_the_phone(paper)

    assert consents.count_told() == 0
    assert events(seller) == ["consent.paper_handed_in", "consent.paper_confirmed"]


def test_where_no_message_reaches_phones_a_paper_is_not_confirmed(
    seller, owner, volunteer, coordinator, paper, settings
):
    settings.OUTBOX_CHANNELS = ["console", "file"]

    with pytest.raises(refusals.NoPhoneGateway, match="belum bisa mengirim pesan ke HP"):
        consents.confirm_paper(paper, by=actor_for(coordinator))

    paper.refresh_from_db()
    assert paper.confirmed_by is None
    assert list(consents.papers_to_confirm(coordinator)) == [paper]


@pytest.mark.parametrize("channel", ["console", "file"])
def test_a_paper_does_not_count_by_a_message_that_reached_no_phone(
    seller, owner, volunteer, coordinator, paper, channel
):
    consents.confirm_paper(paper, by=actor_for(coordinator))
    deliver_to_the_phone(paper, channel)

    assert consents.count_told() == 0
    assert consents.consent_of(volunteer, seller) is None


def test_a_demo_owners_paper_counts_by_the_local_copy(
    seller, owner, volunteer, coordinator, paper, settings
):
    type(owner).objects.filter(pk=owner.pk).update(is_demo=True)
    settings.OUTBOX_CHANNELS = ["file"]
    consents.confirm_paper(paper, by=actor_for(coordinator))
    deliver_to_the_phone(paper, "file")

    assert consents.count_told() == 1
    assert consents.consent_of(volunteer, seller) == paper


def test_the_paper_is_kept_in_private_without_its_own_name(paper):
    assert paper.paper.name.startswith("consents/")
    assert "surat" not in paper.paper.name
    with pytest.raises(ValueError, match="private"):
        paper.paper.url  # noqa: B018 - the address itself is what must not be there


@pytest.mark.parametrize(
    "who", ["volunteer", "owner", "helper", "elsewhere", "colleague", "involved", "superuser"]
)
def test_only_a_coordinator_without_a_part_confirms(seller, owner, volunteer, paper, who):
    village = seller.partner.village
    factories.region("35.05.06", "Ponggok")

    def involved():
        person = factories.assigned("coordinator", village)
        seller.memberships.create(person=person, role="helper", ended_at=timezone.now())
        return person

    def volunteer_who_coordinates():
        volunteer.assignments.create(
            role="coordinator", region=village.parent, starts=timezone.localdate()
        )
        return volunteer

    person = {
        "volunteer": volunteer_who_coordinates,
        "owner": lambda: owner,
        "helper": lambda: factories.works_in(seller, "helper"),
        "elsewhere": lambda: factories.assigned(
            "coordinator", factories.region("35.05.06", "Ponggok")
        ),
        "colleague": lambda: factories.assigned("volunteer", village),
        "involved": involved,
        "superuser": lambda: factories.person(is_superuser=True),
    }[who]()

    for act in (
        lambda: consents.confirm_paper(paper, by=actor_for(person)),
        lambda: consents.refuse_paper(paper, reason="Palsu", by=actor_for(person)),
    ):
        with pytest.raises(refusals.NotYoursToConfirm):
            act()
    paper.refresh_from_db()
    assert (paper.confirmed_by, paper.ended_at) == (None, None)
    with pytest.raises(refusals.NotYoursToConfirm):
        consents.confirm_paper(paper, by=SYSTEM)


def test_a_refused_paper_says_why(seller, volunteer, coordinator, paper):
    with pytest.raises(refusals.NeedsReason):
        consents.refuse_paper(paper, reason=" ", by=actor_for(coordinator))

    consents.refuse_paper(paper, reason="Tanda tangan tidak ada", by=actor_for(coordinator))

    paper.refresh_from_db()
    assert (paper.refused_reason, paper.given_at) == ("Tanda tangan tidak ada", None)
    with pytest.raises(refusals.ConsentGone):
        consents.confirm_paper(paper, by=actor_for(coordinator))
    assert consents.ask(seller, volunteer, by=actor_for(volunteer)) != paper


def test_a_consent_in_force_can_not_be_prolonged(seller, owner, volunteer, asked):
    agree(asked, owner)

    with pytest.raises(refusals.AlreadyHelps):
        consents.ask(seller, volunteer, by=actor_for(volunteer))
    with pytest.raises(refusals.AlreadyHelps):
        consents.hand_in_paper(seller, volunteer, photograph(), by=actor_for(volunteer))
    with pytest.raises(refusals.ConsentGone):
        agree(asked, owner)


def test_after_a_consent_ran_out_one_asks_anew(seller, owner, volunteer, asked):
    agree(asked, owner)
    Consent.objects.update(ends_at=timezone.now())

    again = consents.ask(seller, volunteer, by=actor_for(volunteer))

    assert again != asked
    assert again.given_at is None
