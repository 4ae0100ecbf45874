"""Papers of trust: numbers, which goods they are for, who checks them, how buyers see them."""

from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image

from sellers.models import Credential
from sellers.papers import badges, credentials, refusals
from sellers.papers.facts import Facts
from sellers.papers.numbers import as_kept
from sellers.papers.rules import Need, rules_for
from sellers.team.checking import NotYoursToCheck
from shop.communication.models import Message
from shop.history.models import Event
from shop.images.storage import private_media
from shop.partner import listings
from shop.people.actors import SYSTEM, Actor, actor_for
from tests import factories

pytestmark = pytest.mark.django_db

NIB = "1234567890123"
PIRT = "2053505010001-29"
HALAL = "ID35110001234567"


@pytest.fixture
def stall():
    seller = factories.stall()
    factories.works_in(seller)
    return seller


def goods(seller, slug, **category):
    """Return a listing of a leaf with these columns, below a sector."""
    sector = category.pop("sector", "olahan")
    above = factories.category(sector, sector)
    leaf = factories.category(slug, sector, above=above, is_food=True, **category)
    return factories.shelved(seller, leaf=leaf, pirt=leaf.pirt, halal=leaf.halal)


def cookies(seller):
    return goods(seller, "keripik", pirt="ya", halal="wajib")


def photo():
    from io import BytesIO

    content = BytesIO()
    Image.new("RGB", (64, 64), "red").save(content, "JPEG")
    return SimpleUploadedFile("Surat Bu Siti.JPG", content.getvalue())


@pytest.mark.parametrize(
    ("kind", "written", "kept"),
    [
        ("nib", " 1234 5678 90123", NIB),
        ("nib", "NIB: 1234567890123", NIB),
        ("pirt", "P-IRT No. 205350501000129", PIRT),
        ("pirt", "pirt 2053505010001-29", PIRT),
        ("halal", "id 35110001234567", HALAL),
        ("skkh", "  524.3/101/2026 ", "524.3/101/2026"),
    ],
)
def test_a_number_is_kept_without_what_people_write_around_it(kind, written, kept):
    assert as_kept(kind, written) == kept


@pytest.mark.parametrize(
    ("kind", "written", "refusal"),
    [
        ("nib", "123456789012", refusals.BadNib),
        ("nib", "12345678901234", refusals.BadNib),
        ("nib", "12345678O0123", refusals.BadNib),
        ("pirt", "9053505010001-29", refusals.BadPirt),
        ("pirt", "20535050100012", refusals.BadPirt),
        ("halal", "35110001234567", refusals.BadHalal),
        ("halal", "ID1234567890", refusals.BadHalal),
        ("halal", "ID" + "1" * 18, refusals.BadHalal),
        ("other", "ab", refusals.NeedsNumber),
    ],
)
def test_a_number_of_another_form_is_refused(kind, written, refusal):
    with pytest.raises(refusal):
        as_kept(kind, written)


@pytest.mark.parametrize(
    ("columns", "pirt", "halal", "skkh", "fish"),
    [
        ({"pirt": "ya", "halal": "wajib"}, "NEEDED", "NEEDED", "DOES_NOT_APPLY", "DOES_NOT_APPLY"),
        ({"pirt": "bebas"}, "NOT_NEEDED", "DOES_NOT_APPLY", "DOES_NOT_APPLY", "DOES_NOT_APPLY"),
        (
            {"pirt": "tidak-bisa", "halal": "wajib", "sector": "peternakan"},
            "IMPOSSIBLE",
            "NEEDED",
            "DOES_NOT_APPLY",
            "DOES_NOT_APPLY",
        ),
        (
            {"sector": "perikanan", "halal": "dikecualikan", "is_live": True},
            "IMPOSSIBLE",
            "NOT_NEEDED",
            "DOES_NOT_APPLY",
            "NEEDED",
        ),
        (
            {"sector": "peternakan", "is_live": True, "is_food": False},
            "DOES_NOT_APPLY",
            "DOES_NOT_APPLY",
            "NEEDED",
            "DOES_NOT_APPLY",
        ),
    ],
)
def test_the_taxonomy_says_which_paper_goods_need(columns, pirt, halal, skkh, fish):
    columns = {"sector": "olahan", "is_food": True, **columns}
    slug = f"jenis-{factories.numbers.__next__()}"
    rules = rules_for(factories.category(slug, columns.pop("sector"), **columns))
    found = [rules[kind].need for kind in ("pirt", "halal", "skkh", "fish_health")]
    assert found == [Need[name] for name in (pirt, halal, skkh, fish)]


