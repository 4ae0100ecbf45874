"""What every check of the ledger finds."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Problem:
    """A rule that does not hold, what breaks it, and by how many rupiah."""

    rule: str
    subject: str
    amount: int
