"""Forms inside included templates keep the token without which every POST is refused.

`only` drops the token, and the test client asks for none: nothing else would notice.
"""

from pathlib import Path

import pytest
from django.template import engines
from django.template.base import Template
from django.template.defaulttags import CsrfTokenNode
from django.template.loader_tags import IncludeNode

ROOT = Path(__file__).parents[2]
FOLDERS = sorted(
    folder
    for folder in ROOT.glob("**/templates")
    if not {".venv", "node_modules", "tests"} & set(folder.relative_to(ROOT).parts)
)
NAMES = sorted(
    {str(path.relative_to(folder)) for folder in FOLDERS for path in folder.rglob("*.html")}
)
TOKEN = "csrf_token"


def loaded(name: str) -> Template:
    return engines["django"].engine.get_template(name)


def included(template: Template) -> list[tuple[str, IncludeNode]]:
    """Return what a template includes by a fixed name."""
    nodes = template.nodelist.get_nodes_by_type(IncludeNode)
    return [(node.template.var, node) for node in nodes if isinstance(node.template.var, str)]


def posts(template: Template) -> bool:
    """Say whether a template, or one that it includes, has a form that needs the token."""
    if 'method="post"' in template.source or template.nodelist.get_nodes_by_type(CsrfTokenNode):
        return True
    return any(posts(loaded(name)) for name, _node in included(template))


def without_token(template: Template) -> list[str]:
    """Return the included templates that post and are handed no token."""
    return [
        name
        for name, node in included(template)
        if node.isolated_context and TOKEN not in node.extra_context and posts(loaded(name))
    ]


@pytest.mark.parametrize("name", NAMES)
def test_what_posts_is_handed_the_token(name):
    assert without_token(loaded(name)) == []


def test_a_dropped_token_is_noticed():
    form = '{% include "desk/order_card.html" with card=card only %}'
    handed = '{% include "desk/order_card.html" with card=card csrf_token=csrf_token only %}'

    assert without_token(engines["django"].from_string(form).template) == ["desk/order_card.html"]
    assert without_token(engines["django"].from_string(handed).template) == []