def test_a_paper_waits_to_be_checked_with_its_photo_in_private_storage(stall):
    product = cookies(stall)
    facts = Facts(number=PIRT, expires_on=date(2029, 5, 31), listings=[product])
    paper = credentials.add(stall, "pirt", facts, by=SYSTEM, photo=photo())
    assert (paper.state, paper.number, paper.expires_on) == ("waiting", PIRT, date(2029, 5, 31))
    assert list(paper.listings.all()) == [product]
    assert private_media().exists(paper.photo.name)
    assert "Siti" not in paper.photo.name
    event = Event.objects.get()
    assert (event.verb, event.after["number"]) == ("credential.added", PIRT)


@pytest.mark.parametrize("slug", ["daging", "susu", "ikan"])
def test_pirt_is_refused_for_milk_meat_and_fish_with_the_licence_to_ask_for(stall, slug):
    columns = {"sector": "perikanan"} if slug == "ikan" else {"pirt": "tidak-bisa"}
    if slug != "ikan":
        columns["sector"] = "peternakan"
    product = goods(stall, slug, **columns)
    with pytest.raises(refusals.PirtImpossible) as refused:
        credentials.add(stall, "pirt", Facts(number=PIRT, listings=[product]), by=SYSTEM)
    assert product.title in str(refused.value)
    assert ("NKV" in str(refused.value)) == (slug != "ikan")
    assert not Credential.objects.exists()
    assert not Event.objects.exists()


@pytest.mark.parametrize(
    ("kind", "facts", "refusal"),
    [
        ("pirt", Facts(number=PIRT), refusals.NeedsListings),
        ("skkh", Facts(number="524/1"), refusals.NeedsListings),
        ("organic", Facts(number="LSO-1"), refusals.NeedsIssuer),
        ("organic", Facts(number="LSO-1", issuer="LSO"), refusals.NeedsExpiry),
        ("other", Facts(number="123"), refusals.NeedsTitle),
        (
            "nib",
            Facts(number=NIB, expires_on=date(2020, 1, 1)),
            refusals.AlreadyExpired,
        ),
        ("nib", Facts(number=NIB, expires_on=date(2206, 1, 1)), refusals.FarExpiry),
    ],
)
def test_what_is_missing_on_a_paper_is_said_and_nothing_is_kept(stall, kind, facts, refusal):
    with pytest.raises(refusal):
        credentials.add(stall, kind, facts, by=SYSTEM)
    assert not Credential.objects.exists()


def test_pirt_says_its_year_and_another_is_refused(stall):
    product = cookies(stall)
    wrong = Facts(number=PIRT, expires_on=date(2028, 5, 31), listings=[product])
    with pytest.raises(refusals.OtherYear):
        credentials.add(stall, "pirt", wrong, by=SYSTEM)
    paper = credentials.add(stall, "pirt", Facts(number=PIRT, listings=[product]), by=SYSTEM)
    assert paper.expires_on == date(2029, 12, 31)


def test_goods_of_another_stall_are_refused(stall):
    other = factories.stall()
    with pytest.raises(refusals.NotYourListing):
        credentials.add(stall, "pirt", Facts(number=PIRT, listings=[cookies(other)]), by=SYSTEM)


