"""Rows for tests, each with what it needs to be valid; every argument may be given."""

from itertools import count

from catalogue.models import Product, ProductClass
from shop.basket.models import Basket
from shop.partner.models import Partner, StockRecord
from shop.partner.strategy import Strategy
from shop.people.models import User
from shop.shipping.models import Method, PartnerDelivery
from shop.villages.models import Region

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
