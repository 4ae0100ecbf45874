"""Addresses behind the doors of others: Wagtail's, Django admin's and the documents'."""

import re

from django.urls import get_resolver

from tests.access.routes import GROUPS, is_own, walk

#: What stands in for a row: the first there is, whatever it is; for a page, the home page.
EXAMPLES = {"int": "1", "str": "1", "path": "1"}
WORDS = {
    "app_label": "people",
    "app_name": "people",
    "model_name": "user",
    "content_type_app_name": "cms",
    "content_type_model_name": "page",
    "action": "delete",
    "action_name": "approve",
    "uidb64": "MQ",
    "token": "set-password",
    **dict.fromkeys(
        ["page_id", "parent_page_id", "page_to_move_id", "destination_id", "page_pk"], "{home}"
    ),
}
#: Patterns that are regular expressions.
WRITTEN_OUT = {
    r"admin/(?P<app_label>people|auth)/": "admin/people/",
    r"admin/(?P<url>.*)": "admin/entah",
    r"cms/.*/": "cms/entah/",
    r"cms/pages/(\d+)/revisions/compare/(live|earliest|\d+)\.\.\.(live|latest|\d+)/": (
        "cms/pages/{home}/revisions/compare/live...latest/"
    ),
    r"documents/(\d+)/(.*)": "documents/1/surat.pdf",
}


def doors() -> list[str]:
    """Return an address for each pattern behind those doors; `{home}` is the home page's id."""
    routes = {route for route in walk(get_resolver()) if route.startswith(GROUPS)}
    return sorted(f"/{example(route)}" for route in routes if not is_own(route))


def example(route: str) -> str:
    """Fill a pattern's places."""
    written = WRITTEN_OUT.get(route, route)
    filled = re.sub(
        r"<(?:(\w+):)?(\w+)>", lambda match: WORDS.get(match[2]) or EXAMPLES[match[1]], written
    )
    if not re.fullmatch(r"[\w./{}-]*", filled):
        raise ValueError(f"no example for {route}")
    return filled
