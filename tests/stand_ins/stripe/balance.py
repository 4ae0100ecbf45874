"""The account's balance: what charges bring, and what refunds, disputes and payouts take."""

from tests.stand_ins.stripe import forms
from tests.stand_ins.stripe.errors import ApiError
from tests.stand_ins.stripe.state import State

REFUND = ("amount", "charge", "expand", "metadata", "payment_intent", "reason")
REASONS = (None, "duplicate", "fraudulent", "requested_by_customer")


def move(state: State, kind: str, source: dict, amount: int, *, fee: int = 0) -> dict:
    """Write one balance transaction; `amount` is in the currency of its source."""
    currency, rate = state.config["settlement_currency"], None
    if currency != source["currency"]:
        rate = state.config["exchange_rate"]
        amount = round(amount * rate)
    return state.add(
        "txn",
        "balance_transaction",
        amount=amount,
        available_on=state.now() + 7 * 24 * 60 * 60,
        currency=currency,
        description=None,
        exchange_rate=rate,
        fee=fee,
        fee_details=[],
        net=amount - fee,
        reporting_category=kind,
        source=source["id"],
        status="pending",
        type=kind,
    )


def charge_arrives(state: State, charge: dict) -> None:
    """Bring captured money into the balance, at once or when `settle` is called."""
    if not state.config["moves_come_late"]:
        settle(state, charge)


def settle(state: State, charge: dict) -> None:
    """Write the balance transaction of a captured charge that has none."""
    if not charge["captured"] or charge["balance_transaction"]:
        return
    rate = 1.0
    if state.config["settlement_currency"] != charge["currency"]:
        rate = state.config["exchange_rate"]
    fee = round(
        (charge["amount_captured"] * state.config["fee_bp"] / 10_000 + state.config["fee_fixed"])
        * rate
    )
    made = move(state, "charge", charge, charge["amount_captured"], fee=fee)
    charge["balance_transaction"] = made["id"]
    if state.config["moves_come_late"]:
        state.tell("charge.updated", charge)


def create_refund(state: State, parameters: dict) -> dict:
    """Give money back to the card."""
    forms.only(parameters, *REFUND)
    charge = _charge_to_refund(state, parameters)
    left = charge["amount"] - charge["amount_refunded"]
    amount = forms.integer(parameters, "amount", left)
    if parameters.get("reason") not in REASONS:
        raise ApiError(400, "Invalid reason", param="reason")
    if any(
        one["charge"] == charge["id"] and one["status"] != "won" for one in state.all("dispute")
    ):
        raise ApiError(400, f"Charge {charge['id']} has been charged back.", code="charge_disputed")
    if not left:
        raise ApiError(
            400,
            f"Charge {charge['id']} has already been refunded.",
            code="charge_already_refunded",
        )
    if amount < 1:
        raise ApiError(
            400, "Invalid positive integer", code="parameter_invalid_integer", param="amount"
        )
    if amount > left:
        raise ApiError(
            400,
            f"Refund amount ({amount}) is greater than unrefunded amount on charge ({left})",
            param="amount",
        )
    refund = add_refund(
        state,
        charge,
        amount,
        metadata=parameters.get("metadata", {}),
        reason=parameters.get("reason"),
        status=state.config["refund_status"],
    )
    refund["balance_transaction"] = move(state, "refund", refund, -amount)["id"]
    charge["amount_refunded"] += amount
    charge["refunded"] = charge["amount_refunded"] == charge["amount"]
    state.tell("refund.created", refund)
    state.tell("charge.refunded", charge)
    return refund


def _charge_to_refund(state: State, parameters: dict) -> dict:
    if "charge" in parameters:
        charge = state.find("charge", parameters["charge"])
    else:
        intent = state.find("payment_intent", parameters.get("payment_intent", ""))
        if intent["status"] != "succeeded":
            raise ApiError(
                400,
                f"This PaymentIntent ({intent['id']}) does not have a successful charge to refund.",
                code="payment_intent_unexpected_state",
            )
        charge = state.find("charge", intent["latest_charge"])
    if not charge["captured"]:
        raise ApiError(400, "This charge was not captured.", code="charge_not_refundable")
    return charge


