"""Clean each named file in a process of its own; print outcome, peak memory and processor time.

Run as `python -m tests.images.measuring FILE…`; every process starts from the same small parent.
"""

import json
import os
import resource
import sys
import time
from pathlib import Path

from shop.images.cleaning import clean
from shop.images.intake import accept
from shop.images.refusals import PictureRefused


def main(paths: list[str]) -> None:
    for path in paths:
        child = os.fork()
        if child == 0:
            print(json.dumps({"name": Path(path).name, **_measure(path)}), flush=True)
            os._exit(0)
        os.waitpid(child, 0)


def _measure(path: str) -> dict[str, object]:
    started = time.process_time()
    try:
        with Path(path).open("rb") as file:
            clean(accept(file))
        outcome = "clean"
    except PictureRefused as refusal:
        outcome = refusal.code
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return {"outcome": outcome, "megabytes": peak, "seconds": time.process_time() - started}


if __name__ == "__main__":
    main(sys.argv[1:])
