"""Many prices and stocks on one screen, saved together; a row that can't be is kept as typed."""

from dataclasses import dataclass, field

from django.contrib import messages
from django.core.paginator import Paginator
from django.forms import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from catalogue.units import unit_label
from sellers.desk.access import Desk, Right, desk_view, page
from sellers.desk.goods.fields import NumberField, PriceField
from sellers.goods.price_list import ChangedMeanwhile, Figures, change_figures, figures_of
from sellers.goods.shelf import goods_of, named, on_shelf
from shop.partner import refusals
from shop.partner.models import StockRecord
from shop.people.actors import Actor

PER_PAGE = 100
PRICE = PriceField(required=False)
STOCK = NumberField()


@dataclass
class FigureRow:
    """One listing's two fields as typed, what the page showed before, and what is wrong."""

    record: StockRecord
    price: str
    stock: str
    seen: Figures
    errors: dict[str, str] = field(default_factory=dict)

    @property
    def public_id(self) -> str:
        return self.record.product.public_id

    @property
    def title(self) -> str:
        return self.record.product.title

    @property
    def unit(self) -> str:
        return unit_label(self.record.product.unit)

    @property
    def seen_word(self) -> str:
        """What the page showed, sent along to notice what changed meanwhile."""
        return f"{'' if self.seen.price is None else self.seen.price}:{self.seen.stock}"


@desk_view(Right.SELL)
def figures(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Show every listing's price and stock; save what was changed, row by row."""
    goods = named(on_shelf(goods_of(desk.seller), ""), request.GET.get("q", "")[:60])
    pages = Paginator(goods, PER_PAGE).get_page(request.GET.get("hal"))
    if request.method != "POST":
        return _show(request, desk, pages, [_fresh(record) for record in pages])
    sent = [name.removeprefix("price-") for name in request.POST if name.startswith("price-")]
    rows, count = [], 0
    for record in goods_of(desk.seller).filter(product__public_id__in=sent[: 2 * PER_PAGE]):
        row, is_changed = _saved(record, request.POST, by=desk.by)
        rows.append(row)
        count += is_changed
    if count:
        told = ngettext("%(count)d product changed.", "%(count)d products changed.", count)
        messages.success(request, told % {"count": count})
    if any(row.errors for row in rows):
        return _show(request, desk, pages, rows, status=422)
    if not count:
        messages.info(request, _("Nothing was changed."))
    return redirect(request.get_full_path())


def _show(request, desk: Desk, pages, rows: list[FigureRow], status: int = 200) -> HttpResponse:
    context = {"rows": rows, "pages": pages, "wrong": sum(bool(row.errors) for row in rows)}
    return page(request, desk, "desk/listing_figures.html", context, tab="listings", status=status)


def _fresh(record: StockRecord) -> FigureRow:
    now = figures_of(record)
    price = "" if now.price is None else str(now.price)
    return FigureRow(record, price, str(now.stock), now)


def _saved(record: StockRecord, answers, *, by: Actor) -> tuple[FigureRow, bool]:
    """Write one row of the form; return it as it must be shown, and whether it changed."""
    key = record.product.public_id
    row = FigureRow(
        record,
        answers[f"price-{key}"],
        answers.get(f"stock-{key}", ""),
        _seen(answers.get(f"seen-{key}", ""), record),
    )
    wanted = _wanted(row)
    if wanted is None:
        return row, False
    try:
        is_changed = change_figures(record, seen=row.seen, wanted=wanted, by=by)
    except ChangedMeanwhile as refusal:
        row.errors["stock"] = str(refusal)
        row.seen = refusal.now
        return row, False
    except refusals.ListingRefused as refusal:
        is_price = isinstance(refusal, refusals.BadPrice)
        row.errors["price" if is_price else "stock"] = str(refusal)
        return row, False
    if is_changed:
        record.refresh_from_db(fields=["price", "num_in_stock"])
    return _fresh(record), is_changed


def _wanted(row: FigureRow) -> Figures | None:
    """Read the two fields; None with the errors noted if one can't be read."""
    read = {}
    for name, form_field, typed in (("price", PRICE, row.price), ("stock", STOCK, row.stock)):
        try:
            read[name] = form_field.clean(typed)
        except ValidationError as error:
            row.errors[name] = error.messages[0]
    if row.errors:
        return None
    if read["price"] is None and row.seen.price is not None:
        row.errors["price"] = PRICE.message
        return None
    return Figures(read["price"], read["stock"])


def _seen(word: str, record: StockRecord) -> Figures:
    """Read what the page showed; what can't be read counts as what is there now."""
    price, _colon, stock = word.partition(":")
    try:
        return Figures(int(price) if price else None, int(stock))
    except ValueError:
        return figures_of(record)
