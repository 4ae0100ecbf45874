"""The buyer's receipt in words, for the page and the PDF alike, in the reader's language."""

from dataclasses import dataclass, field
from datetime import datetime

from django.utils import translation
from django.utils.translation import gettext as _

from shop.look.pieces import SumLine
from shop.look.words import clock, full_day, grams_words, phone_display
from shop.money import format_rupiah
from shop.order.models import Adjustment
from shop.payment.methods.registry import METHODS
from shop.payment.models import Refund
from shop.payment.tables.receipt_models import BuyerReceipt
from shop.shipping.options import way_words

from .pdf import Paper

# Kementerian Perdagangan RI, Direktorat Jenderal Perlindungan Konsumen dan Tertib Niaga.
CONSUMER_SERVICE = (
    "WhatsApp 0853-1111-1010, pengaduan.konsumen@kemendag.go.id, simpktn.kemendag.go.id"
)


@dataclass(frozen=True)
class Row:
    """One line of goods: what, how many, and the price of all of it in words."""

    title: str
    quantity: str
    price: str


@dataclass(frozen=True)
class SellerText:
    """One seller of the receipt with her village, goods and sums."""

    name: str
    place: str
    delivery: str
    rows: list[Row]
    sums: list[SumLine]


@dataclass(frozen=True)
class ReceiptText:
    """Everything the receipt says; `refunds` are those of now, the rest as it was issued."""

    title: str
    facts: list[tuple[str, str]]
    sellers: list[SellerText]
    sums: list[SumLine]
    total: str
    refunds: list[SumLine]
    complaints: list[tuple[str, str]]
    notes: list[str] = field(default_factory=list)


def read(receipt: BuyerReceipt) -> ReceiptText:
    """Return the receipt in words of the active language."""
    said = receipt.content
    operator = said["operator"]
    contact = [phone_display(operator["phone"]), operator["email"]]
    return ReceiptText(
        title=_("Receipt no. %(number)s") % {"number": receipt.number},
        facts=[
            (_("Paid on"), _moment(receipt.issued_at)),
            (_("Order"), said["order"]),
            (_("Ordered on"), _moment(datetime.fromisoformat(said["placed_at"]))),
            (_("Buyer"), said["buyer"]),
            (_("Paid by"), str(METHODS[said["method"]].label)),
            (_("Issued by"), operator["name"] or said["site"]),
            (_("Address"), operator["address"]),
        ],
        sellers=[_seller(seller) for seller in said["sellers"]],
        sums=_sums(said),
        total=format_rupiah(said["total"]),
        refunds=[_refund(refund) for refund in receipt.payment.refunds.order_by("pk")],
        complaints=[
            (_("The seller first, then us"), ", ".join(filter(None, contact))),
            (_("Consumer service of the Ministry of Trade"), CONSUMER_SERVICE),
        ],
        notes=[_("This is a trial: no real money was paid.")] if said["is_demo"] else [],
    )


def to_pdf(receipt: BuyerReceipt) -> bytes:
    """Return the receipt as a PDF in the active language."""
    text = read(receipt)
    language = (translation.get_language() or "id")[:2]
    paper = Paper(text.title, language=language).facts(text.facts)
    for note in text.notes:
        paper.paragraph(note)
    for seller in text.sellers:
        paper.heading(seller.name)
        paper.paragraph(" · ".join(filter(None, [seller.place, seller.delivery])))
        rows = [(row.title, row.quantity, row.price) for row in seller.rows]
        rows += [(line.label, "", format_rupiah(line.amount)) for line in seller.sums]
        paper.table(
            (_("Goods"), _("Quantity"), _("Price")),
            rows,
            widths=(6, 2, 2),
            align=("left", "right", "right"),
        )
    for line in text.sums:
        paper.total(line.label, format_rupiah(line.amount))
    paper.total(_("Paid"), text.total)
    if text.refunds:
        paper.heading(_("Paid back since"))
        paper.facts((line.label, format_rupiah(line.amount)) for line in text.refunds)
    paper.heading(_("Something wrong?")).facts(text.complaints)
    return paper.to_bytes()


def _moment(at: datetime) -> str:
    return f"{full_day(at)}, {clock(at)}"


def _seller(seller: dict) -> SellerText:
    changes = [
        SumLine(_change(adjustment), adjustment["amount"]) for adjustment in seller["adjustments"]
    ]
    fees = [SumLine(_("Delivery fee"), seller["delivery"])] if seller["delivery"] else []
    return SellerText(
        name=seller["name"],
        place=", ".join(filter(None, [seller["village"], seller["district"]])),
        delivery=way_words(
            seller["delivery_method"],
            service=seller["delivery_service"],
            courier=seller["courier"],
        ),
        rows=[
            Row(_title(line), f"{line['quantity']} {line['unit']}", format_rupiah(line["price"]))
            for line in seller["lines"]
        ],
        sums=fees + changes,
    )


def _title(line: dict) -> str:
    if not line["grams"]:
        return line["title"]
    weight = _("weighed %(grams)s") % {"grams": grams_words(line["grams"])}
    return f"{line['title']} ({weight})"


def _change(adjustment: dict) -> str:
    kind = str(Adjustment.Kind(adjustment["kind"]).label)
    return f"{kind}: {adjustment['reason']}" if adjustment["reason"] else kind


def _sums(said: dict) -> list[SumLine]:
    lines = [
        (_("Goods and delivery"), sum(seller["total"] for seller in said["sellers"])),
        (_("Correction"), said["correction"]),
        (_("Unique code"), said["code"]),
        (_("Paid too much, comes back"), said["over"]),
    ]
    return [SumLine(label, amount) for label, amount in lines if amount]


def _refund(refund: Refund) -> SumLine:
    when = f", {full_day(refund.sent_at)}" if refund.sent_at else ""
    label = f"{refund.get_state_display()}{when}"
    if refund.reason:
        label = f"{label}: {refund.reason}"
    return SumLine(label, -refund.amount)
