"""What to do now in a stall, most urgent first: orders, questions, people, listings, papers."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Case, F, Q, When
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from catalogue.models import Product
from sellers.desk.orders.cards import Card, cards, shown_of
from sellers.desk.orders.steps import LEAVING, PREPARED, Row, rows_of
from sellers.goods.shelf import goods_of
from sellers.models import Consent, Question, Seller
from sellers.papers.due import missing_on_sale
from sellers.papers.warnings import expiring
from shop.look.words import full_day
from shop.order.models import SellerOrder
from shop.partner.models import StockRecord, TakeDown
from shop.payment.refunding import refunds

Status = SellerOrder.Status
#: So few left is worth a word.
LOW_STOCK = 3
MOST_ORDERS, MOST_STOCK = 8, 6
RANKS = {
    Status.NEW: 0,
    Status.COMPLAINT: 1,
    Status.ACCEPTED: 2,
    Status.WEIGHED: 2,
    Status.READY: 3,
    Status.SENT: 4,
}


@dataclass(frozen=True)
class Notice:
    """Something to do that is no order."""

    title: str
    text: str
    url: str
    action: str


@dataclass(frozen=True)
class Work:
    """A day's work: order rows, how many more there are, notices, and counts."""

    rows: Sequence[Row]
    more: int
    notices: Sequence[Notice]
    to_answer: int
    to_hand_over: int
    to_pack: int
    to_weigh: int


def work_of(seller: Seller, *, is_assistant: bool = False, is_owner: bool = False) -> Work:
    """Read what waits in a stall; the number of queries does not grow with it.

    Only an owner is told of volunteers who ask to help: nobody else may answer them.
    """
    back = refunds.to_give_back(seller.partner)
    of_hers = Q(pk__in=back.values("payment__seller_order")) | Q(order__in=back.values("order"))
    found = cards(shown_of(seller.partner).filter(Q(status__in=RANKS) | of_hers))
    found = [card for card in found if _waits(card)]
    found.sort(key=_urgency)
    asking = _asking(seller) if is_owner else []
    notices = (
        _questions(seller)
        + asking
        + _taken_down(seller)
        + _papers(seller)
        + _missing_papers(seller)
    )
    return Work(
        rows=rows_of(found[:MOST_ORDERS], is_assistant=is_assistant),
        more=max(0, len(found) - MOST_ORDERS),
        notices=notices,
        to_answer=sum(card.is_new for card in found),
        to_hand_over=sum(card.part.status in LEAVING for card in found),
        to_pack=sum(card.part.status in PREPARED for card in found),
        to_weigh=sum(card.part.status == Status.ACCEPTED and card.needs_weighing for card in found),
    )


def quick_stock(seller: Seller, kept: str = "") -> list[StockRecord]:
    """Return the stall's shown listings that run out first, by name.

    `kept` is the public id of the one that was changed just now: it stays under the thumb.
    One animal sold as itself stays out: there is nothing to count or to fill up.
    """
    shown = (
        goods_of(seller)
        .filter(product__state=Product.State.PUBLISHED, is_taken_down=False, product__animal=None)
        .annotate(left=F("num_in_stock") - F("num_allocated"))
    )
    is_kept = Case(When(product__public_id=kept, then=0), default=1)
    found = shown.order_by(is_kept, "left", "product__title")[:MOST_STOCK]
    return sorted(found, key=lambda record: record.product.title)


def stock_warning(records: Sequence[StockRecord]) -> str:
    """Say which of these are sold out or nearly so; empty if none is."""
    out = [record.product.title for record in records if record.left <= 0]
    low = [record for record in records if 0 < record.left <= LOW_STOCK]
    words = []
    if out:
        words.append(_("Sold out: %(titles)s.") % {"titles": ", ".join(out)})
    words += [
        _("%(title)s: %(n)s left.") % {"title": record.product.title, "n": record.left}
        for record in low
    ]
    return " ".join(words)


def _waits(card: Card) -> bool:
    """Say whether something is to be done for it: an answered problem waits for others."""
    if card.to_give_back or card.to_transfer_back:
        return True
    return card.part.status in RANKS and (card.complaint is None or card.waits_for_answer)


def _urgency(card: Card) -> tuple:
    """Sort by what it is, then by its deadline; without one, by its age; cash to give back last."""
    until: datetime = card.part.answer_by or card.part.moved_at
    return RANKS.get(card.part.status, len(RANKS)), until, card.part.pk


def _questions(seller: Seller) -> list[Notice]:
    """One job for all questions that wait, the oldest in words; its page lists the others."""
    waiting = list(Question.objects.of_stall(seller).waiting())
    if not waiting:
        return []
    title = ngettext(
        "%(n)s question waits for an answer", "%(n)s questions wait for an answer", len(waiting)
    )
    oldest = waiting[0]
    text = _("%(asker)s asks about %(title)s.") % {
        "asker": oldest.conversation.name,
        "title": oldest.title,
    }
    rest = [oldest.pk] if len(waiting) == 1 else []
    url = reverse("desk:question" if rest else "desk:questions", args=[seller.slug, *rest])
    return [Notice(title % {"n": len(waiting)}, text, url, _("Answer questions"))]


def _asking(seller: Seller) -> list[Notice]:
    """One job for each volunteer who asks; who handed in a paper waits for a coordinator."""
    requests = seller.consents.filter(
        means=Consent.Means.CODE, given_at__isnull=True, ended_at__isnull=True
    ).select_related("volunteer")
    return [
        Notice(
            _("%(name)s asks to help you") % {"name": request.volunteer},
            _("Agree only if you know this volunteer."),
            reverse("desk:people", args=[seller.slug]),
            _("Answer"),
        )
        for request in requests.order_by("pk")
    ]


def _taken_down(seller: Seller) -> list[Notice]:
    rows = TakeDown.objects.filter(
        product__stockrecords__partner=seller.partner_id,
        lifted_at__isnull=True,
        mended_at__isnull=True,
    ).select_related("product")
    return [
        Notice(
            _("Taken down: %(title)s") % {"title": row.product.title},
            row.reason,
            reverse("desk:listing", args=[seller.slug, row.product.public_id]),
            _("Mend it"),
        )
        for row in rows.order_by("at")
    ]


def _papers(seller: Seller) -> list[Notice]:
    today = timezone.localdate()
    notices = []
    for paper in expiring(seller):
        is_over = paper.expires_on < today
        title = _("%(paper)s ran out") if is_over else _("%(paper)s runs out")
        text = _("Its badge is gone since %(day)s.") if is_over else _("Valid until %(day)s.")
        notices.append(
            Notice(
                title % {"paper": paper.get_kind_display()},
                text % {"day": full_day(paper.expires_on)},
                reverse("desk:papers", args=[seller.slug]),
                _("Renew it"),
            )
        )
    return notices


def _missing_papers(seller: Seller) -> list[Notice]:
    """One job for each kind of paper that goods on sale need and nobody entered."""
    url = reverse("desk:papers", args=[seller.slug])
    return [
        Notice(
            _("Missing paper: %(paper)s") % {"paper": row.title},
            _("For %(titles)s. %(why)s")
            % {"titles": ", ".join(product.title for product in row.goods), "why": row.why},
            url,
            _("Enter it"),
        )
        for row in missing_on_sale(seller)
    ]
