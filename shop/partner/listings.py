"""A listing's life: product, stock record and category are made, changed and shown together.

Every verb owns its transaction, writes one history event, notes a `ListingChange`, and
raises `refusals.ListingRefused` with nothing changed. One that changes nothing writes nothing.
"""

from decimal import Decimal

from django.core.files.base import File
from django.db import transaction
from django.utils.text import slugify
from oscar.apps.catalogue.models import ProductClass

from catalogue.models import Category, Product, ProductCategory, ProductImage
from catalogue.taxonomy import PRODUCT_CLASS
from shop.images.fields import PictureState
from shop.people.actors import Actor

from . import animals, groups, refusals, requirements, wholesale
from .amounts import checked_price, checked_units
from .models import Partner, StockRecord
from .sale_unit import FIELDS, checked, defaults_of, following, require_whole
from .writing import locked, locked_stock, tell, write, write_stock

State = Product.State


def create_listing(
    partner: Partner,
    *,
    by: Actor,
    title: str,
    category: Category,
    price: int | Decimal | None = None,
    stock: int = 0,
    upc: str | None = None,
    public_id: str | None = None,
    is_demo: bool = False,
    **fields,
) -> Product:
    """Make a draft with its stock record and category row, together.

    `price` is whole rupiah for one sale unit, None until the owner knows it; `fields` are
    those of `sale_unit.FIELDS`, what is not given comes from the category. With a `public_id`
    that was handed out before, asking twice makes one listing: refusals.MadeAlready.
    """
    _require_leaf(category)
    defaults = defaults_of(category, is_live=fields.get("is_live"))
    values = checked(defaults | fields | {"title": title})
    product = Product(
        slug=_slug(values["title"]), upc=upc, is_demo=is_demo, is_public=False, **values
    )
    if public_id:
        product.public_id = public_id
    require_whole(product)
    rupiah = None if price is None else checked_price(price)
    units = checked_units(stock)
    with transaction.atomic():
        if public_id and Product.objects.filter(public_id=public_id).exists():
            raise refusals.MadeAlready
        product.product_class = ProductClass.objects.get(slug=PRODUCT_CLASS.lower())
        product.save()
        StockRecord.objects.create(
            product=product,
            partner=partner,
            partner_sku=product.public_id,
            price_currency="IDR",
            price=rupiah,
            num_in_stock=units,
        )
        ProductCategory.objects.create(product=product, category=category)
        tell(
            "listing.created",
            product,
            by=by,
            after={
                "title": product.title,
                "category": category.slug,
                "price": rupiah,
                "stock": units,
            },
        )
    return product


def edit(product: Product, *, by: Actor, category: Category | None = None, **fields) -> bool:
    """Change words, sale unit, limits or category; say whether anything changed.

    With another category come what it says of life and papers (`sale_unit.following`). A
    published listing must stay complete (`requirements.require_rules`).
    """
    if category is not None:
        _require_leaf(category)
    values = checked(fields)
    with transaction.atomic():
        current = locked(product)
        former = _move(current, category) if category is not None else ""
        if former:
            values = following(category, current) | values
        changed = {name: value for name, value in values.items() if getattr(current, name) != value}
        before = {name: getattr(current, name) for name in changed}
        for name, value in changed.items():
            setattr(current, name, value)
        require_whole(current)
        animals.require_single(current)
        if "title" in changed:
            changed["slug"] = _slug(current.title)
        write(current, **changed)
        after = {name: changed[name] for name in before}
        if former:
            before["category"], after["category"] = former, category.slug
        if current.state == State.PUBLISHED and after.keys() & requirements.TOUCHING:
            requirements.require_rules(current)
        if after:
            tell("listing.edited", current, by=by, before=before, after=after)
    _bring_up_to_date(product, **changed)
    return bool(after)


def set_price(product: Product, rupiah: int | Decimal, *, by: Actor) -> bool:
    """Set the price of one sale unit in whole rupiah; say whether that changed anything.

    Raises refusals.BreaksNotBelow while a wholesale price is not below it.
    """
    price = checked_price(rupiah)
    with transaction.atomic():
        stockrecord = locked_stock(product)
        before = stockrecord.rupiah
        if before == price:
            return False
        wholesale.require_below(stockrecord.price_breaks, price)
        write_stock(stockrecord, price=price)
        tell("listing.priced", product, by=by, before={"price": before}, after={"price": price})
    return True


def set_stock(product: Product, units: int, *, by: Actor) -> bool:
    """Set how many sale units there are, those in orders included; say if that changed anything.

    Raises refusals.BelowAllocated when orders hold more, and OneAnimal above 1 for an
    individual animal.
    """
    units = checked_units(units)
    with transaction.atomic():
        stockrecord = locked_stock(product)
        before = stockrecord.num_in_stock
        if before == units:
            return False
        animals.require_one(product, units)
        if not write_stock(stockrecord, num_in_stock=units, unless_allocated_above=units):
            raise refusals.BelowAllocated(stockrecord.num_allocated)
        tell("listing.stocked", product, by=by, before={"stock": before}, after={"stock": units})
    return True


