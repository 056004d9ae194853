"""Files on their way in, handed to the question as one of its parts."""

from __future__ import annotations

from datetime import datetime

from flask import g
from werkzeug.datastructures import MultiDict

from codesign.consultations.ground import ActivityGround
from codesign.consultations.pages import OnPage
from codesign.consultations.uploads import commands
from codesign.core.errors import Refused
from codesign.core.files import MadeAnew
from codesign.core.questions.kinds import kind_of
from codesign.web.uploads.arriving import files_read


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
