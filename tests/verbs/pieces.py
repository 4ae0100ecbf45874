"""Functions that take an actor and are no verbs of their own, each with what they are part of."""

_MOVES = "writes the event of the verb in shop.order.states that calls it"
_RECEIVER = "carries the actor of the verb that sent the signal"

PIECES = {
    "sellers.news.receivers.on_seller_order_moved": _RECEIVER,
    "sellers.team.checking.require_checker": "refuses, changes nothing",
    "sellers.team.members.let_in": "a part of add_member and of invitations.accept",
    "sellers.team.owners.refuse_helpers": "refuses, changes nothing",
    "sellers.team.owners.require_owner": "refuses, changes nothing",
    "shop.checkout.late_money.settle": _RECEIVER,
    "shop.history.models.record": "is the event",
    "shop.order.complaints.close": "a part of complaints.settle",
    "shop.order.refusals.require_own": "refuses, changes nothing",
    "shop.order.states.moves.announce": "tells people and receivers of a move",
    "shop.order.states.moves.move_order": _MOVES,
    "shop.order.states.moves.move_part": _MOVES,
    "shop.order.states.parts.cancel_locked": "cancel_part for several parts of a locked order",
    "shop.order.states.parts.leave_stock": "a part of hand_over",
    "shop.order.states.rest.count_as_handed_over": "a part of complaints.settle",
    "shop.order.states.rest.end_rest": "a part of complaints.settle",
    "shop.order.states.rest.rest": "a part of open_complaint",
    "shop.order.states.whole.close": "follows the verb that ends the last part",
    "shop.partner.writing.tell": "writes the event of a verb of shop.partner",
    "shop.payment.capturing.take": "a part of receipts.enter, match and late money",
    "shop.payment.earning.close_if_settled": "follows the verb that ends the last part",
    "shop.payment.earning.give_up": "follows an adjustment",
    "shop.payment.methods.start": "a part of placing, whose event names the method",
    "shop.payment.incoming.receipts.confirm_paid": "tells the buyer",
    "shop.payment.receivers.on_adjusted": _RECEIVER,
    "shop.payment.receivers.on_order_moved": _RECEIVER,
    "shop.payment.receivers.on_seller_order_moved": _RECEIVER,
    "shop.payment.refunding.refunds.owe": "opens the refund that another verb causes",
    "shop.payment.refunding.refunds.return_late": "follows money that came too late",
    "shop.payment.refunding.refunds.return_short": "follows a closed attempt",
}
