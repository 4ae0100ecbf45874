from datetime import date
from io import BytesIO

import pytest
from django.core.files.base import File
from django.utils import translation
from PIL import Image

from catalogue.models import ListingChange
from sellers import refusals, verbs
from sellers.models import FormerSlug, Membership, Seller, SellerPhoto
from sellers.team import members
from shop.history.models import Event
from shop.partner.models import Partner
from shop.partner.signals import partner_changed
from shop.people.actors import SYSTEM, actor_for, guest
from shop.people.phones import BadPhone
from tests import factories

pytestmark = pytest.mark.django_db

OWNER = guest("Bu Srikandi")
MONDAY, TUESDAY = date(2026, 11, 23), date(2026, 11, 24)


@pytest.fixture
def village():
    return factories.village()


@pytest.fixture
def seller(village) -> Seller:
    return verbs.register_seller(
        by=SYSTEM, name="Kandang Telur Lereng", village=village, phone="0812 3456 7890"
    )


@pytest.fixture
def open_seller(seller) -> Seller:
    """A verified seller who takes orders."""
    verbs.verify(seller, by=SYSTEM)
    verbs.set_accepts_orders(seller, True, by=SYSTEM)
    return seller


def events_of(seller) -> list[str]:
    return [event.verb for event in Event.objects.about(seller)]


def test_a_new_seller_stands_on_a_partner_and_takes_no_orders_yet(seller, village):
    partner = seller.partner

    assert (partner.name, partner.village) == ("Kandang Telur Lereng", village)
    assert (partner.accepts_orders, seller.verified_at) == (False, None)
    assert (seller.slug, seller.phone) == ("kandang-telur-lereng", "+6281234567890")
    assert events_of(seller) == ["seller.registered"]
    assert not Seller.objects.public().exists()


def test_the_owner_becomes_a_member(village):
    person = factories.person()

    seller = verbs.register_seller(by=SYSTEM, name="Kandang", village=village, owner=person)

    membership = seller.memberships.get()
    assert (membership.person, membership.role) == (person, Membership.Role.OWNER)


def test_two_stalls_of_one_name_have_two_addresses(seller, village):
    other = verbs.register_seller(by=SYSTEM, name="Kandang Telur Lereng", village=village)
    third = verbs.register_seller(by=SYSTEM, name="Kandang Telur Lereng", village=village)

    assert other.slug == f"kandang-telur-lereng-{village.slug}"
    assert third.slug == f"kandang-telur-lereng-{village.slug}-2"


@pytest.mark.parametrize(
    ("fields", "refusal"),
    [
        ({"name": "  "}, refusals.NeedsName),
        ({"name": "x" * 121}, refusals.NeedsName),
        ({"story": "x" * 5_001}, refusals.TooLong),
        ({"since_year": 1492}, refusals.BadYear),
        ({"since_year": "2015"}, refusals.BadYear),
        ({"phone": "0812"}, BadPhone),
    ],
)
def test_a_bad_profile_makes_no_seller(village, fields, refusal):
    with pytest.raises(refusal):
        verbs.register_seller(by=SYSTEM, **({"name": "Kandang", "village": village} | fields))

    assert not Seller.objects.exists()
    assert not Partner.objects.exists()
    assert not Event.objects.exists()


@pytest.mark.parametrize("typed", ["Kandang\r\nBcc: x@contoh.example", "\u202eKandang\u2066 Bcc:"])
def test_a_name_is_one_line_and_reads_as_it_is_written(village, typed):
    seller = verbs.register_seller(by=SYSTEM, name=typed, village=village, story="Satu\nDua")

    assert seller.name.startswith("Kandang Bcc:")
    assert seller.story == "Satu\nDua"


def test_a_stall_is_in_a_village(village):
    with pytest.raises(refusals.NotAVillage):
        verbs.register_seller(by=SYSTEM, name="Kandang", village=village.parent)


def test_only_a_verified_seller_takes_orders(seller):
    with pytest.raises(refusals.NotVerified):
        verbs.set_accepts_orders(seller, True, by=OWNER)

    verbs.verify(seller, by=SYSTEM)

    assert list(Partner.objects.taking_orders(MONDAY)) == [seller.partner]
    assert list(Seller.objects.public()) == [seller]


