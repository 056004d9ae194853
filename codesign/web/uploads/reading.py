"""A file that somebody sent, read by a child process: what comes back is made anew, or says why it was not taken."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from threading import BoundedSemaphore
from typing import Final

from codesign.core.files import LARGEST_FILE, LONGEST_EDGE, MEGABYTE, MOST_DOTS, MOST_PAGES, MadeAnew, NotTaken

SECONDS: Final = 10
MEMORY: Final = 768 * MEGABYTE
_READER: Final = Path(__file__).with_name("reader.py")
_turns = BoundedSemaphore(2)  # children at a time, so that many photos at once do not fill the memory
_PATIENCE: Final = 20.0


def read_file(raw: bytes, *, seconds: int = SECONDS, memory: int = MEMORY) -> MadeAnew | NotTaken:
    """The file made anew. It is opened only in a child with limits of `seconds` of work and `memory` bytes."""
    if len(raw) > LARGEST_FILE:
        return NotTaken("too_big")
    if not _turns.acquire(timeout=_PATIENCE):
        return NotTaken("too_hard")
    try:
        return _asked_of_child(raw, seconds, memory)
    finally:
        _turns.release()


def _asked_of_child(raw: bytes, seconds: int, memory: int) -> MadeAnew | NotTaken:
    limits = {
        "edge": LONGEST_EDGE,
        "dots": MOST_DOTS,
        "pages": MOST_PAGES,
        "size": LARGEST_FILE,
        "seconds": seconds,
        "memory": memory,
    }
    # Isolated, with no environment: the child knows neither our settings nor our secrets.
    command = [sys.executable, "-I", str(_READER), json.dumps(limits)]
    try:
        child = subprocess.run(  # noqa: S603  our own program; the file goes in by its input
            command,
            input=raw,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=2 * seconds,
            env={},
            check=False,
        )
    except subprocess.TimeoutExpired:
        return NotTaken("too_hard")
    line, _end, content = child.stdout.partition(b"\n")
    if child.returncode != 0 or not line:
        return NotTaken("too_hard")
    said = json.loads(line)
    if "refused" in said:
        return NotTaken(str(said["refused"]))
    return MadeAnew(
        sort=said["sort"],
        media_type=said["media_type"],
        content=content,
        width=said["width"],
        height=said["height"],
    )
