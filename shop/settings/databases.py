"""The main database from its address: SQLite in one file, or PostgreSQL."""

import dj_database_url

SQLITE = "django.db.backends.sqlite3"


def main_database(url: str) -> dict:
    """Django's settings for the database at `url` (`sqlite:///file`, `postgresql://…`).

    SQLite takes its write lock when a transaction begins (IMMEDIATE): a deferred one fails
    with "database is locked" when it wants to write later.
    """
    database = dict(dj_database_url.parse(url, conn_max_age=60))
    if database["ENGINE"] == SQLITE:
        database["OPTIONS"] = {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=NORMAL;",
        }
    return database
