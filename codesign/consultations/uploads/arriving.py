"""Files on their way in: read apart before anything is written, then handed to the question as one of its parts."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping
from datetime import datetime
from functools import wraps
from typing import Any, Final, TypeVar

from flask import current_app, g, request
from limits import parse
from werkzeug.datastructures import FileStorage, MultiDict

from codesign.config import Config
from codesign.consultations.ground import ActivityGround
from codesign.consultations.pages import OnPage
from codesign.consultations.uploads import commands
from codesign.consultations.uploads.reading import MadeAnew, NotTaken, read_file
from codesign.core.errors import Refused
from codesign.core.files import LARGEST_FILE
from codesign.core.questions.kinds import kind_of
from codesign.web import limits
from codesign.web.large_files import largest

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


def files_taken() -> bool:
    """Whether a file of this request was kept, to become an answer."""
    return bool(g.get("file_kept"))


def with_files(
    one: OnPage, sent: MultiDict[str, str], *, ref: str, ground: ActivityGround, at: datetime
) -> MultiDict[str, str]:
    """The fields of a form in which a file has become the name of an upload, or the reason why it was not taken.

    The draft's file stays unless another came or it was taken off. Nothing that the form says of an upload is believed.
    """
    asked, before = one.asked, one.given
    if not kind_of(asked).takes_file:
        return sent
    fields = sent.copy()
    parts = {name: before.parts.get(name, "") for name in ("upload", "sort")} | {"refused": ""}
    if fields.get(f"{asked.ref}-remove") and "go" in fields:  # only a press of a button takes a file off
        parts |= {"upload": "", "sort": ""}
    read = files_read().get(f"{asked.ref}-file")
    if isinstance(read, MadeAnew) and read.sort not in kind_of(asked).accepts(asked):
        parts["refused"] = "not_a_photo" if read.sort == "document" else "not_a_document"
    elif isinstance(read, MadeAnew):
        try:
            key = commands.keep_answer_file(ground.project_id, ref, read, by=ground.participant_id, at=at)
            parts |= {"upload": key, "sort": read.sort}
            g.file_kept = True
        except Refused:
            parts["refused"] = "full"
    elif read is not None:
        parts["refused"] = read.code
    for name, part in parts.items():
        fields.setlist(f"{asked.ref}-{name}", [part])
    return fields


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