def test_who_verified_is_kept(seller):
    volunteer = factories.assigned("volunteer", seller.partner.village)

    verbs.verify(seller, by=actor_for(volunteer))

    assert seller.verified_by == volunteer
    assert events_of(seller) == ["seller.registered", "seller.verified"]


def test_without_verification_the_stall_closes(open_seller):
    verbs.withdraw_verification(open_seller, by=SYSTEM, reason="pindah usaha")

    assert not Seller.objects.public().exists()
    assert not Partner.objects.taking_orders(MONDAY).exists()
    assert Event.objects.about(open_seller).last().reason == "pindah usaha"


def test_a_holiday_closes_the_stall_on_its_days(open_seller):
    verbs.set_holiday(open_seller, MONDAY, MONDAY, by=OWNER)

    assert not Partner.objects.taking_orders(MONDAY).exists()
    assert Partner.objects.taking_orders(TUESDAY).exists()

    verbs.end_holiday(open_seller, by=OWNER)
    assert Partner.objects.taking_orders(MONDAY).exists()


@pytest.mark.parametrize(
    ("first", "last"),
    [
        (MONDAY, date(9999, 12, 31)),
        (date(1, 1, 1), MONDAY),
        (date(9999, 12, 30), date(9999, 12, 31)),
        (date(9999, 12, 31), None),
    ],
)
def test_a_mistyped_year_makes_no_holiday(open_seller, first, last):
    with pytest.raises(refusals.FarHoliday):
        verbs.set_holiday(open_seller, first, last, by=OWNER)

    open_seller.partner.refresh_from_db()
    assert (open_seller.partner.closed_from, open_seller.partner.closed_to) == (None, None)


def test_a_holiday_ends_after_it_begins(open_seller):
    with pytest.raises(refusals.BadHoliday):
        verbs.set_holiday(open_seller, TUESDAY, MONDAY, by=OWNER)

    assert Partner.objects.get(pk=open_seller.partner_id).closed_from is None


def test_a_new_name_leaves_the_old_address_redirecting(seller):
    verbs.edit_profile(seller, by=OWNER, name="Telur Bu Srikandi")

    assert (seller.slug, seller.partner.name) == ("telur-bu-srikandi", "Telur Bu Srikandi")
    assert FormerSlug.objects.get(slug="kandang-telur-lereng").seller == seller


def test_a_former_address_goes_to_nobody_else_but_back_to_its_stall(seller, village):
    verbs.edit_profile(seller, by=OWNER, name="Telur Bu Srikandi")
    other = verbs.register_seller(by=SYSTEM, name="Kandang Telur Lereng", village=village)
    assert other.slug == f"kandang-telur-lereng-{village.slug}"

    verbs.edit_profile(seller, by=OWNER, name="Kandang Telur Lereng")

    assert seller.slug == "kandang-telur-lereng"
    assert list(FormerSlug.objects.values_list("slug", flat=True)) == ["telur-bu-srikandi"]


def test_whatsapp_needs_a_phone_and_a_new_phone_a_new_consent(seller, village):
    silent = verbs.register_seller(by=SYSTEM, name="Tanpa HP", village=village)
    with pytest.raises(refusals.NeedsPhone):
        verbs.consent_to_whatsapp(silent, by=OWNER)

    assert verbs.consent_to_whatsapp(seller, by=OWNER)
    assert not verbs.consent_to_whatsapp(seller, by=OWNER)
    assert seller.whatsapp_consent_at is not None

    verbs.set_phone(seller, "0812 9999 0000", by=OWNER)
    assert seller.whatsapp_consent_at is None


def test_no_phone_number_reaches_the_history(seller):
    verbs.set_phone(seller, "0812 9999 0000", by=OWNER)

    told = str([(event.before, event.after) for event in Event.objects.about(seller)])
    assert "9999" not in told
    assert "3456" not in told


