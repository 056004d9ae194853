"""Where built front-end files are, and what their hashed names are."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path

from codesign.config import resource_folder


class AssetsNotBuilt(RuntimeError):
    """The front-end files were never made here."""


class NoSuchAsset(LookupError):
    """A page names a file that the build does not make."""


def static_folder() -> Path:
    """The folder of built files: inside the package in a wheel, beside it in a checkout."""
    return resource_folder("static") / "build"


def print_font_folder() -> Path:
    """The TrueType files that documents are drawn with."""
    return static_folder() / "fonts-print"


def asset(name: str) -> str:
    """The address of a built file, with the hash of its content in its name.

    Raises `AssetsNotBuilt` before the first build and `NoSuchAsset` for a name the build does not know.
    """
    path = static_folder() / "manifest.json"
    try:
        changed = path.stat().st_mtime_ns
    except FileNotFoundError:
        raise AssetsNotBuilt("the front-end files are not built: run `make assets`") from None
    names = _manifest(path, changed)
    if name not in names:
        raise NoSuchAsset(f"no built file is called {name}: it is not in static/build/manifest.json")
    return f"/static/{names[name]}"


@lru_cache(maxsize=2)
def _manifest(path: Path, _changed: int) -> dict[str, str]:
    names: dict[str, str] = json.loads(path.read_text(encoding="utf-8"))
    return names
