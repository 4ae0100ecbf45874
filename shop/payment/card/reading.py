"""Reading the provider's objects; one call each where it can be, never inside a transaction.

Every function raises `client.Unanswered` or `client.Refused`.
"""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from decimal import Decimal

from .client import ask, client
from .seen import (
    ChargeSeen,
    DisputeSeen,
    EventSeen,
    IntentSeen,
    MoveSeen,
    PayoutSeen,
    RefundSeen,
    SessionSeen,
)

#: The most that one page of a list may hold (docs.stripe.com/api/pagination).
PAGE = 100
CHARGE_PARTS = ["balance_transaction"]
INTENT_PARTS = ["latest_charge", "latest_charge.balance_transaction"]
MOVES_OF_BOTH_WAYS = ["balance_transaction", "failure_balance_transaction"]


def session(session_id: str) -> SessionSeen:
    """Read a hosted page."""
    return _session(_get(client().v1.checkout.sessions.retrieve, session_id))


def intent(intent_id: str) -> IntentSeen:
    """Read a payment intent with its latest charge."""
    return _intent(_get(client().v1.payment_intents.retrieve, intent_id, INTENT_PARTS))


def charge(charge_id: str) -> ChargeSeen:
    """Read a charge."""
    return _charge(_get(client().v1.charges.retrieve, charge_id, CHARGE_PARTS))


def refund(refund_id: str) -> RefundSeen:
    """Read a refund."""
    return _refund(_get(client().v1.refunds.retrieve, refund_id, MOVES_OF_BOTH_WAYS))


def dispute(dispute_id: str) -> DisputeSeen:
    """Read a dispute with the movements it caused."""
    return _dispute(_get(client().v1.disputes.retrieve, dispute_id))


def payout(payout_id: str) -> PayoutSeen:
    """Read a payout to our bank account."""
    return _payout(_get(client().v1.payouts.retrieve, payout_id, MOVES_OF_BOTH_WAYS))


def move(move_id: str) -> MoveSeen:
    """Read one movement of our balance."""
    return _move(_get(client().v1.balance_transactions.retrieve, move_id))


def sessions_since(at: datetime) -> Iterator[SessionSeen]:
    """Yield the hosted pages made since then, newest first."""
    return map(_session, _all(client().v1.checkout.sessions.list, at))


def session_of(intent_id: str) -> SessionSeen | None:
    """Return the hosted page that an intent belongs to."""
    found = ask(client().v1.checkout.sessions.list, {"payment_intent": intent_id, "limit": 1})
    rows = found.to_dict()["data"]
    return _session(rows[0]) if rows else None


def intents_since(at: datetime) -> Iterator[IntentSeen]:
    """Yield the payment intents made since then, newest first; their charges only by id."""
    return map(_intent_listed, _all(client().v1.payment_intents.list, at))


def refunds_since(at: datetime) -> Iterator[RefundSeen]:
    """Yield the refunds made since then, newest first; movements only by id."""
    return map(_refund_listed, _all(client().v1.refunds.list, at))


def refunds_of(charge_id: str) -> Iterator[RefundSeen]:
    """Yield the refunds of one charge; movements only by id."""
    return map(_refund_listed, _all(client().v1.refunds.list, None, charge=charge_id))


def disputes_since(at: datetime) -> Iterator[DisputeSeen]:
    """Yield the disputes opened since then, newest first."""
    return map(_dispute, _all(client().v1.disputes.list, at))


def payouts_since(at: datetime) -> Iterator[PayoutSeen]:
    """Yield the payouts made since then, newest first; movements only by id."""
    return map(_payout_listed, _all(client().v1.payouts.list, at))


def moves_since(at: datetime) -> Iterator[MoveSeen]:
    """Yield the movements of our balance since then, newest first."""
    return map(_move, _all(client().v1.balance_transactions.list, at))


def events_since(at: datetime) -> Iterator[EventSeen]:
    """Yield the events since then, newest first; the provider keeps them for 30 days."""
    return map(_event, _all(client().v1.events.list, at))


def _get(retrieve: Callable, key: str, expand: list[str] | None = None) -> dict:
    return ask(retrieve, key, {"expand": expand} if expand else None).to_dict()


def _all(list_page: Callable, at: datetime | None, **chosen: str) -> Iterator[dict]:
    """Yield every row of a list, page after page."""
    parameters: dict = {"limit": PAGE, **chosen}
    if at is not None:
        parameters["created"] = {"gte": int(at.timestamp())}
    while True:
        found = ask(list_page, dict(parameters)).to_dict()
        rows = found["data"]
        yield from rows
        if not found.get("has_more") or not rows:
            return
        parameters["starting_after"] = rows[-1]["id"]


def _session(raw: dict) -> SessionSeen:
    return SessionSeen(
        id=raw["id"],
        status=raw.get("status") or "",
        payment_status=raw.get("payment_status") or "",
        intent_id=_id(raw.get("payment_intent")),
        amount=raw.get("amount_total") or 0,
        currency=raw.get("currency") or "",
        metadata=_metadata(raw),
        expires_at=_moment(raw.get("expires_at")),
        url=raw.get("url") or "",
    )


