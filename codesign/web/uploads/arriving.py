"""Files of a form, read apart before the view runs and before anything is written."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any, Final, TypeVar

from flask import current_app, g, request
from limits import parse
from werkzeug.datastructures import FileStorage

from codesign.config import Config
from codesign.core.files import LARGEST_FILE, MadeAnew, NotTaken
from codesign.web import limits
from codesign.web.large_files import largest
from codesign.web.uploads.reading import read_file

View = TypeVar("View", bound=Callable[..., Any])

FILES_OF_A_NETWORK: Final = parse("60 per 10 minutes")
FREE_SHARE: Final = 0.10  # of the disk: below it words are still taken, files are not
LONGEST_FORM: Final = 64 * 1024 * 1024
"""A form with files up to this size is read to its end, so that what was typed beside a file too big comes back."""


def reads_files(view: View) -> View:
    """Let a form come with files, and open them before the view: no transaction is held while a photo is read.

    Stands between `@allows` and `@commits`. `files_read()` has the outcome by field name.
    """

    @wraps(view)
    def run(*args: Any, **kwargs: Any) -> Any:
        g.files_read = {name: _read(sent) for name, sent in request.files.items() if sent.filename}
        return view(*args, **kwargs)

    return largest(LONGEST_FORM, each=LARGEST_FILE)(run)  # type: ignore[return-value]


def files_read() -> Mapping[str, MadeAnew | NotTaken]:
    """What became of each file of this request, by field name."""
    found: Mapping[str, MadeAnew | NotTaken] = g.get("files_read", {})
    return found


def _read(sent: FileStorage) -> MadeAnew | NotTaken:
    network = f"files:{limits.network()}"
    if limits.spent(FILES_OF_A_NETWORK, network):
        return NotTaken("too_many")
    settings: Config = current_app.config["CODESIGN"]
    disk = shutil.disk_usage(settings.instance)
    if disk.free < FREE_SHARE * disk.total:
        return NotTaken("full")
    limits.count_try(FILES_OF_A_NETWORK, network)
    raw = sent.stream.read(LARGEST_FILE + 1)
    if len(raw) > LARGEST_FILE or getattr(sent.stream, "cut", False):
        return NotTaken("too_big")
    return read_file(raw)
