"""What the desk shows of a seller order: its goods now, its buyer, its cash, its next steps.

Build cards only from `shown_of`, which reads everything in a fixed number of queries.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Prefetch, QuerySet
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from catalogue.models import Product
from catalogue.units import unit_label
from sellers.desk.orders import times
from shop.look.words import grams_words
from shop.money import format_rupiah
from shop.order import visibility
from shop.order.models import Complaint, Line, Order, SellerOrder
from shop.partner.models import Partner
from shop.payment.models import Collector, Payment, Refund
from shop.people.phones import is_demo
from shop.shipping.models import Method
from shop.shipping.options import way_words

Status = SellerOrder.Status


@dataclass(frozen=True)
class Goods:
    """An ordered line as it stands now: units still to be supplied, grams, rupiah."""

    line: Line

    @cached_property
    def units(self) -> int:
        """Ordered less what falls short."""
        return self.line.quantity - sum(change.units for change in self.line.adjustments.all())

    @property
    def unit(self) -> str:
        return unit_label(self.line.unit)

    @property
    def price(self) -> int:
        """The line's price after every adjustment, in rupiah."""
        return self.line.price + sum(change.goods for change in self.line.adjustments.all())

    @property
    def is_by_weight(self) -> bool:
        return self.line.price_basis == Product.PriceBasis.WEIGHT

    @property
    def needs_weighing(self) -> bool:
        return self.is_by_weight and self.units > 0 and self.line.final_grams is None

    @property
    def nominal(self) -> str:
        """The weight that was ordered, in words; empty where none is known."""
        return grams_words(self.nominal_grams) if self.line.net_grams else ""

    @property
    def nominal_grams(self) -> int:
        return (self.line.net_grams or 0) * self.units

    @property
    def final(self) -> str:
        """The weight on the scale, in words; empty before weighing."""
        return "" if self.line.final_grams is None else grams_words(self.line.final_grams)


#: Refunds of money that a seller collected herself; hardly any order has one.
OWN_REFUNDS = Prefetch(
    "order__refunds",
    Refund.objects.filter(collector__kind=Collector.Kind.SELLER).select_related("collector"),
    to_attr="refunds_of_sellers",
)


@dataclass(frozen=True)
class Card:
    """A seller order for the eyes of its seller at a moment."""

    part: SellerOrder
    now: datetime

    @cached_property
    def goods(self) -> list[Goods]:
        return [Goods(line) for line in self.part.lines.all()]

    @property
    def number(self) -> str:
        return self.part.order.number

    @cached_property
    def contact(self) -> visibility.Contact | None:
        """Whom to hand it to, while the seller may know."""
        return visibility.contact_for(self.part, at=self.now)

    @property
    def may_write(self) -> bool:
        """Whether the recipient can be reached: nobody writes to demo people."""
        return bool(self.contact and self.contact.phone) and not (
            self.part.order.is_demo or is_demo(self.contact.phone)
        )

    @property
    def whatsapp(self) -> str:
        """The recipient's number as wa.me takes it."""
        return self.contact.phone.removeprefix("+") if self.contact else ""

    @property
    def place(self) -> str:
        """The recipient's village, before her full address is needed."""
        address = self.part.order.shipping_address
        return address.village_name if address and self.contact else ""

    @property
    def delivery(self) -> str:
        part = self.part
        return way_words(part.delivery_method, service=part.delivery_service, courier=part.courier)

    @property
    def promise(self) -> str:
        return times.promise(self.part)

    @property
    def is_pickup(self) -> bool:
        return self.part.delivery_method == Method.PICKUP

    @property
    def is_parcel(self) -> bool:
        return self.part.delivery_method == Method.PARCEL

    @property
    def status(self) -> str:
        """Where it stands, in the seller's words."""
        if self.part.status == Status.NEW:
            return _("To answer")
        if self.part.status == Status.READY:
            return _("Ready to pick up") if self.is_pickup else _("Ready to go")
        return self.part.get_status_display()

    @property
    def time_left(self) -> str:
        """How long a new order still waits for an answer."""
        return times.time_left(self.part.answer_by, self.now) if self.is_new else ""

    @property
    def is_new(self) -> bool:
        return self.part.status == Status.NEW

    @property
    def needs_weighing(self) -> bool:
        return any(row.needs_weighing for row in self.goods)

    @property
    def complaint(self) -> Complaint | None:
        """The problem that is not closed yet."""
        return next((row for row in self.part.complaints.all() if not row.closed_at), None)

    @property
    def waits_for_answer(self) -> bool:
        """Whether the stall has not answered the problem yet."""
        return self.complaint is not None and not self.complaint.answer

    @property
    def units(self) -> int:
        return sum(row.units for row in self.goods)

    @cached_property
    def cash_due(self) -> int:
        """Cash that the seller collects when she hands over, in rupiah."""
        return sum(
            payment.due
            for payment in self.part.payments.all()
            if payment.method == "cash" and payment.state == Payment.State.PROMISED
        )

    @property
    def cash_received(self) -> int:
        """Cash that came into the seller's hand, in rupiah."""
        return sum(
            payment.captured
            for payment in self.part.payments.all()
            if payment.method == "cash" and payment.state == Payment.State.CAPTURED
        )

    @property
    def cash_kept(self) -> int:
        """Received cash less what the buyer has back, in rupiah."""
        return self.cash_received - sum(
            refund.amount for refund in self._cash_refunds if refund.state == Refund.State.SENT
        )

    @cached_property
    def to_give_back(self) -> Refund | None:
        """The first refund of received cash that the seller has not given back yet."""
        waiting = (row for row in self._cash_refunds if row.state != Refund.State.SENT)
        return next(waiting, None)

    @cached_property
    def to_transfer_back(self) -> Refund | None:
        """The first refund that the seller sends from her own account, once the buyer named his."""
        waiting = (
            row
            for row in self.part.order.refunds_of_sellers
            if row.collector.partner_id == self.part.partner_id
            and row.way == Refund.Way.BANK
            and row.state in (Refund.State.APPROVED, Refund.State.SENDING)
        )
        return next(waiting, None)

    @property
    def _cash_refunds(self) -> list[Refund]:
        return [
            refund
            for payment in self.part.payments.all()
            if payment.method == "cash"
            for refund in payment.refunds.all()
        ]

    @property
    def paid(self) -> str:
        """Who has the money, in words."""
        if self.cash_due:
            return _("Collect %(amount)s in cash.") % {"amount": format_rupiah(self.cash_due)}
        if self.to_give_back:
            amount = format_rupiah(self.to_give_back.amount)
            return _("Give %(amount)s back to the buyer in cash.") % {"amount": amount}
        if self.cash_kept:
            amount = format_rupiah(self.cash_kept)
            return _("You received %(amount)s in cash.") % {"amount": amount}
        if self.part.status in (Status.DECLINED, Status.CANCELLED):
            return _("Nothing to collect.")
        if self.part.order.paid == Order.Paid.YES:
            return _("Paid. Nothing to collect.")
        return self.part.order.get_paid_display()


def shown_of(partner: Partner) -> QuerySet[SellerOrder]:
    """Return a partner's parts with everything that a card reads."""
    return (
        SellerOrder.objects.of_seller(partner)
        .select_related("order__shipping_address")
        .prefetch_related("lines__adjustments", "payments__refunds", "complaints", OWN_REFUNDS)
    )


def cards(parts: Iterable[SellerOrder]) -> list[Card]:
    """Return the parts as cards of this moment."""
    now = timezone.now()
    return [Card(part, now) for part in parts]
