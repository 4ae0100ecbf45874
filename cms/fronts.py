"""What the front page shows: the slope, the sectors, what is fresh, what is in season."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, F, Q
from django.http import HttpRequest
from django.utils import formats
from django.utils.safestring import SafeString

from catalogue.season import months_of
from shop.look.cards import Card
from shop.look.pieces import Month, year_of
from shop.look.slope import slope_svg
from shop.partner.models import StockRecord
from shop.storefront import goods
from shop.storefront.asking import code, today
from shop.storefront.cards import card, cards, icon_address
from shop.storefront.categories import SECTOR_DEPTH, address, branches
from shop.storefront.village_shelf import shelf_address
from shop.storefront.wording import months_text
from shop.villages.models import Region

BLITAR = "35.05"
FRESH, SEASONAL, PLACES = 6, 4, 6
FRESH_READ = 40
TILE_ICONS = {
    "pertanian": "sheaf-of-rice",
    "peternakan": "rooster",
    "perikanan": "tropical-fish",
    "olahan": "jar",
    "kerajinan": "long-drum",
}


@dataclass(frozen=True)
class Tile:
    """A sector with the number of its listings."""

    sector: str
    title: str
    url: str
    icon: str
    count: int


@dataclass(frozen=True)
class Harvest:
    """Goods in season now, with their year."""

    card: Card
    months_text: str
    months: Sequence[Month]


@dataclass(frozen=True)
class Place:
    """A village with stalls."""

    name: str
    district: str
    url: str
    elevation_m: int | None
    stalls: int


@dataclass(frozen=True, kw_only=True)
class Front:
    """The front page's values; `has_blitar` says that the slope is Kelud's."""

    slope: SafeString
    has_blitar: bool
    month: str
    tiles: Sequence[Tile]
    fresh: Sequence[Card]
    harvests: Sequence[Harvest]
    places: Sequence[Place]

    @property
    def listings(self) -> int:
        """How many listings are on show."""
        return sum(tile.count for tile in self.tiles)


def front_page(request: HttpRequest) -> Front:
    """Read the front page with five queries."""
    on, to = today(), code(request.GET.get("ke", ""))
    villages = list(villages_of_slope())
    points = [(lat, metres) for lat, metres, _code in villages if None not in (lat, metres)]
    has_blitar = bool(villages) and villages[0][2].startswith(f"{BLITAR}.")
    return Front(
        slope=slope_svg(points, has_mountain=has_blitar, has_sea=has_blitar),
        has_blitar=has_blitar,
        month=formats.date_format(on, "F"),
        tiles=tiles(),
        fresh=cards(fresh(on), on=on, to=to),
        harvests=[harvest(record, on, to) for record in seasonal(on)],
        places=places(),
    )


def villages_of_slope():
    """Return latitude, metres and code of the villages of the regency that we serve first."""
    first = Region.objects.regencies().order_by("code").values("pk")[:1]
    villages = Region.objects.villages().filter(parent__parent__in=first)
    return villages.values_list("latitude", "elevation_m", "code").order_by("code")


def tiles() -> list[Tile]:
    """Return the sectors with their counts."""
    sectors = [branch for branch in branches() if branch.category.depth == SECTOR_DEPTH]
    return [
        Tile(
            sector=branch.category.slug,
            title=branch.category.label,
            url=address(branch.category),
            icon=icon_address(TILE_ICONS.get(branch.category.slug, branch.category.icon)),
            count=branch.count,
        )
        for branch in sectors
    ]


def fresh(on: date) -> list[StockRecord]:
    """Return what can be bought now, one listing a stall, harvested daily before newest."""
    order = (F("product__facts__panen").desc(nulls_last=True), "-product__date_created", "-pk")
    buyable = goods.ordered(goods.on_show(), "baru", on=on).filter(is_open=True)
    first = buyable.order_by(*order).values("pk")[:FRESH_READ]
    shown = goods.with_cards(StockRecord.objects.filter(pk__in=first)).order_by(*order)
    by_stall: dict[int, StockRecord] = {}
    for record in shown:
        by_stall.setdefault(record.partner_id, record)
    return list(by_stall.values())[:FRESH]


def seasonal(on: date):
    """Return goods that have a season and are in it."""
    shelf = goods.with_cards(goods.in_season(goods.on_show(), on))
    mine = shelf.filter(product__season_mask__gt=0)
    return list(mine.order_by("product__season_mask", "-product__date_created")[:SEASONAL])


def harvest(record, on: date, to: str) -> Harvest:
    """Return goods in season with their calendar."""
    months = months_of(record.product.season_mask)
    return Harvest(card(record, on=on, to=to), months_text(months), year_of(months, now=on.month))


def places() -> list[Place]:
    """Return the villages with most stalls, pilots first."""
    villages = (
        Region.objects.villages()
        .with_place()
        .annotate(stalls=Count("partners", filter=Q(partners__seller__verified_at__isnull=False)))
        .filter(stalls__gt=0)
        .order_by("-is_pilot", "-stalls", "name")[:PLACES]
    )
    return [
        Place(v.name, v.parent.name, shelf_address(v), v.elevation_m, v.stalls) for v in villages
    ]
