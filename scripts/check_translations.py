"""Check that every string people see has an Indonesian translation with the glossary's words.

    .venv/bin/python -m scripts.check_translations

Strings are taken from the sources with babel and Django's own template reader, so no gettext
programs are needed. A string counts as translated when our catalogues or those of Django,
Oscar, Wagtail, allauth or phonenumber_field have it. Words in a template that stand outside
`translate` and `blocktranslate` are reported too.
"""

import re
import sys
from collections.abc import Iterator
from importlib.util import find_spec
from io import BytesIO
from pathlib import Path

import polib
from babel.messages.extract import extract
from django.utils.translation.template import templatize

from scripts.compile_messages import PACKAGES, ROOT, catalogues
from scripts.glossary import broken_terms
from scripts.template_words import words_outside_translation

LIBRARIES = ("django", "oscar", "wagtail", "allauth", "phonenumber_field")
KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
PLACEHOLDER = re.compile(r"%(?:\(\w+\))?[sd]|\{\w*\}")

Key = tuple[str | None, str]


def main() -> int:
    """Print what is wrong; 1 if anything is."""
    used = {key: place for path in sources() for key, place in strings_of(path)}
    ours = {(entry.msgctxt, entry.msgid): entry for entry in our_entries()}
    theirs = library_translations()
    problems = [
        f"{place}: no Indonesian for {key[1]!r}"
        for key, place in sorted(used.items(), key=lambda item: item[1])
        if not (key in ours and is_translated(ours[key])) and key not in theirs
    ]
    problems += [problem for path in catalogues("id") for problem in catalogue_problems(path)]
    problems += differing_translations()
    for path in templates():
        problems += words_outside_translation(path, name=relative(path))
    for problem in problems:
        print(problem)
    if not problems:
        print(f"Translations: {len(used)} strings of ours, all in Indonesian.")
    return 1 if problems else 0


def sources() -> Iterator[Path]:
    """Our Python modules and templates."""
    for package in PACKAGES:
        for path in sorted((ROOT / package).rglob("*.py")):
            if "migrations" not in path.parts:
                yield path
    yield from templates()


def templates() -> list[Path]:
    """Our templates: pages, and texts of messages."""
    return [
        path
        for package in PACKAGES
        for ending in ("html", "txt")
        for path in sorted((ROOT / package).rglob(f"templates/**/*.{ending}"))
    ]


def strings_of(path: Path) -> Iterator[tuple[Key, str]]:
    """Every translatable string of a file, as its key and where it stands."""
    text = path.read_text()
    if path.suffix != ".py":
        # Indentation means nothing in a template, but everything to the Python reader.
        text = "\n".join(line.strip() for line in templatize(text, origin=str(path)).splitlines())
    for line, message, _comments, context in extract("python", BytesIO(text.encode()), KEYWORDS):
        singular = message[0] if isinstance(message, tuple) else message
        if singular:
            yield (context, singular), f"{relative(path)}:{line}"


def our_entries() -> Iterator[polib.POEntry]:
    for path in catalogues("id"):
        yield from (entry for entry in polib.pofile(str(path)) if not entry.obsolete)


def library_translations() -> dict[Key, str]:
    """What the libraries translate themselves."""
    texts: dict[Key, str] = {}
    for library in LIBRARIES:
        folder = Path(find_spec(library).origin).parent
        for path in folder.glob("**/locale/id*/LC_MESSAGES/django.mo"):
            for entry in polib.mofile(str(path)):
                texts[entry.msgctxt, entry.msgid] = entry.msgstr or entry.msgstr_plural[0]
    return texts


def is_translated(entry: polib.POEntry) -> bool:
    texts = entry.msgstr_plural.values() if entry.msgid_plural else [entry.msgstr]
    return not entry.fuzzy and bool(texts) and all(texts)


def catalogue_problems(path: Path) -> Iterator[str]:
    """Entries without text, with other placeholders than the English, or off the glossary."""
    for entry in polib.pofile(str(path)):
        if entry.obsolete:
            yield f"{relative(path)}: an entry that is no longer used: {entry.msgid!r}"
            continue
        where = f"{relative(path)}:{entry.linenum}"
        if not is_translated(entry):
            yield f"{where}: not translated: {entry.msgid!r}"
            continue
        for text in entry.msgstr_plural.values() if entry.msgid_plural else [entry.msgstr]:
            english = entry.msgid_plural or entry.msgid
            if set(PLACEHOLDER.findall(text)) != set(PLACEHOLDER.findall(english)):
                yield f"{where}: other placeholders than {english!r}: {text!r}"
            for problem in broken_terms(PLACEHOLDER.sub("", entry.msgid), text):
                yield f"{where}: {problem}"


def differing_translations() -> Iterator[str]:
    """The same English said in two ways: Django would pick one of them by catalogue order."""
    said: dict[Key, tuple[str, str]] = {}
    for path in catalogues("id"):
        for entry in polib.pofile(str(path)):
            key, text = (entry.msgctxt, entry.msgid), entry.msgstr or str(entry.msgstr_plural)
            former, elsewhere = said.setdefault(key, (text, relative(path)))
            if former != text:
                where = relative(path)
                yield f"{where}: {entry.msgid!r} is {text!r}, but {former!r} in {elsewhere}"


def relative(path: Path) -> str:
    return str(path.relative_to(ROOT))


if __name__ == "__main__":
    sys.exit(main())
