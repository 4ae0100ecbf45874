"""A stall and everybody around it: who acts in the cases, and what a case is."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from io import BytesIO
from types import SimpleNamespace

from django.core.files.base import ContentFile
from django.utils import timezone
from PIL import Image

from shop.people.actors import SYSTEM, Actor, actor_for, guest
from tests import factories

#: Roles: `companion` is `assistant` acting in the owner's name; `volunteer` serves the village
#: and has no part in the stall; `foreigner` is a volunteer elsewhere; `stranger` owns another.
#: `finance` is a second person of the staff, who releases what `staff` made.
SELLERS = "owner helper companion"
CHECKERS = "volunteer coordinator staff system"
#: Nobody of these checks the stall: a part in it, another village, or no role at all.
INVOLVED = "owner helper assistant companion foreigner stranger buyer guest"


@dataclass(frozen=True)
class Case:
    """What one verb writes, for whom, and whom it refuses.

    `make(world)` returns what is kept as `world.it`. `writes` names the events of one call,
    oldest first. `again` is what a second call does: "nothing", "anew" (one more of the same),
    or the refusal it raises.
    """

    verb: Callable
    make: Callable[[SimpleNamespace], object]
    do: Callable[[SimpleNamespace, Actor], object]
    writes: str
    may: str
    refused: Mapping[type[Exception], str] = field(default_factory=dict)
    again: str | type[Exception] = "nothing"

    @property
    def name(self) -> str:
        return f"{self.verb.__module__}.{self.verb.__name__}"


def make_world() -> SimpleNamespace:
    """Return a verified stall with its people and actors by role."""
    place = factories.village()
    seller = factories.stall(phone="+6281399990001")
    proven = {"phone_verified_at": timezone.now()}
    people = {
        "owner": factories.works_in(seller, **proven),
        "helper": factories.works_in(seller, "helper", **proven),
        "assistant": factories.assigned("volunteer", place),
        "volunteer": factories.assigned("volunteer", place),
        "coordinator": factories.assigned("coordinator", place.parent),
        "foreigner": factories.assigned("volunteer", factories.village("35.05.04.2010", "Dawuhan")),
        "stranger": factories.works_in(factories.stall(), **proven),
        "staff": factories.person(is_staff=True, is_superuser=True),
        "finance": factories.person(is_staff=True),
        "buyer": factories.person(**proven),
    }
    consent = factories.consented(people["assistant"], seller)
    actors = {role: actor_for(person) for role, person in people.items()}
    actors["companion"] = Actor(
        str(people["assistant"]),
        people["assistant"].pk,
        on_behalf_of_id=people["owner"].pk,
        consent=f"consent:{consent.pk}",
    )
    actors |= {"system": SYSTEM, "guest": guest("Sari Contoh")}
    return SimpleNamespace(
        **people,
        place=place,
        seller=seller,
        partner=seller.partner,
        consent=consent,
        people=people | {"companion": people["assistant"]},
        actors=actors,
    )


def photo() -> ContentFile:
    """Return a small photo as it is uploaded."""
    content = BytesIO()
    Image.new("RGB", (64, 48), "white").save(content, "JPEG")
    return ContentFile(content.getvalue(), name="foto.jpg")
