"""The rows of a placed order: address, parts and lines, with everything frozen that may change."""

from collections.abc import Mapping, Sequence

from django.conf import settings
from oscar.core.loading import get_model

from catalogue import commission
from shop.basket.parts import PartLine
from shop.order.models import Line, Order, SellerOrder, ShippingAddress
from shop.partner.models import Partner
from shop.payment.paying_out import village_shares
from shop.shipping.options import DeliveryOption

from .drafts import Answers
from .proposals import Proposal, ProposedPart

INDONESIA = "ID"
#: For live animals whose listing states no other time.
LIVE_COMPLAINT_HOURS = 24


def write_address(answers: Answers, proposal: Proposal) -> ShippingAddress | None:
    """Write where the order goes; an order that is only picked up has no address."""
    place = proposal.destination
    if not proposal.is_sent or place is None:
        return None
    name = answers.recipient_name if answers.is_gift else answers.name
    return ShippingAddress.objects.create(
        first_name=name,
        line1=answers.street,
        line2=answers.directions,
        line4=place.regency,
        state=place.province,
        postcode=place.postal_code,
        country=indonesia(),
        village_id=place.region_id,
        village_code=place.code,
        village_name=place.village,
        district_name=place.district,
        latitude=place.latitude,
        longitude=place.longitude,
    )


def indonesia():
    """Return Oscar's row for Indonesia, made when the first order needs it."""
    country, _made = get_model("address", "Country").objects.get_or_create(
        iso_3166_1_a2=INDONESIA,
        defaults={"printable_name": "Indonesia", "name": "Indonesia", "is_shipping_country": True},
    )
    return country


def write_parts(
    order: Order, parts: Sequence[ProposedPart], notes: Mapping[int, str]
) -> dict[int, SellerOrder]:
    """Write one seller order per partner; returns them by partner id."""
    shares = village_shares.rates_of([part.partner for part in parts])
    rows = [
        SellerOrder(
            order=order,
            partner=part.partner,
            goods=part.goods,
            note=notes.get(part.partner.pk, ""),
            village_share_bp=shares[part.partner.pk],
            **_stall(part.partner),
            **_delivery(part.choice),
        )
        for part in parts
        if part.choice
    ]
    return {row.partner_id: row for row in SellerOrder.objects.bulk_create(rows)}


def write_lines(
    order: Order, seller_orders: Mapping[int, SellerOrder], parts: Sequence[ProposedPart]
) -> None:
    """Write the lines in stock-record order.

    Their commission is frozen: the seller's own rate, else that of the nearest category that says
    one, else that of the shop.
    """
    by_category = commission.rates_of([line.product.pk for part in parts for line in part.lines])
    rows = [
        _line(order, seller_orders[part.partner.pk], part.partner, line, by_category)
        for part in parts
        for line in part.lines
    ]
    Line.objects.bulk_create(sorted(rows, key=lambda row: row.stockrecord_id))


def _stall(partner: Partner) -> dict[str, object]:
    village = partner.village
    return {
        "partner_name": partner.name or "",
        "village": village,
        "village_name": village.name if village else "",
        "district_name": village.parent.name if village else "",
    }


def _delivery(choice: DeliveryOption) -> dict[str, object]:
    return {
        "delivery_method": choice.method,
        "delivery_service": choice.service,
        "delivery_own": choice.fee_own,
        "delivery_courier": choice.fee_courier,
        "courier": choice.courier,
        "promised_from": choice.days_from,
        "promised_to": choice.days_to,
    }


def _line(
    order: Order,
    part: SellerOrder,
    partner: Partner,
    line: PartLine,
    by_category: Mapping[int, int],
) -> Line:
    product, rate = line.product, partner.commission_bp
    if rate is None:
        rate = by_category.get(product.pk, settings.COMMISSION_BP)
    is_weighed = product.price_basis == product.PriceBasis.WEIGHT
    return Line(
        order=order,
        seller_order=part,
        partner=partner,
        partner_name=partner.name or "",
        partner_sku=line.stockrecord.partner_sku,
        stockrecord=line.stockrecord,
        product=product,
        title=product.title,
        upc=product.upc,
        quantity=line.takes,
        num_allocated=line.takes,
        unit_price_incl_tax=line.price,
        unit_price_excl_tax=line.price,
        line_price_incl_tax=line.total,
        line_price_excl_tax=line.total,
        line_price_before_discounts_incl_tax=line.total,
        line_price_before_discounts_excl_tax=line.total,
        unit=product.unit,
        content_note=product.content_note,
        net_grams=product.net_amount if product.net_measure == product.Measure.GRAM else None,
        gross_grams=product.gross_grams,
        price_basis=product.price_basis,
        tolerance_bp=settings.WEIGHT_TOLERANCE_BP if is_weighed else 0,
        commission_bp=rate,
        complaint_hours=_complaint_hours(product),
    )


def _complaint_hours(product) -> int:
    """Return how long after hand-over a problem may be reported; animals say it on the listing."""
    if product.is_live:
        return product.arrival_hours or LIVE_COMPLAINT_HOURS
    return settings.COMPLAINT_WINDOW_DAYS * 24
