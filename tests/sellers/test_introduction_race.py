"""Two phones open the link of one introduction at the same time."""

from concurrent.futures import ThreadPoolExecutor

from django.db import connection

from sellers.team import introductions
from sellers.team.introductions import IntroductionGone, introduce
from shop.people.actors import actor_for
from tests import factories

PHONE = "+6281234567890"


def test_two_phones_at_the_same_time_share_one_use(each_database):
    place = factories.village()
    maker = factories.assigned("volunteer", place)
    _introduction, secret = introduce(name="Siti", phone=PHONE, village=place, by=actor_for(maker))

    def accept(_number: int) -> str:
        try:
            return introductions.accept(secret).person.name
        except IntroductionGone:
            return "gone"
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        outcomes = list(pool.map(accept, range(4)))

    assert sorted(outcomes) == ["Siti", "gone", "gone", "gone"]
