"""The addresses that the program serves, taken from its URLconf."""

import re
from collections.abc import Iterator

from django.urls import URLPattern, get_resolver, resolve

#: Doors of others, which their own packages guard; tried as groups in `test_groups.py`.
GROUPS = ("cms/", "admin/", "documents/", "_util/")
#: What is ours behind them.
ROOMS = "cms/desa/"
LED_ON = {"cms/login/", "cms/account/", "admin/login/", "_util/login/"}


def own_routes() -> set[str]:
    """Return the text of every pattern that is ours."""
    return {route for route in walk(get_resolver()) if is_own(route)}


def is_own(route: str) -> bool:
    return not route.startswith(GROUPS) or route.startswith(ROOMS) or route in LED_ON


def pattern_of(path: str) -> str:
    """Return the text of the pattern that serves a path."""
    return plain(resolve(path.partition("[")[0].partition("?")[0]).route)


def walk(resolver, prefix: str = "") -> Iterator[str]:
    """Return the text of every pattern below a resolver."""
    for entry in resolver.url_patterns:
        route = prefix + str(entry.pattern)
        if isinstance(entry, URLPattern):
            yield plain(route)
        else:
            yield from walk(entry, route)


def plain(route: str) -> str:
    """Write a route alike, whether it was a path or a regular expression."""
    return re.sub(r"[\^$]", "", route)
