"""Critical CSS: small, whole, and exactly what the policy allows."""

import base64
import gzip
import hashlib
import re
from pathlib import Path

import pytest
from django.template import Context, Template
from django.test import RequestFactory

from shop.look import critical
from shop.look.icons import PATHS

KINDS = sorted(critical.PAGE_KINDS)
BUYERS_KINDS = [kind for kind in KINDS if kind != "style"]
TEMPLATES = Path(critical.__file__).parent.parent / "templates"


def emitted(kind: str, context: dict | None = None) -> str:
    source = '{% load look %}{% critical_css "' + kind + '" %}'
    return Template(source).render(Context(context or {}))


@pytest.mark.parametrize("kind", BUYERS_KINDS)
def test_a_page_kind_stays_below_its_bytes(kind):
    assert len(gzip.compress(critical.style_text(kind).encode(), 6)) <= 4_500


def test_the_linked_stylesheet_stays_small():
    sheet = TEMPLATES.parent / "static" / "css" / "rest.css"
    assert len(gzip.compress(sheet.read_bytes(), 6)) <= 2_000


def test_all_scripts_together_stay_below_ten_kilobytes():
    scripts = sorted((TEMPLATES.parent / "static" / "js").glob("*.js"))
    assert scripts
    assert sum(len(gzip.compress(script.read_bytes(), 6)) for script in scripts) <= 10_000


@pytest.mark.parametrize("kind", KINDS)
def test_the_policy_allows_exactly_the_style_that_is_written(kind):
    style = emitted(kind)
    text = style.removeprefix("<style>").removesuffix("</style>")
    digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
    assert critical.style_hash(kind) == f"'sha256-{digest}'"
    assert f"'sha256-{digest}'" in critical.style_hashes()
    assert "</" not in text


def test_the_request_remembers_its_page_kind_for_the_policy():
    request = RequestFactory().get("/")
    emitted("browse", {"request": request})
    assert request.style_kind == "browse"


def test_an_unknown_page_kind_is_refused():
    with pytest.raises(critical.UnknownPageKind):
        critical.style_text("brows")


def test_every_part_is_a_file_and_every_file_a_part():
    files = {path.stem for path in critical.CSS.glob("*.css")}
    assert files == {"core", *critical.PARTS}
    assert set().union(*critical.PAGE_KINDS.values()) == set(critical.PARTS)


@pytest.mark.parametrize("kind", KINDS)
def test_minifying_keeps_every_brace(kind):
    css = critical.style_text(kind)
    assert css.count("{") == css.count("}")
    assert "/*" not in css
    assert "  " not in css


def test_minifying_keeps_strings_and_descendants():
    css = (
        '/* a */ .a :hover , .b { color: red ; content: " /  {x} " ; }\n@media (min-width: 2rem) {}'
    )
    assert (
        critical.minify(css)
        == '.a :hover,.b{color:red;content:" /  {x} "}@media (min-width:2rem){}'
    )


@pytest.mark.parametrize("template", sorted(TEMPLATES.rglob("*.html")), ids=lambda path: path.stem)
def test_no_template_carries_inline_styles_or_scripts(template):
    text = template.read_text()
    assert not re.search(r"\sstyle\s*=", text)
    assert not re.search(r"\son[a-z]+\s*=\s*[\"']", text)
    assert not re.search(r"<script(?![^>]*\ssrc=|[^>]*ld\+json)", text)
    assert "{#" not in text or all("#}" in line for line in text.splitlines() if "{#" in line)


def used(tag: str) -> set[str]:
    """Return what every template of the project asks of a tag of ours."""
    root = TEMPLATES.parent.parent
    pattern = re.compile(r"{% " + tag + r' "([a-z_]+)"')
    templates = [
        path
        for package in ("catalogue", "cms", "search", "sellers", "shop")
        for path in (root / package).rglob("*.html")
    ]
    return {word for path in templates for word in pattern.findall(path.read_text())}


def test_every_page_kind_that_a_template_asks_for_exists():
    assert used("critical_css") <= set(critical.PAGE_KINDS)


def test_every_icon_that_a_template_asks_for_exists():
    assert used("icon") <= set(PATHS)
