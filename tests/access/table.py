"""Reads `routes.txt`: one line an address and method, with what each role is answered."""

import re
from dataclasses import dataclass
from pathlib import Path

FILE = Path(__file__).parent / "routes.txt"
#: The roles of the design's glossary.
ROLES = (
    "visitor",
    "guest",  # placed an order without an account; knows its link
    "buyer",
    "owner",
    "helper",
    "neighbour",  # owner of another stall, in another district
    "assistant",  # volunteer of the village with the owner's consent
    "volunteer",  # volunteer of the village without it
    "stranger",  # volunteer of another village
    "coordinator",
    "elsewhere",  # coordinator of another district
    "office",
    "treasurer",
    "support",
    "maker",
    "releaser",
    "superuser",
)
#: Short names of several roles.
GROUPS = {
    "all": ROLES,
    "out": ("visitor", "guest"),
    "desk": ("owner", "helper", "assistant"),
    "near": ("assistant", "volunteer", "coordinator"),
    "far": ("stranger", "elsewhere"),
    "care": ("support", "superuser"),  # staff who look after stalls
    "staff": ("support", "maker", "releaser", "superuser"),
}
METHODS = ("GET", "POST")
#: `in`: led to the sign-in. `proof`: led to prove again who one is. `step`: led to the second step
#: of signing in. `did`: something was changed, then led on. `go`: led on, and nothing was changed.
#: `ok`: 200. `no`: the form comes back with what is wrong (422). `kept`: 200, and what was typed is
#: kept. A number is the status itself.
WORDS = {"in", "proof", "step", "did", "go", "ok", "no", "kept"}
LINE = re.compile(r"(?P<method>[A-Z]+) +(?P<path>\S+) +(?P<answers>all:.*)")


@dataclass(frozen=True)
class Row:
    """An address with its places in braces, a method, and what each role is answered."""

    number: int
    method: str
    path: str
    answers: dict[str, str]

    def __str__(self) -> str:
        return f"{self.method} {self.path}"


class BadLine(ValueError):
    """A line of the table is no row, or has a role or a word that nobody knows."""


def rows() -> list[Row]:
    """Return every row of the table; raises BadLine."""
    found = []
    for number, line in enumerate(FILE.read_text(encoding="utf-8").splitlines(), start=1):
        text = line.split("#")[0].strip()
        if text:
            match = LINE.fullmatch(text)
            if match is None or match["method"] not in METHODS:
                raise BadLine(f"line {number}: {line}")
            answers = read_answers(number, match["answers"])
            found.append(Row(number, match["method"], match["path"], answers))
    return found


def read_answers(number: int, text: str) -> dict[str, str]:
    """Read `all:404 out:in owner,helper:ok`: what stands later goes before what stands earlier."""
    answers: dict[str, str] = {}
    for words in text.split():
        who, _colon, answer = words.partition(":")
        if answer not in WORDS and not answer.isdecimal():
            raise BadLine(f"line {number}: {words}")
        for name in who.split(","):
            if name not in GROUPS and name not in ROLES:
                raise BadLine(f"line {number}: {name}")
            answers |= dict.fromkeys(GROUPS.get(name, (name,)), answer)
    return answers
