#!/usr/bin/env python3
"""Compile every catalogue that is newer than its .mo file; needs no gettext programs."""

import os
from pathlib import Path

import polib

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("catalogue", "cms", "search", "sellers", "shop")


def catalogues(language: str = "*") -> list[Path]:
    """The project's own catalogues, of one language or of all."""
    return sorted(
        path
        for package in PACKAGES
        for path in (ROOT / package).glob(f"**/{language}/LC_MESSAGES/*.po")
    )


def compile_changed() -> int:
    """Write the .mo files that are missing or older than their source; how many were written."""
    written = 0
    for source in catalogues():
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime_ns > source.stat().st_mtime_ns:
            continue
        # Several processes may compile at once: each writes its own file and renames it.
        unfinished = target.with_suffix(f".{os.getpid()}")
        polib.pofile(str(source)).save_as_mofile(str(unfinished))
        unfinished.rename(target)
        written += 1
    return written


if __name__ == "__main__":
    count = compile_changed()
    if count:
        print(f"Compiled {count} catalogue{'s' if count > 1 else ''}.")
