"""Bring the demo shop in, as often as one likes: what is there is left as it is."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from catalogue.models import Category
from catalogue.taxonomy import load_taxonomy
from shop.villages.importing import BLITAR, import_regency
from shop.villages.models import Region

from . import collecting, data, goods, helping, papers, people, stalls, tables
from .data import DEMO
from .people import PARTS, SignIn

Progress = Callable[[str, int, int], None]


@dataclass(slots=True)
class Loaded:
    """How much was added and left, by what it is; the sign-ins made just now."""

    added: dict[str, int] = field(default_factory=dict)
    left: dict[str, int] = field(default_factory=dict)
    sign_ins: list[SignIn] = field(default_factory=list)

    def count(self, what: str, *, is_new: bool) -> None:
        """Count one thing as added or left."""
        counts = self.added if is_new else self.left
        counts[what] = counts.get(what, 0) + 1


def load(*, progress: Progress = lambda what, done, all_of_it: None) -> Loaded:
    """Load villages and categories if there are none, then everything of the demo."""
    if not Region.objects.filter(code=BLITAR).exists():
        import_regency(BLITAR, by=DEMO)
    if not Category.objects.exists():
        load_taxonomy(by=DEMO)
    result = Loaded()
    result.count("parcel tariffs", is_new=tables.load_tariffs())
    result.count("courier bands", is_new=tables.load_bands())
    result.count("bank accounts and QRIS codes", is_new=collecting.load())
    for _village in range(tables.mark_pilots()):
        result.count("pilot villages", is_new=True)
    _each("sellers", data.sellers(), stalls.load_seller, result, progress)
    _each("listings", data.listings(), goods.load_listing, result, progress)
    _each("papers", data.sellers(), papers.load_papers, result, progress)
    _each("people", PARTS, lambda part: _load_part(part, result), result, progress)
    return result


def _each(
    what: str,
    entries: Iterable,
    load_one: Callable[..., bool],
    result: Loaded,
    progress: Progress,
) -> None:
    entries = list(entries)
    for done, entry in enumerate(entries, start=1):
        result.count(what, is_new=load_one(entry))
        progress(what, done, len(entries))


def _load_part(part: people.Part, result: Loaded) -> bool:
    sign_in = people.load_person(part)
    if helped := people.helped_seller(part):
        person = people.person_of(part)
        stalls.let_help(person, helped)
    _let_assist(part)
    if sign_in is None:
        return False
    result.sign_ins.append(sign_in)
    return True


def _let_assist(part: people.Part) -> None:
    person = people.person_of(part)
    if part.assists:
        helping.assist(person, part.assists)
    if part.asks:
        helping.ask(person, part.asks)
    if part.invites:
        helping.invite(person, part.invites)