def publish(product: Product, *, by: Actor, reason: str = "") -> bool:
    """Show a draft or paused listing to buyers; say whether that changed anything.

    Raises refusals.Archived, TakenDown, NeedsPrice, NeedsDelivery, NeedsGrams, NeedsLiveTerms,
    or what a rule of `requirements.register` raises.
    """
    with transaction.atomic():
        current = locked(product)
        if current.state == State.ARCHIVED:
            raise refusals.Archived
        requirements.require_complete(current, locked_stock(product))
        return _set_state(product, current, State.PUBLISHED, "listing.published", by, reason)


def pause(product: Product, *, by: Actor, reason: str = "") -> bool:
    """Hide a listing for a while; say whether that changed anything. Raises refusals.Archived."""
    with transaction.atomic():
        current = locked(product)
        if current.state == State.ARCHIVED:
            raise refusals.Archived
        return _set_state(product, current, State.PAUSED, "listing.paused", by, reason)


def archive(product: Product, *, by: Actor, reason: str = "") -> bool:
    """Take a listing out of sale for good, orders keep it; say whether that changed anything."""
    with transaction.atomic():
        return _set_state(product, locked(product), State.ARCHIVED, "listing.archived", by, reason)


def copy(product: Product, *, by: Actor, choice: str = "") -> Product:
    """Make a draft with the same words, unit, prices, terms and pictures, and no stock.

    With `choice` it joins the product's group as that size or taste; the animal stays with the
    one that is copied. Pictures are copied as files of their own, which the worker derives
    again, so that removing either leaves the other whole. It writes files: call it outside a
    transaction. Raises refusals.TakenDown, as a copy would be a way around, or what
    `groups.join` raises.
    """
    requirements.require_not_down(product)
    pictures = [_copy_of(image) for image in product.images.order_by("display_order")]
    stockrecord = product.stockrecords.get()
    with transaction.atomic():
        made = create_listing(
            stockrecord.partner,
            by=by,
            title=product.title,
            category=product.categories.get(),
            price=stockrecord.rupiah,
            is_demo=product.is_demo,
            **{name: getattr(product, name) for name in FIELDS - {"title"}},
        )
        write_stock(made.stockrecords.get(), price_breaks=stockrecord.price_breaks)
        for place, image in enumerate(filter(None, pictures)):
            image.product, image.display_order = made, place
            image.save()
        if choice:
            groups.join(made, stockrecord.group, choice, by=by)
    return made


def add_picture(
    product: Product, picture: File | str, *, by: Actor, caption: str = ""
) -> ProductImage:
    """Add an uploaded photo, which the worker derives, or a demo icon named by its file.

    Raises shop.images.refusals.PictureRefused for a file that can't become a picture.
    """
    if isinstance(picture, str):
        image = ProductImage(product=product, icon=picture, state=PictureState.READY)
    else:
        image = ProductImage.from_upload(picture, product=product)
    image.caption = caption[:200]
    with transaction.atomic():
        locked(product)
        last = ProductImage.objects.filter(product=product).order_by("-display_order").first()
        image.display_order = last.display_order + 1 if last else 0
        image.save()
        tell("listing.pictured", product, by=by, after={"picture": image.pk})
    return image


def remove_picture(image: ProductImage, *, by: Actor) -> None:
    """Remove a picture of a listing with its files."""
    with transaction.atomic():
        before = {"picture": image.pk}
        image.delete()
        tell("listing.picture_removed", image.product, by=by, before=before)


def _copy_of(image: ProductImage) -> ProductImage | None:
    """Return an unsaved picture with a file of its own; None for one that never got ready."""
    if image.icon:
        return ProductImage(icon=image.icon, state=PictureState.READY, caption=image.caption)
    if not image.is_ready:
        return None
    with image.master.open("rb") as cleaned:
        return ProductImage.from_upload(cleaned, caption=image.caption)


def _set_state(
    product: Product, current: Product, state: str, verb: str, by: Actor, reason: str
) -> bool:
    before = current.state
    if before == state:
        return False
    columns = {"state": state, "is_public": state == State.PUBLISHED}
    write(current, **columns)
    tell(verb, current, by=by, before={"state": before}, after={"state": str(state)}, reason=reason)
    _bring_up_to_date(product, **columns)
    return True


def _bring_up_to_date(product: Product, **columns) -> None:
    """Let the caller's own object show what was written."""
    for name, value in columns.items():
        setattr(product, name, value)


def _move(product: Product, category: Category) -> str:
    """Put the listing into a category; return the former one's slug, empty if it is the same."""
    row = ProductCategory.objects.select_related("category").get(product=product)
    former = row.category
    if former.pk == category.pk:
        return ""
    row.category = category
    row.save(update_fields=["category"])
    return former.slug


def _require_leaf(category: Category) -> None:
    if not category.is_leaf():
        raise refusals.NotALeaf


def _slug(title: str) -> str:
    return slugify(title)[:120].strip("-") or "produk"