def _intent_listed(raw: dict) -> IntentSeen:
    return _intent(raw, complete=False)


def _intent(raw: dict, *, complete: bool = True) -> IntentSeen:
    latest, failed = raw.get("latest_charge"), raw.get("last_payment_error") or {}
    seen = None
    if isinstance(latest, dict):
        seen = _charge(latest, complete=complete)
    elif latest and complete:
        seen = charge(latest)
    return IntentSeen(
        id=raw["id"],
        status=raw["status"],
        amount=raw["amount"],
        amount_capturable=raw.get("amount_capturable") or 0,
        amount_received=raw.get("amount_received") or 0,
        currency=raw["currency"],
        capture_method=raw.get("capture_method") or "",
        charge_id=_id(latest),
        metadata=_metadata(raw),
        error=failed.get("decline_code") or failed.get("code") or "",
        charge=seen,
    )


def _charge(raw: dict, *, complete: bool = True) -> ChargeSeen:
    card = (raw.get("payment_method_details") or {}).get("card") or {}
    return ChargeSeen(
        id=raw["id"],
        intent_id=_id(raw.get("payment_intent")),
        amount=raw["amount"],
        amount_captured=raw.get("amount_captured") or 0,
        currency=raw["currency"],
        is_captured=bool(raw.get("captured")),
        amount_refunded=raw.get("amount_refunded") or 0,
        capture_before=_moment(card.get("capture_before")),
        move_id=_id(raw.get("balance_transaction")),
        is_disputed=bool(raw.get("disputed")),
        move=_expanded(raw.get("balance_transaction"), complete=complete),
    )


def _refund_listed(raw: dict) -> RefundSeen:
    return _refund(raw, complete=False)


def _refund(raw: dict, *, complete: bool = True) -> RefundSeen:
    return RefundSeen(
        id=raw["id"],
        charge_id=_id(raw.get("charge")),
        intent_id=_id(raw.get("payment_intent")),
        amount=raw["amount"],
        currency=raw["currency"],
        status=raw.get("status") or "",
        reason=raw.get("failure_reason") or raw.get("reason") or "",
        metadata=_metadata(raw),
        move_id=_id(raw.get("balance_transaction")),
        move=_expanded(raw.get("balance_transaction"), complete=complete),
        failure_move=_expanded(raw.get("failure_balance_transaction"), complete=complete),
    )


def _dispute(raw: dict) -> DisputeSeen:
    return DisputeSeen(
        id=raw["id"],
        charge_id=_id(raw.get("charge")),
        intent_id=_id(raw.get("payment_intent")),
        amount=raw["amount"],
        currency=raw["currency"],
        status=raw["status"],
        reason=raw.get("reason") or "",
        evidence_by=_moment((raw.get("evidence_details") or {}).get("due_by")),
        created=_moment(raw.get("created")) or datetime.now(UTC),
        moves=tuple(_move(found) for found in raw.get("balance_transactions") or []),
    )


def _payout_listed(raw: dict) -> PayoutSeen:
    return _payout(raw, complete=False)


def _payout(raw: dict, *, complete: bool = True) -> PayoutSeen:
    arrives = _moment(raw.get("arrival_date"))
    return PayoutSeen(
        id=raw["id"],
        amount=raw["amount"],
        currency=raw["currency"],
        status=raw["status"],
        arrives_on=_day(arrives),
        move_id=_id(raw.get("balance_transaction")),
        move=_expanded(raw.get("balance_transaction"), complete=complete),
        failure_move=_expanded(raw.get("failure_balance_transaction"), complete=complete),
    )


def _move(raw: dict) -> MoveSeen:
    rate = raw.get("exchange_rate")
    return MoveSeen(
        id=raw["id"],
        kind=raw.get("type") or "",
        source_id=_id(raw.get("source")),
        amount=raw["amount"],
        fee=raw.get("fee") or 0,
        net=raw["net"],
        currency=raw["currency"],
        exchange_rate=Decimal(str(rate)) if rate else None,
        created=_moment(raw.get("created")) or datetime.now(UTC),
    )


def _event(raw: dict) -> EventSeen:
    return EventSeen(
        id=raw["id"],
        type=raw["type"],
        object_id=_id(raw["data"]["object"]),
        created=_moment(raw.get("created")) or datetime.now(UTC),
    )


def _expanded(value: object, *, complete: bool) -> MoveSeen | None:
    """Return a movement that came along, or is fetched where the whole picture is wanted."""
    if isinstance(value, dict):
        return _move(value)
    return move(value) if value and complete else None


def _id(value: object) -> str:
    """Return the id of an object that came expanded, as its id, or not at all."""
    if isinstance(value, dict):
        return value.get("id") or ""
    return str(value or "")


def _metadata(raw: dict) -> dict[str, str]:
    return dict(raw.get("metadata") or {})


def _moment(seconds: int | None) -> datetime | None:
    return datetime.fromtimestamp(seconds, UTC) if seconds else None


def _day(moment: datetime | None) -> date | None:
    """Return the provider's day; it means days in UTC."""
    return moment.date() if moment else None
