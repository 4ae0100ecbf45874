import re
from datetime import timedelta
from io import StringIO

import pytest
from django.apps import apps
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.contrib.staticfiles import finders
from django.core.checks import run_checks
from django.core.management import CommandError, call_command
from django.utils import timezone

from catalogue.models import Product, ProductImage
from sellers.models import Seller
from shop.history.models import Event
from shop.order.models import Order
from shop.partner import listings
from shop.partner.models import Partner, StockRecord
from shop.payment.collecting import collectors
from shop.payment.models import BankAccount
from shop.people.actors import SYSTEM
from shop.people.phones import is_demo
from shop.shipping.models import ArrangementZone, CourierBand, ParcelTariff, PartnerDelivery
from shop.storefront.demo.people import PARTS
from shop.villages.assigning import set_pilot
from shop.villages.models import Assignment, Region
from tests import factories

SIGN_IN = re.compile(r"(\S+@contoh\.example) +(\+62800\d+) +(\S+)$", re.MULTILINE)


def run(action: str) -> str:
    said = StringIO()
    call_command("demo", action, stdout=said)
    return said.getvalue()


def rows() -> dict[str, int]:
    """How many rows each of our tables has, without what only grows."""
    only_grow = {"history.Event", "catalogue.ListingChange"}
    ours = {"catalogue", "partner", "sellers", "people", "villages", "shipping", "payment", "order"}
    return {
        model._meta.label: model._base_manager.count()
        for model in apps.get_models()
        if model._meta.app_label in ours
        and model._meta.managed
        and model._meta.label not in only_grow
    }


def test_every_seller_and_listing_is_there_and_marked(demo_shop):
    assert Seller.objects.public().filter(is_demo=True).count() == 42
    assert Product.objects.published().filter(is_demo=True).count() == 144
    assert set(Product.objects.values_list("upc", flat=True)) == {
        f"P{number:03}" for number in range(1, 145)
    }
    assert not Partner.objects.filter(is_demo=False).exists()


def test_net_and_gross_weight_are_two_things(demo_shop):
    eggs = Product.objects.get(upc="P001")

    assert (eggs.net_amount, eggs.net_measure, eggs.gross_grams) == (1_000, "g", 1_050)
    assert (eggs.content_note, eggs.piece_count) == ("15-17 butir", None)
    assert eggs.stockrecords.get().rupiah == 28_000


def test_three_listings_are_priced_by_weight(demo_shop):
    by_weight = Product.objects.filter(price_basis="weight").values_list("upc", "net_amount")

    assert sorted(by_weight) == [("P024", 1_000), ("P028", 1_000), ("P031", 1_000)]


def test_goods_go_only_by_the_ways_that_suit_them(demo_shop):
    def ways(upc):
        return Product.objects.values_list(
            "allows_village_courier", "allows_parcel", "express_only", "allows_arrangement"
        ).get(upc=upc)

    assert ways("P001") == (True, True, True, False)
    assert ways("P018") == (True, False, False, True)
    assert ways("P027") == (True, True, False, False)
    assert ways("P044") == (False, False, False, True)
    assert not Product.objects.filter(allows_pickup=False).exists()


def test_every_stall_offers_the_ways_of_its_goods(demo_shop):
    offered = set(PartnerDelivery.objects.values_list("partner", "method"))

    for record in StockRecord.objects.select_related("product"):
        product, partner = record.product, record.partner_id
        assert (partner, "pickup") in offered
        assert not product.allows_village_courier or (partner, "village_courier") in offered
        assert not product.allows_parcel or (partner, "parcel") in offered
        if product.allows_arrangement:
            assert (partner, "arrangement") in offered
            assert ArrangementZone.objects.filter(partner=partner).exists()
    eggs = Partner.objects.get(stockrecords__product__upc="P001")
    assert eggs.deliveries.get(method="village_courier").radius_km == 5


def test_the_states_a_buyer_meets_are_there(demo_shop):
    assert set(
        Product.objects.filter(stockrecords__num_in_stock=0).values_list("upc", flat=True)
    ) == {"P079", "P096"}
    assert Product.objects.filter(is_preorder=True, preorder_days__gt=0).count() == 8
    assert Product.objects.filter(min_quantity__gt=1).count() == 3
    closed = Partner.objects.exclude(pk__in=Partner.objects.taking_orders())
    assert [partner.name for partner in closed] == ["Rabuk Subur Wates"]
    assert closed[0].closed_to == timezone.localdate() + timedelta(days=14)


