"""How a listing's rows are locked, written and told of; for the verbs of this package only."""

from django.utils import timezone

from catalogue.models import Product, note_change
from shop.history.models import record
from shop.people.actors import Actor

from .models import StockRecord


def locked(product: Product) -> Product:
    """Return the listing's row of now, locked."""
    return Product.objects.select_for_update().get(pk=product.pk)


def locked_stock(product: Product) -> StockRecord:
    """Return the listing's stock record of now, locked."""
    return StockRecord.objects.select_for_update().get(product_id=product.pk)


def write(product: Product, **columns) -> None:
    """Write columns of a listing."""
    if columns:
        Product.objects.filter(pk=product.pk).update(**columns, date_updated=timezone.now())


def write_stock(
    stockrecord: StockRecord, *, unless_allocated_above: int | None = None, **columns
) -> bool:
    """Write columns of a stock record; say whether it was written."""
    rows = StockRecord.objects.filter(pk=stockrecord.pk)
    if unless_allocated_above is not None:
        rows = rows.filter(num_allocated__lte=unless_allocated_above)
    return bool(rows.update(**columns, date_updated=timezone.now()))


def tell(verb: str, product: Product, *, by: Actor, reason: str = "", **facts) -> None:
    """Write the one event of a change, and tell the indexes."""
    record(verb, product, by=by, reason=reason, **facts)
    note_change(product.pk)
