"""Stripe's form encoding: `a[b][0][c]=x` and `a[]=x` as nested dicts and lists."""

import re
from urllib.parse import parse_qsl

from tests.stand_ins.stripe.errors import ApiError


def decode(text: str) -> dict:
    """Return the nested parameters of a query or a body."""
    tree: dict = {}
    for name, value in parse_qsl(text, keep_blank_values=True):
        head, *rest = re.findall(r"[^\[\]]+|\[\]", name)
        _put(tree, [head, *rest], value)
    return _with_lists(tree)


def _put(tree: dict, path: list[str], value: str) -> None:
    for place, key in enumerate(path[:-1]):
        name = str(len(tree)) if key == "[]" else key
        tree = tree.setdefault(name, {})
        if not isinstance(tree, dict):
            raise ApiError(400, f"Invalid hash at {path[: place + 1]}", param=path[0])
    tree[str(len(tree)) if path[-1] == "[]" else path[-1]] = value


def _with_lists(tree):
    if not isinstance(tree, dict):
        return tree
    if tree and all(key.isdigit() for key in tree):
        return [_with_lists(tree[key]) for key in sorted(tree, key=int)]
    return {key: _with_lists(value) for key, value in tree.items()}


def integer(parameters: dict, name: str, default: int | None = None) -> int | None:
    """Return a whole number among the parameters. Raises ApiError for anything else."""
    if name not in parameters:
        return default
    text = parameters[name]
    if not re.fullmatch(r"-?\d{1,15}", text if isinstance(text, str) else ""):
        raise ApiError(
            400, f"Invalid integer: {text}", code="parameter_invalid_integer", param=name
        )
    return int(text)


def only(parameters: dict, *names: str, inside: str = "") -> None:
    """Refuse a parameter that isn't among `names`."""
    for name in parameters:
        if name not in names:
            full = f"{inside}[{name}]" if inside else name
            raise ApiError(
                400, f"Received unknown parameter: {full}", code="parameter_unknown", param=full
            )
