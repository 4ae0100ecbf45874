"""Verbs about listings."""

from catalogue.models import ProductImage
from sellers.goods.price_list import Figures, change_figures, figures_of
from sellers.goods.starting import start_listing
from shop.partner import animals, groups, listings, pictures, takedowns, wholesale
from shop.partner.refusals import Archived, NotTakenDown, NotYoursToTakeDown
from tests import factories
from tests.verbs.world import CHECKERS, INVOLVED, SELLERS, Case, photo


def shelved(w, **fields):
    return factories.shelved(w.seller, **fields)


def paused(w):
    return shelved(w, state="paused", is_public=False)


def two_pictures(w):
    product = shelved(w)
    factories.ready_picture(product, display_order=0)
    return factories.ready_picture(product, display_order=1)


def koi(w, *, is_described=False):
    product = shelved(w, is_live=True, stock=1)
    if is_described:
        animals.describe(product, by=w.actors["owner"], sex="male")
    return product


def group(w, *, has_members=False):
    made = groups.make_group(w.partner, "Keripik", by=w.actors["owner"])
    product = shelved(w)
    if has_members:
        for choice, one in (("Asin", product), ("Manis", shelved(w))):
            groups.join(one, made, choice, by=w.actors["owner"])
    return product, made


def down(w):
    return takedowns.take_down(shelved(w), reason="Foto salah", by=w.actors["staff"])


CASES = [
    Case(
        listings.create_listing,
        lambda w: shelved(w).categories.get(),
        lambda w, by: listings.create_listing(
            w.partner, by=by, title="Telur", category=w.it, price=9_000, stock=3
        ),
        "listing.created",
        f"{SELLERS} system",
        again="anew",
    ),
    Case(
        listings.edit,
        shelved,
        lambda w, by: listings.edit(w.it, by=by, title="Telur Bebek"),
        "listing.edited",
        SELLERS,
    ),
    Case(
        listings.set_price,
        shelved,
        lambda w, by: listings.set_price(w.it, 31_000, by=by),
        "listing.priced",
        SELLERS,
    ),
    Case(
        listings.set_stock,
        shelved,
        lambda w, by: listings.set_stock(w.it, 31, by=by),
        "listing.stocked",
        SELLERS,
    ),
    Case(
        listings.publish,
        paused,
        lambda w, by: listings.publish(w.it, by=by),
        "listing.published",
        SELLERS,
    ),
    Case(
        listings.pause,
        shelved,
        lambda w, by: listings.pause(w.it, by=by),
        "listing.paused",
        SELLERS,
    ),
    Case(
        listings.archive,
        shelved,
        lambda w, by: listings.archive(w.it, by=by),
        "listing.archived",
        SELLERS,
    ),
    Case(
        listings.copy,
        shelved,
        lambda w, by: listings.copy(w.it, by=by),
        "listing.created",
        SELLERS,
        again="anew",
    ),
    Case(
        listings.add_picture,
        shelved,
        lambda w, by: listings.add_picture(w.it, photo(), by=by),
        "listing.pictured",
        SELLERS,
        again="anew",
    ),
    Case(
        listings.remove_picture,
        lambda w: two_pictures(w).pk,
        lambda w, by: listings.remove_picture(ProductImage.objects.get(pk=w.it), by=by),
        "listing.picture_removed",
        SELLERS,
        again=ProductImage.DoesNotExist,
    ),
    # One event for each photo, as each may be refused for itself.
    Case(
        pictures.add_pictures,
        shelved,
        lambda w, by: pictures.add_pictures(w.it, [photo(), photo()], by=by),
        "listing.pictured listing.pictured",
        SELLERS,
        again="anew",
    ),
    Case(
        pictures.put_first,
        two_pictures,
        lambda w, by: pictures.put_first(w.it, by=by),
        "listing.pictures_ordered",
        SELLERS,
    ),
    Case(
        pictures.move_up,
        two_pictures,
        lambda w, by: pictures.move_up(ProductImage.objects.get(pk=w.it.pk), by=by),
        "listing.pictures_ordered",
        SELLERS,
    ),
    Case(
        pictures.caption,
        two_pictures,
        lambda w, by: pictures.caption(w.it, "Dari samping", by=by),
        "listing.picture_captioned",
        SELLERS,
    ),
    Case(
        takedowns.take_down,
        shelved,
        lambda w, by: takedowns.take_down(w.it, reason="Foto salah", by=by),
        "listing.taken_down",
        CHECKERS,
        refused={NotYoursToTakeDown: INVOLVED},
    ),
    Case(
        takedowns.take_down,
        lambda w: shelved(w, state="archived", is_public=False),
        lambda w, by: takedowns.take_down(w.it, reason="Foto salah", by=by),
        "",
        "",
        refused={Archived: "volunteer staff"},
    ),
    Case(
        takedowns.say_mended,
        lambda w: down(w).product,
        lambda w, by: takedowns.say_mended(w.it, note="Foto baru", by=by),
        "listing.mended",
        SELLERS,
    ),
    Case(
        takedowns.say_mended,
        shelved,
        lambda w, by: takedowns.say_mended(w.it, note="Foto baru", by=by),
        "",
        "",
        refused={NotTakenDown: SELLERS},
    ),
    Case(
        takedowns.lift,
        down,
        lambda w, by: takedowns.lift(w.it, by=by),
        "listing.restored",
        CHECKERS,
        refused={NotYoursToTakeDown: INVOLVED},
    ),
    Case(
        wholesale.set_breaks,
        shelved,
        lambda w, by: wholesale.set_breaks(w.it, {5: 20_000}, by=by),
        "listing.wholesale_priced",
        SELLERS,
    ),
    Case(
        animals.describe,
        koi,
        lambda w, by: animals.describe(w.it, by=by, sex="male"),
        "listing.animal_described",
        SELLERS,
    ),
    Case(
        animals.forget,
        lambda w: koi(w, is_described=True),
        lambda w, by: animals.forget(w.it, by=by),
        "listing.animal_forgotten",
        SELLERS,
    ),
    Case(
        groups.make_group,
        lambda w: None,
        lambda w, by: groups.make_group(w.partner, "Keripik", by=by),
        "listing_group.made",
        SELLERS,
        again="anew",
    ),
    Case(
        groups.join,
        group,
        lambda w, by: groups.join(*w.it, "Pedas", by=by),
        "listing.grouped",
        SELLERS,
    ),
    Case(
        groups.leave,
        lambda w: group(w, has_members=True)[0],
        lambda w, by: groups.leave(w.it, by=by),
        "listing.ungrouped",
        SELLERS,
    ),
    # Two verbs in one transaction: a price and a stock.
    Case(
        change_figures,
        lambda w: (record := shelved(w).stockrecords.get(), figures_of(record)),
        lambda w, by: change_figures(w.it[0], seen=w.it[1], wanted=Figures(7_000, 7), by=by),
        "listing.priced listing.stocked",
        SELLERS,
    ),
    # The verbs of its first minute: made, pictured, shown.
    Case(
        start_listing,
        lambda w: shelved(w).categories.get(),
        lambda w, by: start_listing(
            w.seller,
            by=by,
            title="Telur",
            category=w.it,
            price=9_000,
            stock=3,
            photos=[photo()],
            is_published=True,
        ),
        "listing.created listing.pictured listing.published",
        SELLERS,
        again="anew",
    ),
]
