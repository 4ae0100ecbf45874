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
from tests.images.making import SECRET

#: What nothing that is stored or served may hold: positions, their containers, other contents.
TRACES = (SECRET, b"Exif", b"EXIF", b"GPS", b"xmp", b"Photoshop", b"<script", b"<?php", b"%PDF")


def main(paths: list[str]) -> None:
    for path in paths:
        child = os.fork()
        if child == 0:
            print(json.dumps({"name": Path(path).name, **_measure(path)}), flush=True)
            os._exit(0)
        os.waitpid(child, 0)


def _measure(path: str) -> dict[str, object]:
    started, content = time.process_time(), b""
    try:
        with Path(path).open("rb") as file:
            content = clean(accept(file)).content
        outcome = "clean"
    except PictureRefused as refusal:
        outcome = refusal.code
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    seconds = time.process_time() - started
    traces = [trace.decode() for trace in TRACES if trace in content]
    return {"outcome": outcome, "megabytes": peak, "seconds": seconds, "traces": traces}


if __name__ == "__main__":
    main(sys.argv[1:])
