"""The routes of the API, its lists, and what `expand` puts in place of an id."""

import copy
import re
from urllib.parse import unquote

from tests.stand_ins.stripe import balance, forms, payments, sessions
from tests.stand_ins.stripe.errors import ApiError
from tests.stand_ins.stripe.state import State

KINDS = {
    "checkout/sessions": "checkout.session",
    "payment_intents": "payment_intent",
    "charges": "charge",
    "refunds": "refund",
    "disputes": "dispute",
    "payouts": "payout",
    "balance_transactions": "balance_transaction",
    "events": "event",
}
#: What a list can be asked for besides its page.
FILTERS = ("charge", "payment_intent", "source", "status", "type")
#: Which field may hold the id of which kind.
REFERENCES = (
    "balance_transaction",
    "charge",
    "failure_balance_transaction",
    "latest_charge",
    "payment_intent",
    "source",
)


def answer(state: State, method: str, path: str, parameters: dict) -> dict:
    """Do what one request asks and return what it answers. Raises ApiError."""
    expand = parameters.get("expand", [])
    made = _act(state, method, unquote(path.removeprefix("/v1/")).strip("/"), parameters)
    return shown(state, made, expand)


def _act(state: State, method: str, path: str, parameters: dict) -> dict:
    for folder, kind in KINDS.items():
        if path == folder and method == "GET":
            return _page(state, kind, f"/v1/{folder}", parameters)
        if method == "GET" and re.fullmatch(rf"{folder}/[^/]+", path):
            forms.only(parameters, "expand")
            return state.find(kind, path.rsplit("/", 1)[1])
    if method == "POST":
        return _change(state, path, parameters)
    raise ApiError(404, f"Unrecognized request URL ({method}: /v1/{path}).")


def _change(state: State, path: str, parameters: dict) -> dict:
    match path.split("/"):
        case ["checkout", "sessions"]:
            return sessions.create_session(state, parameters)
        case ["checkout", "sessions", session, "expire"]:
            return sessions.expire_session(state, session, parameters)
        case ["payment_intents", intent, "capture"]:
            return payments.capture(state, intent, parameters)
        case ["payment_intents", intent, "cancel"]:
            return payments.cancel(state, intent, parameters)
        case ["refunds"]:
            return balance.create_refund(state, parameters)
    raise ApiError(404, f"Unrecognized request URL (POST: /v1/{path}).")


def _page(state: State, kind: str, url: str, parameters: dict) -> dict:
    """Return one page of a list, newest first."""
    forms.only(
        parameters,
        "created",
        "ending_before",
        "expand",
        "limit",
        "starting_after",
        "types",
        *FILTERS,
    )
    limit = forms.integer(parameters, "limit", 10)
    if not 1 <= limit <= 100:
        raise ApiError(400, "limit must be 1 to 100", param="limit")
    found = [one for one in reversed(state.all(kind)) if _fits(one, parameters)]
    if "starting_after" in parameters:
        names = [one["id"] for one in found]
        if parameters["starting_after"] not in names:
            raise ApiError(404, "No such object", code="resource_missing", param="starting_after")
        found = found[names.index(parameters["starting_after"]) + 1 :]
    return {
        "object": "list",
        "url": url,
        "has_more": len(found) > limit,
        "data": found[:limit],
    }


def _fits(one: dict, parameters: dict) -> bool:
    created = parameters.get("created", {})
    if not isinstance(created, dict):
        created = {"gte": created, "lte": created}
    compare = {"gte": int.__ge__, "gt": int.__gt__, "lte": int.__le__, "lt": int.__lt__}
    if not all(compare[sign](one["created"], int(bound)) for sign, bound in created.items()):
        return False
    if "types" in parameters and one.get("type") not in parameters["types"]:
        return False
    return all(one.get(name) == parameters[name] for name in FILTERS if name in parameters)


def shown(state: State, made: dict, expand: list[str]) -> dict:
    """Return what a caller sees of an object, with the named references in full."""
    made = _public(state, made)
    for path in expand:
        if not _expanded(state, made, path.split(".")):
            raise ApiError(400, f"This property cannot be expanded ({path}).", param="expand")
    return made


def _public(state: State, made):
    """Copy an object without the fields that only the stand-in needs."""
    if isinstance(made, list):
        return [_public(state, one) for one in made]
    if not isinstance(made, dict):
        return made
    return {
        name: copy.copy(value) if name == "metadata" else _public(state, value)
        for name, value in made.items()
        if not name.startswith("_")
    }


def _expanded(state: State, made: dict, path: list[str]) -> bool:
    """Put objects in place of ids along one path; say whether that could be."""
    name, *rest = path
    if name == "data" and made.get("object") == "list":
        return all(_expanded(state, one, rest) for one in made["data"])
    if name not in made or name not in REFERENCES:
        return False
    if made[name] is None:
        return True
    if isinstance(made[name], str):
        made[name] = _public(state, state.objects[made[name]])
    return not rest or _expanded(state, made[name], rest)