def test_a_person_joins_once_and_the_last_owner_stays(seller):
    owner, helper = factories.person(), factories.person()
    first = members.add_member(seller, owner, role="owner", by=SYSTEM)
    second = members.add_member(seller, helper, role="helper", by=SYSTEM)

    with pytest.raises(refusals.AlreadyMember):
        members.add_member(seller, owner, role="helper", by=SYSTEM)
    with pytest.raises(refusals.LastOwner):
        members.end_membership(first, by=SYSTEM)

    assert members.end_membership(second, by=SYSTEM)
    assert not members.end_membership(second, by=SYSTEM)
    assert list(seller.memberships.filter(ended_at=None)) == [first]
    assert events_of(seller)[1:] == [
        "seller.member_added",
        "seller.member_added",
        "seller.member_ended",
    ]


def test_a_new_photo_takes_the_place_of_the_former_one(seller):
    def photo():
        content = BytesIO()
        Image.new("RGB", (64, 48), "#806040").save(content, "JPEG")
        return File(content, name="lapak.jpg")

    former = verbs.set_photo(seller, photo(), by=OWNER)
    current = verbs.set_photo(seller, photo(), by=OWNER)

    assert list(SellerPhoto.objects.all()) == [current]
    assert (current.state, former.token != current.token) == ("waiting", True)
    assert events_of(seller)[1:] == ["seller.photo_set", "seller.photo_set"]


def test_consents_and_phones_write_one_event_each(seller):
    verbs.consent_to_whatsapp(seller, by=OWNER)
    verbs.withdraw_whatsapp(seller, by=OWNER)
    verbs.set_phone(seller, "0812 9999 0000", by=OWNER)

    assert events_of(seller)[1:] == [
        "seller.whatsapp_consented",
        "seller.whatsapp_withdrawn",
        "seller.phone_changed",
    ]


VERBS = {
    "seller.edited": lambda seller: verbs.edit_profile(seller, by=OWNER, story="Sejak kakek."),
    "seller.moved": lambda seller: verbs.move(
        seller, factories.village("35.05.04.2009", "Jimbe"), by=OWNER
    ),
    "seller.holiday_set": lambda seller: verbs.set_holiday(seller, MONDAY, by=OWNER),
    "seller.opened_or_closed": lambda seller: verbs.set_accepts_orders(seller, False, by=OWNER),
    "seller.verification_withdrawn": lambda seller: verbs.withdraw_verification(
        seller, by=SYSTEM, reason="contoh"
    ),
}


@pytest.mark.parametrize("verb", VERBS)
def test_what_buyers_see_of_a_stall_is_told_once(open_seller, verb):
    product = factories.listing(open_seller.partner)
    heard = []

    def listen(sender, partner, **kwargs):
        heard.append(partner.pk)

    partner_changed.connect(listen)
    before = Event.objects.count()
    VERBS[verb](open_seller)
    partner_changed.disconnect(listen)

    assert heard == [open_seller.partner_id]
    assert Event.objects.count() == before + 1
    assert events_of(open_seller)[-1] == verb
    assert list(ListingChange.objects.values_list("product_id", flat=True)) == [product.pk]


@pytest.mark.parametrize(
    "act",
    [
        lambda seller: verbs.verify(seller, by=SYSTEM),
        lambda seller: verbs.edit_profile(seller, by=OWNER, name=seller.name),
        lambda seller: verbs.move(seller, seller.partner.village, by=OWNER),
        lambda seller: verbs.set_accepts_orders(seller, True, by=OWNER),
        lambda seller: verbs.set_phone(seller, "+62 812-3456-7890", by=OWNER),
        lambda seller: verbs.withdraw_whatsapp(seller, by=OWNER),
        lambda seller: verbs.end_holiday(seller, by=OWNER),
    ],
)
def test_what_changes_nothing_writes_nothing(open_seller, act):
    before = Event.objects.count()

    assert not act(open_seller)

    assert Event.objects.count() == before


def speaking(base: type) -> list[type]:
    """Return every refusal below a base that has words of its own."""
    below = [found for kind in base.__subclasses__() for found in (kind, *speaking(kind))]
    return [refusal for refusal in below if "message" in vars(refusal)]


@pytest.mark.parametrize("refusal", speaking(refusals.SellerRefused))
def test_refusals_speak_indonesian(refusal):
    with translation.override("en"):
        english = str(refusal())
    with translation.override("id"):
        assert str(refusal()) != english
