"""Rows for tests, each with what it needs to be valid; every argument may be given."""

from datetime import timedelta
from itertools import count

from django.utils import timezone

from catalogue.models import Category, Product, ProductCategory, ProductClass, ProductImage
from sellers.models import Consent, Seller
from shop.basket.models import Basket
from shop.order.models import Line, Order, SellerOrder
from shop.partner import reservation
from shop.partner.models import Partner, StockRecord
from shop.partner.strategy import Strategy
from shop.payment.collecting.collectors import platform
from shop.payment.models import BankAccount, QrisCode
from shop.people.models import User
from shop.shipping.models import Method, PartnerDelivery
from shop.villages.models import Region
from tests.payment.qris_codes import code

numbers = count(1)


def region(code: str, name: str, **fields) -> Region:
    """Return the region with that code, made with the regions above it if it is new."""
    if found := Region.objects.filter(code=code).first():
        return found
    parts = code.split(".")
    parent = region(".".join(parts[:-1]), f"Atas {code}") if len(parts) > 1 else None
    kinds = ["provinsi", "kabupaten", "kecamatan", "desa"]
    fields = {"kind": kinds[len(parts) - 1], "slug": code.replace(".", "-"), **fields}
    return Region.objects.create(code=code, name=name, level=len(parts), parent=parent, **fields)


def village(code: str = "35.05.04.2007", name: str = "Suruhwadang", **fields) -> Region:
    """Return a village of Kademangan, Blitar, at its real place."""
    fields = {"latitude": -8.1769, "longitude": 112.1089, "postal_code": "66161", **fields}
    region("35", "Jawa Timur")
    region("35.05", "Kabupaten Blitar", slug="blitar")
    region("35.05.04", "Kademangan", slug="kademangan")
    return region(code, name, **fields)


def partner(name: str = "", *, methods=("pickup", "village_courier"), **fields) -> Partner:
    """Return a partner that accepts orders and offers these ways of delivery."""
    fields = {"accepts_orders": True, "village": fields.pop("village", None) or village(), **fields}
    partner = Partner.objects.create(name=name or f"Lapak {next(numbers)}", **fields)
    for method in methods:
        radius = 10 if method == Method.VILLAGE_COURIER else None
        PartnerDelivery.objects.create(partner=partner, method=method, radius_km=radius)
    return partner


def listing(owner: Partner | None = None, *, price=25_000, stock=10, **fields) -> Product:
    """Return a published listing with its stock record."""
    number = next(numbers)
    kind, _made = ProductClass.objects.get_or_create(name="Listing")
    fields = {
        "title": f"Telur {number}",
        "slug": f"telur-{number}",
        "state": "published",
        "is_public": True,
        "product_class": kind,
        **fields,
    }
    product = Product.objects.create(**fields)
    StockRecord.objects.create(
        product=product,
        partner=owner or partner(),
        partner_sku=f"S{number}",
        price_currency="IDR",
        price=price,
        num_in_stock=stock,
    )
    return product


def basket(**fields) -> Basket:
    """Return an empty open basket with the shop's strategy."""
    basket = Basket.objects.create(**fields)
    basket.strategy = Strategy()
    return basket


def person(**fields) -> User:
    """Return somebody who signs in by phone."""
    number = next(numbers)
    fields = {"phone": f"+6281234{number:06d}", "name": f"Orang {number} Contoh", **fields}
    return User.objects.create_user(password="rahasia-sekali", **fields)


