"""The press: a template and its values as JSON in, a tagged PDF (PDF/UA-1) out, in a process that ends after each run."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from codesign.config import resource_folder

LONGEST_SECONDS = 300
TYPESETTER = Path(__file__).with_name("typesetter.py")


class PressFailed(RuntimeError):
    """A file could not be made; the words say what the typesetter said."""


def print_fonts() -> tuple[Path, ...]:
    """The folder of TrueType files made with the front end; empty where it has not been made."""
    try:
        folder = resource_folder("static")
    except FileNotFoundError:
        return ()
    found = (place for place in (folder / "build" / "fonts-print", folder / "fonts-print") if any(place.glob("*.ttf")))
    return tuple(found)[:1]


def pressed(
    template: str,
    sheet: Mapping[str, Any],
    *,
    made_at: datetime,
    run_mark: str,
    fonts: Sequence[Path] | None = None,
) -> bytes:
    """The PDF bytes of a template ("pack/pack.typ") with this sheet; the same sheet and time give the same bytes.

    `run_mark` stands for a run of letters that the typeface lacks, with %(n)s for how many. Raises `PressFailed` where
    typst refuses or takes longer than five minutes.
    """
    return _run({**_job(template, sheet, fonts), "timestamp": int(made_at.timestamp()), "run_mark": run_mark})


def marks(template: str, sheet: Mapping[str, Any], *, run_mark: str, fonts: Sequence[Path] | None = None) -> list[Any]:
    """The values that a template labels `<mark>` as it is set, in order: where on paper a thing came to stand."""
    found = json.loads(_run({**_job(template, sheet, fonts), "query": "<mark>", "run_mark": run_mark}))
    return list(found)


def _job(template: str, sheet: Mapping[str, Any], fonts: Sequence[Path] | None) -> dict[str, Any]:
    path = resource_folder("templates") / template
    folders = print_fonts() if fonts is None else tuple(fonts)
    return {
        "template": str(path),
        "root": str(path.parent),
        "fonts": [str(folder) for folder in folders],
        "sheet": dict(sheet),
    }


def _run(job: dict[str, Any]) -> bytes:
    try:
        # -P: the folder of this module holds names such as html that would hide the standard library's.
        done = subprocess.run(  # noqa: S603 - our own script, our own interpreter, no shell
            [sys.executable, "-P", str(TYPESETTER)],
            input=json.dumps(job).encode(),
            capture_output=True,
            timeout=LONGEST_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired as late:
        raise PressFailed(f"The PDF was not ready after {LONGEST_SECONDS} seconds.") from late
    if done.returncode:
        said = done.stderr.decode(errors="replace").strip().splitlines()
        raise PressFailed(f"The PDF could not be set: {said[-1] if said else 'no reason given'}")
    return done.stdout
