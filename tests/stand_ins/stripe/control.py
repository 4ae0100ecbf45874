"""The control API: what a test tells the provider to do, under `/_control/`.

Each action takes a JSON object and answers JSON; `driver.StandIn` has a method for each.
"""

from collections.abc import Callable

from tests.stand_ins.stripe import balance, payments, sessions
from tests.stand_ins.stripe.state import State


def _configure(state: State, **values) -> dict:
    unknown = values.keys() - state.config.keys()
    if unknown:
        raise ValueError(f"unknown settings {sorted(unknown)}")
    state.config.update(values)
    return state.config


def _clock(state: State, *, seconds: float) -> dict:
    state.offset += seconds
    sessions.let_time_pass(state)
    return {"now": state.now()}


MOMENTS = {
    "arrival_date", "at", "available_on", "canceled_at", "capture_before", "created", "due_by",
    "expires_at",
}  # fmt: skip


def _age(state: State, *, seconds: int) -> dict:
    """Let everything be older by so much, so that both clocks can go on showing the same time."""
    _make_older(list(state.objects.values()), seconds)
    _make_older(list(state.answers.values()), seconds)
    sessions.let_time_pass(state)
    return {"now": state.now()}


def _make_older(found, seconds: int) -> None:
    if isinstance(found, dict):
        for name, value in found.items():
            if name in MOMENTS and isinstance(value, int):
                found[name] = value - seconds
            else:
                _make_older(value, seconds)
    elif isinstance(found, list):
        for one in found:
            _make_older(one, seconds)


def _fail(
    state: State, *, path: str, do: str, count: int = 1, seconds: float = 30, method: str = ""
) -> dict:
    """Let the next calls whose path begins so fail.

    `do`: drop, hang (nothing is done, no answer), 429, 500 (nothing is done, and the answer is
    kept under the key), done_500, done_drop, done_hang (it is done, but nobody is told).
    """
    fault = {"path": path, "do": do, "left": count, "seconds": seconds, "method": method}
    state.faults.append(fault)
    return fault


def _waiting(state: State) -> list[dict]:
    """Hand over the webhooks that wait; they wait no longer."""
    taken, state.waiting = state.waiting, []
    return [
        {"id": one, "type": state.objects[one]["type"], "body": state.body_of(one)} for one in taken
    ]


def _settle_all(state: State) -> dict:
    for charge in state.all("charge"):
        balance.settle(state, charge)
    return {}


def _own_event(state: State, *, type: str, object: dict) -> dict:
    state.tell(type, object)
    return state.events[-1]


def _objects(state: State, *, kind: str) -> list[dict]:
    return state.all(kind)


ACTIONS: dict[str, Callable] = {
    "reset": lambda state: state.reset() or {},
    "configure": _configure,
    "clock": _clock,
    "age": _age,
    "fail": _fail,
    "requests": lambda state: state.requests,
    "objects": _objects,
    "waiting": _waiting,
    "event": _own_event,
    "balance": lambda state: {"balance": balance.balance(state)},
    "pay": lambda state, session: payments.pay(state, session),
    "decline": lambda state, session: payments.decline(state, session),
    "three_d_secure": lambda state, session: payments.ask_for_3ds(state, session),
    "refund": lambda state, **parameters: balance.create_refund(state, parameters),
    "finish_refund": lambda state, refund, status: balance.finish_refund(
        state, refund, status=status
    ),
    "open_dispute": lambda state, charge, **how: balance.open_dispute(state, charge, **how),
    "close_dispute": lambda state, dispute, is_won: balance.close_dispute(
        state, dispute, is_won=is_won
    ),
    "pay_out": balance.pay_out,
    "fail_payout": lambda state, payout: balance.fail_payout(state, payout),
    "settle": _settle_all,
    "heal": lambda state: state.faults.clear() or {},
}
