"""The embedded engine: a SQLite FTS5 file on each machine, true to the database by following it."""

import sqlite3
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from django.utils import timezone

from catalogue.models import ListingChange
from search import index_file, indexing, queries
from search.contract import (
    DEEPEST_RESULT,
    LARGEST_PAGE,
    LONGEST_TEXT,
    Query,
    Result,
    SearchUnavailable,
    Sort,
    State,
)
from search.documents import findable, project
from search.words import Term, analyse

NAME = "embedded"
MOST_SUGGESTIONS = 5


class Embedded:
    """The engine over the index file that `link` points to."""

    def __init__(self, link: Path | str):
        self.link = Path(link)

    def search(self, query: Query) -> Result:
        """Answer a query: all words, else a last word only begun, else any of the words."""
        connection = index_file.reader(self.link)
        text = query.text[:LONGEST_TEXT]
        terms = list(dict.fromkeys(analyse(text)))[: queries.MOST_TERMS]
        try:
            if not terms:
                is_asked = bool(text.strip())
                ids, total = ([], 0) if is_asked else _select(connection, query, None)
                return Result(ids=ids, total=total, engine=NAME)
            for attempt in (queries.all_words, queries.all_words_begun, queries.any_word):
                ids, total = _select(connection, query, attempt(terms))
                if total:
                    break
            return Result(
                ids=ids,
                total=total,
                suggestions=_suggest(connection, terms),
                is_loose=total > 0 and attempt is not queries.all_words,
                engine=NAME,
            )
        except sqlite3.Error as error:
            raise SearchUnavailable(str(error)) from error

    def follow(self) -> int:
        """Apply the listing changes since the last time; how many listings were looked at anew.

        Builds the index where there is none, or where the database is not the one it followed.
        """
        try:
            with index_file.writer(self.link) as index:
                if indexing.settled_change(index) <= indexing.last_change():
                    return indexing.follow(index)
        except (SearchUnavailable, sqlite3.DatabaseError) as error:
            if isinstance(error, sqlite3.OperationalError):
                raise SearchUnavailable(str(error)) from error
        return self.rebuild()

    def rebuild(self, report: Callable[[str], None] = lambda line: None) -> int:
        """Write the index anew while the old one answers; the number of listings in it."""
        with index_file.new_generation(self.link) as index:
            settled = indexing.settled_now()
            index.execute("INSERT INTO about VALUES (?, ?)", (time.time(), settled))
            count = 0
            for document in project(findable()):
                indexing.put(index, document)
                count += 1
                if count % 1_000 == 0:
                    report(f"{count} listings")
            index.execute("INSERT INTO words(words) VALUES ('optimize')")
        with index_file.writer(self.link) as index:
            indexing.follow(index)
        return count

    def state(self) -> State:
        """Say how the index stands. Raises `SearchUnavailable`."""
        index = index_file.reader(self.link)
        (built_at,) = index.execute("SELECT built_at FROM about").fetchone()
        settled = indexing.settled_change(index)
        (documents,) = index.execute("SELECT count(*) FROM listing").fetchone()
        (applied,) = index.execute("SELECT count(*) FROM applied").fetchone()
        return State(
            engine=NAME,
            documents=documents,
            built_at=datetime.fromtimestamp(built_at, UTC),
            waiting=max(0, ListingChange.objects.filter(pk__gt=settled).count() - applied),
        )


def _select(
    index: sqlite3.Connection, query: Query, expression: str | None
) -> tuple[list[int], int]:
    size = min(max(query.page_size, 1), LARGEST_PAGE)
    offset = (max(query.page, 1) - 1) * size
    wanted = queries.conditions(query.filters, today=timezone.localdate())
    if expression is None:
        source, score = f"listing WHERE {wanted.clause}", "0"
        order = queries.ORDERS[Sort.NEWEST if query.sort == Sort.RELEVANCE else query.sort]
    else:
        source = (
            "words CROSS JOIN listing ON listing.id = words.rowid"
            f" WHERE words MATCH :expression AND {wanted.clause}"
        )
        score, order = queries.score(), queries.ORDERS[query.sort]
    values = {**wanted.values, "expression": expression, "size": size, "offset": offset}
    (total,) = index.execute(f"SELECT count(*) FROM {source}", values).fetchone()
    if total <= offset or offset >= DEEPEST_RESULT:
        return [], total
    rows = index.execute(
        f"SELECT listing.id, {score} AS score FROM {source}"
        f" ORDER BY {order} LIMIT :size OFFSET :offset",
        values,
    )
    return [number for number, _score in rows], total


def _suggest(index: sqlite3.Connection, terms: list[Term]) -> list[str]:
    """The text with its last word completed as titles have it, the commonest first."""
    *before, last = (term.word for term in terms)
    if len(last) < queries.SHORTEST_BEGINNING:
        return []
    rows = index.execute(
        "SELECT term FROM vocabulary WHERE term > ? AND term < ? AND col = 'title_exact'"
        " ORDER BY doc DESC, term LIMIT ?",
        (last, last + "\N{REPLACEMENT CHARACTER}", MOST_SUGGESTIONS),
    )
    return [" ".join([*before, word]) for (word,) in rows]
