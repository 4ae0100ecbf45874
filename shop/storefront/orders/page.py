"""What an order page shows, read in a fixed number of queries."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from shop.look.pieces import Event, SumLine
from shop.look.words import grams_words, moment
from shop.order import complaints, timeline
from shop.order.models import Adjustment, Complaint, Line, Order, SellerOrder
from shop.order.weighing import BY_WEIGHT
from shop.payment.collecting.collectors import told_to_payers
from shop.payment.models import BuyerReceipt, Payment, Refund
from shop.shipping.models import Method
from shop.shipping.options import way_words

from .access import Access
from .card_words import CardPanel, panel_of

#: Methods by which heavier goods may cost more: nothing is taken before they are weighed.
PAID_BY_WEIGHT = ("cash", "card")
OVER = {SellerOrder.Status.DECLINED, SellerOrder.Status.CANCELLED}


@dataclass(frozen=True)
class LineView:
    """One ordered line; weights in grams are of all its units that are still supplied."""

    line: Line
    nominal_grams: int | None
    is_paid_by_weight: bool

    @property
    def price_note(self) -> str:
        """What weighing does, or did, to the price of goods sold by weight."""
        line = self.line
        if line.price_basis != BY_WEIGHT or not self.nominal_grams:
            return ""
        if line.final_grams:
            return _("Ordered %(nominal)s, weighed %(final)s") % {
                "nominal": grams_words(self.nominal_grams),
                "final": grams_words(line.final_grams),
            }
        if self.is_paid_by_weight:
            return _(
                "Weighed by the seller; you pay by weight, at most %(percent)s more than ordered."
            ) % {"percent": f"{line.tolerance_bp / 100:g}%"}
        return _(
            "Weighed by the seller. Lighter: the difference comes back to you. "
            "Heavier: you pay no more."
        )


@dataclass(frozen=True)
class PartView:
    """One seller's part as the buyer sees it."""

    part: SellerOrder
    lines: list["LineView"]
    adjustments: list[Adjustment]
    events: list[Event]
    sums: list[SumLine]
    method: str
    complaints: list[Complaint]
    can_complain: bool
    complain_until: datetime | None

    @property
    def can_be_received(self) -> bool:
        """Whether "Pesanan diterima" may be pressed."""
        return self.part.status in (SellerOrder.Status.SENT, SellerOrder.Status.HANDED_OVER)

    @property
    def is_pickup(self) -> bool:
        """Whether the buyer fetches it himself."""
        return self.part.delivery_method == Method.PICKUP

    @property
    def status(self) -> str:
        """Where the part stands, in words."""
        is_ready = self.part.status == SellerOrder.Status.READY
        return ready_words(self.part) if is_ready else self.part.get_status_display()


@dataclass(frozen=True)
class OrderView:
    """A whole order as the buyer sees it."""

    order: Order
    url: str
    is_proven: bool
    parts: list[PartView]
    sums: list[SumLine]
    payment: Payment | None
    payments: list[Payment]
    refunds: list[Refund]
    card: CardPanel | None

    @property
    def is_unpaid(self) -> bool:
        """Whether paying and cancelling are open to the buyer."""
        return self.order.status == Order.State.AWAITING

    @property
    def receipts(self) -> list[BuyerReceipt]:
        """The numbered receipts of what was paid."""
        return [
            payment.buyer_receipt for payment in self.payments if hasattr(payment, "buyer_receipt")
        ]

    @property
    def rests_elsewhere(self) -> str:
        """What payers are told of whose account the money is in; empty: it is ours."""
        held = [self.payment] if self.payment else [one for one in self.payments if one.captured]
        return str(told_to_payers(held[-1].collector)) if held else ""

    @property
    def to_pay(self) -> int:
        """What the open attempt asks for, in rupiah: sum and code, then what is missing."""
        if self.payment is None:
            return 0
        captured = self.payment.captured
        return self.payment.due - captured if captured else self.payment.total

    @property
    def can_ask_to_cancel(self) -> bool:
        """Whether no seller has accepted yet."""
        waiting = {SellerOrder.Status.NEW, *OVER}
        return (
            self.order.status == Order.State.CONFIRMED
            and self.order.cancel_asked_at is None
            and all(part.part.status in waiting for part in self.parts)
        )

    @property
    def proof_waits(self) -> bool:
        """Whether staff are looking at a proof."""
        return self.order.clock_stopped_at is not None