def placed_order(*owners: Partner, delivery="pickup", fee=0, courier_fee=0, quantity=2, **fields):
    """Return an awaiting order of one line per partner, its stock reserved; no payment yet.

    Each line costs 2 × Rp25.000 by default; `fee` and `courier_fee` are charged per part.
    """
    goods = fields.pop("price", 25_000) * quantity
    commission_bp = fields.pop("commission_bp", 0)
    owners = owners or (partner(),)
    total, shipping = (goods + fee + courier_fee) * len(owners), (fee + courier_fee) * len(owners)
    number = next(numbers)
    placed = Order.objects.create(
        **{
            "number": f"{9000 + number // 10_000}-{number % 10_000:04d}",
            "status": "awaiting",
            "currency": "IDR",
            "total_incl_tax": total,
            "total_excl_tax": total,
            "shipping_incl_tax": shipping,
            "shipping_excl_tax": shipping,
            "date_placed": timezone.now(),
            "expires_at": timezone.now() + timedelta(hours=24),
            "guest_name": "Sari Contoh",
            "guest_phone": f"+6281300{number:06d}",
            "recipient_name": "Sari Contoh",
            "recipient_phone": f"+6281300{number:06d}",
            **fields,
        }
    )
    for owner in owners:
        product = listing(owner, price=goods // quantity, stock=quantity)
        stockrecord = product.stockrecords.get()
        part = SellerOrder.objects.create(
            order=placed,
            partner=owner,
            partner_name=owner.name,
            goods=goods,
            delivery_method=delivery,
            delivery_own=fee,
            delivery_courier=courier_fee,
            courier="Kilat" if courier_fee else "",
        )
        Line.objects.create(
            order=placed,
            seller_order=part,
            partner=owner,
            partner_name=owner.name,
            stockrecord=stockrecord,
            product=product,
            title=product.title,
            quantity=quantity,
            num_allocated=quantity,
            unit="kg",
            commission_bp=commission_bp,
            **dict.fromkeys(("line_price_incl_tax", "line_price_excl_tax"), goods),
            **dict.fromkeys(
                ("line_price_before_discounts_incl_tax", "line_price_before_discounts_excl_tax"),
                goods,
            ),
            **dict.fromkeys(("unit_price_incl_tax", "unit_price_excl_tax"), goods // quantity),
        )
        reservation.reserve({stockrecord.pk: quantity})
    return placed


def bank_account(**fields) -> BankAccount:
    """Return an account for transfers that is in use: the platform's unless told otherwise."""
    fields = {"bank": "Bank Contoh", "number": "0000-123", "holder": "Sambung Desa", **fields}
    return BankAccount.objects.create(**{"collector": platform(), **_confirmed(), **fields})


def qris_code(**fields) -> QrisCode:
    """Return a QRIS code that is in use: the platform's unless told otherwise."""
    fields = {"nmid": "ID1020000000001", "merchant_name": "SAMBUNG DESA", **fields}
    fields.setdefault("payload", code(name=fields["merchant_name"], nmid=fields["nmid"]))
    return QrisCode.objects.create(**{"collector": platform(), **_confirmed(), **fields})


def _confirmed() -> dict[str, object]:
    """What an account or a code says once a second person has confirmed it."""
    return {"is_active": True, "confirmed_by": person(), "confirmed_at": timezone.now()}


def category(slug: str, sector: str, *, above: Category | None = None, **fields) -> Category:
    """Return the category of that slug in a sector, made as its root or below another."""
    if found := Category.objects.filter(slug=slug, sector=sector).first():
        return found
    columns = {"name": slug.capitalize(), "name_en": f"{slug} (en)", "icon": "egg.webp", **fields}
    columns |= {"slug": slug, "code": slug, "sector": sector}
    if above is None:
        return Category.add_root(**columns)
    return Category.objects.get(pk=above.pk).add_child(**columns)


def stall(owner: Partner | None = None, **fields) -> Seller:
    """Return a verified stall, by default on a new partner."""
    number = next(numbers)
    fields = {
        "name": f"Lapak Contoh {number}",
        "slug": f"lapak-contoh-{number}",
        "sector": "peternakan",
        "verified_at": timezone.now(),
        **fields,
    }
    owner = owner or partner(fields["name"])
    return Seller.objects.create(partner=owner, **fields)


def shelved(seller: Seller, *, leaf: Category | None = None, **fields) -> Product:
    """Return a listing on a stall's shelf, in a category."""
    product = listing(seller.partner, **fields)
    sector = category("peternakan", "peternakan")
    leaf = leaf or category("telur", "peternakan", above=sector)
    ProductCategory.objects.create(product=product, category=leaf)
    return product


def ready_picture(product: Product, **fields) -> ProductImage:
    """Return a listing's picture as the worker leaves it, without files."""
    columns = {
        "state": "ready",
        "width": 1200,
        "height": 900,
        "widths": [180, 360, 480, 720, 1080],
        "colour": "#886644",
        **fields,
    }
    return ProductImage.objects.create(product=product, **columns)


def works_in(seller: Seller, role: str = "owner", **fields):
    """Return a person who is owner or helper of a stall."""
    somebody = person(**fields)
    seller.memberships.create(person=somebody, role=role)
    return somebody


def assigned(role: str, place: Region, **fields):
    """Return a person with a role in a region since yesterday: volunteer, coordinator …"""
    somebody = person(**fields)
    somebody.assignments.create(
        role=role, region=place, starts=timezone.localdate() - timedelta(days=1)
    )
    return somebody


def consented(volunteer, seller: Seller) -> Consent:
    """Return an owner's consent, by code, that a volunteer acts in her stall."""
    owner = seller.memberships.get(role="owner", ended_at=None).person
    return Consent.objects.create(
        seller=seller, owner=owner, volunteer=volunteer, means="code", given_at=timezone.now()
    )