def add_refund(
    state: State, charge: dict, amount: int, *, metadata: dict, reason: str | None, status: str
) -> dict:
    """Write a refund without moving money."""
    return state.add(
        "re",
        "refund",
        amount=amount,
        balance_transaction=None,
        charge=charge["id"],
        currency=charge["currency"],
        failure_balance_transaction=None,
        failure_reason=None,
        metadata=metadata,
        payment_intent=charge["payment_intent"],
        reason=reason,
        status=status,
    )


def finish_refund(state: State, identifier: str, *, status: str) -> dict:
    """Let a refund succeed, or fail: then its money comes back to the balance."""
    refund = state.find("refund", identifier)
    refund["status"] = status
    if status == "failed":
        charge = state.find("charge", refund["charge"])
        charge["amount_refunded"] -= refund["amount"]
        charge["refunded"] = False
        refund["failure_reason"] = "expired_or_canceled_card"
        back = move(state, "refund_failure", refund, refund["amount"])
        refund["failure_balance_transaction"] = back["id"]
        state.tell("refund.failed", refund)
    state.tell("refund.updated", refund)
    state.tell("charge.refund.updated", refund)
    return refund


def open_dispute(
    state: State, charge_id: str, *, amount: int | None = None, reason: str = "fraudulent"
) -> dict:
    """The card holder's bank takes money back until somebody proves something."""
    charge = state.find("charge", charge_id)
    left = charge["amount"] - charge["amount_refunded"]
    if not charge["captured"] or not left or charge["disputed"]:
        raise ApiError(400, "Nobody disputes this charge (again).")
    dispute = state.add(
        "dp",
        "dispute",
        amount=left if amount is None else amount,
        balance_transactions=[],
        charge=charge_id,
        currency=charge["currency"],
        evidence_details={
            "due_by": state.now() + 10 * 24 * 60 * 60,
            "has_evidence": False,
            "past_due": False,
            "submission_count": 0,
        },
        is_charge_refundable=False,
        metadata={},
        payment_intent=charge["payment_intent"],
        reason=reason,
        status="needs_response",
    )
    charge["disputed"] = True
    taken = move(state, "adjustment", dispute, -dispute["amount"], fee=state.config["dispute_fee"])
    dispute["balance_transactions"].append(taken)
    state.tell("charge.dispute.created", dispute)
    state.tell("charge.dispute.funds_withdrawn", dispute)
    return dispute


def close_dispute(state: State, identifier: str, *, is_won: bool) -> dict:
    """The bank decides; when we win the money comes back, its fee does not."""
    dispute = state.find("dispute", identifier)
    if dispute["status"] in ("won", "lost"):
        raise ApiError(400, f"This dispute is already {dispute['status']}.")
    dispute["status"] = "won" if is_won else "lost"
    if is_won:
        back = move(state, "adjustment", dispute, dispute["amount"])
        dispute["balance_transactions"].append(back)
        state.tell("charge.dispute.funds_reinstated", dispute)
    state.tell("charge.dispute.updated", dispute)
    state.tell("charge.dispute.closed", dispute)
    return dispute


def pay_out(state: State, *, amount: int | None = None, fails: bool = False) -> dict:
    """Send the balance, or a part, to the account's bank."""
    payout = state.add(
        "po",
        "payout",
        amount=balance(state) if amount is None else amount,
        arrival_date=state.now() + 24 * 60 * 60,
        automatic=True,
        balance_transaction=None,
        currency=state.config["settlement_currency"],
        failure_balance_transaction=None,
        failure_code=None,
        method="standard",
        status="pending",
        type="bank_account",
    )
    payout["balance_transaction"] = move(state, "payout", payout, -payout["amount"])["id"]
    state.tell("payout.created", payout)
    if fails:
        return fail_payout(state, payout["id"])
    payout["status"] = "paid"
    state.tell("payout.paid", payout)
    return payout


def fail_payout(state: State, identifier: str) -> dict:
    """The bank sends a payout back, even days after it was paid."""
    payout = state.find("payout", identifier)
    payout.update(status="failed", failure_code="account_closed")
    back = move(state, "payout_failure", payout, payout["amount"])
    payout["failure_balance_transaction"] = back["id"]
    state.tell("payout.failed", payout)
    return payout


def balance(state: State) -> int:
    """Return what the account holds, in minor units of the settlement currency."""
    return sum(found["net"] for found in state.all("balance_transaction"))