def test_the_same_number_is_refused_twice(stall):
    credentials.add(stall, "nib", Facts(number=NIB), by=SYSTEM, photo=photo())
    before = private_media().listdir("credentials")
    with pytest.raises(refusals.AlreadyThere):
        credentials.add(stall, "nib", Facts(number="1234-5678-90123"), by=SYSTEM, photo=photo())
    assert Credential.objects.count() == 1
    assert private_media().listdir("credentials") == before


def people(stall) -> dict[str, object]:
    """Everybody who might want to check a paper of the stall."""
    village = stall.partner.village
    other = factories.village("35.05.06.2013", "Maliran")
    helper = factories.assigned("volunteer", village)
    factories.consented(helper, stall)
    owner_too = factories.assigned("volunteer", village)
    stall.memberships.create(person=owner_too, role="helper")
    return {
        "volunteer": factories.assigned("volunteer", village),
        "volunteer elsewhere": factories.assigned("volunteer", other),
        "coordinator": factories.assigned("coordinator", village.parent),
        "coordinator elsewhere": factories.assigned("coordinator", other.parent),
        "office": factories.assigned("office", village),
        "treasurer": factories.assigned("treasurer", village),
        "owner": stall.memberships.get(role="owner").person,
        "assistant": helper,
        "helper who is volunteer": owner_too,
        "superuser": factories.person(is_staff=True, is_superuser=True),
        "nobody": factories.person(),
    }


CHECKERS = {"volunteer", "coordinator", "superuser"}


@pytest.mark.parametrize(
    "role",
    [
        "volunteer",
        "volunteer elsewhere",
        "coordinator",
        "coordinator elsewhere",
        "office",
        "treasurer",
        "owner",
        "assistant",
        "helper who is volunteer",
        "superuser",
        "nobody",
    ],
)
def test_only_people_of_the_place_without_a_part_in_the_stall_check_a_paper(stall, role):
    person = people(stall)[role]
    paper = credentials.add(stall, "nib", Facts(number=NIB), by=SYSTEM)
    by = actor_for(person)
    if role in CHECKERS:
        credentials.verify(paper, by=by)
        assert (paper.state, paper.verified_by) == ("verified", person)
        credentials.refuse(paper, "Nomornya tidak terbaca", by=by)
        assert (paper.state, paper.verified_by) == ("refused", None)
        verbs = ["credential.added", "credential.verified", "credential.refused"]
        assert list(Event.objects.values_list("verb", flat=True)) == verbs
        assert Message.objects.filter(kind="paper.refused").count() >= 1
        return
    for act in (
        lambda: credentials.verify(paper, by=by),
        lambda: credentials.refuse(paper, "x", by=by),
    ):
        with pytest.raises(NotYoursToCheck):
            act()
    paper.refresh_from_db()
    assert paper.state == "waiting"
    assert Event.objects.count() == 1


def test_a_volunteer_acting_for_the_owner_checks_nothing(stall):
    paper = credentials.add(stall, "nib", Facts(number=NIB), by=SYSTEM)
    person = factories.assigned("volunteer", stall.partner.village)
    owner = stall.memberships.get().person
    by = Actor("Dimas", person.pk, on_behalf_of_id=owner.pk, consent="consent:1")
    with pytest.raises(NotYoursToCheck):
        credentials.verify(paper, by=by)


def test_a_paper_is_answered_once_and_sent_back_only_with_words(stall):
    paper = credentials.add(stall, "nib", Facts(number=NIB), by=SYSTEM)
    with pytest.raises(refusals.NeedsReason):
        credentials.refuse(paper, "  ", by=SYSTEM)
    credentials.verify(paper, by=SYSTEM)
    with pytest.raises(refusals.AlreadyAnswered):
        credentials.verify(paper, by=SYSTEM)


def test_a_refused_paper_is_put_right_and_checked_anew(stall):
    paper = credentials.add(stall, "nib", Facts(number=NIB), by=SYSTEM, photo=photo())
    first = paper.photo.name
    credentials.refuse(paper, "Foto buram", by=SYSTEM)
    again = credentials.hand_in(paper, Facts(number="1234567890124"), by=SYSTEM)
    assert (again.state, again.number, again.reason) == ("waiting", "1234567890124", "")
    assert again.photo.name == first