def describe(access: Access) -> OrderView:
    """Read everything the order page shows."""
    order = access.order
    parts = list(
        order.seller_orders.prefetch_related(
            "lines", "adjustments", "complaints__pictures"
        ).order_by("pk")
    )
    told = timeline.of(order)
    payments = list(
        order.payments.select_related(
            "account", "card", "qris", "buyer_receipt", "collector__region", "collector__partner"
        ).prefetch_related("proofs")
    )
    open_payments = [payment for payment in payments if payment.state in Payment.OPEN]
    return OrderView(
        order=order,
        url=access.url,
        is_proven=access.is_proven,
        parts=[_part(part, told) for part in parts],
        sums=_sums(order, parts, payments),
        payment=open_payments[0] if open_payments else None,
        payments=payments,
        refunds=list(order.refunds.select_related("collector")),
        card=panel_of(order, payments),
    )


def _part(part: SellerOrder, told) -> PartView:
    adjustments = list(part.adjustments.all())
    sums = [SumLine(_("Goods"), part.goods), SumLine(_("Delivery fee"), part.delivery)]
    sums += [
        SumLine(adjustment.get_kind_display(), adjustment.amount) for adjustment in adjustments
    ]
    return PartView(
        part=part,
        lines=[_line(part, line, adjustments) for line in part.lines.all()],
        adjustments=adjustments,
        events=steps(part, told),
        sums=sums,
        method=way_words(part.delivery_method, service=part.delivery_service, courier=part.courier),
        complaints=list(part.complaints.all()),
        can_complain=complaints.can_complain(part, part.lines.all()),
        complain_until=complaints.last_window_ends(part, part.lines.all()),
    )


def _line(part: SellerOrder, line: Line, adjustments: list[Adjustment]) -> LineView:
    missing = sum(change.units for change in adjustments if change.line_id == line.pk)
    grams = line.net_grams * (line.quantity - missing) if line.net_grams else None
    return LineView(line, grams, is_paid_by_weight=part.order.payment_method in PAID_BY_WEIGHT)


def steps(part: SellerOrder, told) -> list[Event]:
    """Return the way of one part: what was done when and by whom, where it is, what comes."""
    done = [
        Event(
            entry.title,
            "done",
            " · ".join(filter(None, [_when_and_who(entry), entry.about])),
        )
        for entry in told
        if entry.part_id in (None, part.pk)
    ]
    return done + _ahead(part)


def _when_and_who(entry: timeline.Entry) -> str:
    return f"{moment(entry.at)}, {entry.who}" if entry.who else moment(entry.at)


def ready_words(part: SellerOrder) -> str:
    """Say whom packed goods wait for."""
    is_pickup = part.delivery_method == Method.PICKUP
    return _("Ready for pick-up") if is_pickup else _("Ready for the courier")


def _ahead(part: SellerOrder) -> list[Event]:
    status = SellerOrder.Status
    if part.status in {*OVER, status.COMPLETED}:
        return []
    is_pickup = part.delivery_method == Method.PICKUP
    way = [
        (status.WAITING, _("Waiting for payment")),
        (status.NEW, _("Waiting for seller")),
        (status.ACCEPTED, _("Being prepared")),
        (status.READY, ready_words(part)),
        *([] if is_pickup else [(status.SENT, _("On its way"))]),
        (status.HANDED_OVER, _("Received")),
        (status.COMPLETED, _("Completed")),
    ]
    current = status.ACCEPTED if part.status == status.WEIGHED else part.status
    names = [name for name, _title in way]
    at = names.index(current) if current in names else len(names) - 1
    return [
        Event(title, "now" if index == at else "later")
        for index, (_name, title) in enumerate(way)
        if index >= at
    ]


def _sums(order: Order, parts: list[SellerOrder], payments: list[Payment]) -> list[SumLine]:
    goods = sum(part.goods for part in parts)
    delivery = sum(part.delivery for part in parts)
    changes = sum(adjustment.amount for part in parts for adjustment in part.adjustments.all())
    code = sum(_code_of(payment) for payment in payments)
    lines = [SumLine(_("Goods"), goods), SumLine(_("Delivery fee"), delivery)]
    if changes:
        lines.append(SumLine(_("Changes"), changes))
    if code:
        lines.append(SumLine(_("Unique code"), code))
    total = goods + delivery + changes + code
    return [*lines, SumLine(_("Total"), total, is_total=True)]


def _code_of(payment: Payment) -> int:
    """The unique code that is asked for, or what of it came in."""
    if payment.state in Payment.OPEN:
        return payment.code
    if payment.state == Payment.State.CAPTURED:
        return min(payment.code, max(0, payment.captured - payment.due))
    return 0
