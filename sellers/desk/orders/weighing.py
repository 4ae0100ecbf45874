"""Weighing an order: write the weights, see what they do to the price, then save."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from sellers.desk.access import Desk, Right, desk_view, page
from sellers.desk.orders.cards import Card, Goods
from sellers.desk.orders.pages import card_of, do
from sellers.desk.orders.steps import STEPS
from sellers.desk.orders.weights import BadWeight, is_far_off, read_grams
from shop.order import states, weighing
from shop.order.refusals import NotPossible


@dataclass
class Scale:
    """One line to weigh: what was typed, the grams it means, or what is wrong with it."""

    goods: Goods
    text: str = ""
    grams: int | None = None
    error: str = ""

    @property
    def name(self) -> str:
        """The field's name."""
        return f"berat-{self.goods.line.pk}"

    @property
    def is_far_off(self) -> bool:
        return self.grams is not None and is_far_off(self.grams, self.goods.nominal_grams)

    def read(self, text: str) -> None:
        """Take what was typed."""
        self.text = text.strip()[:20]
        try:
            self.grams = read_grams(self.text, nominal=self.goods.nominal_grams)
        except BadWeight as refusal:
            self.error = str(refusal)


@desk_view(Right.SELL)
def weigh(request: HttpRequest, desk: Desk, number: str) -> HttpResponse:
    """Ask for each weight, say what they come to, and save them after that was seen."""
    card = card_of(desk, number)
    step = STEPS["timbang"]
    scales = [Scale(goods) for goods in card.goods if goods.needs_weighing]
    if request.method != "POST":
        if not step.offered(card):
            return redirect("desk:order", desk.seller.slug, number)
        return _show(request, desk, card, scales)
    for scale in scales:
        scale.read(request.POST.get(scale.name, ""))
    if "ubah" in request.POST:
        return _show(request, desk, card, scales)
    if any(scale.error for scale in scales):
        return _show(request, desk, card, scales, status=422)
    grams = {scale.goods.line.pk: scale.grams for scale in scales}
    is_sure = "yakin" in request.POST or not any(scale.is_far_off for scale in scales)
    if "simpan" in request.POST and is_sure:
        do(request, card, step, lambda: states.weigh(card.part, grams, by=desk.by))
        return redirect("desk:order", desk.seller.slug, number)
    return _preview(request, desk, card, scales, grams)


def _preview(
    request: HttpRequest, desk: Desk, card: Card, scales: list[Scale], grams: dict[int, int]
) -> HttpResponse:
    """Say what the weights do before they are saved."""
    try:
        weighed = weighing.preview(card.part, grams)
    except NotPossible as refusal:
        return _show(request, desk, card, scales, refusal=str(refusal), status=422)
    is_asked_again = "simpan" in request.POST
    return page(
        request,
        desk,
        "desk/order_weighed.html",
        {
            "card": card,
            "scales": scales,
            "weighed": weighed,
            "cash_due": card.cash_due + weighed.change if card.cash_due else 0,
            "is_far_off": any(scale.is_far_off for scale in scales),
            "is_asked_again": is_asked_again,
        },
        tab="orders",
        status=422 if is_asked_again else 200,
    )


def _show(
    request: HttpRequest,
    desk: Desk,
    card: Card,
    scales: list[Scale],
    *,
    refusal: str = "",
    status: int = 200,
) -> HttpResponse:
    return page(
        request,
        desk,
        "desk/order_weigh.html",
        {"card": card, "scales": scales, "refusal": refusal},
        tab="orders",
        status=status,
    )