def test_every_listing_has_a_picture_and_photos_pass_the_pipeline(demo_shop):
    icons = ProductImage.objects.exclude(icon="")
    photos = ProductImage.objects.filter(icon="")

    assert (icons.count(), photos.count()) == (139, 5)
    assert all(
        finders.find(f"img/icons/{icon}") for icon in set(icons.values_list("icon", flat=True))
    )
    assert {(photo.state, bool(photo.original)) for photo in photos} == {("waiting", True)}
    assert all(photo.caption.startswith("Foto: ") for photo in photos)
    assert Seller.objects.get(name="Tirta Koi Sumber").photo.state == "waiting"


def test_the_demo_marks_twenty_pilots_and_says_whose_choice_it_is(demo_shop):
    assert Region.objects.pilots().count() == 20
    assert "a choice of the demo" in demo_shop


def test_every_role_signs_in_with_what_was_printed(demo_shop):
    sign_ins = SIGN_IN.findall(demo_shop)

    assert len(sign_ins) == len(PARTS) == 14
    for email, phone, password in sign_ins:
        person = get_user_model().objects.get(email=email)
        assert person.check_password(password)
        assert person.phone == phone
    assert len({password for _email, _phone, password in sign_ins}) == 14
    assert not any(password in str(Event.objects.values_list()) for *_ids, password in sign_ins)


def test_demo_people_are_marked_unreachable_and_named_contoh(demo_shop):
    people = get_user_model().objects.all()

    assert people.count() == 42 + 12
    assert all(person.is_demo and is_demo(person.phone) for person in people)
    played = people.filter(email__isnull=False)
    assert all(person.name.endswith("Contoh") for person in played)
    assert not any(person.has_usable_password() for person in people.filter(email=None))


def test_staff_have_their_groups_and_volunteers_their_villages(demo_shop):
    assert Group.objects.filter(user__is_demo=True, user__is_staff=True).count() == 3
    assert get_user_model().objects.filter(is_superuser=True).count() == 1
    assert sorted(Assignment.objects.current().values_list("role", "region__code")) == [
        ("coordinator", "35.05.04"),
        ("coordinator", "35.05.06"),
        ("office", "35.05.04.2007"),
        ("treasurer", "35.05.04.2007"),
        ("volunteer", "35.05.04.2007"),
        ("volunteer", "35.05.06.2013"),
    ]


def test_who_enters_money_does_not_release_it(demo_shop):
    maker, releaser = (
        {
            permission.codename
            for permission in Group.objects.get(name=name).permissions.all()
            if not permission.codename.startswith("view_")
        }
        for name in ("Staf keuangan: mencatat", "Staf keuangan: mencairkan")
    )

    assert maker & releaser == set()
    assert "add_receipt" in maker
    assert "change_refund" in releaser


def test_loading_again_leaves_everything_as_it_is(demo_shop):
    listings.set_price(Product.objects.get(upc="P001"), 31_000, by=SYSTEM)
    set_pilot(Region.objects.pilots().first(), is_pilot=False, by=SYSTEM)
    before, events = rows(), Event.objects.count()

    said = run("load")

    assert rows() == before
    assert Event.objects.count() == events
    assert "Demo listings: 0 added, 144 left as they were." in said
    assert StockRecord.objects.get(product__upc="P001").rupiah == 31_000
    assert Region.objects.pilots().count() == 19
    assert not SIGN_IN.findall(said)


def test_new_passwords_replace_the_old_ones(demo_shop):
    old = {email: password for email, _phone, password in SIGN_IN.findall(demo_shop)}

    new = {email: password for email, _phone, password in SIGN_IN.findall(run("people"))}

    assert new.keys() == old.keys()
    for email, password in new.items():
        person = get_user_model().objects.get(email=email)
        assert person.check_password(password)
        assert not person.check_password(old[email])