def test_the_former_paper_counts_until_the_new_one_is_verified(stall):
    paper = credentials.add(stall, "nib", Facts(number=NIB), by=SYSTEM)
    credentials.verify(paper, by=SYSTEM)
    new = credentials.replace(paper, Facts(number=NIB), by=SYSTEM)
    assert of_stall(stall) == ["NIB: diperiksa"]
    credentials.verify(new, by=SYSTEM)
    paper.refresh_from_db()
    assert (paper.state, new.state) == ("withdrawn", "verified")


def test_a_withdrawn_paper_is_gone_for_buyers(stall):
    paper = credentials.add(stall, "nib", Facts(number=NIB), by=SYSTEM)
    credentials.verify(paper, by=SYSTEM)
    assert credentials.withdraw(paper, by=SYSTEM)
    assert not credentials.withdraw(paper, by=SYSTEM)
    assert of_stall(stall) == []


def of_stall(seller) -> list[str]:
    """Return the words of the whole stall's badges."""
    [found] = badges.with_badges(type(seller).objects.filter(pk=seller.pk))
    return [badge.text for badge in badges.badges_of_stall(found)]


def said(product, seller) -> dict[str, str]:
    """Return a listing's badges by their anchor."""
    return {b.url.partition("#")[2]: (b.state, b.text) for b in badges.badges_for(product, seller)}


def test_badges_say_what_is_missing_asked_for_waiting_checked_and_expired(stall, monkeypatch):
    product = cookies(stall)
    assert said(product, stall)["pirt"] == ("missing", "P-IRT: belum ada")
    credentials.add(stall, "halal", Facts(listings=[product]), by=SYSTEM, is_in_process=True)
    paper = credentials.add(stall, "pirt", Facts(number=PIRT, listings=[product]), by=SYSTEM)
    assert said(product, stall)["halal"] == ("pending", "Halal: sedang diurus")
    assert said(product, stall)["pirt"] == ("pending", "P-IRT: menunggu diperiksa")
    credentials.verify(paper, by=SYSTEM)
    assert said(product, stall)["pirt"] == ("checked", "P-IRT: diperiksa")
    monkeypatch.setattr(timezone, "localdate", lambda *a: date(2030, 1, 1))
    assert said(product, stall)["pirt"] == ("expired", "P-IRT: habis Desember 2029")
    product.refresh_from_db()
    assert product.state == "published"


def test_a_badge_asks_the_same_for_one_paper_and_for_many(stall, django_assert_num_queries):
    product = cookies(stall)
    with django_assert_num_queries(2):
        badges.badges_for(product, stall)
    for number in range(5):
        facts = Facts(number=f"205350501000{number}-29", listings=[product])
        credentials.add(stall, "pirt", facts, by=SYSTEM)
    with django_assert_num_queries(2):
        badges.badges_for(product, stall)


def test_a_paper_for_one_more_listing_is_checked_anew(stall):
    first, second = cookies(stall), cookies(stall)
    paper = credentials.add(stall, "pirt", Facts(number=PIRT, listings=[first]), by=SYSTEM)
    credentials.verify(paper, by=SYSTEM)
    assert credentials.cover(paper, second, by=SYSTEM)
    assert not credentials.cover(paper, second, by=SYSTEM)
    assert paper.state == "waiting"
    assert set(paper.listings.all()) == {first, second}


def test_food_under_the_halal_duty_says_one_or_the_other_before_it_is_shown(stall):
    product = cookies(stall)
    listings.pause(product, by=SYSTEM)
    from sellers.papers.requirements import NeedsHalalWord

    with pytest.raises(NeedsHalalWord):
        listings.publish(product, by=SYSTEM)
    product.refresh_from_db()
    assert product.state == "paused"
    credentials.add(stall, "halal", Facts(listings=[product]), by=SYSTEM, is_in_process=True)
    assert listings.publish(product, by=SYSTEM)


