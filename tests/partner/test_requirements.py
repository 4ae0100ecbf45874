import pytest

from catalogue.models import Category, Product
from shop.partner import listings, refusals, requirements
from shop.partner.videos import place_of
from shop.people.actors import SYSTEM, guest

OWNER = guest("Pak Koi")
UNSTATED = {
    "dispatch_days": 0,
    "live_packing": "",
    "endures_hours": None,
    "dead_on_arrival": "",
    "arrival_proof": "",
    "arrival_hours": None,
}


@pytest.fixture
def koi(stall, categories):
    """A draft of live fish, with what its category has by default."""
    live = Category.objects.filter(is_live=True, sector="perikanan", numchild=0).first()
    return listings.create_listing(
        stall, by=SYSTEM, title="Koi", category=live, price=150_000, stock=3
    )


def test_live_goods_begin_with_terms_of_their_category(koi):
    assert (koi.is_live, koi.dispatch_days, koi.endures_hours) == (True, 127, 24)
    assert (koi.dead_on_arrival, koi.arrival_proof, koi.arrival_hours) == ("replaced", "video", 6)
    assert koi.live_packing
    assert requirements.missing_terms(koi) == []
    assert listings.publish(koi, by=OWNER)


def test_goods_alive_in_a_category_that_is_not_have_terms_too(stall, eggs):
    def made(**fields):
        return listings.create_listing(
            stall, by=SYSTEM, title="Ayam", category=eggs, price=9_000, **fields
        )

    assert requirements.missing_terms(made(is_live=True)) == []
    assert made().dispatch_days == 0


@pytest.mark.parametrize("term", UNSTATED)
def test_live_goods_that_are_sent_state_every_term(koi, term):
    listings.edit(koi, by=OWNER, **{term: UNSTATED[term]})

    with pytest.raises(refusals.NeedsLiveTerms):
        listings.publish(koi, by=OWNER)

    assert Product.objects.get(pk=koi.pk).state == "draft"
    assert requirements.missing_terms(koi) == [term]


def test_live_goods_that_are_fetched_need_no_terms(koi):
    listings.edit(koi, by=OWNER, allows_village_courier=False, **UNSTATED)

    assert listings.publish(koi, by=OWNER)

    with pytest.raises(refusals.NeedsLiveTerms):
        listings.edit(koi, by=OWNER, allows_arrangement=True)
    assert not Product.objects.get(pk=koi.pk).allows_arrangement


def test_what_is_published_keeps_its_terms(koi):
    listings.publish(koi, by=OWNER)

    with pytest.raises(refusals.NeedsLiveTerms):
        listings.edit(koi, by=OWNER, live_packing=" ")

    assert Product.objects.get(pk=koi.pk).live_packing
    assert listings.edit(koi, by=OWNER, dispatch_weekdays=[0, 2])
    assert koi.dispatch_days == 5


def test_a_registered_rule_is_asked_when_something_is_shown(draft, monkeypatch):
    monkeypatch.setattr(requirements, "_checks", [])

    def say_no(product):
        if product.halal == "wajib":
            raise refusals.TooLong

    requirements.register(say_no)
    listings.publish(draft, by=OWNER)

    with pytest.raises(refusals.TooLong):
        listings.edit(draft, by=OWNER, halal="wajib")

    assert listings.edit(draft, by=OWNER, title="Telur segar")
    listings.pause(draft, by=OWNER)
    assert listings.edit(draft, by=OWNER, halal="wajib")
    with pytest.raises(refusals.TooLong):
        listings.publish(draft, by=OWNER)


@pytest.mark.parametrize(
    ("link", "place"),
    [
        ("https://www.youtube.com/watch?v=abc", "YouTube"),
        ("https://youtu.be/abc", "YouTube"),
        ("https://m.youtube.com/shorts/abc", "YouTube"),
        ("https://vt.tiktok.com/ZS/", "TikTok"),
        ("https://www.instagram.com/reel/abc/", "Instagram"),
        ("https://fb.watch/abc", "Facebook"),
        ("http://youtu.be/abc", ""),
        ("https://youtube.com.contoh.id/watch", ""),
        ("https://bukan-youtube.com/abc", ""),
        ("https://youtu.be@contoh.id/abc", ""),
        ("https://youtu.be:8443/abc", ""),
        ("https://youtu.be/", ""),
        ('https://youtu.be/"onclick', ""),
        ("javascript:alert(1)", ""),
        ("https://[bad/abc", ""),
    ],
)
def test_videos_are_at_four_places(link, place):
    assert place_of(link) == place


def test_another_link_is_no_video(draft):
    with pytest.raises(refusals.BadVideo):
        listings.edit(draft, by=OWNER, video_url="https://contoh.id/film")

    assert listings.edit(draft, by=OWNER, video_url=" https://youtu.be/abc ")
    assert draft.video_url == "https://youtu.be/abc"
    assert listings.edit(draft, by=OWNER, video_url="")