def test_removing_takes_the_demo_and_nothing_else(demo_shop):
    own_stall = factories.partner("Lapak Sungguhan")
    own = factories.listing(own_stall, upc="8991234567890")
    person = factories.person()
    village = Region.objects.get(code="35.05.21.2001")
    set_pilot(village, is_pilot=True, by=SYSTEM)
    ParcelTariff.objects.create(
        courier="Pos", origin="35.05", first_kg=9_000, next_kg=9_000, days_min=2, days_max=3
    )

    said = run("remove")

    assert list(Product.objects.all()) == [own]
    assert list(Partner.objects.all()) == [own_stall]
    assert list(get_user_model().objects.all()) == [person]
    assert list(Region.objects.pilots()) == [village]
    assert [tariff.courier for tariff in ParcelTariff.objects.all()] == ["Pos"]
    assert Region.objects.villages().count() == 248
    assert not any(model.objects.exists() for model in (Seller, BankAccount, CourierBand))
    assert "Demo listings: 144 removed." in said
    assert run("remove").strip() == "There is no demo shop."


def test_a_tariff_and_a_pilot_that_staff_took_over_stay(demo_shop):
    CourierBand.objects.filter(max_km=3).update(fee=4_000)
    village = Region.objects.pilots().first()
    set_pilot(village, is_pilot=False, by=SYSTEM)
    set_pilot(village, is_pilot=True, by=SYSTEM)

    run("remove")

    assert list(CourierBand.objects.values_list("max_km", "fee")) == [(3, 4_000)]
    assert list(Region.objects.pilots()) == [village]


def test_an_unpaid_demo_order_goes_with_the_demo(demo_shop):
    partner = Partner.objects.get(stockrecords__product__upc="P001")
    factories.placed_order(partner, is_demo=True)
    Product.objects.filter(stockrecords__partner=partner, upc=None).update(is_demo=True)

    run("remove")

    assert not Order.objects.exists()
    assert not Partner.objects.exists()


def test_a_demo_order_that_moved_money_stays(demo_shop):
    partner = Partner.objects.get(stockrecords__product__upc="P001")
    order = factories.placed_order(partner, is_demo=True)
    account = collectors.shown_account()
    payment = account.payments.create(
        order=order, method="transfer", collector=account.collector, due=50_000, state="expired"
    )
    account.receipts.create(amount=50_000, received_on=timezone.localdate(), payment=payment)

    said = run("remove")

    assert list(Order.objects.all()) == [order]
    assert "Demo orders: 1 stay" in said
    assert order.lines.count() == 1


def test_what_an_order_of_a_real_stall_names_stays_out_of_sight(demo_shop):
    partner = Partner.objects.get(stockrecords__product__upc="P001")
    order = factories.placed_order(partner, factories.partner(), is_demo=True)
    made_up = order.lines.get(partner=partner).product
    eggs = StockRecord.objects.get(product__upc="P001")
    order.lines.filter(partner=partner).update(product=eggs.product_id, stockrecord=eggs)
    made_up.delete()

    said = run("remove")

    assert list(Order.objects.all()) == [order]
    eggs = order.lines.get(partner=partner).product
    assert (eggs.state, eggs.upc) == ("archived", "")
    assert not Seller.objects.public().exists()
    assert "Demo sellers: 1 stay" in said
    assert not get_user_model().objects.filter(is_demo=True).exists()

    run("load")
    assert Seller.objects.public().count() == 42
    assert Product.objects.published().filter(is_demo=True).count() == 144


def test_a_bank_account_that_money_went_to_stays_closed(demo_shop):
    order = factories.placed_order(factories.partner())
    account = collectors.shown_account()
    account.payments.create(
        order=order, method="transfer", collector=account.collector, due=50_000, state="expired"
    )

    run("remove")

    assert BankAccount.objects.get() == account
    assert collectors.shown_account() is None


def test_a_real_server_takes_no_demo(demo_shop, production):
    for action in ("load", "people"):
        with pytest.raises(CommandError, match="no place on a real server"):
            run(action)


def test_a_real_server_fails_its_checks_while_a_demo_person_exists(demo_shop, production):
    assert [error.id for error in run_checks() if error.id == "storefront.E001"] == [
        "storefront.E001"
    ]

    run("remove")

    assert "storefront.E001" not in [error.id for error in run_checks()]


def test_a_trial_machine_passes_its_checks_with_demo_people(demo_shop):
    assert "storefront.E001" not in [error.id for error in run_checks()]