def test_goods_declared_not_halal_need_no_certificate(stall):
    product = cookies(stall)
    listings.pause(product, by=SYSTEM)
    listings.edit(product, is_declared_not_halal=True, by=SYSTEM)
    assert listings.publish(product, by=SYSTEM)
    assert "halal" not in said(product, stall)


def test_natural_goods_are_shown_without_a_word_about_halal(stall):
    product = goods(stall, "pisang", sector="pertanian", halal="dikecualikan")
    listings.pause(product, by=SYSTEM)
    assert listings.publish(product, by=SYSTEM)
    assert said(product, stall)["halal"] == ("not_needed", "Halal: tidak perlu")


def test_owners_are_warned_sixty_thirty_and_seven_days_ahead_and_at_the_end_each_once(stall):
    from sellers.papers.warnings import warn_due

    today = timezone.localdate()
    facts = Facts(number="LSO-1", issuer="LSO", expires_on=today + timedelta(days=100))
    paper = credentials.add(stall, "organic", facts, by=SYSTEM)
    credentials.verify(paper, by=SYSTEM)
    told = {day: warn_due(today + timedelta(days=day)) for day in range(110)}
    assert [day for day, count in told.items() if count] == [40, 70, 93, 101]
    kinds = Message.objects.filter(kind__startswith="paper.exp").order_by("pk")
    assert list(dict.fromkeys(kinds.values_list("kind", flat=True))) == [
        "paper.expiring",
        "paper.expired",
    ]
    assert Event.objects.filter(verb="credential.warned").count() == 4


def test_a_missed_sweep_is_made_good_and_waiting_papers_are_not_warned_of(stall):
    from sellers.papers.warnings import warn_due

    today = timezone.localdate()
    facts = Facts(number="LSO-1", issuer="LSO", expires_on=today + timedelta(days=100))
    paper = credentials.add(stall, "organic", facts, by=SYSTEM)
    assert warn_due(today + timedelta(days=95)) == 0
    credentials.verify(paper, by=SYSTEM)
    assert warn_due(today + timedelta(days=95)) == 1
    assert warn_due(today + timedelta(days=95)) == 0


def test_owners_hear_of_missing_papers_of_goods_on_sale_once_in_30_days(stall):
    from sellers.papers.warnings import warn_missing

    now = timezone.now()
    product = cookies(stall)

    def told(days):
        return warn_missing(now + timedelta(days=days))

    assert [told(days) for days in (1, 2, 29)] == [1, 0, 0]
    message = Message.objects.get(kind="paper.missing", way="inbox")
    assert message.values["papers"] == "P-IRT (izin makanan rumahan), Sertifikat halal"
    assert message.values["path"] == f"/lapak-saya/{stall.slug}/surat/"
    assert told(31) == 1
    product.refresh_from_db()
    assert product.state == "published"


def test_a_paper_that_becomes_needed_later_is_told_of_at_once(stall):
    from sellers.papers.warnings import warn_missing

    goods(stall, "dendeng", halal="wajib")
    assert warn_missing() == 1
    cookies(stall)
    assert warn_missing() == 1
    kinds = Event.objects.filter(verb="credential.missing_told").values_list("after", flat=True)
    assert list(kinds) == [{"kinds": ["halal"]}, {"kinds": ["pirt"]}]


@pytest.mark.parametrize("why", ["paused", "entered", "unverified"])
def test_nobody_hears_of_papers_that_nothing_on_sale_lacks(stall, why):
    from sellers.papers.warnings import warn_missing

    product = goods(stall, "keripik", pirt="ya")
    if why == "paused":
        type(product).objects.filter(pk=product.pk).update(state="paused", is_public=False)
    elif why == "unverified":
        type(stall).objects.filter(pk=stall.pk).update(verified_at=None)
    else:
        credentials.add(stall, "pirt", Facts(number=PIRT, listings=[product]), by=SYSTEM)
    assert warn_missing() == 0
