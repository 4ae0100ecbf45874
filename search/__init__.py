"""Answers for FINDING it: one engine contract, and the engines behind it."""

from search.contract import Query, Result


def find(query: Query) -> Result:
    """Answer a buyer's query. Raises `search.contract.SearchUnavailable`."""
    from search.engines import current  # noqa: PLC0415 - engines need the models loaded

    return current().search(query)
