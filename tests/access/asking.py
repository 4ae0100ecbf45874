"""Asks for an address and undoes what that changed; says the answer in the table's words."""

from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import parse_qsl, urlencode

from django.core.cache import cache
from django.db import connection, transaction
from django.http import HttpResponse
from django.test import Client

SIGN_IN = "/akun/masuk/"
PROOF = "/akun/periksa/"
STEP = "/akun/dua-langkah/"
#: What every answer may write: who is signed in, and the empty basket of who just did.
NO_CHANGE = ('"django_session"', 'INTO "basket_basket"')
WRITING = ("INSERT", "UPDATE", "DELETE")
#: Every form of ours brings its token; a reason is what refusing and taking down ask for.
FORM = {"csrfmiddlewaretoken": "x", "reason": "Foto tidak terbaca"}


def asked(browser: Client, method: str, path: str) -> str:
    """Ask, undo, and return the answer in the table's words.

    What stands behind an address in brackets is filled into the form: `/a/[step=tolak]`.
    """
    cache.clear()  # counts of earlier questions
    path, typed = split(path)
    with undone() as changes:
        answer = browser.generic(method, path, **sent_with(method, typed))
        if answer.streaming:
            answer.getvalue()
    return in_words(answer, path, is_changed=bool(changes))


def split(path: str) -> tuple[str, dict[str, str]]:
    """Return an address and what is filled into its form."""
    address, _bracket, typed = path.removesuffix("]").partition("[")
    return address, dict(parse_qsl(typed))


def sent_with(method: str, typed: dict[str, str]) -> dict[str, str]:
    """Return what goes with a request: a form's token and a reason, where there is a form."""
    if method == "GET":
        return {}
    form = urlencode({**FORM, **typed})
    return {"data": form, "content_type": "application/x-www-form-urlencoded"}


@contextmanager
def undone() -> Iterator[list[str]]:
    """Undo everything written inside; gives the statements that changed something.

    What the program itself rolled back to a savepoint of its own has changed nothing.
    """
    changes: list[str] = []
    written_before: dict[str, int] = {}

    def watch(execute, sql, params, many, context):
        result = execute(sql, params, many, context)
        if sql.startswith("SAVEPOINT"):
            written_before[sql.split()[-1]] = len(changes)
        elif sql.startswith("ROLLBACK TO"):
            del changes[written_before[sql.split()[-1]] :]
        is_ours = sql.startswith(WRITING) and not any(part in sql for part in NO_CHANGE)
        # A statement that returns rows does not know at once how many it wrote.
        if is_ours and (sql.startswith("INSERT") or context["cursor"].rowcount):
            changes.append(sql)
        return result

    everything = transaction.atomic()
    everything._from_testcase = True  # codes are checked in a durable transaction of their own
    with everything, connection.execute_wrapper(watch):
        yield changes
        transaction.set_rollback(True)


def in_words(answer: HttpResponse, path: str, *, is_changed: bool) -> str:
    """Say an answer as the table does; a change where none is meant stands beside it."""
    if answer.status_code in (301, 302):
        target = answer.url.removeprefix("/en")
        if target.startswith(SIGN_IN) and not path.startswith(SIGN_IN):
            word = "in"
        elif target.startswith(PROOF) and not path.startswith(PROOF):
            word = "proof"
        elif target.startswith(STEP) and not path.startswith(STEP):
            word = "step"
        else:
            return "did" if is_changed else "go"
    else:
        word = {200: "ok", 422: "no"}.get(answer.status_code, str(answer.status_code))
    if is_changed:
        return "kept" if word == "ok" else f"{word} and changed"
    return word
