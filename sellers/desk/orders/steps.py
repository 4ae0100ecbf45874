"""The steps a stall takes with an order: when each is offered, what it asks, which verb it calls.

A step without a form is one press; one with a form has a page of its own, because it asks
something or can't be undone.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial

from django import forms
from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from sellers.desk.orders.cards import Card
from sellers.desk.orders.step_forms import (
    GiveBackForm,
    HandOverForm,
    ReasonForm,
    SureForm,
    TrackingForm,
    TransferBackForm,
)
from shop.order import states
from shop.order.models import SellerOrder
from shop.payment import cash
from shop.payment.refunding import refunds
from shop.people.actors import Actor

Status = SellerOrder.Status
PREPARED = frozenset({Status.ACCEPTED, Status.WEIGHED})
LEAVING = frozenset({Status.READY, Status.SENT})
ARRIVED = frozenset({Status.HANDED_OVER, Status.COMPLAINT, Status.COMPLETED})


@dataclass(frozen=True)
class Step:
    """One step: `name` stands in its address, `target` is the status it leads to.

    `offered` says whether the card's seller may take it now; `act` calls the verb. An own step
    is never taken by a volunteer for the stall's people.
    """

    name: str
    label: str | Promise
    done: str | Promise
    target: str
    offered: Callable[[Card], bool]
    act: Callable[[Card, forms.Form | None, Actor], object] | None = None
    form: Callable[[Card], Callable[..., forms.Form] | None] = lambda card: None
    text: str | Promise = ""
    is_main: bool = True
    press: str | Promise = ""
    is_own: bool = False

    @property
    def action(self) -> str | Promise:
        """What the button on its page says."""
        return self.press or self.label

    def has_page(self, card: Card) -> bool:
        """Whether it is a way to a page, not a button that acts at once."""
        return self.act is None or self.form(card) is not None


def steps_of(card: Card, *, is_assistant: bool = False) -> list[Step]:
    """Return what may be done with an order now, what is meant next first."""
    return [
        step for step in STEPS.values() if step.offered(card) and not (is_assistant and step.is_own)
    ]


def main_step(card: Card, *, is_assistant: bool = False) -> Step | None:
    """Return the step that is meant next, if there is one."""
    offered = steps_of(card, is_assistant=is_assistant)
    return next((step for step in offered if step.is_main), None)


@dataclass(frozen=True)
class Row:
    """A card with the step that is meant next; `direct` if that step is one press."""

    card: Card
    step: Step | None

    @property
    def direct(self) -> bool:
        return self.step is not None and not self.step.has_page(self.card)


def rows_of(found: Iterable[Card], *, is_assistant: bool = False) -> list[Row]:
    """Return each card beside its next step."""
    return [Row(card, main_step(card, is_assistant=is_assistant)) for card in found]


@transaction.atomic
def _hand_over(card: Card, form: forms.Form | None, by: Actor) -> None:
    """Note the cash with the goods, both or neither."""
    states.hand_over(card.part, by=by)
    if form and form.cleaned_data.get("is_paid"):
        cash.received(card.part, by=by)


def _give_back(card: Card, form: GiveBackForm, by: Actor) -> None:
    refunds.paid_in_cash(form.cleaned_data["refund"], partner_id=card.part.partner_id, by=by)


def _transfer_back(card: Card, form: TransferBackForm, by: Actor) -> None:
    refunds.sent(form.cleaned_data["refund"], reference=form.cleaned_data["reference"], by=by)


def _decline(card: Card, form: ReasonForm, by: Actor) -> None:
    states.decline(card.part, by=by, reason=form.reason_in(card.part.order.language))


def _cancel(card: Card, form: ReasonForm, by: Actor) -> None:
    states.cancel_part(card.part, by=by, reason=form.reason_in(card.part.order.language))


def _send(card: Card, form: TrackingForm | None, by: Actor) -> None:
    number = form.cleaned_data["tracking_number"] if form else ""
    states.send(card.part, by=by, tracking_number=number)


STEPS = {
    step.name: step
    for step in (
        Step(
            "terima",
            gettext_lazy("Accept order"),
            gettext_lazy("Accepted. The buyer knows it."),
            Status.ACCEPTED,
            offered=lambda card: card.part.status == Status.NEW,
            act=lambda card, form, by: states.accept(card.part, by=by),
        ),
        Step(
            "timbang",
            gettext_lazy("Weigh"),
            gettext_lazy("Weight saved."),
            Status.WEIGHED,
            offered=lambda card: card.part.status == Status.ACCEPTED and card.needs_weighing,
        ),
        Step(
            "siap",
            gettext_lazy("Goods are ready"),
            gettext_lazy("Marked as ready. The buyer knows it."),
            Status.READY,
            offered=lambda card: card.part.status in PREPARED and not card.needs_weighing,
            act=lambda card, form, by: states.ready(card.part, by=by),
        ),
        Step(
            "kirim",
            gettext_lazy("Send"),
            gettext_lazy("Marked as sent. The buyer knows it."),
            Status.SENT,
            offered=lambda card: card.part.status == Status.READY and not card.is_pickup,
            act=_send,
            form=lambda card: TrackingForm if card.is_parcel else None,
            press=gettext_lazy("It is sent"),
        ),
        Step(
            "serah",
            gettext_lazy("Handed over"),
            gettext_lazy("Marked as handed over."),
            Status.HANDED_OVER,
            offered=lambda card: card.part.status in LEAVING,
            act=_hand_over,
            form=lambda card: HandOverForm if card.cash_due else SureForm,
            text=gettext_lazy("The goods are with the buyer. This can't be undone."),
        ),
        Step(
            "komplain",
            gettext_lazy("Answer the complaint"),
            gettext_lazy("Answer sent."),
            Status.COMPLAINT,
            offered=lambda card: card.part.status == Status.COMPLAINT and card.waits_for_answer,
            press=gettext_lazy("Send the answer"),
            is_own=True,
        ),
        Step(
            "uang",
            gettext_lazy("Cash received"),
            gettext_lazy("Cash noted."),
            "",
            offered=lambda card: bool(card.cash_due) and card.part.status in ARRIVED,
            act=lambda card, form, by: cash.received(card.part, by=by),
            form=lambda card: SureForm,
            text=gettext_lazy("The whole sum is in your hand. This can't be undone."),
        ),
        Step(
            "kembali",
            gettext_lazy("Give cash back"),
            gettext_lazy("Noted: the buyer has the money back."),
            "",
            offered=lambda card: card.to_give_back is not None,
            act=_give_back,
            form=lambda card: partial(GiveBackForm, card),
            press=gettext_lazy("I gave it back"),
            text=gettext_lazy("The buyer has this sum in hand. This can't be undone."),
            is_own=True,
        ),
        Step(
            "transfer-kembali",
            gettext_lazy("Transfer money back"),
            gettext_lazy("Noted: the buyer reads that the money was sent."),
            "",
            offered=lambda card: card.to_transfer_back is not None,
            act=_transfer_back,
            form=lambda card: partial(TransferBackForm, card),
            press=gettext_lazy("It is transferred"),
            text=gettext_lazy("The buyer paid to your account. This can't be undone."),
            is_own=True,
        ),
        Step(
            "tolak",
            gettext_lazy("Decline"),
            gettext_lazy("Declined. The buyer knows it."),
            Status.DECLINED,
            offered=lambda card: card.part.status == Status.NEW,
            act=_decline,
            form=lambda card: ReasonForm,
            press=gettext_lazy("Decline the order"),
            text=gettext_lazy("The goods go back on sale, and what was paid goes back."),
            is_main=False,
        ),
        Step(
            "kurang",
            gettext_lazy("Some goods are missing"),
            gettext_lazy("Noted. The price follows, and the buyer knows it."),
            Status.ACCEPTED,
            offered=lambda card: card.part.status == Status.ACCEPTED and card.units > 1,
            is_main=False,
            press=gettext_lazy("Take them off the order"),
        ),
        Step(
            "tidak-datang",
            gettext_lazy("Nobody came"),
            gettext_lazy("Noted. The order is cancelled."),
            Status.CANCELLED,
            offered=lambda card: card.part.status in LEAVING and bool(card.cash_due),
            act=lambda card, form, by: cash.nobody_came(card.part, by=by),
            form=lambda card: SureForm,
            text=gettext_lazy("The order is cancelled and the goods go back on sale."),
            is_main=False,
        ),
        Step(
            "batal",
            gettext_lazy("Can't be fulfilled after all"),
            gettext_lazy("Cancelled. The buyer knows it."),
            Status.CANCELLED,
            offered=lambda card: card.part.status in (*PREPARED, Status.READY),
            act=_cancel,
            form=lambda card: ReasonForm,
            text=gettext_lazy("The goods go back on sale, and what was paid goes back."),
            is_main=False,
        ),
    )
}
