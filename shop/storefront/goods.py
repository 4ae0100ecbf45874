"""Which goods a list shows, and in which order: querysets over stock records."""

import json
from datetime import date

from django.db.models import (
    BooleanField,
    Case,
    F,
    FloatField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Cast, JSONObject

from catalogue.models import Product, ProductImage
from catalogue.season import month_bit
from shop.partner.models import StockRecord

from .asking import DELIVERIES, Asking

# What of a picture a card needs; it comes as one column of the listing's row.
PICTURE_COLUMNS = ("token", "state", "width", "height", "widths", "colour", "icon")


def on_show() -> QuerySet[StockRecord]:
    """Return goods that buyers may see: published, priced, of verified stalls."""
    return StockRecord.objects.filter(
        product__state=Product.State.PUBLISHED,
        price__isnull=False,
        partner__seller__verified_at__isnull=False,
    )


def with_cards(goods: QuerySet[StockRecord]) -> QuerySet[StockRecord]:
    """Join everything a card shows, the first picture and the category's icon too."""
    pictures = ProductImage.objects.filter(product=OuterRef("product")).order_by("display_order")
    first = pictures.values(columns=JSONObject(**{name: name for name in PICTURE_COLUMNS}))[:1]
    return (
        goods.select_related("product", "partner__seller", "partner__village__parent__parent")
        .annotate(
            sector=F("product__categories__sector"),
            category_icon=F("product__categories__icon"),
            picture=Subquery(first),
        )
        .defer("product__description", "partner__seller__story")
    )


def first_picture(record: StockRecord) -> ProductImage | None:
    """Return the picture that `with_cards` brought along, as a row that is not to be saved."""
    if not record.picture:
        return None
    columns = dict(record.picture)
    if isinstance(columns["widths"], str):
        # SQLite keeps JSON as text and so hands it on inside of the object.
        columns["widths"] = json.loads(columns["widths"])
    return ProductImage(**columns)


def in_season(goods: QuerySet[StockRecord], on: date) -> QuerySet[StockRecord]:
    """Keep goods that are sold on that day by their season."""
    return goods.annotate(season_now=season_bit(on)).filter(
        Q(product__season_mask=0) | Q(season_now__gt=0)
    )


def season_bit(on: date):
    """Return the bit of a day's month in a listing's season, 0 outside of it."""
    return F("product__season_mask").bitand(month_bit(on.month))


def narrowed(goods: QuerySet[StockRecord], asking: Asking, *, on: date) -> QuerySet[StockRecord]:
    """Keep what passes the filters, district and words aside."""
    if asking.delivery:
        goods = goods.filter(**{f"product__allows_{DELIVERIES[asking.delivery]}": True})
    if asking.price_from is not None:
        goods = goods.filter(price__gte=asking.price_from)
    if asking.price_to is not None:
        goods = goods.filter(price__lte=asking.price_to)
    if asking.readiness:
        goods = goods.filter(product__is_preorder=asking.readiness == "po")
    if asking.in_season:
        goods = in_season(goods, on)
    return goods


def ordered(
    goods: QuerySet[StockRecord], sort: str, *, on: date, first: Q | None = None
) -> QuerySet[StockRecord]:
    """Sort, with what can't be bought today behind what can, and all of that behind `first`."""
    goods = goods.annotate(
        season_today=season_bit(on),
        is_open=can_be_bought(on),
    )
    if first is not None:
        ahead = Case(When(first, then=Value(0)), default=Value(1))
        return goods.order_by(ahead, "-is_open", "-product__date_created", "-pk")
    if sort == "murah":
        return goods.order_by("-is_open", "price", "-pk")
    if sort == "per-kg":
        per_kilo = Case(
            When(
                ~Q(product__net_measure="pcs") & Q(product__net_amount__gt=0),
                then=Cast("price", FloatField()) / Cast("product__net_amount", FloatField()),
            )
        )
        return goods.annotate(per_kilo=per_kilo).order_by(
            "-is_open", F("per_kilo").asc(nulls_last=True), "price", "-pk"
        )
    return goods.order_by("-is_open", "-product__date_created", "-pk")


def page_of(
    chosen: QuerySet[StockRecord],
    sort: str,
    *,
    on: date,
    start: int = 0,
    size: int,
    first: Q | None = None,
) -> list[StockRecord]:
    """Return one page with everything its cards show, by one query, the newest of `first` ahead.

    Only the page's rows are read in full; the others are sorted by the few columns it takes.
    """
    here = ordered(chosen, sort, on=on, first=first).values("pk")[start : start + size]
    rows = with_cards(StockRecord.objects.filter(pk__in=here))
    return list(ordered(rows, sort, on=on, first=first))


def can_be_bought(on: date) -> Case:
    """Say in SQL what `reservation.is_buyable` says, and that the stock serves the minimum.

    The queryset must be annotated with `season_today`, the season's bit of the day's month.
    """
    closed = Q(partner__closed_from__lte=on) & (
        Q(partner__closed_to__isnull=True) | Q(partner__closed_to__gte=on)
    )
    open_now = Q(
        partner__accepts_orders=True,
        num_in_stock__gte=F("num_allocated") + F("product__min_quantity"),
    )
    return Case(
        When(
            open_now & ~closed & (Q(product__season_mask=0) | Q(season_today__gt=0)),
            then=Value(True),
        ),
        default=Value(False),
        output_field=BooleanField(),
    )
